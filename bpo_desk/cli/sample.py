"""`desk sample`: draw cases to review by a published seed, and perform a draw again to see whether it agrees."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from bpo_desk.errors import NotFound
from bpo_desk.workspace.desk import Workspace

if TYPE_CHECKING:
    from bpo_desk.quality.frames import Drawn


def draw(given: argparse.Namespace) -> int:
    """Freeze the cases of a filter, draw and print the sample; with --keep it becomes events of its cases."""
    from bpo_desk.quality.frames import drawn
    from bpo_desk.quality.sampling import By, Method

    workspace = Workspace.open(given.profile)
    try:
        engagement = workspace.engagement(given.engagement)
        frame = workspace.samples.freeze(engagement, given.where, given.as_of)
        by = By(given.by or (By.NOTHING if given.method == Method.SIMPLE else By.HOLDER))
        found = drawn(frame, given.seed, Method(given.method), by, given.size)
        if given.keep:
            workspace.samples.keep(found)
    finally:
        workspace.close()
    _say(given, found.document() | {"kept": given.keep}, _lines(found))
    return 0


def check(given: argparse.Namespace) -> int:
    """Perform a draw again; exit code 1 where it differs."""
    from bpo_desk.quality.frames import sample_of

    workspace = Workspace.open(given.profile)
    try:
        if given.file is not None:
            try:
                before = sample_of(given.file.read_text(encoding="utf-8"))
            except OSError as error:
                raise NotFound(f"{given.file} cannot be read: {error.strerror or error}.", "Check the path.") from error
            engagement = workspace.engagement(before.statement.engagement)
        else:
            engagement = workspace.engagement(given.engagement)
            before = _kept(workspace, engagement, given.sample)
        found = workspace.samples.check(engagement, before)
    finally:
        workspace.close()
    agrees = not found.differs
    words = ["The draw agrees." if agrees else "THE DRAW DIFFERS:", *found.differs]
    again = found.again.document()
    _say(given, {"agrees": agrees, "differs": list(found.differs), "sample": before.statement.sample, "again": again},
         words)  # fmt: skip
    return 0 if agrees else 1


def _kept(workspace: Workspace, engagement: Any, sample: str) -> Drawn:
    kept = workspace.samples.kept(engagement)
    for each in kept:
        if each.drawn.statement.sample == sample:
            return each.drawn
    known = ", ".join(each.drawn.statement.sample for each in kept) or "none"
    raise NotFound(f"{engagement.code} has no sample {sample!r}.", f"There are: {known}.")


def _lines(found: Drawn) -> list[str]:
    said = found.statement
    by = f" by {said.by}" if said.by else ""
    return [
        f"{said.engagement}: {len(found.picks)} of {said.population:,} cases, {said.method}{by}, sample {said.sample}",
        f"filter {said.where or 'none'}, as of {said.as_of}, known at {said.known_at}",
        f"population digest {said.digest}, seed {said.seed}",
        *(f"{pick.rank:6}  {pick.number}  {pick.stratum}".rstrip() for pick in found.picks),
    ]


def _say(given: argparse.Namespace, document: dict[str, Any], lines: list[str]) -> None:
    if given.json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        print("\n".join(lines), file=sys.stdout)
