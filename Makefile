# The words a newcomer needs: demo, test, test-all, lint, docs, bench.
# Everything is installed in .venv inside this checkout and nowhere else:
# an activated environment and the user's own packages are left out of it.

unexport VIRTUAL_ENV CONDA_PREFIX PYTHONPATH PYTHONHOME PIP_TARGET PIP_PREFIX PIP_REQUIREMENT
unexport UV_PYTHON UV_PROJECT_ENVIRONMENT UV_SYSTEM_PYTHON UV_TARGET UV_PREFIX
export PYTHONNOUSERSITE := 1
export PIP_USER := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export IPYTHONDIR := $(CURDIR)/.venv/ipython

BIN := .venv/bin
READY := .venv/.ready
CATALOGUE := riskmap/locale/nl/LC_MESSAGES/riskmap
TRANSLATED := $(CATALOGUE).mo
PYTEST := $(BIN)/pytest -n logical --maxprocesses 4 --dist loadfile

# An environment that was made in another folder does not work here.
MADE_IN := $(shell cat $(READY) 2>/dev/null)
ifneq ($(MADE_IN),$(CURDIR))
.PHONY: $(READY)
endif

.PHONY: help demo test test-all lint docs bench lock messages

help:
	@echo "make demo      build the made-up municipality of Waterveen and its map (in waterveen/)"
	@echo "make test      all tests but the long ones, and every notebook"
	@echo "make test-all  every test and notebook"
	@echo "make lint      style, types and the one direction of imports"
	@echo "make docs      the documentation as a site (in site/)"
	@echo "make bench     compare with a plain GeoPandas script"
	@echo "Maintainers: make lock (requirements.lock), make messages (the Dutch catalogue)"

demo: $(READY) $(TRANSLATED)
	@$(BIN)/riskmap demo waterveen --overwrite

test: $(READY) $(TRANSLATED)
	@$(BIN)/lint-imports --no-logo
	@$(PYTEST) -m "not long"

test-all: $(READY) $(TRANSLATED)
	@$(BIN)/lint-imports --no-logo
	@$(PYTEST)

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

docs: $(READY)
	@$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet --fresh-env -d .venv/doctrees docs site
	@echo "Open site/index.html"

bench: $(READY)
	@$(BIN)/python benchmarks/compare.py

$(TRANSLATED): $(CATALOGUE).po | $(READY)
	@$(BIN)/pybabel -q compile --domain riskmap --directory riskmap/locale

$(READY): pyproject.toml requirements.lock hatch_build.py
	@python=; for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    python=$$name; break; fi; done; \
	uv=$$(command -v uv || true); \
	if [ -z "$$python$$uv" ]; then \
	  echo "riskmap needs Python 3.11 or newer; install it and run make again." >&2; exit 1; fi; \
	clear=; if [ -e $(READY) ] && [ "$(MADE_IN)" != "$(CURDIR)" ]; then clear=--clear; fi; \
	$(BIN)/python -c '' 2>/dev/null || clear=--clear; \
	echo "Setting up .venv; the first time this takes a minute or two." >&2; \
	if [ -n "$$uv" ]; then \
	  if [ -n "$$clear" ]; then uv venv --quiet --clear --python "$${python:->=3.11}" .venv; fi && \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  if [ -n "$$clear" ]; then "$$python" -m venv --clear .venv; fi && \
	  $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .; \
	fi
	@printf '%s' "$(CURDIR)" > $(READY)

lock: # pins stay as they are; `make lock UPGRADE=--upgrade` renews them
	uv pip compile pyproject.toml --group dev $(UPGRADE) --universal --fork-strategy fewest \
	  --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --no-emit-find-links --quiet --output-file requirements.lock

messages: $(READY)
	$(BIN)/pybabel -q extract --no-default-keywords -k Message -k translate -k marked -k _ \
	  --add-location=file --sort-by-file --omit-header --output-file .venv/riskmap.pot riskmap
	$(BIN)/pybabel -q update --input-file .venv/riskmap.pot --output-file $(CATALOGUE).po \
	  --locale nl --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
