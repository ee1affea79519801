# Every command installs what it needs; uv comes into the project's own environment where it is missing.
SHELL := /bin/bash
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .venv/bin/uv)
BIN := .venv/bin

# Tests in as many processes as there are cores; each has a record server of its own, and takes work from the others
# when its own share is done.
PARALLEL := -n $(or $(WORKERS),auto) --dist worksteal

.PHONY: install demo test test-random lint check format e2e e2e-teams contract lock bench tables fuzz

install: .venv/installed

.venv/bin/python:
	@echo "Setting up .venv …"
	@if command -v uv >/dev/null 2>&1; then uv venv --quiet --python '>=3.11' .venv; else \
	  $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --disable-pip-version-check uv; fi

.venv/installed: requirements.lock | .venv/bin/python
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@touch $@

demo: install
	@$(BIN)/python -m bot demo

test: install
	@$(BIN)/python -m pytest $(PARALLEL)

# In any order; again in the same one: make test-random SEED=1234
test-random: install
	@$(BIN)/python -m pytest $(PARALLEL) -p randomly $(if $(SEED),--randomly-seed=$(SEED))

lint: install
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

check: lint test

format: install
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

e2e: install
	@bash tests/e2e/run

# Teams, on Microsoft's local playground, which is installed where it is used.
e2e-teams: install
	@bash tests/e2e/teams/run

# What other programs rely on: the HTTP API against its document, the MCP server against the protocol's own client.
contract: install
	@$(UV) pip install --quiet --python $(BIN)/python --group contract
	@$(BIN)/python -m pytest tests/handlers/api tests/bot/test_mcp.py

# The benchmarks, with their peers: make bench PART=lookup STATEMENTS=100000 BENCH_DATA=../shared/data
bench: install
	@$(UV) pip install --quiet --python $(BIN)/python --group bench
	@$(BIN)/python -m tests.bench $(or $(PART),all) --statements $(or $(STATEMENTS),1200000)

# Every reader of sources on documents gone wrong: make fuzz SECONDS=600 READERS="article feed"
fuzz: install
	@$(UV) pip install --quiet --python $(BIN)/python --group fuzz
	@$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),600) $(READERS)

# All tables and plots of the record, at several sizes, into a folder:
# make tables SIZES=100000,1200000,10000000 INTO=build/tables BENCH_DATA=../shared/data PEERS_UP_TO=2000000 LEAVE_OUT=retention
tables: install
	@$(UV) pip install --quiet --python $(BIN)/python --group bench
	@$(BIN)/python -m tests.bench tables $(if $(SIZES),--sizes $(SIZES)) --into $(or $(INTO),build/tables) \
	  $(if $(PEERS_UP_TO),--peers-up-to $(PEERS_UP_TO)) $(if $(LEAVE_OUT),--leave-out $(LEAVE_OUT))

# After a change of the dependencies in pyproject.toml.
lock:
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group dev --extra teams --extra mcp pyproject.toml -o requirements.lock
