.DEFAULT_GOAL := help
.PHONY: help fmt lint types imports drift test docs lock check demo

help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "%-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

fmt: ## Format the code and mend what can be mended
	uv run ruff format .
	uv run ruff check --fix .

lint: ## Check format and style
	uv run ruff format --check .
	uv run ruff check .

types: ## Check the types
	uv run mypy

imports: ## Check that imports run downwards only
	uv run lint-imports --no-logo

drift: ## Check that nothing generated or pinned has drifted
	uv run python tools/lock.py --check
	uv run python tools/vendor_assets.py --check
	uv run python tools/requirements_page.py --check
	uv run python tools/generate_docs.py --check
	uv run python tools/seed_calendars.py --check

test: ## Run every test on the embedded PostgreSQL
	uv run pytest

docs: ## Write the generated pages again
	uv run python tools/generate_docs.py
	uv run python tools/requirements_page.py

lock: ## Pin the packages again (tools/lock.py --upgrade takes newer ones)
	uv run python tools/lock.py

check: lint types imports drift test ## Everything above that checks

demo: ## Fill an empty casebook with a demonstration
	uv run casebook demo
