# make site: install what is needed and build the archive. make test: install what the tests need and run them.

PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
  BIN := $(VENV)/Scripts
else
  BIN := $(VENV)/bin
endif
WHEELHOUSE ?=
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(WHEELHOUSE),--no-index --find-links $(WHEELHOUSE))
REQUIREMENTS ?= requirements/site.txt
SITE ?= site
BASE ?= origin/main

.PHONY: site preview wheelhouse sbom serve test nightly search-quality search-scale lighthouse bench bench-peers lint tools editor clean lock

site: $(VENV)/site.stamp
	@! grep -q '^editor:' data/archive.yml || $(MAKE) --no-print-directory editor
	$(BIN)/bangvang build --site $(SITE) $(if $(HOST),--host $(HOST))

# The pages that a change touches, beside those that another commit builds: make site preview BASE=origin/main
preview: $(VENV)/site.stamp
	@rm -rf .base && git worktree prune && git worktree add --quiet --detach .base $(BASE)
	@[ ! -d admin/node_modules ] || cp -r admin/node_modules .base/admin/
	@cd .base && SOURCE_DATE_EPOCH=$$(git -C .. log -1 --format=%ct -- data) PYTHONPATH=generator $(abspath $(BIN))/python -m bangvang build >&2
	@$(BIN)/bangvang diff .base/$(SITE) --site $(SITE)

# All that the site is built with, to be kept: later, and without a network, make site WHEELHOUSE=wheelhouse
wheelhouse: $(VENV)/python.stamp
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r $(REQUIREMENTS) --dest $@

# What the site is built with, by name, version and hash, as CycloneDX has it.
sbom: sbom.json

sbom.json: $(VENV)/test.stamp $(REQUIREMENTS)
	@$(BIN)/cyclonedx-py requirements $(REQUIREMENTS) --pyproject pyproject.toml --output-reproducible --output-file $@

serve: $(VENV)/site.stamp
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve

test: $(VENV)/test.stamp tools lint editor
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

# What takes too long for every change: all seeded defects, mutations by the hundred thousand, pages in every form.
nightly: $(VENV)/test.stamp tools editor
	$(BIN)/python -m pytest tests/test_reader.py --all-forms --numprocesses auto
	$(BIN)/python tests/defects.py --count 500
	$(BIN)/python tests/mutations.py --count 200000
	$(BIN)/python tests/large.py
	$(BIN)/python tests/flips.py
	$(BIN)/python tests/kills.py
	$(BIN)/python tests/edits.py
	$(BIN)/python tests/reproduce.py
	$(BIN)/python tests/offline.py
	$(BIN)/python tests/payloads.py

# How well search finds what readers look for, beside other engines; and what it costs on a large archive.
search-quality: $(VENV)/test.stamp tools tests/search/node_modules/.stamp
	PYTHONPATH=tests $(BIN)/python -m search.quality

search-scale: $(VENV)/test.stamp tools
	PYTHONPATH=tests $(BIN)/python -m search.scale

# How Lighthouse judges the home page, a bloc-year and a hero, on its slow phone.
lighthouse: $(VENV)/test.stamp tools tests/lighthouse/node_modules/.stamp
	PYTHONPATH=tests $(BIN)/python -m lighthouse

# Beside other generators, which are installed into a folder of their own: pages of one archive, built in turn.
bench: bench-peers
	PYTHONPATH=tests $(BIN)/python -m bench $(BENCH)

bench-peers: $(VENV)/test.stamp tests/bench/peers/node_modules/.stamp tests/bench/peers/.venv/.stamp

tests/bench/peers/.venv/.stamp: tests/bench/peers/requirements.txt $(VENV)/python.stamp
	@$(BIN)/python -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

lint: $(VENV)/test.stamp
	$(BIN)/ruff check generator tests
	$(BIN)/ruff format --check generator tests

# The browser editor, for archives that want one; npm comes with what the tests need.
editor: admin/node_modules/.stamp

%/node_modules/.stamp: %/package.json %/package-lock.json $(VENV)/test.stamp
	@cd $* && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# Chromium, Java, web servers, a signer, and what the examples for open data are in: Debian's packages where we may install them.
tools:
	@missing=""; \
	[ -n "$$CHROMIUM" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="chromium"; \
	{ command -v nginx || [ -x /usr/sbin/nginx ]; } >/dev/null || missing="$$missing nginx-light"; \
	[ -x /usr/sbin/apache2 ] || missing="$$missing apache2-bin"; \
	command -v java >/dev/null || missing="$$missing default-jre-headless"; \
	command -v Rscript >/dev/null || missing="$$missing r-base-core"; \
	for program in curl minisign sqlite3; do command -v $$program >/dev/null || missing="$$missing $$program"; done; \
	[ -z "$$missing" ] && exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	else \
	  echo "The tests need: $$missing."; \
	  echo "On Debian or Ubuntu: sudo apt-get install $$missing"; \
	  echo "Elsewhere install them your way; CHROMIUM=/path/to/chromium names a browser to use."; \
	  exit 1; \
	fi

$(VENV)/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Another one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is needed. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@touch $@

$(VENV)/site.stamp: $(VENV)/python.stamp $(REQUIREMENTS) pyproject.toml
	@echo "Installing …"
	@$(PIP) --require-hashes -r $(REQUIREMENTS)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/site.stamp requirements/test.txt
	@echo "Installing what the tests need …"
	@$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

# Pin the newest versions that pyproject.toml allows, with hashes, for every Python and system.
lock: $(VENV)/python.stamp
	$(PIP) uv
	$(BIN)/uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet --upgrade --output-file requirements/site.txt
	$(BIN)/uv pip compile pyproject.toml --group build --extra test --constraints requirements/site.txt --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet --upgrade --output-file requirements/test.txt

clean:
	rm -rf $(VENV) $(SITE) admin/node_modules tests/search/node_modules tests/lighthouse/node_modules tests/bench/peers/node_modules tests/bench/peers/.venv .site-* .base sbom.json .pytest_cache .ruff_cache .hypothesis generator/*.egg-info
