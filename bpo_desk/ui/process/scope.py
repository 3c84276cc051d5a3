"""Which cases the Process screen speaks of: those of a process and, where it has several, of one version. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_columns import CaseStatus
from bpo_desk.models.filters import LEFT_UNKNOWN, FieldIs, Filter, Not, all_of
from bpo_desk.models.queue_columns import QueueColumns

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class VersionCount:
    """A version of a process with the cases that are drawn on it, and how many of those are open."""

    version: str
    cases: int
    open_cases: int


@dataclass(frozen=True, slots=True)
class ProcessScope:
    """The cases of a process ("": of all); `version` None: whatever version they are drawn on."""

    process: str = ""
    version: str | None = None

    def rows(self, queue: QueueColumns) -> Rows:
        """The rows of these cases in the queue."""
        return np.flatnonzero(self._mask(queue))

    def open_rows(self, queue: QueueColumns) -> Rows:
        """The rows of those that are neither closed nor cancelled."""
        return np.flatnonzero(self._mask(queue) & _still_open(queue))

    def open_filter(self) -> Filter:
        """The filter that lists the same cases as `open_rows`."""
        return all_of(Not(FieldIs("status", "closed")), Not(FieldIs("status", "cancelled")), self.filter())

    def filter(self) -> Filter:
        """The filter that lists the same cases as `rows`."""
        parts: list[Filter] = []
        if self.process:
            parts.append(FieldIs("process", self.process, exact=True))
        if self.version is not None:
            named = FieldIs("version", self.version, exact=True) if self.version else FieldIs("version", LEFT_UNKNOWN)
            parts.append(named)
        return all_of(*parts)

    def _mask(self, queue: QueueColumns) -> NDArray[np.bool_]:
        mask = np.ones(len(queue), np.bool_)
        if self.process:
            mask &= queue.process == queue.process_keys.index(self.process)
        if self.version is not None:
            named = [place for place, each in enumerate(queue.versions) if each.version == self.version]
            mask &= np.isin(queue.definition, named) if len(queue.definition) == len(queue) else False
        return mask


ALL_VERSIONS: Final = "\0"
"""In place of a version: every version together. No stored version has this name."""
EVERYTHING: Final = ProcessScope()
"""All cases of the engagement."""


def versions_of(queue: QueueColumns, process: str) -> tuple[VersionCount, ...]:
    """The stored versions of a process, oldest first."""
    names = dict.fromkeys(each.version for each in queue.versions if each.process == process)
    scopes = [ProcessScope(process, version) for version in names]
    return tuple(
        VersionCount(str(scope.version), len(scope.rows(queue)), len(scope.open_rows(queue))) for scope in scopes
    )


def first_scope(queue: QueueColumns, process: str | None = None, version: str | None = None) -> ProcessScope:
    """What is shown where nothing, or not all, was chosen: the process with most cases; of several versions the one
    with most open cases, the newest of equals. ALL_VERSIONS: the cases of every version."""
    if process is None:
        runs = queue.process[queue.process >= 0]
        process = queue.process_keys[int(np.bincount(runs).argmax())] if len(runs) else ""
    known = versions_of(queue, process) if process else ()
    if len(known) < 2:
        return ProcessScope(process)
    if version == ALL_VERSIONS:
        return ProcessScope(process)
    if version not in {each.version for each in known}:
        version = max(reversed(known), key=lambda each: (each.open_cases, each.cases)).version
    return ProcessScope(process, version)


def chosen_version(scope: ProcessScope, versions: int) -> str | None:
    """What was chosen of so many versions to come to a scope: a version, ALL_VERSIONS, or None where there is no
    choice."""
    return ALL_VERSIONS if scope.version is None and versions > 1 else scope.version


def _still_open(queue: QueueColumns) -> NDArray[np.bool_]:
    status = queue.cases["status"]
    found: NDArray[np.bool_] = (status != CaseStatus.CLOSED) & (status != CaseStatus.CANCELLED)
    return found
