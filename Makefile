# Diensttijd. `make` alone prints what can be done.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard mdt/translations/*/LC_MESSAGES/messages.po))
TESTS ?=

say = printf '\033[1m→ %s\033[0m\n' $(1)

# Everything that a step below makes outside the tree has a stamp in .venv, so that a second start only compares dates.
VENV_MADE := $(VENV)/.made
LOCK_INSTALLED := $(VENV)/.lock-installed
PROJECT_INSTALLED := $(VENV)/.project-installed
PAPERS_READY := $(VENV)/.papers-ready
TESTS_READY := $(VENV)/.tests-ready
CHECKERS_READY := $(VENV)/checkers/package-lock.json

.PHONY: help setup setup-test demo test check bench lint types imports migrations translations docs messages lock clean

help: ## Print this list
	@printf 'Diensttijd – accreditation on practice, for the Maatschappelijke Diensttijd\n\n'
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{ printf "  make %-14s %s\n", $$1, $$2 }'

# ---------------------------------------------------------------------------------------------- to begin with

setup: $(PROJECT_INSTALLED) $(PAPERS_READY) $(CATALOGUES) ## Install everything the application needs (again: does nothing)
	@:

demo: setup ## Start the demo: web server and worker on http://127.0.0.1:8000, with fictional cases
	@exec $(BIN)/mdt demo

test: setup setup-test ## Run all tests: on SQLite, on PostgreSQL, and in a real Chromium
	@$(call say,'Tests on SQLite and PostgreSQL')
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m 'not e2e' $(TESTS)
	@$(call say,'Journeys in Chromium')
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m e2e $(TESTS)

check: lint types imports migrations translations docs test ## Everything that must hold before a change is merged

bench: setup ## Measure speed, statements and memory, each beside a floor of the same run
	@$(BIN)/python -m tests.benchmarks.run

# ---------------------------------------------------------------------------------------------- the parts of check

lint: setup ## Style of Python and of templates
	@$(call say,'Style')
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint --lint --quiet templates

types: setup ## Types
	@$(call say,'Types')
	@$(BIN)/mypy

imports: setup ## The imports flow one way
	@$(call say,'Imports')
	@$(BIN)/lint-imports

migrations: setup ## The migrations make what the models say
	@$(call say,'Migrations')
	@$(BIN)/python -m pytest -q -p no:randomly tests/house/test_migrations.py

translations: setup ## Every text has its Dutch, and the catalogues are up to date
	@$(call say,'Translations')
	@$(BIN)/python -m pytest -q -p no:randomly tests/house/test_translations.py

messages: setup ## Bring the catalogues up to date with the sources; new texts then wait for their Dutch
	@$(BIN)/pybabel --quiet extract -F pyproject.toml -k _l -k N_ -k _n:1,2 --no-location --sort-output -o $(VENV)/messages.pot .
	@$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --no-wrap -i $(VENV)/messages.pot -d mdt/translations
	@sed -i -E '/^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Report-Msgid-Bugs-To|Language-Team): /d; /^# (Copyright|FIRST AUTHOR)/d' $(wildcard mdt/translations/*/LC_MESSAGES/messages.po)

docs: setup ## The generated documents are fresh
	@$(call say,'Generated documents')
	@$(BIN)/mdt docs --check

# ---------------------------------------------------------------------------------------------- how setup is done

$(VENV_MADE):
	@$(call say,'Virtual environment')
	@.ci/ensure python '$(PYTHON)'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(LOCK_INSTALLED): requirements.lock | $(VENV_MADE)
	@$(call say,'Requirements: about a hundred packages by name and hash (one or two minutes)')
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --require-hashes \
	  -r requirements.lock | awk '/^Collecting/ { printf "."; fflush() } /^Installing/ { printf " installing"; fflush() } END { print "" }'
	@touch $@

$(PROJECT_INSTALLED): pyproject.toml $(LOCK_INSTALLED)
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(PAPERS_READY): .ci/ensure | $(VENV_MADE)
	@.ci/ensure papers $(BIN)/python
	@touch $@

setup-test: $(TESTS_READY) $(CHECKERS_READY)
	@:

$(TESTS_READY): .ci/ensure | $(VENV_MADE)
	@.ci/ensure tests
	@touch $@

$(CHECKERS_READY): tests/checkers/package.json | $(TESTS_READY) $(VENV_MADE)
	@$(call say,'Independent verifiers of credentials')
	@mkdir -p $(@D) && cp $< $(@D)/package.json
	@npm install --no-audit --no-fund --ignore-scripts --loglevel=error --prefix $(@D) >/dev/null
	@touch $@

%.mo: %.po | $(LOCK_INSTALLED)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

requirements.lock: ; @true

lock: $(VENV_MADE) ## Resolve the requirements again, newest versions (needs uv)
	@uv pip compile pyproject.toml --upgrade --universal --python-version 3.11 --all-extras --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --quiet --output-file requirements.lock

clean: ## Remove what setup and the demo made
	@rm -rf $(VENV) .data .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.*
