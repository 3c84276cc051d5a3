"""A failure in words for a person: the environment's fault as it says itself, our own fault as what it is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from bpo_desk.errors import DeskError

translate = QCoreApplication.translate


def words_for(error: Exception) -> tuple[str, str]:
    """What happened and what to do now."""
    if isinstance(error, DeskError):
        return error.message, error.next_step
    what = translate("failures", "Something in the desk itself went wrong ({kind}). What is stored is unharmed.")
    next_step = translate("failures", "Try again. The log folder holds the details for a report.")
    return what.format(kind=type(error).__name__), next_step
