# Every command installs what it needs; uv comes into the project's own environment where it is missing.
SHELL := /bin/bash
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .venv/bin/uv)
BIN := .venv/bin

# Tests in as many processes as there are cores; each has a record server of its own, and takes work from the others
# when its own share is done.
PARALLEL := -n $(or $(WORKERS),auto) --dist worksteal

.PHONY: install install-dev demo test test-random lint check format e2e e2e-teams contract deploy lock bench tables fuzz

# What the program needs; everything that only tests, types and format need comes with the targets that need it.
install: .venv/installed

install-dev: .venv/installed-dev

.venv/bin/python:
	@echo "Setting up .venv …"
	@if command -v uv >/dev/null 2>&1; then uv venv --quiet --python '>=3.11' .venv; else \
	  $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --disable-pip-version-check uv; fi

.venv/installed: requirements.lock | .venv/bin/python
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@touch $@

.venv/installed-dev: requirements-dev.lock | .venv/bin/python
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

demo: install
	@$(BIN)/python -m bot demo

test: install-dev
	@$(BIN)/python -m pytest $(PARALLEL)

# In any order; again in the same one: make test-random SEED=1234
test-random: install-dev
	@$(BIN)/python -m pytest $(PARALLEL) -p randomly $(if $(SEED),--randomly-seed=$(SEED))

lint: install-dev
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

check: lint test

format: install-dev
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

e2e: install-dev
	@bash tests/e2e/run

# Teams, on Microsoft's local playground, which is installed where it is used.
e2e-teams: install-dev
	@bash tests/e2e/teams/run

# What other programs rely on: the HTTP API against its document, the MCP server against the protocol's own client.
contract: install-dev
	@$(UV) pip install --quiet --python $(BIN)/python --group contract
	@$(BIN)/python -m pytest tests/handlers/api tests/bot/test_mcp.py

# The files under bot/deploy: also by promtool, nginx, systemd-analyze and a builder of images, where they are installed.
deploy: install-dev
	@$(UV) pip install --quiet --python $(BIN)/python --group deploy
	@$(BIN)/python -m pytest tests/bot/test_deploy.py

# The benchmarks, with their peers: make bench PART=lookup STATEMENTS=100000 BENCH_DATA=../shared/data
bench: install-dev
	@$(UV) pip install --quiet --python $(BIN)/python --group bench
	@$(BIN)/python -m tests.bench $(or $(PART),all) --statements $(or $(STATEMENTS),1200000)

# Every reader of sources on documents gone wrong: make fuzz SECONDS=600 READERS="article feed"
fuzz: install-dev
	@$(UV) pip install --quiet --python $(BIN)/python --group fuzz
	@$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),600) $(READERS)

# All tables and plots of the record, at several sizes, into a folder:
# make tables SIZES=100000,1200000,10000000 INTO=build/tables BENCH_DATA=../shared/data PEERS_UP_TO=2000000 LEAVE_OUT=retention
tables: install-dev
	@$(UV) pip install --quiet --python $(BIN)/python --group bench
	@$(BIN)/python -m tests.bench tables $(if $(SIZES),--sizes $(SIZES)) --into $(or $(INTO),build/tables) \
	  $(if $(PEERS_UP_TO),--peers-up-to $(PEERS_UP_TO)) $(if $(LEAVE_OUT),--leave-out $(LEAVE_OUT))

# After a change of the dependencies in pyproject.toml. What is locked stays, unless UPGRADE="--upgrade" or "-P NAME".
# The second file holds the first one's versions, and what development needs.
COMPILE = pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(UPGRADE)
lock:
	@$(UV) $(COMPILE) --extra teams --extra mcp pyproject.toml -o requirements.lock
	@$(UV) $(COMPILE) --group dev --extra teams --extra mcp --extra traces -c requirements.lock pyproject.toml -o requirements-dev.lock
