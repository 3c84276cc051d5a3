"""Finds the shared vectors of hand-checked figures beside the repository; skips with the reason where they are not."""

import json
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def vectors(name: str) -> Any:
    """The content of one file, such as vectors("vectors_sla.json")."""
    for above in (REPOSITORY.parent, REPOSITORY.parent.parent):
        path = above / "shared" / "vectors" / name
        if path.is_file():
            return json.loads(path.read_text(encoding="utf-8"))
    pytest.skip(f"the shared vectors (../shared/vectors/{name}) do not lie beside the repository")
