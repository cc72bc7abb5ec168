# Every target sets up what it needs in .venv from a bare Python 3.11 (or later) with pip.
#   make demo     run Rongcheng for ten years and name the report
#   make test     every check and every test
#   make bench    the benchmarks, beside their peers
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory --no-builtin-rules

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := $(VENV)/.packages
READY := $(VENV)/.ready
export PIP_DISABLE_PIP_VERSION_CHECK = 1
CHECKED := src reference tests benchmarks docs verification

.PHONY: help setup demo test bench lint type spell pytest docs firing browser lock clean

help: ## say what there is
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(READY) ## make .venv with the pinned packages

# A stamp is newer than what it was made from for as long as the environment holds just that.
$(PACKAGES): constraints.txt
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Glasshouse needs Python 3.11 or later; name one: make PYTHON=/path/to/python3.11")'
	@echo "setting up $(VENV) with $$("$(PYTHON)" --version), once: about a minute" >&2
	@rm -rf $(VENV)
	@"$(PYTHON)" -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --require-hashes -r constraints.txt
	@touch $@

$(READY): $(PACKAGES) pyproject.toml
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY) ## run Rongcheng for ten years and name the report
	@$(BIN)/glasshouse run rongcheng-2017 --world rongcheng-2020 \
	    --years 10 --seed 1 --out out/demo --force

test: lint type spell pytest ## every check and every test

lint: $(READY) ## ruff: rules and format
	@$(BIN)/ruff check --quiet $(CHECKED) && $(BIN)/ruff format --quiet --check $(CHECKED) || \
	    { $(BIN)/ruff check $(CHECKED); $(BIN)/ruff format --check $(CHECKED); exit 1; }
	@echo "ruff: fine"

type: $(READY) ## basedpyright, strict
	@$(BIN)/basedpyright --level error

spell: $(READY) ## codespell
	@$(BIN)/codespell $(CHECKED) *.md && echo "codespell: fine"

pytest: $(READY) browser ## the tests alone
	@$(BIN)/python -m pytest -n 2 --dist worksteal

firing: $(READY) ## count how often each rule fires in a city-century, for the docs
	@$(BIN)/python docs/count_firing.py

bench: $(READY) ## the benchmarks, beside their peers
	@$(BIN)/python -m benchmarks.bench
	@$(BIN)/python -m benchmarks.worlds

docs: $(READY) ## write docs/reference anew from the code
	@$(BIN)/python -m docs.generate

browser: ## a headless Chromium for the browser tests
	@command -v chromium chromium-browser google-chrome >/dev/null || $(MAKE) chromium

.PHONY: chromium
chromium:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing chromium with apt-get, once" >&2; \
	    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install chromium >/dev/null; \
	else \
	    echo "The browser tests need Chromium on the PATH; with Debian or Ubuntu:" >&2; \
	    echo "  sudo apt-get install chromium" >&2; exit 1; \
	fi

lock: ## pin constraints.txt anew (needs uv)
	@uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --fork-strategy fewest \
	    --upgrade --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet \
	    --output-file constraints.txt

clean: ## remove what was made here
	@rm -rf $(VENV) out build dist .pytest_cache .ruff_cache .hypothesis src/*.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
