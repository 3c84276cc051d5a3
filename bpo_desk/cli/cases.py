"""`desk cases`: the work queue on the terminal, by the same filter, order and columns as the screen."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bpo_desk.errors import NotFound, WrongUsage
from bpo_desk.models.times import to_iso
from bpo_desk.models.visible_text import visible
from bpo_desk.workspace.client_view import desk_of
from bpo_desk.workspace.desk import Workspace

if TYPE_CHECKING:
    from bpo_desk.state.sort_order import SortColumn

_TIMES = ("step_since", "holder_since", "opened_at", "closed_at", "last_activity_at", "due_at")
_FOR_THE_SCREEN = ("capability", "steps", "all_steps", "exits", "ad_hoc_total", "process_name", "contacts",
                   "repeat_contacts", "reopenings")  # fmt: skip
"""Facts that the screen needs to word others; most would alone say 0 where a source cannot tell."""


def run(given: argparse.Namespace) -> int:
    """List the cases of one engagement, or of all of them."""
    with desk_of(given.profile, given.as_client, given.engagement) as workspace:
        engagements = [workspace.engagement(given.engagement)] if given.engagement else workspace.engagements()
        if not engagements:
            raise NotFound("The local copy is empty.", "Run: bpo-desk sync")
        documents = [_document(workspace, int(each.engagement_id), given) for each in engagements]
    if given.json:
        print(json.dumps(documents[0] if len(documents) == 1 else documents, ensure_ascii=False))
    else:
        for document in documents:
            print("\n".join(map(visible, _lines(document))))
    return 0


def _document(workspace: Workspace, engagement: int, given: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from bpo_desk.models.filter_text import parse
    from bpo_desk.models.filters import asked_elsewhere
    from bpo_desk.state.filter_lookup import FilterLookup
    from bpo_desk.state.filter_mask import filter_mask
    from bpo_desk.state.queue_facts import facts_of_rows
    from bpo_desk.state.sort_order import sort_permutation

    now = given.as_of if given.as_of is not None else time.time_ns() // 1000
    wanted = parse(given.where)
    elsewhere = asked_elsewhere(wanted)
    if elsewhere and given.as_of is not None:
        raise WrongUsage(f"{elsewhere[0].field} cannot be asked of a past moment.", "Leave it out, or --as-of.")
    queue = workspace.queue(engagement, given.as_of)
    lookup = FilterLookup(queue)
    searched_all = True
    for told in workspace.cases_that_answer(engagement, elsewhere) if elsewhere else ():
        lookup.tell(told.asked, told.cases)
        searched_all &= told.complete
    order = sort_permutation(lookup, _column(given.order), now, descending=given.order.startswith("-"))
    order = order[filter_mask(wanted, lookup, now)[order]]
    shown = order[: given.limit] if given.limit > 0 else order
    return {
        "engagement": queue.engagement.code,
        "total": len(queue),
        "found": int(np.size(order)),
        "shown": int(np.size(shown)),
        "where": given.where,
        "order": given.order,
        "as_of": to_iso(given.as_of) if given.as_of is not None else None,
        "data_as_of": to_iso(queue.data_as_of) if queue.data_as_of is not None else None,
        "partial": queue.partial,
        "searched_all": searched_all,
        "left": {
            "cases": queue.retained.left,
            "closed_before": None if queue.retained.closed_before is None else to_iso(queue.retained.closed_before),
        },
        "cases": [_row(facts) for facts in facts_of_rows(queue, shown)],
    }


def _column(order: str) -> SortColumn:
    from bpo_desk.state.sort_order import SortColumn

    try:
        return SortColumn(order.removeprefix("-"))
    except ValueError:
        known = ", ".join(SortColumn)
        raise WrongUsage(f"There is no column {order.removeprefix('-')!r} to sort by.", f"Columns: {known}.") from None


def _row(facts: dict[str, Any]) -> dict[str, Any]:
    """A row for a program: times in ISO 8601, counts that no source could have recorded null."""
    from bpo_desk.models.capability import Capability, told

    capability = facts["capability"]
    for name, whole, bit in (
        ("ad_hoc_open", "ad_hoc_total", Capability.AD_HOC_TASKS),
        ("exits_open", "exits", Capability.EXITS),
        ("feedback_open", "feedback_open", Capability.FEEDBACK),
    ):
        facts[name] = told(facts[name], capability, bit, facts[whole])
    for name in _FOR_THE_SCREEN:
        facts.pop(name, None)
    facts["client"] = facts["client"] or None
    for name in _TIMES:
        facts[name] = None if facts[name] is None else to_iso(facts[name])
    return facts


def _lines(document: dict[str, Any]) -> Iterable[str]:
    yield f"{document['engagement']}: {document['found']:,} of {document['total']:,} cases"
    if document["left"]["cases"]:
        before = document["left"]["closed_before"]
        day = f" (closed before {before[:10]})" if before else ""
        yield f"{document['left']['cases']:,} closed cases are not in this copy{day}, by the engagement's rule."
    if not document["searched_all"]:
        yield "Only what is indexed so far was searched for words: the next syncs go on."
    for case in document["cases"]:
        holder = case["holder"] or case["holder_queue"] or case["holder_kind"]
        if case["holder_kind"] == "side":
            holder = f"the {case['holder_side'].replace('_', ' ')}"
        more = f" +{case['holders'] - 1}" if case["holders"] > 1 else ""
        after = "after " if case["step_relation"] == "after" else ""
        cells = (
            case["number"].ljust(16),
            case["status"].ljust(9),
            f"{after}{case['step'] or '-'}"[:32].ljust(32),
            f"{holder}{more}"[:28].ljust(28),
            f"since {case['holder_since'] or 'unknown'}"[:26].ljust(26),
            f"due {case['due_at'] or 'unknown'}",
        )
        yield "  ".join(cells)
