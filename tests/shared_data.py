"""Finds the large public logs and models that lie beside the repository; skips with the reason when they do not."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


def shared_data(*parts: str) -> Path:
    """Return a file or folder of the shared data, such as shared_data("logs", "receipt.xes"); skips when absent."""
    for above in (REPOSITORY.parent, REPOSITORY.parent.parent):  # a checkout, and a working tree one level deeper
        found = above / "shared" / "data"
        if found.is_dir():
            path = found.joinpath(*parts)
            if path.exists():
                return path
            pytest.skip(f"the shared data has no {'/'.join(parts)}")
    pytest.skip("the shared data (../shared/data) does not lie beside the repository")
