# Everything here sets itself up: only Python 3.11 or newer (with venv) and make are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
RUNS := $(VENV)/.runs

# Compiled modules are kept, whatever the caller's environment says: each test process would compile all of them anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test story soak bench lint shots lock wheel clean

# What the program needs to run, without what its tests need: half the wait for whoever only wants to look.
$(RUNS): requirements.run.lock
	@$(PYTHON) -c 'import sys; sys.exit("sfm-tui needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.run.lock
	@touch $(RUNS)

$(STAMP): $(RUNS) requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q sfm_tui screens tests fixtures benchmarks docs
	@touch $(STAMP)

demo: $(RUNS)  ## open the program on the invented site
	$(BIN)/python -m sfm_tui demo

# With plain asserts no process rewrites the test modules; the second try says what was compared.
test: $(STAMP)  ## lint, types, import rules and the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 4 --dist worksteal --assert=plain -m 'not soak' || { \
	  echo 'What failed is tried once more, alone: what passes now hung on the load of the machine, and is to be mended.'; \
	  $(BIN)/python -m pytest --last-failed --last-failed-no-failures none -m 'not soak'; }

lint: $(STAMP)  ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

soak: $(STAMP)  ## the long tests
	SFM_SOAK=1 $(BIN)/python -m pytest -p tests.soak.telling -n 2 --dist worksteal -m soak
	# Every example of each law.
	SFM_SOAK=1 $(BIN)/python -m pytest -n 2 --dist worksteal -m 'not soak' \
	  $$(grep -rlE --include='test_*.py' 'hypothesis|tests\.examples' tests)

story: wheel  ## the story of the demo, told by keys alone with the installed wheel
	.ci/story

bench: $(STAMP)  ## ratios against stated baselines; writes docs/benchmarks.md
	$(BIN)/python -m benchmarks

shots: $(STAMP)  ## the pictures of the documentation, from the real program
	$(BIN)/python -m docs.shots

wheel: $(STAMP)
	$(BIN)/python -m build --no-isolation --wheel --outdir dist .

lock: $(STAMP)  ## the tested set of libraries, by name, version and hash
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --upgrade --extra dev pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url -c requirements.lock pyproject.toml -o requirements.run.lock

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
