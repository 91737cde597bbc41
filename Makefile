# Everything a newcomer needs: `make run` opens the demo, `make test` proves the program.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test quick soak snapshots bench bench-levelling lint clean

$(BIN)/tpm: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(BIN)/pytest: $(BIN)/tpm
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

run: $(BIN)/tpm
	@$(BIN)/tpm demo

lint: $(BIN)/pytest
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture

# Half a minute at most, for every save: style of what has changed, and the worked examples of the layers that need no screen.
quick: $(BIN)/pytest
	@changed=$$(git diff --name-only --diff-filter=d HEAD -- '*.py'); [ -z "$$changed" ] || { $(BIN)/ruff check $$changed && $(BIN)/ruff format --check $$changed; }
	$(BIN)/python -m pytest -n auto -m "not slow and not property" tests/domain tests/planning tests/store tests/commands

# What is missing for some tests is named at the end.
test: lint
	$(BIN)/python -m pytest -n auto -rs

# An hour (or SECONDS=120) of random keys on the screen, a session over ssh killed at random lines, then the properties of the engines, each with fresh seeds.
SECONDS ?= 3600
SOAK := env -u CI $(BIN)/python -m pytest --hypothesis-profile=fresh
soak: $(BIN)/pytest
	TPM_MONKEY_SECONDS=$(SECONDS) $(SOAK) -n 4 tests/app/test_monkey.py
	TPM_SESSION_KILLS=20 $(SOAK) tests/app/test_real_processes.py -k session_typed_over_ssh
	for seed in 1 2 3 4; do $(SOAK) -n auto --hypothesis-seed=$$(date +%s)$$seed tests/planning tests/domain tests/store tests/exchange || exit 1; done

# Draws the screens that the tests compare with anew, and the pictures of the README and docs: look at what has changed before it is kept.
snapshots: $(BIN)/pytest
	TPM_KEEP_SNAPSHOTS=1 $(BIN)/python -m pytest -n auto tests/app/test_snapshots.py tests/app/test_import_screens.py tests/cli/reports/test_golden_reports.py
	$(BIN)/python tests/support/draw_pictures.py
	@git status --short tests/app/snapshots tests/data/reports docs/*.svg

# Ratios in one run, written to .bench/; see the table in the README.
bench: $(BIN)/pytest
	$(BIN)/python -m tests.benchmarks

# What takes minutes of levelling: ten seconds an instance, 1,000 and 5,000 schedules. TPM_DATA names the instances.
bench-levelling: $(BIN)/pytest
	PYTHONPATH=.:tests $(BIN)/python tests/benchmarks/levelling_bench.py long

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .bench dist build
