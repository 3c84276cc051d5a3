"""Benchmarks: ratios against a floor or peer measured in the same run. Not tests; `dev.py bench` runs them."""
