#!/bin/sh
# Every test: the package, the course's sources against its notebooks, and each notebook run and compared cell by cell.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pytest tests
.venv/bin/kafkalab course check
