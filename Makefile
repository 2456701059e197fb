# `make` alone says what there is.

# The first Python that is recent enough; `make PYTHON=/path/to/python3 …` decides otherwise.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -n auto --maxprocesses=4 --dist worksteal --hypothesis-profile=ci -q -rs
RUN := .venv/.installed-run
TEST := .venv/.installed-test
PIN := $(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate
PINS := $(wildcard requirements/*.txt) pyproject.toml

.PHONY: help demo test setup check lint types contracts sqlite postgresql journeys bench requirements clean
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' Makefile | expand -t 14

demo: $(RUN) ## the programme of Allonnes, read, checked and served on this machine
	@$(BIN)/preau demo $(ARGS)

test: $(TEST) ## the whole suite, on SQLite then on a PostgreSQL of its own
	@$(BIN)/python tools/system.py postgresql chromium
	@$(MAKE) --no-print-directory --keep-going sqlite postgresql

setup: $(TEST) ## .venv, with the command preau in it

check: lint types contracts ## linters, types, order of imports

journeys: $(TEST) ## the tests that drive a browser
	@$(BIN)/python tools/system.py chromium
	@$(PYTEST) tests/journeys $(ARGS)

bench: $(TEST) ## measured figures (ARGS=serving: one of starting, reading, printing, showing, money, serving)
	@$(BIN)/python -m benchmarks $(ARGS)

sqlite: $(TEST) ## the suite on SQLite alone
	@echo "== on SQLite" && env -u DATABASE_URL $(PYTEST) $(ARGS)

postgresql: $(TEST) ## the tests that touch the database, on PostgreSQL
	@echo "== on PostgreSQL" && $(BIN)/python tools/postgres.py $(PYTEST) --only-database $(ARGS)

lint: $(TEST)
	@$(BIN)/ruff check --output-format=concise . && $(BIN)/ruff format --check . && $(BIN)/python tools/sizes.py

types: $(TEST)
	@PREAU_DATA=.mypy_cache/data $(BIN)/mypy

contracts: $(TEST)
	@$(BIN)/lint-imports --no-logo

requirements: $(TEST) ## pin the dependencies of pyproject.toml anew (ARGS=--upgrade: newer ones)
	$(PIN) --extra postgres --extra test pyproject.toml -o requirements/test.txt $(ARGS)
	$(PIN) --extra postgres -c requirements/test.txt pyproject.toml -o requirements/run.txt
	echo hatchling | $(PIN) -c requirements/test.txt - -o requirements/build.txt
	echo uv | $(PIN) - -o requirements/uv.txt $(ARGS)

clean: ## everything that the commands above made, .venv included
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN): $(PINS) tools/setup.py
	@$(FOUND) tools/setup.py run

$(TEST): $(PINS) tools/setup.py
	@$(FOUND) tools/setup.py test

FOUND = $(or $(PYTHON),$(error Préau needs Python 3.11 or newer: none was found in PATH))
