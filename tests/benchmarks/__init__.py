"""Measurements: ``python -m tests.benchmarks.<name>``. They print figures and judge nothing."""
