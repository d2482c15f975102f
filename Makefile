# Everything a person or the continuous integration does with this project. `make help` lists it.

PYTHON ?= python3
ADDRESS ?= 127.0.0.1:8000
WORKERS ?= 2
BENCH_RECORDS ?= 50000
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
# Tests of one group stay in one process: what they share is made once.
ON_EACH_CORE := -n $(WORKERS) --dist loadgroup
TEMPLATES := cope_network/templates
BIOME := node_modules/.bin/biome
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes

export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help install run test check lint format types contracts migrations messages \
        messages-check test-postgresql matrix coverage bench lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | \
		awk -F '\t' '{ printf "  make %-16s %s\n", $$1, $$2 }'

# -- a virtual environment from the locked requirements ---------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; name one with make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.done: requirements/run.txt | $(BIN)/python
	$(PIP) -r requirements/run.txt
	@touch $@

$(VENV)/dev.done: requirements/dev.txt | $(BIN)/python
	$(PIP) -r requirements/dev.txt
	@touch $@ $(VENV)/run.done

# Only `make lint` and `make format` need npm: no server and no test does.
node_modules/lint.done: package-lock.json
	@command -v npm >/dev/null || { echo "npm is needed to lint style sheets and scripts; Debian's package is npm"; exit 1; }
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

install: $(VENV)/dev.done ## make .venv with everything that running and testing need
	@$(BIN)/python -m cope_network.catalogues compile

# -- run ------------------------------------------------------------------------------------------

run: export DEMO := $(or $(DEMO),True)
run: export ADDRESS := $(ADDRESS)
run: $(VENV)/run.done ## serve the site with the demo content on 127.0.0.1:8000 (ADDRESS=host:port)
	@mkdir -p var
	@$(BIN)/python -m cope_network.catalogues compile
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py prepare_gazetteer
	@$(BIN)/python manage.py plant_basics
	@$(BIN)/python manage.py load_demo
	-@$(BIN)/python manage.py search_check >/dev/null 2>&1 || $(BIN)/python manage.py rebuild_search
	@$(BIN)/python manage.py demo_accounts
	@exec $(BIN)/python manage.py serve $(ADDRESS)

# -- test -----------------------------------------------------------------------------------------

test: $(VENV)/dev.done ## run all tests but the slow ones (DATABASE_URL=postgresql://… runs them there)
	@$(BIN)/python -m pytest $(ON_EACH_CORE) $(PYTEST_ARGS)

test-postgresql: $(VENV)/dev.done ## run what PostgreSQL could answer differently on a server started for it
	@.ci/with-postgresql $(MAKE) --no-print-directory test PYTEST_ARGS="--postgresql $(PYTEST_ARGS)"

coverage: $(VENV)/dev.done ## run the tests and state which lines of the source they ran (PYTEST_ARGS=tests/maps: a part)
	@$(BIN)/python -m pytest $(ON_EACH_CORE) --cov --cov-report=term:skip-covered --cov-report=html $(PYTEST_ARGS)

matrix: $(VENV)/dev.done ## ask every address as everybody about everything, and count
	@MATRIX=all $(BIN)/python -m pytest $(ON_EACH_CORE) -p tests.permissions.figures tests/permissions $(PYTEST_ARGS)

check: lint types contracts migrations messages-check test ## everything the integration runs, once

lint: $(VENV)/dev.done node_modules/lint.done ## look for mistakes and for lines that are not formatted
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djhtml --check --tabwidth 2 $(TEMPLATES)
	@$(BIOME) check --error-on-warnings

format: $(VENV)/dev.done node_modules/lint.done ## format the source: modules, templates, style sheets, scripts
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .
	@$(BIN)/djhtml --tabwidth 2 $(TEMPLATES)
	@$(BIOME) check --write

types: $(VENV)/dev.done ## check the types
	@$(BIN)/mypy

contracts: $(VENV)/dev.done ## check that imports point one way
	@$(BIN)/lint-imports --no-logo

migrations: export DEBUG := $(or $(DEBUG),True)
migrations: $(VENV)/dev.done ## check Django's settings and that no migration is missing
	@$(BIN)/python manage.py check --fail-level WARNING
	@$(BIN)/python manage.py makemigrations --check --dry-run

messages: $(VENV)/dev.done ## collect the texts of the sources into locale/
	@$(BIN)/python -m cope_network.catalogues update

messages-check: $(VENV)/dev.done ## check the message catalogues and compile them
	@$(BIN)/python -m cope_network.catalogues check
	@$(BIN)/python -m cope_network.catalogues compile

bench: $(VENV)/dev.done ## measure import, pages, search and newsletter (BENCH_RECORDS=1000 is quick)
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.search_run --records $(BENCH_RECORDS)
	@$(BIN)/python -m benchmarks.newsletter_sending

# -- upkeep ---------------------------------------------------------------------------------------

lock: ## resolve the requirements anew (needs uv and npm)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		pyproject.toml --output-file requirements/run.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--extra dev pyproject.toml --output-file requirements/dev.txt
	npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

clean: ## remove what was built: environment, caches, compiled catalogues (var/ stays: your data)
	rm -rf $(VENV) node_modules htmlcov .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find locale -name '*.mo' -delete
