"""The leases of the copies: when each engagement had its last contact with the shared database, and what the desk has
lived through since. How they are counted is in `models/lease.py`. No numpy (start path).
"""

from __future__ import annotations

import json
from typing import Any, Final

from bpo_desk.cache.store import Cache
from bpo_desk.errors import DeskError
from bpo_desk.models.lease import DAY, Standing, lease, standing
from bpo_desk.models.times import to_iso

_HOUR: Final = DAY // 24


def contacted(connection: Any, engagement_id: int, now: int, *, guarded: bool, client: bool) -> None:
    """The shared database answered just now (`now`: microseconds UTC of this machine), in the caller's transaction."""
    row = connection.execute(
        "select body from record where engagement_id = ? and tbl = 'engagement'", (engagement_id,)
    ).fetchone()
    said = int(json.loads(row[0]).get("lease_days") or 0) if row else 0
    allowed = lease(said, guarded=guarded, client=client)
    connection.execute(
        "insert or replace into contact (engagement_id, contact, lived, allowed) values (?, ?, ?, ?)",
        (engagement_id, now, now, allowed),
    )


def lived(cache: Cache, now: int, passed: int = 0) -> None:
    """Say what time it is, and for how long (microseconds) the desk has run since it was said last: the time of the
    leases never goes back, and goes on where the clock was set back."""
    with cache.write() as connection:
        connection.execute("update contact set lived = max(lived + ?, ?) where allowed > 0", (max(passed, 0), now))


def lease_of(cache: Cache, engagement_id: int, now: int) -> Standing:
    """How the lease of an engagement stands."""
    rows = cache.rows("select contact, lived, allowed from contact where engagement_id = ?", (engagement_id,))
    if not rows:
        return Standing()
    contact, known, allowed = rows[0]
    return standing(contact, known, allowed, now)


def check(cache: Cache, engagement_id: int, now: int) -> None:
    """Raises DeskError (code "lease_over") where the copy of an engagement may not be used any more."""
    rows = cache.rows("select contact, lived, allowed from contact where engagement_id = ?", (engagement_id,))
    if not rows or rows[0][2] <= 0:
        return
    contact, known, allowed = rows[0]
    if now > known + _HOUR:  # so that setting the clock back after this does not help
        lived(cache, now)
    found = standing(contact, known, allowed, now)
    if found.is_over:
        raise lease_is_over(cache, engagement_id, found)


def lease_is_over(cache: Cache, engagement_id: int, found: Standing) -> DeskError:
    """The refusal of what is in a copy without contact for too long."""
    rows = cache.rows("select code from engagement where engagement_id = ?", (engagement_id,))
    code = rows[0][0] if rows else str(engagement_id)
    contact, until = found.contact or 0, found.until or 0
    return DeskError(
        f"The copy of {code} may not be used any longer: it had no contact with the shared database since"
        f" {to_iso(contact)}, and {round((until - contact) / DAY)} days are allowed.",
        "Connect to the network and sync (F5, or bpo-desk sync). Nothing was deleted; what you wrote is sent then.",
        code="lease_over",
    )
