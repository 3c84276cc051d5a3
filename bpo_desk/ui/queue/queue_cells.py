"""From the facts of one case to the cells that show it. Plain values in, words out; no numpy, no widgets.

The facts are those of the stored first page and of `queue_rows`, by the same names. Unknown is said as unknown: never
0, never in the colour of something good. A fact that is not there at all (an older stored page) is left blank.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Final, NamedTuple

from bpo_desk.models.capability import Capability
from bpo_desk.ui.queue.cell import COLUMNS, NOT_SAID, UNKNOWN, Cell, here, translate
from bpo_desk.ui.time_words import DAY, HOUR, MINUTE, SECOND, both, display_zone, span

Fact = str | int | None
Facts = Mapping[str, Fact]

SIDE_ICONS: Final[dict[str, str]] = {
    "provider": "building-factory",
    "client": "building",
    "customer": "user-circle",
    "third_party": "heart-handshake",
    "system": "robot",
}
BLANK: Final = Cell("")
NONE_OF_THEM: Final = Cell("0", "", "muted")
NOBODY: Final = Cell("nobody", "circle-dashed", "at risk", "The source can tell who holds the work, and nobody does.")
_OVER: Final = ("closed", "cancelled")
_REMEMBERED: Final = 4_096
"""Cells made last are remembered: those of most rows are like those of others."""
# As plain numbers: an "and" of flags makes a new flag each time, which a page of rows would feel.
_DUE_DATES: Final = int(Capability.DUE_DATES)
_EXITS: Final = int(Capability.EXITS)
_AD_HOC_TASKS: Final = int(Capability.AD_HOC_TASKS)
_CONTACTS: Final = int(Capability.CONTACTS)
_CASE_END: Final = int(Capability.CASE_END)
_WAITING: Final[dict[str, Cell]] = {
    "work": Cell("work", "player-play", "current"),
    "client": Cell("client", "building", "waiting"),
    "customer": Cell("customer", "user-circle", "waiting"),
    "third party": Cell("third party", "heart-handshake", "waiting"),
    "timer": Cell("timer", "clock", "waiting"),
    "nobody": Cell("nobody", "circle-dashed", "at risk", "Nobody has it: it will not move by itself."),
}
_SLA: Final[dict[str, Cell]] = {
    "on track": Cell("on track", "point", "current"),
    "at risk": Cell("at risk", "alert-triangle", "at risk"),
    "breached": Cell("breached", "urgent", "overdue"),
    "met": Cell("met", "check", "done"),
}
_ASKED: Final[dict[str, Cell]] = {
    "pending": Cell("pending", "clock", "waiting", "Asked for; nothing in the log shows that the system acted."),
    "done": Cell("done", "check", "done", "The log shows that the work went to whom it was asked for."),
    "over": Cell("case over", "", "muted", "The case was closed without it."),
    "taken_back": Cell("taken back", "arrow-back-up", "muted", "Nobody asks for it any more."),
    "": NOT_SAID._replace(tip="Nobody asked for reassignment or escalation."),
}
FIXED: Final = (
    UNKNOWN, NOT_SAID, NOBODY, *_WAITING.values(), *_SLA.values(), *_ASKED.values(),
    Cell("none", "", "muted", "The source knows due dates and gives none for this case."),
    Cell("closed late"), Cell("closed"), Cell("cancelled"), Cell("nothing"),
)  # fmt: skip
"""All cells whose words are the desk's own."""
_SIDES: Final = {each: each.replace("_", " ") for each in (*SIDE_ICONS, "unknown")}
_MOMENTS: Final = {"since": "holder_since", "due": "due_at", "activity": "last_activity_at", "age": "opened_at"}


class Moment(NamedTuple):
    """When and where the cells are seen: `now`, how long before its due time a case is at risk (microseconds both), and
    the name of the zone that the settings ask for."""

    now: int
    at_risk: int
    zone: str = ""


def cells(facts: Facts, seen: Moment) -> tuple[Cell, ...]:
    """The cells of one case, one a column of COLUMNS."""
    return tuple(make(facts, seen) for make in _MAKERS)


