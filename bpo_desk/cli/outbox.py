"""`desk outbox`: what this desk wrote and what became of it; what was refused with theirs, and the two ways out."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from bpo_desk.cache.outbox import Entry, EntryState
from bpo_desk.models.mutation_kinds import ACCESS_KINDS
from bpo_desk.models.refused import said
from bpo_desk.models.times import to_iso
from bpo_desk.models.visible_text import visible
from bpo_desk.workspace.attention import Refused
from bpo_desk.workspace.desk import Workspace

_GROUPS = {
    "pending": (EntryState.PENDING, EntryState.SENT),
    "refused": (EntryState.CONFLICT, EntryState.REJECTED),
    "accepted": (EntryState.OK,),
    "decided": (EntryState.DISCARDED,),
}


def run(given: argparse.Namespace) -> int:
    """List entries; before that, decide about one if asked to."""
    workspace = Workspace.open(given.profile)
    try:
        if given.keep_theirs:
            workspace.attention.keep_theirs(given.keep_theirs)
        if given.send_again:
            again = workspace.attention.send_again(given.send_again)
            print(f"Written again as {again.mutation_id}; it is sent with the next sync.", file=sys.stderr)
        document = _document(workspace, given.state)
    finally:
        workspace.close()
    if given.json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        print("\n".join(map(visible, _lines(document))))
    return 0


def _document(workspace: Workspace, state: str | None) -> dict[str, Any]:
    status, tray = workspace.outbox_status(), workspace.attention.tray()
    refused = {each.entry.mutation.mutation_id: each for each in tray.refused}
    wanted = {one for name, group in _GROUPS.items() if state in (None, name) for one in group}
    decided = {each.mutation_id: each for each, _entry in tray.decided}
    entries = []
    for entry in workspace.written():
        own = entry.mutation.mutation_id
        if entry.state in wanted:
            told = _entry(entry, refused.get(own))
            if own in decided:
                found = decided[own]
                told["decided"] = {"what": found.what.value, "at": to_iso(found.at), "again": found.again or None}
            entries.append(told)
    return {
        "waiting": status.unsent, "waiting_access": status.access,
        "oldest": None if status.oldest is None else to_iso(status.oldest), "attention": status.attention,
        "last_error": status.last_error or None, "entries": entries,
    }  # fmt: skip


def _entry(entry: Entry, refused: Refused | None) -> dict[str, Any]:
    mutation = entry.mutation
    told: dict[str, Any] = {
        "id": mutation.mutation_id, "state": entry.state.value, "engagement": mutation.engagement,
        "case": mutation.case or None, "kind": mutation.kind.value, "said": said(mutation.payload),
        "by": mutation.actor.name, "written_at": to_iso(mutation.created_at),
        "access": mutation.kind in ACCESS_KINDS, "tries": entry.tries, "last_error": entry.last_error or None,
        "answered_at": None if entry.answered_at is None else to_iso(entry.answered_at),
    }  # fmt: skip
    if refused is not None:
        held = refused.held
        told |= {"refusal": entry.refusal or "conflict", "why": entry.words, "may_send": refused.may_send}
        told["theirs"] = None if held is None else {
            "by": held.who or None, "at": None if held.at is None else to_iso(held.at), "row_ver": held.row_ver or None,
            "said": dict(held.fields),
        }  # fmt: skip
    return told


def _lines(document: dict[str, Any]) -> list[str]:
    since = f" since {document['oldest']}" if document["oldest"] and document["waiting"] else ""
    lines = [f"{document['waiting']} waiting{since}, {document['attention']} to be looked at"]
    for each in document["entries"]:
        where = each["case"] or each["engagement"]
        lines.append(f"{each['written_at']}  {each['state']:9}  {where}  {each['kind']}  {each['id']}")
        if "why" in each:
            lines.append(f"    {each['why']}")
            theirs = each["theirs"]
            for name, mine in each["said"].items():
                there = "" if theirs is None else theirs["said"].get(name, "")
                if mine != there:
                    lines.append(f"    {name}: mine {mine!r}" + ("" if theirs is None else f", theirs {there!r}"))
    return lines
