"""The tests; a package so that they share their builders and `python -m tests.bench` works."""
