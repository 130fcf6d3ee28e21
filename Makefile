# Relais. `make` alone lists what it can do. Two commands do all the set-up: `make demo` and `make test`.

PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
APPS := rse/core rse/people rse/notifications rse/communities rse/conversations rse/feed rse/events rse/ideas rse/insights rse/moderation referents search integrations/bridges cms

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev chromium demo run worker check test test-services test-wheel search-conformance search-quality bench bench-people storm docs messages assets map clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# A lock is installed once: the stamp is newer than the lock it came from. uv when it can be had, plain pip otherwise.
define install
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || uv venv -q --python '>=3.11' $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	@if command -v uv >/dev/null || $(BIN)/python -m pip install -q uv 2>/dev/null; then \
		PATH="$(CURDIR)/$(BIN):$$PATH" uv pip install -q --python $(BIN)/python --require-hashes -r $(1); \
	else \
		$(BIN)/python -m pip install -q --require-hashes -r $(1); \
	fi
	@touch $(2)
endef

$(BIN)/.runtime: requirements.lock
	$(call install,requirements.lock,$@)

$(BIN)/.dev: requirements-dev.lock
	$(call install,requirements-dev.lock,$@)
	@touch $(BIN)/.runtime

setup: $(BIN)/.runtime ## environment and locked dependencies

setup-dev: $(BIN)/.dev ## the same, with what tests and checks need

chromium: ## the browser of the tests, where it can be installed
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq chromium gettext >/dev/null; \
		else echo "Chromium is not installed: browser tests will be skipped (install the package 'chromium')."; fi; }

demo: export DEMO := 1
demo: setup ## a lived-in town on http://127.0.0.1:$(PORT), accounts printed
	@$(BIN)/python manage.py migrate -v 0
	@$(BIN)/python manage.py seed_demo
	@PORT=$(PORT) exec $(BIN)/python manage.py up

run: setup ## server, workers and beat on your own database
	@$(BIN)/python manage.py migrate -v 0
	@PORT=$(PORT) exec $(BIN)/python manage.py up

worker: setup ## one worker for every job (production runs several, and one alone on the queue « index »)
	@$(BIN)/celery -A rse.config worker -Q quick,slow,index --pool=solo -l info

check: setup-dev ## format, lint, types, import contracts, migrations, deploy check, catalogues
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --quiet --lint rse referents integrations cms --extension html
	$(BIN)/lint-imports
	$(BIN)/mypy rse referents cms search integrations
	$(BIN)/python manage.py makemigrations --check --dry-run --settings=rse.config.settings.test
	cd tests/hosts/bare && PYTHONPATH=../../.. ../../../$(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') ALLOWED_HOSTS=relais.example DATABASE_URL=postgresql://relais@127.0.0.1/relais \
		REDIS_URL=redis://127.0.0.1:6379/0 $(BIN)/python manage.py check --deploy --fail-level WARNING --settings=rse.config.settings.prod
	$(BIN)/pytest -q tests/test_catalogues.py tests/test_house_rules.py

test: setup-dev chromium ## the whole suite on the embedded default
	$(BIN)/pytest -q -n $(JOBS) --dist loadfile

test-services: setup-dev chromium ## the same suite on PostgreSQL and Redis (DATABASE_URL, REDIS_URL), less what only looks at pages
	@test -n "$$DATABASE_URL" -a -n "$$REDIS_URL" || { echo "Set DATABASE_URL and REDIS_URL."; exit 1; }
	$(BIN)/pytest -q -n $(JOBS) --dist loadfile -m "not looks"

test-wheel: setup-dev ## build the plugin, install it elsewhere, test it in a bare Wagtail site
	$(BIN)/python tests/hosts/test_wheel.py

search-conformance: setup-dev ## modelsearch's own backend tests against search.backends.whoosh, on SQLite and on DATABASE_URL
	$(BIN)/python tests/search/conformance/run.py

search-quality: setup-dev ## judged French queries over the invented town: MRR, nDCG@10, no result; Whoosh beside databases (DATABASE_URL, or a PostgreSQL of the run)
	$(BIN)/python tests/search/quality/run.py --postgresql

bench: setup-dev ## pages and the network beside the bare page, fan-out, delays, memory, search beside its peers (tests/bench)
	$(BIN)/python tests/bench/run.py

bench-people: setup-dev ## how well and how fast people are found among 5,000 (tests/bench)
	$(BIN)/python tests/bench/people_search.py

storm: setup-dev ## people at once on the network and in the index while processes are killed, then an independent recount (tests/storm)
	$(BIN)/python tests/storm/run.py

docs: setup-dev ## build the documentation into site/
	$(BIN)/mkdocs build -q --strict -f .mkdocs.yml

messages: setup-dev ## extract and compile the French catalogues
	@for app in $(APPS); do (cd $$app && $(CURDIR)/$(BIN)/django-admin makemessages -l fr --no-location --no-wrap && $(CURDIR)/$(BIN)/django-admin compilemessages -l fr); done

map: setup-dev ## write again the generated tables of the documentation and the map of the code
	$(BIN)/python docs/hooks/generated.py

assets: ## copy the look and the shared modules into the plugin (a test checks that they are the same)
	@for file in theme.css drafts.js refresh.js picker.js; do cp rse/core/static/core/$$file referents/static/referents/$$file; done
	@for file in charts.py operations.py; do cp rse/core/$$file referents/$$file; done

clean: ## remove what was built; the database stays in var/
	rm -rf $(VENV) site dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache htmlcov .coverage
