SHELL := bash
PYTHON ?= python3
VENV := .venv
NOVA := $(VENV)/bin/nova-policy
TOOLS := kustomize opa conftest gator
COVERAGE := --cov --cov-report=term:skip-covered --cov-fail-under=95
PYTEST_OPTIONS ?=
REPOSITORY ?= examples/nova
OPA = "$$($(VENV)/bin/python -c 'from nova_policy.tools.find import find_tool as f; print(*f("opa", exact=True).command)')"

.DEFAULT_GOAL := help
.PHONY: help demo test e2e check static bundle docs screenshots bench

help: ## Show this list
	@sed -n 's/^\([a-z0-9]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 10

demo: $(VENV)/installed ## Judge examples/nova (the first run builds kustomize); findings are expected
	$(NOVA) tools install kustomize
	@$(NOVA) test examples/nova; code=$$?; echo "exit code $$code (1: findings)"; test $$code -eq 1

test: $(VENV)/developed ## Run all tests (the first run builds the tools, which takes minutes)
	$(NOVA) tools install $(TOOLS)
	tests/browser/install.sh
	$(VENV)/bin/pytest $(PYTEST_OPTIONS)

e2e: $(VENV)/developed ## Test admission by a real API server with Gatekeeper (the first run builds them, which takes minutes)
	$(NOVA) tools install kustomize opa gatekeeper
	$(VENV)/bin/python -m tests.e2e.programs
	$(VENV)/bin/pytest -m e2e tests/e2e

check: static ## Check what CI checks: style, types, policies, drift, tests with coverage
	$(MAKE) test PYTEST_OPTIONS='$(COVERAGE)'
	$(MAKE) e2e

static: $(VENV)/developed ## Check all that needs no test run
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(NOVA) tools install opa
	$(OPA) fmt --list --fail policies
	$(OPA) check --strict --capabilities nova_policy/bundle/capabilities.json policies
	$(NOVA) verify
	$(NOVA) bundle build --check
	$(NOVA) gatekeeper build --check
	$(NOVA) docs build --check

bundle: $(VENV)/installed ## Build bundles/ from policies/
	$(NOVA) tools install opa
	$(NOVA) bundle build
	$(NOVA) gatekeeper build

docs: $(VENV)/installed ## Build the generated pages
	$(NOVA) docs build

screenshots: $(VENV)/developed ## Take the pictures in docs/screenshots
	$(NOVA) tools install kustomize
	tests/browser/install.sh
	mkdir -p build
	$(NOVA) test examples/nova --format html --output build/nova.html; test $$? -eq 1
	PYTHONPATH=. $(VENV)/bin/python docs/screenshots/take.py build/nova.html

bench: $(VENV)/installed ## Time whole runs on REPOSITORY, the engines on the same manifests, and ever more of them
	$(NOVA) tools install kustomize conftest opa
	$(VENV)/bin/python -m benchmarks.whole_run $(REPOSITORY)
	$(VENV)/bin/python -m benchmarks.engines
	$(VENV)/bin/python -m benchmarks.growth

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@# Else every run compiles the sources where PYTHONDONTWRITEBYTECODE is set.
	$(VENV)/bin/python -m compileall -q nova_policy
	touch $@

# Dependency groups need pip 25.1.
$(VENV)/developed: $(VENV)/installed
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(VENV)/bin/python -m pip install --quiet --editable . --group dev
	touch $@
