# Tongban: every command a person needs. The first use installs what is missing;
# stamps in .venv make the second one quick.

.DEFAULT_GOAL := run
SHELL := /bin/sh
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2
BASE_READY := $(VENV)/.base-ready
DEV_READY := $(VENV)/.dev-ready
NODE_READY := node_modules/.ready
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run run-two test check bench lock format docs vendor clean-venv

run: $(BASE_READY)  ## serve the site with demo data on PORT (8000)
	@TONGBAN_STOP_WITH_PARENT=1 exec $(BIN)/python -m tongban.config up

run-two: $(BASE_READY)  ## two regions, each its own site, on PORT and the next one
	@TONGBAN_STOP_WITH_PARENT=1 exec $(BIN)/python -m tongban.config run-two

test: $(DEV_READY) $(NODE_READY)  ## install what tests need and run everything
	@tools/install-browser
	@$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest --numprocesses=$(JOBS) --cov --cov-report= \
		--ignore tests/architecture
	$(BIN)/python tools/coverage_floor.py

check: $(DEV_READY)  ## style, types, imports, policy, the repository itself; no database
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet src
	$(BIN)/yamllint --strict policy tests
	$(BIN)/tongban policy check
	$(BIN)/tongban trace --check
	$(BIN)/python -m pytest tests/architecture --quiet

bench: $(DEV_READY)  ## measure; prints a table and writes bench/latest.json
	@tools/install-browser
	$(BIN)/python -m tongban.config bench $(if $(ONLY),--only $(ONLY))

format: $(DEV_READY)  ## put code into the one style
	$(BIN)/ruff check --fix --quiet
	$(BIN)/ruff format

lock: $(DEV_READY)  ## compile the requirement files again, hashes included
	tools/lock

docs: $(DEV_READY)  ## write the reference pages that come from the code
	$(BIN)/python tools/reference_pages.py
	$(BIN)/tongban trace

vendor: $(NODE_READY)  ## copy the front-end parts out of node_modules
	$(BIN)/python tools/vendor.py

clean-venv:  ## forget every installed package
	rm -rf $(VENV) node_modules

$(BASE_READY): requirements/base.txt pyproject.toml tools/install-python
	@tools/install-python $(VENV) requirements/base.txt
	@touch $@

$(DEV_READY): requirements/dev.txt requirements/base.txt pyproject.toml tools/install-python
	@tools/install-python $(VENV) requirements/dev.txt
	@touch $(BASE_READY) $@

$(NODE_READY): package-lock.json .npmrc
	npm ci --no-fund --no-audit
	@touch $@