def cells_of_lists(lists: Mapping[str, Sequence[Fact]], seen: Moment) -> list[tuple[Cell, ...]]:
    """The cells of several cases from lists of the facts of NEEDED_FACTS and "asked"; those that do not depend on the
    time are made once for the same facts."""
    columns = []
    for column in COLUMNS:
        names, unlike = _NEEDS[column.key], _UNLIKE.get(column.key)
        if unlike is not None:
            columns.append([*map(unlike, *(lists[name] for name in names), repeat(seen))])
            continue
        make = _BY_COLUMN[column.key]
        several = zip(*(lists[name] for name in names), strict=True)
        kept, made = _made[column.key], []
        if len(kept) > _REMEMBERED:
            kept.clear()
        for each in several:
            cell = kept.get(each)
            if cell is None:
                cell = kept[each] = make(dict(zip(names, each, strict=True)), seen)
            made.append(cell)
        columns.append(made)
    return list(zip(*columns, strict=True))


def forget_made() -> None:
    """Forget the cells that were made: they speak the language of then."""
    for made in _made.values():
        made.clear()
    for remembered in (here, _said, _passed, _at_step, _held_by, _with_reason, _overdue, _due_soon):
        remembered.cache_clear()


def tip(facts: Facts, column: int, shown: Cell, seen: Moment) -> str:
    """More about a cell, plain text: both forms of a time, else what the cell says in full."""
    name = _MOMENTS.get(COLUMNS[column].key)
    moment = facts.get(name) if name else None
    return both(moment, display_zone(seen.zone)) if isinstance(moment, int) else shown.tip or shown.text


def one_line(text: str) -> str:
    """The text with every run of white space as one space, as rows are one line high, and nothing that nobody sees."""
    if text.isascii() and text.isalnum():
        return text
    return _seen(" ".join(text.split()))


_BLANK_MARKS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
_VARIANTS: Final = "\ufe00"
"""Letters and marks that Python calls printable and nobody sees; the first of those that vary what stands before."""


def _seen(text: str) -> str:
    if text.isprintable() and (text.isascii() or (max(text) < _VARIANTS and _BLANK_MARKS.isdisjoint(text))):
        return text
    from bpo_desk.models.visible_text import visible  # few texts need it, and none of the first paint

    return visible(text)


def _int(facts: Facts, name: str) -> int:
    value = facts.get(name)
    return value if isinstance(value, int) else 0


def _can(facts: Facts, bit: int) -> bool:
    return bool(_int(facts, "capability") & bit)


def _is_over(facts: Facts) -> bool:
    return facts.get("status") in _OVER


def _text(facts: Facts, name: str) -> Cell:
    if name not in facts:
        return BLANK
    text = facts[name]
    if text is None:
        return here(NOT_SAID)
    return _said(str(text)) if text else here(UNKNOWN)


@lru_cache(_REMEMBERED)
def _said(text: str) -> Cell:
    return Cell(one_line(text), "", "", _seen(text))


def _ago(moment: Fact, end: int) -> Cell:
    return _passed(_rounded(end - moment)) if isinstance(moment, int) else here(UNKNOWN)


def _rounded(micros: int) -> int:
    """The shortest length of time that `span` says in the same words; so few that what is made of them is kept."""
    micros = abs(micros)
    return micros - micros % (
        SECOND if micros < MINUTE else MINUTE if micros < DAY else HOUR if micros < 10 * DAY else DAY
    )


@lru_cache(_REMEMBERED)
def _passed(micros: int) -> Cell:
    return Cell(span(micros))


def _number(number: Fact, status: Fact, _seen: Moment) -> Cell:
    text = "" if number is None else str(number)
    if status == "closed":
        return Cell(text, "check", "done", f"{text}\n{translate('cell', 'closed')}")
    if status == "cancelled":
        return Cell(text, "x", "muted", f"{text}\n{translate('cell', 'cancelled')}")
    said = translate("cell", "open" if status == "open" else "open or closed: unknown")
    return Cell(text, "", "", f"{text}\n{said}")


def _title(facts: Facts, _seen: Moment) -> Cell:
    return _text(facts, "title")


def _client(facts: Facts, _seen: Moment) -> Cell:
    return _text(facts, "client")


def _process(facts: Facts, _seen: Moment) -> Cell:
    return _text(facts, "process_name" if facts.get("process_name") else "process")


def _priority(facts: Facts, _seen: Moment) -> Cell:
    return _text(facts, "priority")


def _step(facts: Facts, _seen: Moment) -> Cell:
    relation, step = facts.get("step_relation"), facts.get("step")
    if relation == "none" or step is None:
        return here(NOT_SAID)
    return _at_step(str(relation), str(step), _int(facts, "steps") - 1, str(facts.get("all_steps") or ""))


