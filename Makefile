# What you type, from a fresh clone: `make preview` or `make test`. Nothing is installed outside
# this folder: Python's packages go to .venv/, npm's to node_modules/.

# The newest Python of 3.11 or later that can make a virtual environment; `make PYTHON=...` decides.
PYTHON = $(shell for python in python3.15 python3.14 python3.13 python3.12 python3.11 python3; do \
	"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && echo "$$python" && break; done)

BIN := .venv/bin
SCRIPTS_AND_STYLES := 'templates/assets/*.{css,js}' 'src/**/*.{css,js}' 'tests/**/*.{js,mjs}'
ONLY ?=

.PHONY: help preview build check test test-long lint bench pictures fonts clean

help:
	@echo 'make preview    serve this site on localhost, up to date as you write'
	@echo 'make build      build this site into output/'
	@echo 'make check      report what is wrong with the content of this site'
	@echo 'make test       ruff, mypy, tsc, and every test but the long ones (ONLY=tests/... for some)'
	@echo 'make test-long  the randomised tests in their full counts'
	@echo 'make bench      time whole builds beside bare markdown-it-py and other generators; a long page'
	@echo 'make fonts      cut the typeface into the files that pages load anew'
	@echo 'make pictures   take the pictures in docs/pictures/ anew, and the default one for sharing'
	@echo 'make clean      remove everything that these made'

preview: .venv/site
	$(BIN)/python build.py preview

build check: .venv/site
	$(BIN)/python build.py $@

test: lint
ifeq ($(ONLY),)
	$(BIN)/python -m pytest -m 'not long' --numprocesses=auto --dist=worksteal --ignore=tests/browser
	$(BIN)/python -m pytest -m 'not long' tests/browser  # one at a time: two browsers on two cores keep each other waiting
else
	$(BIN)/python -m pytest -m 'not long' $(ONLY)
endif

test-long: .venv/tests
	$(BIN)/python -m pytest -m long $(ONLY)

lint: .venv/tests node_modules/.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	test ! -d node_modules || npx prettier --check $(SCRIPTS_AND_STYLES)
	test ! -d node_modules || npx tsc

bench: .venv/tests
	$(BIN)/python bench/build.py
	$(BIN)/python bench/page.py
	$(BIN)/python bench/preview.py

pictures: .venv/tests
	$(BIN)/python docs/pictures.py

fonts: .venv/tests
	$(BIN)/python docs/fonts.py

clean:
	rm -rf .venv node_modules dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .sidegloss
	find output -mindepth 1 ! -name .gitignore -delete

# ---------------------------------------------------------------- what they need

.venv/pyvenv.cfg:
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or later with its venv module is missing:' \
		'apt install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/site: .venv/pyvenv.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[cards]'
	touch $@

# Groups of dependencies are understood since pip 25.1; Debian 12 makes environments with 23.
.venv/tests: .venv/site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	touch $@

# Without npm the tests that need its packages are skipped, each with the line that installs them.
node_modules/.installed: package.json
	@if command -v npm >/dev/null; then \
		npm install --no-audit --no-fund --ignore-scripts --no-package-lock --loglevel=error \
		&& touch $@; \
	else echo 'npm is missing; what needs its packages is skipped: apt install npm'; fi
