"""The words of a report and what they mean, so that a reader who has never seen the desk is not left to guess."""

from __future__ import annotations

from typing import Final

from bpo_desk.reports.document import Column, Section, Table, Text

_WORDS: Final = (
    ("open, closed, cancelled", "Whether a case is over, by its last opening, closing, cancelling or re-opening. "
     "Unknown where the source does not record the end of cases."),
    ("in the hands of", "Who has the case: the person of the open work item started last; else its queue; else the "
     "side the clock is paused for. Nobody: the source can tell, and nobody has it. Unknown: the source cannot tell."),
    ("side", "Who a person or queue works for: provider, client, customer, third party, or a system."),
    ("work item", "One step done once by one hand: ready, assigned, in progress, suspended, closed "
     "(completed, skipped, withdrawn or aborted)."),
    ("ad-hoc task", "Work beside the defined process, at the discretion of whoever did it."),
    ("handover", "The work of a case goes from one hand to another; systems are no hands."),
    ("exit", "The case left its defined process; accepted when somebody takes responsibility for it with a reason."),
    ("paused", "The time is not counted against the due date, with a reason and a side that is waited for."),
    ("touch time", "Time in which at least one work item was in progress."),
    ("waiting time", "The rest: elapsed less touch time."),
    ("due, SLA", "The instant of breach as the source states it, and the state of the agreement as it states it."),
    ("occurred, recorded", "Two times of each event: by the clock of its source, and when the shared database took "
     "it. An event recorded much later than it occurred was told late."),
    ("pending", "Written at this desk and not acknowledged by the shared database yet."),
    ("unknown", "The source left it blank, or it cannot record it. It is never shown as zero or as good."),
    ("nothing", "The source can tell, and there was no value."),
)  # fmt: skip


def glossary() -> Section:
    """The section that explains the words."""
    columns = (Column("Word", 1.2), Column("Meaning", 5))
    return Section("Words of this report", (Table(columns, _WORDS, "none"),), level=1)


def how_to_check(digest: str, command: str) -> Section:
    """The section that tells how a reader finds out whether the data were changed."""
    return Section(
        "How to check this report",
        (
            Text(f"SHA-256 of the data part: {digest}", strong=True),
            Text(
                "The data part is the JSON of the cases: sorted keys, no blanks, characters beyond ASCII escaped. "
                "The PDF carries it as the attached file data.json, the HTML file in its last part, the JSON file "
                "under “data”."
            ),
            Text(
                "To check the attached file: sha256sum data.json (Windows: certutil -hashfile data.json SHA256). The "
                "digest must be the one above."
            ),
            Text(
                "To check it against the records: make the report again with the command below; the digest must be "
                "the same, unless an event that had occurred before was recorded since, or was pending then."
            ),
            Text(command),
        ),
    )
