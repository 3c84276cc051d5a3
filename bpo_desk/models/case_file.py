"""CaseFile: all of one case, as one read of the cache answers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bpo_desk.models.case_columns import CaseColumns
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.engagement import Engagement, StoredCalendar
from bpo_desk.models.event_columns import EventColumns


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case: its events in order, its state now, and what the codes mean.

    `data` and `source_record` have one entry an event (None = nothing). `definition_xml` is the BPMN text of the
    process version the case runs on, None where there is none. `data_as_of` is the instant (microseconds UTC) up to
    which the copy is known to agree with the shared database; `pending` holds the ids of events not yet acknowledged,
    `mapped` the elements of that version that people said the steps of the log are (`models/step_mapping.py`);
    `calendar` is the business calendar that the case works by, None where there is none or, as `calendar_problem` says,
    where it is not known which of several; `process_name` is what people call
    the process, "" where its definition does not say; `masked` are the rules of what clients of the engagement do not
    get to read (`state/masking.py`), `covers` whether their values are covered here too, until one is unmasked;
    `hides_staff` whether clients get the provider's staff under pseudonyms.
    """

    engagement: Engagement
    case: int
    number: str
    events: EventColumns
    data: list[str | None]
    source_record: list[str | None]
    state: CaseColumns
    dictionaries: Dictionaries
    process_key: str = ""
    process_version: str = ""
    definition_xml: bytes | None = None
    data_as_of: int | None = None
    partial: bool = False
    pending: frozenset[str] = field(default_factory=frozenset)
    mapped: Mapping[str, str] = field(default_factory=dict)
    calendar: StoredCalendar | None = None
    process_name: str = ""
    calendar_problem: str = ""
    masked: tuple[str, ...] = ()
    covers: bool = False
    hides_staff: bool = False
