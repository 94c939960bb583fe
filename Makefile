# Every target makes the environment it needs; nothing but Python 3.11 or newer has to be there.
SHELL := /bin/bash
VENV := .venv
DEMO := .cache/demo
RUN := $(VENV)/bin/python
PYTESTFLAGS ?=
# Without byte code every one of the many processes compiles all it imports again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test quick lint bench fuzz readme man reference clean
.DEFAULT_GOAL := help

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: $(DEMO)/.stamp ## The main job on an example deployment, in an environment of its own
	@.ci/demo $(DEMO)/bin/kslint

test: $(VENV)/.stamp ## All tests, real releases of Keystone included
	$(RUN) -m pytest -n auto $(PYTESTFLAGS)

quick: lint ## Lint and the tests that need no real release
	$(RUN) -m pytest -q -n auto -m "not release and not thorough" $(PYTESTFLAGS)

lint: $(VENV)/.stamp ## Style, format and types
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy --strict

bench: $(VENV)/.stamp ## Time and memory against the goals
	$(RUN) tests/bench/bench.py

fuzz: $(VENV)/.stamp ## Generated configurations, read and prepared, and broken lines of logs
	$(RUN) tests/parse/fuzz.py --inputs 200000
	$(RUN) tests/logs/fuzz.py --lines 100000
	$(RUN) tests/preparation/fuzz.py --inputs 50000

readme: $(VENV)/.stamp ## Puts into the README what its commands print now
	$(RUN) tests/structure/readme.py

man: $(VENV)/.stamp ## Makes the manual page from the parser
	$(RUN) -m tests.structure.manual

reference: $(VENV)/.stamp ## Makes the reference page from the rules
	$(RUN) -m tests.structure.reference

clean: ## Takes away what the other targets made
	rm -rf $(VENV) .cache build dist .mypy_cache .pytest_cache .ruff_cache

$(VENV)/.stamp: pyproject.toml
	@.ci/environment $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check uv
	$(RUN) -m uv pip install --quiet --python $(RUN) --editable '.[db,pdf]' --group dev
	@touch $@

$(DEMO)/.stamp: pyproject.toml
	@.ci/environment $(DEMO)
	$(DEMO)/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@
