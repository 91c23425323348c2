# The two commands of the README, and what they are made of. Everything runs in .venv, which `setup` makes.
.PHONY: setup lab down test lint course check bench campaign lock gallery pictures replay screenshots clean

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest

lab: setup
	@$(BIN)/kafkalab lab

down:
	@$(BIN)/kafkalab down

test: setup lint
	@scripts/test.sh

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml scripts/setup.sh
	@scripts/setup.sh

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

course: setup
	$(BIN)/kafkalab course build

check: setup
	$(BIN)/kafkalab course check

bench: setup
	$(BIN)/python -m benchmarks

# A hundred faults and fifty sudden deaths on a real cluster, and what came of the records: a quarter of an hour.
campaign: setup
	$(BIN)/python -m benchmarks.campaign

# For maintainers, after a change of dependencies in pyproject.toml. Names, versions and checksums; no addresses.
lock: setup
	$(BIN)/uv pip compile pyproject.toml --extra lab --extra dev --universal --python-version 3.11 --generate-hashes \
	  --upgrade --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements.lock

# One page with every diagram and figure in all of its states: gallery/index.html.
gallery: setup
	cd tests && ../$(BIN)/python -m scenes.gallery ../gallery

# A picture of every diagram and figure, from real clusters: docs/pictures/.
pictures: setup
	cd tests && ../$(BIN)/python -m scenes.pictures ../docs/pictures

# A real failover as pages that play it: docs/failover-es.html and docs/failover-en.html.
replay: setup
	cd tests && ../$(BIN)/python -m browser.failover ../docs

# The pictures of the README, taken from a real JupyterLab.
screenshots: setup
	cd tests && ../$(BIN)/python -m browser.screenshots

clean:
	rm -rf .venv
