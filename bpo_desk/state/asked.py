"""How what was asked of the source systems stands, for each row of a queue: somebody else told it, no column says it.

What the events of a case say about its requests is found in `state/requests.py`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.filters import ASKED, FieldIs
from bpo_desk.models.ids import NONE
from bpo_desk.state.filter_lookup import FilterLookup

ASKED_QUESTIONS: Final = tuple(FieldIs("asked", word) for word in ASKED)
"""What must be told for `asked_codes`."""


def asked_codes(lookup: FilterLookup, rows: NDArray[np.integer] | None = None) -> NDArray[np.int8] | None:
    """int8 a row (of `rows`, None: all): place of the word in ASKED, NONE where nobody asked; None: not told yet."""
    codes = np.full(len(lookup) if rows is None else len(rows), NONE, np.int8)
    for place, question in enumerate(ASKED_QUESTIONS):
        told = lookup.told(question)
        if told is None:
            return None
        codes[told if rows is None else told[rows]] = place
    return codes
