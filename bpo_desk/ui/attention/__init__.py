"""Needs attention: what the shared database did not take, theirs and mine side by side, and what to do about each."""
