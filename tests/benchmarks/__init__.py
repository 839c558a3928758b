"""Small parts under the stopwatch: `pytest -m slow tests/benchmarks`. Figures, never timed asserts."""
