# The commands that matter: make demo, make test, make lint. The first two set everything up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
FORM := unit_recommendation

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup system system-tests demo serve test coverage lint bench templates picture web-pictures forms-page fonts

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

setup: $(VENV)/.ready ## make .venv and install everything once

$(VENV)/.ready: pyproject.toml | system
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -e ".[dev]"
	@touch $@

$(VENV)/.bench: $(VENV)/.ready
	$(PIP) install -e ".[bench]"
	@touch $@

system:
	@PYTHON=$(PYTHON) scripts/system_packages.sh run

system-tests:
	@PYTHON=$(PYTHON) scripts/system_packages.sh test

demo: setup ## every form, blank and filled, and two bundles with evidence, an alliance's awards and certificates, in out/
	$(BIN)/formgen blank $$($(BIN)/formgen list | cut -f1) -o out/blank
	@mkdir -p out/answers
	@set -e; for form in $$($(BIN)/formgen list | cut -f1); do \
		$(BIN)/formgen example $$form > out/answers/$$form.json; \
		$(BIN)/formgen fill $$form out/answers/$$form.json -o out/filled --final; \
	done
	@set -e; for programme in five_star coaching; do \
		$(BIN)/formgen example $$programme > out/answers/$$programme.json; \
		$(BIN)/python scripts/make_evidence.py $$programme out/evidence/$$programme; \
		$(BIN)/formgen bundle $$programme out/answers/$$programme.json --evidence out/evidence/$$programme \
			-o out/bundles/$$programme.zip --final; \
	done
	$(BIN)/formgen awards examples/alliance -o out/awards
	FORMGEN_SETTINGS=examples/settings.toml $(BIN)/formgen certificates out/awards/certificates.csv -o out/certificates --each --docx
	@echo
	@echo "out/blank/     the blank forms, Word and PDF"
	@echo "out/answers/   invented answers, JSON"
	@echo "out/filled/    the forms filled with them, Word and PDF"
	@echo "out/evidence/  invented evidence, named by its numbers"
	@echo "out/bundles/   what an applicant hands in: the five-star award and the coaching programme, ZIP"
	@echo "out/awards/    an invented alliance of 52: points table, roll of winners, receipts, rows for certificates"
	@echo "out/certificates/  their certificates: one PDF of all, one PDF and one Word file each, and the ledger"

serve: setup ## the web service on this machine, http://127.0.0.1:8000/
	$(BIN)/formgen serve

test: system-tests setup ## lint, then every test
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n auto

coverage: system-tests setup ## every test, and the lines that none of them runs
	$(BIN)/pytest --cov -n auto

lint: setup ## style, types, and who may import whom
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: system-tests $(VENV)/.bench ## measure
	$(BIN)/python -m benchmarks

templates: setup ## compile templates/docx/ from templates/html/
	$(BIN)/python scripts/make_templates.py

picture: system-tests demo ## make the README's picture again
	$(BIN)/python scripts/first_page.py out/filled/$(FORM).pdf docs/$(FORM).png

web-pictures: system-tests setup ## make the README's pictures of the web service again
	$(BIN)/python scripts/web_pictures.py docs

forms-page: system-tests setup ## make docs/forms.md and its pictures again
	$(BIN)/python scripts/make_forms_page.py

fonts: setup ## make the fonts in fonts/ again, for maintainers
	$(BIN)/python fonts/make_fonts.py