@lru_cache(_REMEMBERED)
def _at_step(relation: str, step: str, more: int, all_steps: str) -> Cell:
    name = one_line(step) or translate("cell", "unknown step")
    text = f"{name} +{more}" if more > 0 else name
    whole = all_steps or name
    if relation == "at":
        return Cell(text, "", "", whole)
    if relation == "after":
        after, why = translate("cell", "after {step}"), translate("cell", "The last step that was done:")
        return Cell(after.format(step=text), "", "muted", f"{why}\n{whole}")
    following, why = translate("cell", "next: {step}"), translate("cell", "Inferred from the process definition:")
    return Cell(following.format(step=text), "circle-dashed", "muted", f"{why}\n{whole}")


def _holder(facts: Facts, _seen: Moment) -> Cell:
    kind, side, over = facts.get("holder_kind"), str(facts.get("holder_side", "unknown")), _is_over(facts)
    if kind == "unknown":
        return here(UNKNOWN)
    if kind == "nobody":
        return here(NOT_SAID if over else NOBODY)
    if kind == "side":
        word, why = _side_words(side), translate("cell", "The clock is paused for: {side}")
        shown = translate("cell", "{side} (paused)").format(side=word)
        return Cell(shown, SIDE_ICONS.get(side, "user"), "waiting", why.format(side=word))
    name = facts.get("holder" if kind == "person" else "holder_queue")
    return _held_by(kind == "person", str(name or ""), side, _int(facts, "holders") - 1, over)


@lru_cache(_REMEMBERED)
def _held_by(person: bool, name: str, side: str, more: int, over: bool) -> Cell:
    name = one_line(name) or translate("cell", "unknown")
    says = [translate("cell", "Person: {name}" if person else "Queue: {name}").format(name=name)]
    says.append(translate("cell", "Side: {side}").format(side=_side_words(side)))
    says += [translate("cell", "and {n} more").format(n=more)] if more > 0 else []
    says += [translate("cell", "Last with: the case is over.")] if over else []
    icon = SIDE_ICONS.get(side, "user") if person else "users-group"
    return Cell(f"{name} +{more}" if more > 0 else name, icon, "muted" if over else "", "\n".join(says))


def _side_words(side: str) -> str:
    return translate("cell", _SIDES.get(side, side))


def _since(kind: Fact, status: Fact, closed: Fact, since: Fact, seen: Moment) -> Cell:
    if kind == "nobody":
        return here(NOT_SAID)
    if kind == "unknown":
        return here(UNKNOWN)
    return _ago(since, closed if status in _OVER and isinstance(closed, int) else seen.now)


def _waiting(facts: Facts, _seen: Moment) -> Cell:
    waiting = str(facts.get("waiting_for", "unknown"))
    if waiting == "nothing":
        return here(Cell(str(facts.get("status")) if _is_over(facts) else "nothing", "", "muted"))
    shown, reason = _WAITING.get(waiting, UNKNOWN), facts.get("pause_reason")
    if not reason or shown is UNKNOWN:
        return here(shown)
    return _with_reason(here(shown), str(reason))


@lru_cache(_REMEMBERED)
def _with_reason(shown: Cell, reason: str) -> Cell:
    return shown._replace(
        text=f"{shown.text}: {one_line(reason)}",
        tip=translate("cell", "The clock is paused: {reason}").format(reason=reason),
    )


def _due(due: Fact, status: Fact, closed: Fact, capability: Fact, seen: Moment) -> Cell:
    if not isinstance(due, int):
        if isinstance(capability, int) and capability & _DUE_DATES:
            return here(Cell("none", "", "muted", "The source knows due dates and gives none for this case."))
        return here(UNKNOWN)
    if status in _OVER:
        return here(Cell("closed late" if isinstance(closed, int) and closed > due else "closed", "", "muted"))
    left = due - seen.now
    if left < 0:
        return _overdue(_rounded(left))
    return _due_soon(_rounded(left)) if left < seen.at_risk else _passed(_rounded(left))


@lru_cache(_REMEMBERED)
def _overdue(micros: int) -> Cell:
    return Cell(f"\N{MINUS SIGN}{span(micros)}", "urgent", "overdue")


@lru_cache(_REMEMBERED)
def _due_soon(micros: int) -> Cell:
    return Cell(span(micros), "clock", "at risk")


def _sla(facts: Facts, _seen: Moment) -> Cell:
    return here(_SLA.get(str(facts.get("sla")), UNKNOWN))


