"""`desk case NO`: the same CaseFile as the case screen, as words or as JSON."""

from __future__ import annotations

import argparse
import json
from contextlib import AbstractContextManager

from bpo_desk.cli.case_text import case_lines
from bpo_desk.errors import NotFound, WrongUsage
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.visible_text import visible
from bpo_desk.reports.case_document import case_json
from bpo_desk.workspace.client_view import desk_of
from bpo_desk.workspace.desk import Workspace
from bpo_desk.workspace.one_case import one_case


def run(given: argparse.Namespace) -> int:
    """Show one case."""
    with _desk(given) as workspace:
        engagement, case = _found(workspace, given.engagement, given.number)
        file = workspace.open_case(engagement.engagement_id, case, given.as_of, given.known_at)
        if not len(file.events):
            moment = "as of" if given.as_of is not None else "at"
            raise NotFound(f"Nothing of {given.number} was there yet {moment} that time.", "Choose a later time.")
        document = case_json(file, given.as_of, given.known_at)
    print(json.dumps(document, ensure_ascii=False) if given.json else "\n".join(map(visible, case_lines(document))))
    return 0


def _desk(given: argparse.Namespace) -> AbstractContextManager[Workspace]:
    if given.from_shared:
        if not given.engagement:
            raise WrongUsage("The shared database is asked for a case of one engagement.", "Add --engagement CODE.")
        return one_case(given.profile, given.engagement, given.number, given.password_stdin)
    return desk_of(given.profile, given.as_client, given.engagement)


def _found(workspace: Workspace, code: str | None, number: str) -> tuple[Engagement, int]:
    wanted = [workspace.engagement(code)] if code else workspace.engagements()
    found = []
    for engagement in wanted:
        try:
            found.append((engagement, workspace.find_case(engagement.engagement_id, number)))
        except NotFound:
            continue
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(engagement.code for engagement, _ in found)
        raise WrongUsage(f"{number} is a case of several engagements.", f"Add --engagement with one of: {names}.")
    names = ", ".join(each.code for each in wanted) or "no engagement yet; sync first"
    raise NotFound(f"The local copy has no case {number} ({names}).", "Check the number, or sync first.")
