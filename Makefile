# `make help` lists the targets. scripts/setup.sh sets up what a target needs and is quick if nothing has changed.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:

PORT ?= 8501
MYPY_WORKERS ?= auto
VENV := sh scripts/python.sh
# Freed memory is overwritten (src/intake/memory.py); without these two, fragments of a word or two can remain for a while.
FORGETTING := PYTHONMALLOC=malloc GLIBC_TUNABLES=glibc.malloc.perturb=90:glibc.malloc.tcache_count=0

# More than cores: a test waits for a server that starts, a screen that locks, or what a person would see.
CORES = $$(getconf _NPROCESSORS_ONLN)
WORKERS = $$(( $(CORES) * 3 / 2 ))
BROWSERS = $$(( $(CORES) * 2 ))

DEMO := NEXT_STEP_AREAS='["family", "staff"]' NEXT_STEP_DATABASE=sqlite:///data/demo/records.db \
	NEXT_STEP_RECORDS_KEY_FILE=data/demo/records.key

.PHONY: help run demo test check lint format types imports unit browser long image screens picture bench trust lock handbook clean ready-run ready-tools ready-test ready-long

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: ready-run ## Set up what is missing and start the app at http://localhost:8501 (another port: PORT=8600)
	@$(FORGETTING) $(VENV) -m streamlit run app.py --server.port $(PORT)

demo: ready-run ## Start the call desk with invented calls at http://localhost:8501 and print who can sign in
	@rm -rf data/demo
	@$(DEMO) $(VENV) -m intake demo
	@$(DEMO) $(FORGETTING) $(VENV) -m streamlit run app.py --server.port $(PORT)

# mypy's workers can time out while tests keep the machine busy, so it runs in one process here.
test: ready-test lint ## Set up what is missing and run every check and every test
	@MAKE='$(MAKE)' MYPY_WORKERS=0 sh scripts/beside.sh check imports types unit
	@$(MAKE) --no-print-directory browser

check: ready-run ## Check content/: questions, rules, sources, wording
	@$(VENV) -m intake check

lint: ready-tools ## Check style and formatting with ruff, and commit subjects
	@$(VENV) -m ruff check
	@$(VENV) -m ruff format --check
	@$(VENV) scripts/check_commit_subjects.py

format: ready-tools ## Fix style and formatting with ruff
	@$(VENV) -m ruff check --fix
	@$(VENV) -m ruff format

types: ready-tools ## Check types with mypy --strict
	@$(VENV) -m mypy --strict --num-workers $(MYPY_WORKERS)

imports: ready-tools ## Check the import direction with import-linter
	@$(VENV) -c 'from importlinter.cli import lint_imports_command; lint_imports_command(["--no-logo"])'

unit: ready-test ## Run the tests that do not need a browser
	@$(VENV) -m pytest --ignore=tests/e2e --ignore=tests/renderers -m "not long" --numprocesses $(WORKERS) --dist loadfile

browser: ready-test ## Run the tests in a real browser
	@$(VENV) -m pytest tests/e2e -m "not long" --numprocesses $(BROWSERS) --maxprocesses 4 --dist worksteal

image: ## Build the container image and test it, with Docker or as root on Debian
	@sh scripts/image.sh

long: ready-long ## Run the slow tests as well: every case, long browser sessions. Run before a release
	@$(VENV) -m pytest --ignore=tests/e2e -m "long or hypothesis" --hypothesis-profile long --numprocesses auto --dist loadfile
	@$(VENV) -m pytest tests/e2e -m long

trust: ready-long ## Try what the app promises and write docs/RELIABILITY.md; takes an hour (some rows: ONLY=kill)
	@$(VENV) scripts/trust.py --only "$(ONLY)"

screens: ready-test ## Print how long the result is on a phone, for every acceptance case
	@$(VENV) -m pytest tests/e2e/test_result_size.py -m long -q -s

picture: ready-run ## Make the picture of the summary on the start page; needs pdftoppm
	@$(VENV) scripts/summary_picture.py

bench: ready-tools ## Run the benchmarks and write docs/performance.md
	@$(VENV) -m benchmarks

lock: ready-tools ## Pin the newest versions that pyproject.toml allows in requirements*.txt
	@sh scripts/lock.sh

handbook: ready-run ## Write content/HANDBOOK.md from the content
	@$(VENV) -m intake handbook --write

clean: ## Remove the virtual environment and everything else that make created
	rm -rf .venv .make build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find app.py pages src tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +

ready-run:
	@sh scripts/setup.sh run

ready-tools:
	@sh scripts/setup.sh tools

ready-test:
	@sh scripts/setup.sh test

ready-long: ready-test
	@sh scripts/renderers.sh
