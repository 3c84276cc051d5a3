"""`desk access-log`: who looked at the cases of an engagement, or let them leave the desk."""

from __future__ import annotations

import argparse
import json
from typing import Any

from bpo_desk.models.times import to_iso
from bpo_desk.workspace.client_view import desk_of
from bpo_desk.workspace.desk import Workspace


def run(given: argparse.Namespace) -> int:
    """List the access to one engagement, the latest first."""
    with desk_of(given.profile, given.as_client, given.engagement) as workspace:
        document = _document(workspace, given)
    if given.json:
        print(json.dumps(document, ensure_ascii=False))
        return 0
    for entry in document["entries"]:
        more = ", ".join(f"{name} {value}" for name, value in entry["details"].items())
        print(
            "  ".join((entry["at"], entry["who"] or "unknown", entry["what"], entry["case"] or "a list", more)).rstrip()
        )
    shown = len(document["entries"])
    waiting = f"; {document['not_sent']} of this desk wait to be sent" if document["not_sent"] else ""
    print(f"{shown:,} of {document['found']:,} entries, data as of {document['data_as_of'] or 'never'}{waiting}")
    return 0


def _document(workspace: Workspace, given: argparse.Namespace) -> dict[str, Any]:
    engagement = workspace.engagement(given.engagement)
    one = engagement.engagement_id
    case = None if given.case is None else workspace.find_case(one, given.case)
    found = workspace.access_log(one, case)
    shown = found.entries[: given.limit] if given.limit > 0 else found.entries
    as_of = workspace.sync_status(one).data_as_of
    return {
        "engagement": engagement.code,
        "found": found.found,
        "not_sent": workspace.outbox_status().access,
        "data_as_of": None if as_of is None else to_iso(as_of),
        "entries": [
            {
                "at": to_iso(each.at), "done_at": to_iso(each.done), "who": each.who or None, "side": each.side.word,
                "what": each.what, "case": each.number or None, "cases": each.together, "reason": each.reason or None,
                "details": each.details,
            }
            for each in shown
        ],
    }  # fmt: skip
