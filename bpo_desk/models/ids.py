"""Integer keys of one engagement, and the codes that every dictionary keeps free.

Dictionaries (persons, queues, steps, fields, values, sources) give code 0 to "the source named it but left it
unknown" (blank or a placeholder) and count from 1. A column holds NONE where nothing was said at all.
"""

from __future__ import annotations

from typing import Final, NewType

EngagementId = NewType("EngagementId", int)
CaseId = NewType("CaseId", int)
PersonId = NewType("PersonId", int)
QueueId = NewType("QueueId", int)
StepId = NewType("StepId", int)
FieldId = NewType("FieldId", int)
SourceId = NewType("SourceId", int)
ValueCode = NewType("ValueCode", int)

NONE: Final = -1
"""Nothing was said: the column does not apply, or the source was silent (NULL in SQL)."""
UNKNOWN: Final = 0
"""The source said something, and what it said is "unknown" (blank, `?`, `UNKNOWN`, `missing`)."""
TIME_UNKNOWN: Final = -(2**63)
"""An unknown instant in int64 microseconds UTC; sorts before every known one."""
MOST_KEY: Final = 10_000_000
"""The largest key of a person, queue, step, field or source: tables by key are made as long as the largest of them."""
FIRST_TIME: Final = -62_135_596_800_000_000
"""The first instant of the year 1 in int64 microseconds UTC: what lies before it, no calendar here can say."""
LAST_TIME: Final = 253_402_300_799_999_999
"""The last instant of the year 9999."""
