"""The Process screen: where all open cases of a process stand, and which ways cases take through it."""
