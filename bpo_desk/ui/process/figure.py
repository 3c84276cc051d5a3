"""Figure: a number in words that may open the cases behind it. Plain values; how it looks is a table's business."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpo_desk.ui.theme import Status

Keys = Callable[[], NDArray[np.integer]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell: its text, and what it opens: the cases of `keys` (case keys), said in `words`, or else those that
    `filter_text` lists. `status` gives it a colour and its icon, unless `icon` names another."""

    text: str
    words: str = ""
    keys: Keys | None = None
    filter_text: str = ""
    status: Status | None = None
    icon: str = ""

    @property
    def opens(self) -> bool:
        """Whether there are cases behind it."""
        return self.keys is not None or bool(self.filter_text)


Row = tuple[Figure, ...]
