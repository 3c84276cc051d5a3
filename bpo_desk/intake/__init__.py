"""Reads logs of other systems (XES, CSV) into events, with a report of what was taken, changed and refused."""
