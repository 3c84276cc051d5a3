"""Whether a row that several change still says what somebody saw of it who changed it.

Versions are counted anew by a restored database, so what stands there is compared by what it says. Runs inside the
transaction of `mutations.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Final

from bpo_desk.models.mutation import Mutation, Outcome
from bpo_desk.models.row_seen import RowSeen

_UNKNOWN: Final = "?"
"""Nothing says so: nobody knows what was seen."""


@dataclass(frozen=True, slots=True)
class MadeOn:
    """What a change was made on: what its writer saw. `made`: the version that this database gave the change before it,
    where an earlier version of the desk wrote it and only said after which one."""

    seen: RowSeen
    made: int = 0

    def stands(self, now: RowSeen) -> bool:
        """Whether this is what stands there `now`."""
        if self.made:
            return now.row_ver == self.made
        return now.said == self.seen.said


def made_on(mutation: Mutation, before: Any) -> MadeOn:
    """What a mutation was made on; `before` is the stored answer (hash, outcome, refusal, words, theirs) to the one
    that it names in `after`, None where there is none or it was lost in a restore and is not sent again.

    On something refused nobody has seen what stands there. Earlier versions of the desk named a version alone: nobody
    knows which text that was, unless this database itself gave it to the change before.
    """
    seen = RowSeen(mutation.base_row_ver or 0, mutation.seen)
    if before is not None and before[1] != Outcome.OK:
        return MadeOn(replace(seen, said=_UNKNOWN))
    if mutation.seen:
        return MadeOn(seen)
    made = int(json.loads(before[4] or "{}").get("row_ver", 0)) if before is not None else 0
    if made:
        return MadeOn(seen, made)
    return MadeOn(replace(seen, said=_UNKNOWN if seen.row_ver else ""))
