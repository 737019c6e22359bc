# Sportello in two commands: `make run` to try it, `make test` to check it. Both are safe to repeat.

PYTHON ?= python3
PORT ?= 8000
SANDBOX_PORT ?= 8001
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# Reading code needs no database; an address is enough.
NO_DATABASE := DATABASE_URL=postgresql://nobody@127.0.0.1:1/none DEMO=true

export PORT SANDBOX_PORT
.PHONY: run test lint types browser pytest requirements clean

run: export DEMO := true
run: .venv/installed
	@$(MANAGE) free_ports $(PORT) $(SANDBOX_PORT)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) demo
	@echo "Sportello opens at http://localhost:$(PORT) (Ctrl+C ends it)"
	@$(BIN)/honcho start

test: lint types browser pytest

lint: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files -co --exclude-standard 'templates/*.html')
	DEMO=true $(MANAGE) makemigrations --check --dry-run
	env -u DATABASE_URL -u DATABASE_OWNER_URL ENV_FILE=.ci/production.env DEMO=false $(MANAGE) check --deploy --fail-level WARNING

types: .venv/installed-dev
	$(NO_DATABASE) $(BIN)/mypy

pytest: .venv/installed-dev
	DEMO=true $(BIN)/pytest -n auto

# Debian's Chromium; else apt where we are root; else the browser of Playwright; else an error.
browser: .venv/installed-dev
	@test -x /usr/bin/chromium \
	|| { test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	|| $(BIN)/playwright install chromium \
	|| { echo "The browser tests need Chromium: install Debian's package chromium, then run make test again."; exit 1; }

# The stamps make an installation once, and again when the pinned packages change.
.venv/installed: .venv/bin/python requirements.txt
	@echo "Installing the packages…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: .venv/bin/python requirements-dev.txt
	@echo "Installing the packages and the tools of development…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/installed

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Sportello needs Python 3.11 or newer, and $(PYTHON) is not here."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Sportello needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	|| { echo "This Python cannot make virtual environments. On Debian: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv

# Pin the packages anew, after a change of pyproject.toml.
requirements: .venv/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@for set in "requirements.txt" "requirements-dev.txt --group dev"; do \
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make requirements" pyproject.toml -o $$set; done

# Forget the trial data and the environment.
clean:
	rm -rf .venv var
