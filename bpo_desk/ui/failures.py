"""A failure in words for a person: the environment's fault as it says itself, our own fault as what it is."""

from __future__ import annotations

from bpo_desk.errors import DeskError


def words_for(error: Exception) -> tuple[str, str]:
    """What happened and what to do now."""
    if isinstance(error, DeskError):
        return error.message, error.next_step
    return (
        f"Something in the desk itself went wrong ({type(error).__name__}). What is stored is unharmed.",
        "Try again. The log folder holds the details for a report.",
    )
