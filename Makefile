.DEFAULT_GOAL := help
.PHONY: help setup run check test docs bench

PYTHON ?= python3
BIN := .venv/bin

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: .venv/ready  ## the virtual environment with everything the project needs

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv </dev/null
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0 -e '.[dev]' </dev/null && touch $@

run: .venv/ready  ## talk with the sample event in the terminal
	@$(BIN)/rendezvous chat

check: .venv/ready  ## lint, types, import rule, size limits
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/python .ci/sizes.py

test: .venv/ready  ## the whole suite with its coverage gate
	$(BIN)/pytest -n 2 --dist loadfile --cov --cov-report=term

docs: .venv/ready  ## write docs/reference/ anew from the program
	$(BIN)/python -m bot.cli.reference docs/reference

bench: .venv/ready  ## all benchmarks, as tables
	for bench in $$(grep -l __main__ benchmarks/*.py); do echo "== $$bench"; $(BIN)/python $$bench || exit 1; done