def _exits(facts: Facts, _seen: Moment) -> Cell:
    if "exits" not in facts:
        return BLANK
    exits, still_open = _int(facts, "exits"), _int(facts, "exits_open")
    if exits:
        said = translate("cell", "{n} recorded, {open} of them not accepted").format(n=exits, open=still_open)
        return Cell(str(exits), "door-exit", "exited" if still_open else "muted", said)
    return NONE_OF_THEM if _can(facts, _EXITS) else here(UNKNOWN)


def _adhoc(facts: Facts, _seen: Moment) -> Cell:
    if "ad_hoc_total" not in facts:
        return BLANK
    still_open, total = _int(facts, "ad_hoc_open"), _int(facts, "ad_hoc_total")
    if total:
        said = translate("cell", "{open} open of {n}").format(open=still_open, n=total)
        return Cell(f"{still_open} / {total}", "", "" if still_open else "muted", said)
    return NONE_OF_THEM if _can(facts, _AD_HOC_TASKS) else here(UNKNOWN)


def _contacts(facts: Facts, _seen: Moment) -> Cell:
    if "contacts" not in facts:
        return BLANK
    contacts, repeated = _int(facts, "contacts"), _int(facts, "repeat_contacts")
    if contacts:
        said = translate("cell", "{n} in all, {more} of them after the first").format(n=contacts, more=repeated)
        return Cell(str(contacts), "repeat" if repeated else "", "", said)
    return NONE_OF_THEM if _can(facts, _CONTACTS) else here(UNKNOWN)


def _reopened(facts: Facts, _seen: Moment) -> Cell:
    if "reopenings" not in facts:
        return BLANK
    again = _int(facts, "reopenings")
    if again:
        said = translate("cell", "Was over and was opened again: {n} times").format(n=again)
        return Cell(str(again), "arrow-back-up", "", said)
    return NONE_OF_THEM if _can(facts, _CASE_END) else here(UNKNOWN)


def _asked(facts: Facts, _seen: Moment) -> Cell:
    standing = facts.get("asked")
    return BLANK if standing is None else here(_ASKED.get(str(standing), UNKNOWN))


def _activity(last: Fact, seen: Moment) -> Cell:
    return _ago(last, seen.now)


def _age(opened: Fact, closed: Fact, seen: Moment) -> Cell:
    return _ago(opened, closed if isinstance(closed, int) else seen.now)


def _maker(key: str) -> Callable[[Facts, Moment], Cell]:
    unlike, names = _UNLIKE.get(key), _NEEDS[key]
    if unlike is None:
        return _BY_COLUMN[key]
    return lambda facts, seen: unlike(*map(facts.get, names), seen)


_BY_COLUMN: Final[dict[str, Callable[[Facts, Moment], Cell]]] = {
    "title": _title,
    "client": _client,
    "process": _process,
    "step": _step,
    "holder": _holder,
    "waiting": _waiting,
    "sla": _sla,
    "exits": _exits,
    "adhoc": _adhoc,
    "priority": _priority,
    "contacts": _contacts,
    "reopened": _reopened,
    "asked": _asked,
}
_NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "number": ("number", "status"),
    "title": ("title",),
    "client": ("client",),
    "process": ("process", "process_name"),
    "step": ("step_relation", "step", "steps", "all_steps"),
    "holder": ("holder_kind", "holder_side", "status", "holder", "holder_queue", "holders"),
    "since": ("holder_kind", "status", "closed_at", "holder_since"),
    "waiting": ("waiting_for", "status", "pause_reason"),
    "due": ("due_at", "status", "closed_at", "capability"),
    "sla": ("sla",),
    "exits": ("exits", "exits_open", "capability"),
    "adhoc": ("ad_hoc_open", "ad_hoc_total", "capability"),
    "activity": ("last_activity_at",),
    "age": ("opened_at", "closed_at"),
    "priority": ("priority",),
    "contacts": ("contacts", "repeat_contacts", "capability"),
    "reopened": ("reopenings", "capability"),
    "asked": ("asked",),
}
"""The facts that each column reads."""
NEEDED_FACTS: Final = tuple(sorted({name for names in _NEEDS.values() for name in names} - {"asked"}))
"""Those of the columns of a queue; how requests stand is told beside them (None: not known yet)."""
_UNLIKE: Final[dict[str, Callable[..., Cell]]] = {
    "number": _number,
    "since": _since,
    "due": _due,
    "activity": _activity,
    "age": _age,
}
"""Columns whose facts are those of one case, or said by the time: made of these facts themselves, in their order."""
_made: Final[dict[str, dict[tuple[Fact, ...], Cell]]] = {key: {} for key in _NEEDS}
_MAKERS: Final = tuple(_maker(column.key) for column in COLUMNS)
