# make demo   sets everything up, trains a machine in a minute and a half, and writes a page with it
# make test   sets everything up and runs all the tests
# make quick  for the inner loop: lint, and the tests of the model, its training and its writing, in a minute and a half
# make check  formatting, lint and types

PYTHON ?= python3
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test quick check

demo: .venv/ready-to-run
	@.venv/bin/python tools/demo.py

# A process for each core, with one thread; a file is one process's, so that what it has made or had compiled serves on.
test: .venv/ready-to-test
	OMP_NUM_THREADS=1 .venv/bin/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

# What starts many processes or a browser, reads whole books, or tries every design: only `make test` has it.
SLOW = explorer cli corpus reports notebook serving sharing test_wheel.py tokenizer/test_second_tokenizer.py training/test_kill.py training/test_going_on.py \
       gradients/test_gradcheck.py checkpoint/test_machines.py generation/readers/test_readers.py

quick: .venv/ready-to-test
	.venv/bin/ruff check .
	OMP_NUM_THREADS=1 .venv/bin/python -m pytest --quiet --numprocesses auto --dist loadfile \
		$(addprefix --ignore=tests/,$(SLOW))

check: .venv/ready-to-test
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

.venv/ready-to-run: pyproject.toml constraints.txt
	@echo "Setting up in .venv; PyTorch is large, and the first time takes some minutes."
	@$(PYTHON) -m venv .venv
	@$(PIP) --editable '.[torch]'
	@touch $@

# The page's scripts are checked with what npm installs; where it is not there, those tests skip.
.venv/ready-to-test: .venv/ready-to-run package-lock.json
	@$(PIP) --editable '.[dev]'
	@command -v npm > /dev/null && npm ci --silent --no-audit --no-fund || echo "Without npm the page's scripts are not checked."
	@touch $@
