"""What the desk and the commands read from the cache: the queue, one case, the state of the copy.

Each question is answered from one snapshot. Nothing is written here; the first page is in `cache/first_page.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import bookmarks, cases, definitions, derived, records, segments, tail
from bpo_desk.cache.dictionaries import localise, read_all_texts, read_texts
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.outbox_overlay import Overlay, with_pending
from bpo_desk.cache.retained import retained
from bpo_desk.cache.segments import EventRows
from bpo_desk.cache.step_mappings import step_mapping
from bpo_desk.cache.store import Cache
from bpo_desk.cache.used_texts import read_used_texts, used_codes, used_of_all
from bpo_desk.errors import CaseLeft, NotFound
from bpo_desk.models.case_columns import CaseColumns
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.engagement import Engagement, StoredCalendar
from bpo_desk.models.grid_making_block import grid_of_run
from bpo_desk.models.ids import NONE, UNKNOWN
from bpo_desk.models.narrow_columns import narrowed
from bpo_desk.models.queue_columns import NOTHING_LEFT, CaseNumbers, ProcessVersion, QueueColumns, Retained
from bpo_desk.models.texts_block import PackedTexts
from bpo_desk.models.times import to_iso
from bpo_desk.models.used_texts_block import with_one_more
from bpo_desk.state.case_calendar import CaseTraits, calendar_for, fields_now
from bpo_desk.state.context import StateContext
from bpo_desk.state.freed_memory import give_back
from bpo_desk.state.states import states


@dataclass(frozen=True, slots=True)
class CopyStatus:
    """How the copy of one engagement stands. Times: microseconds UTC of the server, None = never."""

    engagement: Engagement
    stage: bookmarks.Stage
    partial: bool
    data_as_of: int | None
    verified_at: int | None
    events: int
    cases: int
    in_tail: int
    loaded: int
    to_load: int
    retained: Retained = NOTHING_LEFT


def status(cache: Cache, engagement_id: int) -> CopyStatus:
    """The state of the copy of one engagement. Raises NotFound."""
    with cache.read() as connection:
        who = bookmarks.engagement(cache, engagement_id)
        mark = bookmarks.bookmark(cache, engagement_id)
        settled = segments.count(connection, segments.places(connection, engagement_id))
        known = connection.execute(
            "select coalesce(sum(cases), 0) from derived where engagement_id = ?", (engagement_id,)
        ).fetchone()[0]
        in_tail = tail.count(connection, engagement_id)
        out = retained(cache, engagement_id)
    return CopyStatus(
        who, mark.stage, mark.partial, mark.data_as_of, mark.verified_at,
        settled + in_tail, known, in_tail, mark.load_events, mark.load_total, out,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class QueueBasis:
    """What the queue of any moment is made of beside the states of its cases: names, identities, process versions.
    `words_at`, `data_as_of`, `partial`, `retained`: as in QueueColumns."""

    engagement: Engagement
    words: Dictionaries
    identities: cases.CaseIdentities
    versions: list[ProcessVersion]
    words_at: int
    data_as_of: int | None
    partial: bool
    retained: Retained


def basis(cache: Cache, engagement_id: int, used: NDArray[np.int32] | None = None) -> QueueBasis:
    """To be read in the snapshot of the states, or before them; the texts of all values, or of the `used` codes.
    Raises NotFound."""
    with cache.read() as connection:
        who = bookmarks.engagement(cache, engagement_id)
        mark = bookmarks.bookmark(cache, engagement_id)
        counter = bookmarks.change_of(cache, engagement_id)[1]
        identities = cases.read_all(connection, engagement_id)
        read_texts_of = read_all_texts if used is None else partial(read_used_texts, used=used)
        words = records.dictionaries(connection, engagement_id, read_texts_of(connection, engagement_id))
        versions = definitions.versions(connection, engagement_id)
        out = retained(cache, engagement_id)
    return QueueBasis(who, words, identities, versions, counter, mark.data_as_of, mark.partial, out)


def queue(cache: Cache, engagement_id: int) -> QueueColumns:
    """The work queue of one engagement: every case that has events. Raises NotFound."""
    with cache.read() as connection:
        columns = derived.read_for_queue(connection, engagement_id)
        found = basis(cache, engagement_id, used_codes(columns))
        # The pages that were just read are no others' to ask for: a case lies elsewhere.
        connection.execute("pragma shrink_memory")
    made = queue_of(found, columns)
    del found
    give_back()  # what was read was several times what is kept
    return made


def queue_of(found: QueueBasis, columns: CaseColumns) -> QueueColumns:
    """The queue of some cases, sorted by key."""
    stored, identities = len(found.words.values), found.identities
    words = found.words
    if isinstance(words.values, PackedTexts):
        words = replace(words, values=used_of_all(words.values, used_codes(columns)))
    columns, words = with_client(found.engagement, columns, words)
    numbers, process, recorded = _beside(columns["case"].astype(np.int32, copy=False), identities)
    drawn_on = _versions_of(recorded, process, identities.process_keys, found.versions)
    return QueueColumns(
        found.engagement, columns, numbers, process, identities.process_keys, words, found.data_as_of, found.partial,
        definition=drawn_on, versions=found.versions, words_at=found.words_at,
        client_at=stored if len(words.values) > stored else NONE, retained=found.retained,
    )  # fmt: skip


def _versions_of(
    recorded: NDArray[np.int32],
    process: NDArray[np.signedinteger],
    process_keys: list[str],
    versions: list[ProcessVersion],
) -> NDArray[np.signedinteger]:
    """For each case the place in `versions` (by key, ascending) of the one that it is drawn on: the recorded one, else
    the newest of its process, as `open_case` picks it; NONE where there is none."""
    newest = {each.process: place for place, each in enumerate(versions)}
    # The last entry stands for "no process": NONE picks it.
    of_process = np.array([*(newest.get(key, NONE) for key in process_keys), NONE], dtype=np.int32)
    places = {each.key: place for place, each in enumerate(versions)}
    by_key = np.full(max(places, default=0) + 2, NONE, dtype=np.int32)
    by_key[list(places)] = list(places.values())
    known = (recorded >= 0) & (recorded < len(by_key))
    return narrowed(np.where(recorded == NONE, of_process[process], by_key[np.where(known, recorded, -1)]))


def with_client(who: Engagement, columns: CaseColumns, words: Dictionaries) -> tuple[CaseColumns, Dictionaries]:
    """The columns and dictionaries in which a case that names no client of its own has the engagement's, so that what
    is shown, found, sorted and printed agrees."""
    own = columns["client"].astype(np.int32)
    silent = own <= UNKNOWN
    if not who.client or not silent.any():
        return columns, words
    own[silent] = len(words.values)
    longer = with_one_more(words.values, who.client)
    return replace(columns, columns={**columns.columns, "client": own}), replace(words, values=longer)


def _beside(
    wanted: NDArray[np.int32], identities: cases.CaseIdentities
) -> tuple[CaseNumbers, NDArray[np.signedinteger], NDArray[np.int32]]:
    """Numbers, processes and recorded definitions in the rows of the wanted case keys; "" and NONE for a case without
    an identity row."""
    if np.array_equal(identities.case, wanted):
        return (
            CaseNumbers.of_run(identities.data, identities.offset),
            narrowed(identities.process),
            identities.definition,
        )
    have, starts = identities.case, identities.offset[:-1]
    at = np.searchsorted(have, wanted)
    np.minimum(at, max(len(have) - 1, 0), out=at)
    known = have[at] == wanted if len(have) else np.zeros(len(wanted), dtype=bool)
    unknown = np.flatnonzero(~known)
    process, definition, length, begin = (
        _taken_or(column, at, unknown, otherwise)
        for column, otherwise in (
            (identities.process, NONE), (identities.definition, NONE), (np.diff(identities.offset), 0), (starts, 0)
        )
    )  # fmt: skip
    return (
        CaseNumbers(grid_of_run(identities.data, begin, length)),
        narrowed(process),
        definition.astype(np.int32, copy=False),
    )


def _taken_or(
    column: NDArray[np.signedinteger], at: NDArray[np.int64], unknown: NDArray[np.int64], otherwise: int
) -> NDArray[np.signedinteger]:
    """The column at some places, and something else at the `unknown` ones of them."""
    found = column.take(at) if len(column) else np.empty(len(at), column.dtype)
    found[unknown] = otherwise
    return found


def find_case(cache: Cache, engagement_id: int, number: str) -> int:
    """The key of the case with exactly this number. Raises NotFound."""
    with cache.read() as connection:
        found = cases.find_number(connection, engagement_id, number)
    if found is None:
        raise NotFound(f"The local copy has no case {number!r}.", "Check the number, or sync first.")
    return found


def case_rows(connection: Any, engagement_id: int, keys: NDArray[np.integer], *, with_texts: bool = True) -> EventRows:
    """All events of the given sorted case keys, in the order of the desk. An event is either in the tail or in one
    segment, never in both."""
    late = tail.read_cases(connection, engagement_id, keys)
    near = segments.places(connection, engagement_id, (int(keys[0]), int(keys[-1]))) if len(keys) else []
    settled = segments.read_cases(connection, near, keys, with_texts=with_texts)
    if not with_texts:
        late = EventRows(late.events, segments.no_texts(len(late)))
    return EventRows.concat([*settled, late]).ordered()


def open_case(
    cache: Cache,
    engagement_id: int,
    case: int,
    *,
    as_of: int | None = None,
    known_at: int | None = None,
    outbox: Outbox | None = None,
) -> CaseFile:
    """All of one case; `as_of` leaves out what occurred later, `known_at` what was recorded later (microseconds UTC,
    both inclusive; events of unknown time always belong). The state is that of the events left, empty where none is.

    With an `outbox`, what was written here and has not come back with the feed stands among the events as `pending`
    (not with `known_at`: no database knows it yet). Value codes of events and state are those of the file's own
    `dictionaries.values`. Raises NotFound.
    """
    with cache.read() as connection:
        who = bookmarks.engagement(cache, engagement_id)
        mark = bookmarks.bookmark(cache, engagement_id)
        rows = case_rows(connection, engagement_id, np.array([case], dtype=np.int64))
        identity = cases.read_case(connection, engagement_id, case)
        if identity is None and not len(rows):
            raise NotFound(f"The local copy has no case with the key {case}.", "It may have been moved; sync again.")
        if identity is not None and identity.left_at and not len(rows):
            raise _case_left(who, identity)
        identity = identity or cases.CaseRow(case, "")
        held = set(zip(rows.events.id_hi.tolist(), rows.events.id_lo.tolist(), strict=True))
        rows = _until(rows, as_of, known_at)
        events, used = localise(rows.events)
        words = replace(_words(cache, connection, engagement_id), values=read_texts(connection, engagement_id, used))
        definition = _definition(connection, engagement_id, identity)
        stored = calendars(connection, engagement_id)
        masks, hides_staff = _masks(connection, engagement_id), _hides_staff(connection, engagement_id)
        mapped: Mapping[str, str] = {}
        if definition is not None:
            process, version = definition.process_key, definition.version
            mapped = step_mapping(connection, engagement_id, who.code, process, version, outbox).elements
    texts = rows.texts
    shown = Overlay(events, texts["data"].texts(), texts["source_record"].texts(), words, frozenset())
    if outbox is not None and known_at is None:
        shown = with_pending(case, shown, outbox.shown_in(who.code, identity.number), held, as_of=as_of)
    state = states(shown.events, StateContext.of(shown.dictionaries))
    own_key = definition.process_key if definition else ""
    called = (identity.process_key or own_key, definition.name if definition else "")
    calendar, unknown = _calendar(stored, who, called, shown, state)
    return CaseFile(
        engagement=who,
        case=case,
        number=identity.number,
        events=shown.events,
        data=shown.data,
        source_record=shown.source_record,
        state=state,
        dictionaries=shown.dictionaries,
        process_key=called[0],
        process_version=definition.version if definition else "",
        definition_xml=definition.xml if definition else None,
        data_as_of=mark.data_as_of,
        partial=mark.partial,
        pending=shown.pending,
        mapped=mapped,
        calendar=calendar,
        process_name=called[1],
        calendar_problem=unknown,
        masked=masks,
        hides_staff=hides_staff,
    )


def _case_left(who: Engagement, identity: cases.CaseRow) -> CaseLeft:
    """What is said of a case that is not here by the rule of its engagement."""
    day = str(to_iso(identity.left_at))[:10]
    return CaseLeft(
        f"Case {identity.number} left this copy on {day}, by the engagement's rule for closed cases.",
        "The shared database keeps all of it. To read it there: bpo-desk case"
        f" {identity.number} --engagement {who.code} --from-shared. Any new event brings it back, or an administrator"
        f" does: bpo-desk admin retention {who.code} --back {identity.number}",
        who.code,
        identity.number,
    )


def _hides_staff(connection: Any, engagement_id: int) -> bool:
    return bool(records.read(connection, engagement_id, "engagement").get(str(engagement_id), {}).get("pseudonyms"))


def _masks(connection: Any, engagement_id: int) -> tuple[str, ...]:
    """The rules of what clients of an engagement do not get; none where the shared database told of none."""
    told = records.read(connection, engagement_id, "engagement").get(str(engagement_id), {}).get("masked")
    try:
        rules = json.loads(told) if isinstance(told, str) else []
    except ValueError:
        return ()
    return tuple(rule for rule in rules if isinstance(rule, str)) if isinstance(rules, list) else ()


def masks_of(cache: Cache, engagement_id: int) -> tuple[str, ...]:
    """The rules of what is masked, as a CaseFile has them."""
    with cache.read() as connection:
        return _masks(connection, engagement_id)


def calendars(connection: Any, engagement_id: int) -> list[StoredCalendar]:
    """The business calendars of an engagement, in the order in which they were stored."""
    rows = records.read(connection, engagement_id, "calendar")
    return [
        StoredCalendar(rows[key]["name"] or "", rows[key]["zone"] or "", rows[key]["rules"] or "")
        for key in sorted(rows, key=int)
    ]


def _calendar(
    stored: list[StoredCalendar], who: Engagement, process: tuple[str, ...], shown: Overlay, state: CaseColumns
) -> tuple[StoredCalendar | None, str]:
    """The calendar that a case works by, and why it is not known which."""

    def traits() -> CaseTraits:
        own = int(state["client"][0]) if len(state) else NONE
        client = shown.dictionaries.values[own] if own > 0 else who.client
        return CaseTraits(process, client, fields_now(shown.events, shown.dictionaries))

    return calendar_for(stored, traits)


def _words(cache: Cache, connection: Any, engagement_id: int) -> Dictionaries:
    """The dictionaries without value texts, read again only after one of them was written."""
    counter = bookmarks.change_of(cache, engagement_id)[1]
    kept = cache.remembered.get(engagement_id)
    if kept is None or kept[0] != counter:
        kept = (counter, records.dictionaries(connection, engagement_id, [""]))
        cache.remembered[engagement_id] = kept
    words: Dictionaries = kept[1]
    return words


def _definition(connection: Any, engagement_id: int, identity: cases.CaseRow) -> definitions.StoredDefinition | None:
    if identity.definition != NONE:
        return definitions.read(connection, engagement_id, identity.definition)
    if identity.process_key:
        return definitions.latest(connection, engagement_id, identity.process_key)
    return None


def _until(rows: EventRows, as_of: int | None, known_at: int | None) -> EventRows:
    keep = np.ones(len(rows), dtype=bool)
    if as_of is not None:
        keep &= rows.events.occurred_at <= as_of
    if known_at is not None:
        keep &= rows.events.recorded_at <= known_at
    return rows if keep.all() else rows.take(keep)


def dictionaries(cache: Cache, engagement_id: int) -> Dictionaries:
    """All dictionaries of an engagement, value texts included."""
    with cache.read() as connection:
        return records.dictionaries(connection, engagement_id, read_all_texts(connection, engagement_id))
