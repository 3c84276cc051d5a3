"""The reports that a run without a screen leaves beside its pictures: one case of the demo in every format."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bpo_desk import __version__
from bpo_desk.app.report_command import FORMATS, content_of
from bpo_desk.models.mutation import Exported
from bpo_desk.reports.build import About
from bpo_desk.workspace.desk import Workspace


def write_reports(workspace: Workspace, out: Path) -> list[Path]:
    """Write `report.<format>` into `out` for a case with much to tell; returns the files, none without a case.

    It is not one of the cases that the pictures show: the export stands in its trail afterwards.
    """
    queues = [workspace.queue(each.engagement_id) for each in workspace.engagements()]
    queue = max(queues, key=len, default=None)
    if queue is None or not len(queue):
        return []
    cases = {name: column.astype(np.int64) for name, column in queue.cases.columns.items()}
    weight = cases["events"] + 10 * (cases["exits"] + cases["ad_hoc_total"] + cases["pauses"])
    place = np.argsort(-weight, kind="stable")[min(7, len(queue) - 1)]
    file = workspace.open_case(queue.engagement.engagement_id, int(cases["case"][place]))
    about = About(
        prepared_by=workspace.writer_name(),
        prepared_at=int(datetime.now(UTC).timestamp() * 1_000_000),
        program=f"bpo_desk {__version__}",
        zone=file.engagement.zone,
        recipient="whoever looks at the demo",
    )
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for form in FORMATS:
        content, digest = content_of(form, [file], [file], about)
        told = Exported(form, about.recipient, what="report", digest=digest)
        written.append(out / f"report.{form}")
        workspace.export(file.engagement.code, [file.number], told, written[-1], content)
    return written
