# `make demo` and `make test` need Python 3.11+, make and git; everything else is set up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.synced
export UV_PROJECT_ENVIRONMENT := $(VENV)
# Parsers run in processes that write no files, compiled ones neither: they need what is compiled here.
export UV_COMPILE_BYTECODE := 1

.PHONY: demo test lint format clean help
.DEFAULT_GOAL := help

help:
	@echo "make demo    chat with the bot in the browser, no Telegram token needed"
	@echo "make test    run the tests"
	@echo "make lint    ruff, mypy, import-linter, hadolint"
	@echo "make format  put the code in the house style"

$(STAMP): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ echo "Creating $(VENV) failed; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv sync --frozen --inexact --quiet --python $(BIN)/python
	@touch $@

demo: $(STAMP)
	$(BIN)/diemtin demo --open

test: $(STAMP)
	$(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist worksteal

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/hadolint Dockerfile

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist output .mypy_cache .pytest_cache .ruff_cache
