# Everything one does with the intranet. One needs Python ≥ 3.11, make and git; the rest comes with the targets.
.DEFAULT_GOAL := help
SHELL := /bin/sh

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# What is handed to pytest: make test ARGS="tests/members -k invite"
ARGS ?=
# One more than the gate has cores: processes and browsers are waited for. tests/conftest.py says which files begin.
PYTEST := $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder
RUNNING_DEMO := env DJANGO_SETTINGS_MODULE=intranet.settings.demo
# Production's settings with an environment made up for the check alone.
PRODUCTION := env -u DATABASE_URL -u DEBUG DJANGO_SETTINGS_MODULE=intranet.settings.production \
	SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(50))") \
	ALLOWED_HOSTS=intranet.xmess.example SITE_URL=https://intranet.xmess.example \
	CACHE_URL=dbcache://cache EMAIL_URL=smtp://localhost:25

.PHONY: help
help: ## List what can be made.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

.PHONY: venv venv-base
venv: ## Make .venv with all that one needs to work on the site.
	@bin/venv dev

venv-base:
	@bin/venv base

# --- See it ---
# `env` and no shell in between, so that a signal to make reaches the program.

.PHONY: demo demo-reset
demo: venv-base ## Run the demo at http://localhost:8000, or elsewhere: make demo PORT=8001
	@$(RUNNING_DEMO) $(MANAGE) demo

demo-reset: venv-base ## Begin the demo anew: remove its data, mail and files, and load it again.
	@$(RUNNING_DEMO) $(MANAGE) demo --reset

# --- Test it ---

.PHONY: test test-postgres check bench
test: venv ## Run all tests on SQLite, browser tests included. Some: make test ARGS="tests/members"
	@env -u DATABASE_URL $(PYTEST) $(ARGS)

test-postgres: venv ## Run all tests on PostgreSQL: that of DATABASE_URL, or a throw-away one from the local programs.
	@$(BIN)/python bin/with_postgres.py $(PYTEST) -m "not once" $(ARGS)

check: lint test test-postgres ## Run what the gate (.ci/run) runs: lint, and the tests on both databases.

bench: venv ## Measure the pages against a bare one in the same run, and compare with the budgets.
	@$(BIN)/python -m benchmarks

# --- Keep it in order ---

.PHONY: lint lint-python lint-types lint-imports lint-templates lint-migrations lint-messages lint-deploy lint-files
lint: lint-files lint-python lint-types lint-imports lint-templates lint-migrations lint-messages lint-deploy ## Check style, types, layers, templates, migrations, translations and settings.

lint-files: # What must not be there.
	@test ! -e calendar/__init__.py || { echo "calendar/__init__.py would shadow the standard library (docs/decisions/0001)."; exit 1; }
	@! grep -nE '://|^ *--(index|extra-index|find-links)' requirements/*.txt || { echo "The lock files must not name a host: make lock."; exit 1; }

lint-python: venv
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

lint-types: venv
	@$(BIN)/mypy

lint-imports: venv
	@PYTHONPATH=calendar $(BIN)/lint-imports --no-cache

lint-templates: venv
	@find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --check --target-version 5.2
	@$(BIN)/djlint templates --lint --quiet

lint-migrations: venv
	@env DJANGO_SETTINGS_MODULE=intranet.settings.test $(MANAGE) makemigrations --check --dry-run

lint-messages: venv
	@$(BIN)/python bin/check_messages.py

lint-deploy: venv
	@$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

.PHONY: format messages lock clean
format: venv ## Let the formatters put code and templates in order.
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2

messages: venv ## Gather the strings to translate and compile the translations (needs gettext).
	@$(BIN)/python bin/check_messages.py --write

lock: venv ## Compile the lock files from requirements/*.in; with UPGRADE=1 to the newest versions.
	@for name in base dev; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
			$(if $(UPGRADE),--upgrade) requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done

clean: ## Remove what can be made again: the virtual environment and caches. The demo's data stay.
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
