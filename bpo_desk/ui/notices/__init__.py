"""Notices about followed cases: when they are raised, and the list of them."""
