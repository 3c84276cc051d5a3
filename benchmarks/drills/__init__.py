"""Drills on a real PostgreSQL: what an operator does on a bad day, done by the product's own commands, then checked.

`python -m benchmarks.drills NAME` prints each step and check as a line of JSON; docs/guide/drills.md says what to do.
"""
