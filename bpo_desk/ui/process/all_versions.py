"""Every version of a process in one view: how each is told of on the one that is drawn, and who ran which. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from bpo_desk.models.dictionaries import Step
from bpo_desk.models.process import ProcessDefinition
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.models.step_mapping import StepMapping
from bpo_desk.process.versions import VersionRead, version_read
from bpo_desk.ui.number_words import number
from bpo_desk.ui.process.definitions import elements_of, read_or_why_not
from bpo_desk.ui.process.scope import ProcessScope, VersionCount

translate = QCoreApplication.translate


class VersionDrawing(NamedTuple):
    """What is stored of a version: its drawing, and what people said about its steps."""

    xml: bytes | None
    said: StepMapping | None = None


Drawings = Mapping[str, VersionDrawing]
"""The versions of a process by name."""


def version_reads(
    drawn: ProcessDefinition,
    drawn_version: str,
    drawings: Drawings,
    versions: Sequence[VersionCount],
    steps: list[Step],
) -> list[VersionRead | None]:
    """How each version is told of on the drawn one, in the order of the versions; None for one that cannot be read."""
    made: list[VersionRead | None] = []
    for each in versions:
        stored = drawings.get(each.version, VersionDrawing(None))
        own = drawn if each.version == drawn_version else read_or_why_not(stored.xml, "")[0]
        said = stored.said or StepMapping("", each.version)
        made.append(None if own is None else version_read(drawn, own, elements_of(own, steps, said)))
    return made


def only_in(numbers: Sequence[int], versions: Sequence[VersionCount]) -> str:
    """What a flow is called that the drawn version does not have: the versions that do, by their places."""
    names = [versions[place].version or translate("process", "unnamed") for place in numbers]
    return translate("process", "only in {versions}").format(versions=", ".join(names))


def versions_of_cases(
    queue: QueueColumns, process: str, versions: Sequence[VersionCount], keys: NDArray[np.int32]
) -> NDArray[np.int64]:
    """The place of the version that each case ran among the versions; the newest where none is said."""
    places = np.full(len(queue), len(versions) - 1, np.int64)
    for place, each in enumerate(versions):
        places[ProcessScope(process, each.version).rows(queue)] = place
    found: NDArray[np.int64] = places[np.searchsorted(queue.cases["case"], keys)]
    return found


def versions_note(name: str, drawn: str, versions: Sequence[VersionCount]) -> str:
    """What is drawn, and how many cases ran on other versions."""
    others = [each for each in versions if each.version != drawn]
    words = translate(
        "process",
        "{process}, version {version} drawn; {cases} of {all} cases ({open} open) ran on other versions, "
        "each opens on its own",
    )
    return words.format(
        process=name,
        version=drawn or translate("process", "unnamed"),
        cases=number(sum(each.cases for each in others)),
        all=number(sum(each.cases for each in versions)),
        open=number(sum(each.open_cases for each in others)),
    )
