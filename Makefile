# Everything here works on a fresh machine that has git, make and Python 3.11 or later with venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY := $(VENV)/.ready
DATA ?= ../shared/bench

.PHONY: help demo test test-full lint docs bench clean

help:
	@echo "make demo    clean the five sample documents into out/, with their audit log and report"
	@echo "make test    everything that must hold: lint, types, all tests but the slowest"
	@echo "make test-full  the tests that need a browser, Java, Ray or Spark, which it installs, or much time"
	@echo "make lint    ruff and mypy alone"
	@echo "make docs    build the documentation into site/, strictly"
	@echo "make bench   measure on labelled data that is not part of this repository (DATA=folder)"
	@echo "make clean   remove what the others made"

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("cleaner needs Python 3.11 or later; name one: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(READY)

demo: $(READY)
	@rm -rf out
	$(BIN)/cleaner clean fixtures/seeds -o out --audit out/audit.jsonl --html out/report.html --statistics
	@echo "The cleaned documents and their audit log are in out/. Look at out/report.html in a browser."
	@echo "To undo it all:"
	@echo "  $(BIN)/cleaner restore out --audit out/audit.jsonl -o back"

test: lint
	$(BIN)/python -m pytest -n auto -m "not full"

test-full: $(READY)
	scripts/install_missing.sh chromedriver chromium chromium-driver fonts-dejavu
	scripts/install_missing.sh java default-jre-headless
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,browser,full]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps 'axe-playwright-python>=0.1.4'
	$(BIN)/python -m pytest -n 2 --dist loadfile -m full

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

bench: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check rapidfuzz datatrove clean-text
	$(BIN)/cleaner rules bench --data $(DATA)
	$(BIN)/python benchmarks/rules.py $(DATA)
	$(BIN)/python benchmarks/repair.py $(DATA)
	$(BIN)/python benchmarks/pipeline.py $(DATA)
	$(BIN)/python benchmarks/stages.py $(DATA)

clean:
	rm -rf $(VENV) site out back build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
