"""`desk admin process`: a BPMN file into the shared database, as a version of a process that cases run on."""

from __future__ import annotations

import argparse

from bpo_desk.cli.admin import database, say
from bpo_desk.errors import NotFound, RefusedFile


def store(given: argparse.Namespace) -> int:
    """Store a version of a process from its file. Raises DeskError for a file that cannot be drawn, for an engagement
    or process that is not there, and for a version that is stored with another content."""
    from bpo_desk.models.process import FLOW_NODE_FAMILIES
    from bpo_desk.process.bpmn import read_definition
    from bpo_desk.shared.admin import find_engagement
    from bpo_desk.shared.definitions import chosen_process, put_into_use
    from bpo_desk.shared.engine import writing

    try:
        xml = given.file.read_bytes()
    except OSError as error:
        raise NotFound(f"{given.file} cannot be read: {error.strerror or error}.", "Check the path.") from error
    definition, notes = read_definition(xml, given.file.name)
    if not any(node.kind.family in FLOW_NODE_FAMILIES for node in definition.nodes):
        raise RefusedFile(f"{given.file.name} has no step of a process.", "Export the diagram with its process.")
    with database(given) as engine, writing(engine) as connection:
        engagement = find_engagement(engine, given.engagement)
        key = chosen_process(connection, engagement, given.process)
        own = "" if definition.name == given.file.name else definition.name  # a process without name has its file's
        name = given.name or own or key
        cases = put_into_use(connection, engagement, key, given.version, name, xml, given.after)
    lines = [
        f"{engagement.code}: version {given.version} of {key} is stored; {cases:,} cases run on it. Desks have it with "
        "their next sync; the Process screen says which steps of the log it lacks (tab Mapping).",
        *(f"line {note.line}: {note.element_id}: {note.reason}" for note in notes),
    ]
    document = {
        "engagement": engagement.code, "process": key, "version": given.version, "name": name, "cases": cases,
        "notes": [{"line": note.line, "element": note.element_id, "reason": note.reason} for note in notes],
    }  # fmt: skip
    say(given, document, "\n".join(lines))
    return 0
