"""Lets something leave the desk: first an `exported` event for each of its cases, safe in the outbox, then the file.

The file appears whole or not at all. What is in it is made elsewhere.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bpo_desk.errors import DeskError, DiskFull

if TYPE_CHECKING:
    from bpo_desk.models.mutation import Exported
    from bpo_desk.workspace.desk import Workspace


def export_file(
    workspace: Workspace, engagement: str, numbers: Sequence[str], told: Exported, path: Path, content: bytes
) -> None:
    """Write `content` to `path`, having noted in the outbox that these cases of the engagement (its code) leave.

    The bytes are on disk under another name before the note is made, so that a disk that is full or a folder that may
    not be written to leaves neither note nor file. Raises DiskFull, DeskError naming the file, and the kinds of the
    outbox; then there is no file, and one that was there before is as it was.
    """
    waiting = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with waiting.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        note_export(workspace, engagement, numbers, told)
        waiting.replace(path)
    except OSError as error:
        kind = DiskFull if error.errno == 28 else DeskError
        raise kind(
            f"{path} could not be written: {error.strerror or error}.",
            "Choose a folder that exists and that you may write to.",
        ) from error
    finally:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)


def note_export(workspace: Workspace, engagement: str, numbers: Sequence[str], told: Exported) -> None:
    """Note in the outbox that cases leave the desk, all or none."""
    workspace.write_all([workspace.new_mutation(engagement, number, told) for number in numbers if number])
