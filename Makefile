# Factwire's verbs. `make setup` makes .venv with everything from the hashed lock; the others depend on it.
BIN := .venv/bin
# deploy/python.sh says which Python .venv is made with; `make setup PYTHON=…` names another.
PYTHON ?=
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet

.DEFAULT_GOAL := help
.PHONY: help setup run test browser check accuracy bench format docs screenshots lock fast

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.stamp ## install everything into .venv

# What is there stays, unless it has no pip and no way to one: such a .venv is what Debian's Python leaves behind when it
# fails for want of python3-venv.
.venv/.stamp: pyproject.toml requirements.lock
	@{ $(BIN)/python -m pip --version || $(BIN)/python -m ensurepip; } >/dev/null 2>&1 || { python="$(PYTHON)"; \
		test -n "$$python" || python=$$(sh deploy/python.sh) || exit 2; \
		echo "making .venv; this takes one to four minutes"; "$$python" -m venv --clear .venv; }
	$(PIP) install --require-hashes --requirement requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q services shared
	@touch $@

run: setup ## start everything on this machine: embedded server, SQLite, watched folder, API
	$(BIN)/factwire up

test: setup browser ## every test that this machine can run
	$(BIN)/python -m pytest --numprocesses=3 --dist=loadfile --no-loadscope-reorder

browser: setup ## a Chromium for the browser tests and the pictures, where none is here
	@$(BIN)/python -m tests.browser.chromium

check: setup ## lint, format, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

accuracy: setup ## score the extractor on labelled articles; fails below the recorded level
	$(BIN)/python -m bench.accuracy

bench: setup .venv-bench/.stamp ## speed, start and memory beside other tools; CPU of ingest, store and the road between
	$(BIN)/python -m bench.extract
	$(BIN)/python -m bench.pipeline
	$(BIN)/python -m bench.ingest
	$(BIN)/python -m bench.store

# The other tools live apart, so that .venv holds what the lock says.
.venv-bench/.stamp: pyproject.toml .venv/.stamp
	$(BIN)/python -m venv .venv-bench
	.venv-bench/bin/python -m pip --quiet install --upgrade pip
	.venv-bench/bin/python -m pip --disable-pip-version-check --quiet install --group bench
	@touch $@

fast: .venv-fast/.stamp ## the extraction core compiled to C, in .venv-fast (needs a C compiler; takes minutes)

# A second environment that borrows the first one's libraries. What is compiled lies there and never beside the sources,
# so that an edited file is what runs; this one is as old as its stamp, and made anew when any source is younger.
.venv-fast/.stamp: pyproject.toml deploy/compile.py deploy/slices.py deploy/shortcuts.c deploy/shortcuts.h .venv/.stamp $(shell find services shared -name '*.py' -o -name '*.toml')
	$(BIN)/python -m venv --clear --without-pip .venv-fast
	$(BIN)/python -c "import sysconfig; print(sysconfig.get_path('purelib'))" > "$$(.venv-fast/bin/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")/borrowed.pth"
	$(PIP) --python .venv-fast/bin/python install --no-deps --no-build-isolation --ignore-installed .
	$(BIN)/python deploy/compile.py "$$(.venv-fast/bin/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")"
	@touch $@
	@.venv-fast/bin/factwire version

format: setup ## rewrite the sources in the house's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup ## renew docs/schemas and .env.example from the models; refuses a breaking change
	$(BIN)/python -m shared.schemas
	$(BIN)/python -m shared.asyncapi
	$(BIN)/python -m services.cli.environment

screenshots: setup browser ## renew docs/images, the pictures of the pages in the documents
	$(BIN)/python -m bench.screenshots

lock: ## renew the locks (hashes, no index address); needs uv
	$(COMPILE) pyproject.toml --all-extras --group dev --output-file requirements.lock
	for part in ingest extract store; do $(COMPILE) pyproject.toml --extra $$part --constraints requirements.lock --output-file deploy/$$part.lock; done
	$(COMPILE) --group build --constraints requirements.lock --output-file deploy/build.lock
	$(COMPILE) --group compile --constraints requirements.lock --output-file deploy/compile.lock
