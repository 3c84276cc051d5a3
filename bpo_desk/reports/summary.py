"""A case in one line and as plain text, for a message or a ticket: what a person would say on the phone, with dates."""

from __future__ import annotations

from bpo_desk.reports.case_sections import CaseSeen, standing, time_parts
from bpo_desk.reports.words import one_line

_SAID_IN_LINE = ("Status", "In the hands of", "Last in the hands of", "Current step", "Waiting for", "Due")
_LAST_EVENTS = 5


def summary_line(seen: CaseSeen) -> str:
    """ "CARD-4711: open; in the hands of Ann Berger (Provider) since ...; due ...; data as of ..."."""
    if not len(seen.file.events):
        return f"{seen.file.number}: no event yet; {_data_as_of(seen)}"
    facts = dict(standing(seen))
    said = [
        facts[label] if label == "Status" else f"{label[0].lower()}{label[1:]}: {facts[label]}"
        for label in _SAID_IN_LINE
        if label in facts
    ]
    return one_line(f"{seen.file.number}: {'; '.join(said)}; {_data_as_of(seen)}")


def summary_text(seen: CaseSeen) -> str:
    """The facts, where the time went, and the last events, as lines of plain text."""
    if not len(seen.file.events):
        return summary_line(seen) + "\n"
    facts = [(label, said) for label, said in standing(seen) if said not in ("–", "unknown", "0")]
    width = max(len(label) for label, _ in facts)
    lines = [f"Case {seen.file.number}, {seen.file.engagement.name}", ""]
    lines += [f"{label.ljust(width)}  {one_line(said)}" for label, said in facts]
    lines += ["", "Where the time went"]
    lines += [f"  {label}: {words}" for label, words in time_parts(seen)] or ["  unknown"]
    lines += ["", f"Last events ({len(seen.file.events):,} in all)"]
    for row in range(max(len(seen.file.events) - _LAST_EVENTS, 0), len(seen.file.events)):
        words = seen.words
        parts = (words.who(row), words.what(row), words.step(row), words.change(row), one_line(words.comment(row)))
        lines.append(f"  {seen.times.zoned(words.at(row))}  " + ", ".join(part for part in parts if part))
    return "\n".join([*lines, "", _data_as_of(seen)[:1].upper() + _data_as_of(seen)[1:]]) + "\n"


def _data_as_of(seen: CaseSeen) -> str:
    known = seen.file.data_as_of
    return "data as of: unknown" if known is None else f"data as of {seen.times.zoned(known)}"
