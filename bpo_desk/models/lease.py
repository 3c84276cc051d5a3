"""For how long a local copy may be used without contact with the shared database, and how that is counted. Pure.

An offline copy cannot be wiped, only expire. The time of the lease counts by whichever is ahead: this machine's clock,
or the time that the desk is known to have lived through; so a clock that is set back gives no more of it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

DAY: Final = 24 * 3600 * 1_000_000  # microseconds
CLIENT_DAYS: Final = 7
STAFF_DAYS: Final = 14
"""Where an engagement says nothing: for logins that are clients, and for others. Where no login decides what is seen (a
SQLite file, a superuser), the copy does not expire."""
WARN_BEFORE: Final = 2 * DAY


def lease(said_days: int, *, guarded: bool, client: bool) -> int:
    """Microseconds that a copy may be used without contact; 0: without end. `said_days` is what the engagement says,
    `guarded` whether it is the login that decides what is seen."""
    if said_days > 0:
        return said_days * DAY
    if not guarded:
        return 0
    return (CLIENT_DAYS if client else STAFF_DAYS) * DAY


class Standing(NamedTuple):
    """How a lease stands: when the last contact was and when it ends (microseconds UTC of this machine's clock), what
    is `left` of it (negative: over); all None where it has no end or no contact is known."""

    contact: int | None = None
    until: int | None = None
    left: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether the copy may not be used."""
        return self.left is not None and self.left <= 0

    @property
    def is_near(self) -> bool:
        """Whether it is time to say that it ends: two days before, or in the last quarter of a short one."""
        if self.left is None or self.until is None or self.contact is None:
            return False
        return self.left <= min(WARN_BEFORE, max(self.until - self.contact, 0) // 4 + DAY)


def standing(contact: int, lived: int, allowed: int, now: int) -> Standing:
    """How a lease of `allowed` microseconds stands at `now`; `lived` is the latest time that is known to have come."""
    if allowed <= 0:
        return Standing()
    return Standing(contact, contact + allowed, allowed - (max(now, lived, contact) - contact))
