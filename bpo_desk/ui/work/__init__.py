"""Work on what is selected: what is to be done, what it would do, and what became of it."""
