"""bpo_desk: whose hands a case is in, what state it is in, and how it got there."""

__version__ = "0.1.0"
