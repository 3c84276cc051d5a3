"""`desk connect`: the way to a shared database tried step by step, and remembered for the profile where all is well."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from typing import Final

from bpo_desk.errors import NotFound
from bpo_desk.models.connection_step import Mark, Step
from bpo_desk.settings import local_places
from bpo_desk.workspace.passwords import password_for
from bpo_desk.workspace.profiles import profile_url

_MARKS: Final = {Mark.OK: "ok   ", Mark.WARNED: "note ", Mark.FAILED: "FAIL ", Mark.SKIPPED: "-    "}


def run(given: argparse.Namespace) -> int:
    """Try; exit code 1 where a step failed."""
    from bpo_desk.shared.connection_check import check_connection
    from bpo_desk.workspace.connecting import refuse_another_database, remember_connection

    url = given.url or profile_url(given.profile)
    if url is None:
        raise NotFound(f"The profile {given.profile!r} has no shared database yet.", "Name one: bpo-desk connect URL")
    if not given.test:
        refuse_another_database(local_places(), given.profile, url, moved=given.moved)
    password = _password(given, url)
    failed = False
    for step in check_connection(url, password):
        failed = failed or step.mark is Mark.FAILED
        _tell(given, step)
    if failed or given.test:
        _end(given, {"ok": not failed, "remembered": False, "password_kept": False, "note": ""})
        return 1 if failed else 0
    typed = password if password is not None and password != password_for(url) else None
    done = remember_connection(local_places(), given.profile, url, typed, moved=given.moved)
    _end(given, {"ok": True, "remembered": True, "password_kept": done.password_kept, "note": done.note})
    return 0


def _password(given: argparse.Namespace, url: str) -> str | None:
    found = password_for(url, given.password_stdin)
    if found is None and not url.startswith("sqlite") and not given.json and sys.stdin.isatty():
        import getpass

        return getpass.getpass("Password (empty: none): ") or None
    return found


def _tell(given: argparse.Namespace, step: Step) -> None:
    if given.json:
        print(json.dumps(step.document(), ensure_ascii=False), flush=True)
        return
    print(f"{_MARKS[step.mark]} {step.name}: {step.words}", file=sys.stderr, flush=True)
    if step.next_step:
        print(f"      {step.next_step}", file=sys.stderr, flush=True)


def _end(given: argparse.Namespace, document: Mapping[str, object]) -> None:
    if given.json:
        print(json.dumps({"event": "done", **document}, ensure_ascii=False), flush=True)
        return
    if document["remembered"]:
        kept = "; its password is in the key store" if document["password_kept"] else ""
        print(f"The profile {given.profile} follows it from now on{kept}.", file=sys.stderr)
    if document["note"]:
        print(document["note"], file=sys.stderr)
