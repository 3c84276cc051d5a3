"""Months of instants on the clock of a zone, for trends. No figures here."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.ids import TIME_UNKNOWN


def months_of(instants: NDArray[np.int64], zone: tzinfo) -> tuple[list[date], NDArray[np.int64]]:
    """Every month (its first day) from the first instant to the last, and the number of each one's month, int64[n].

    `instants` are int64[n] microseconds UTC; -1 for those not known.
    """
    of = np.full(len(instants), -1, np.int64)
    known = instants != TIME_UNKNOWN
    if not known.any():
        return [], of
    first, last = (
        datetime.fromtimestamp(int(edge) / 1e6, zone).date().replace(day=1)
        for edge in (instants[known].min(), instants[known].max())
    )
    months = [first]
    while months[-1] < last:
        year, month = divmod(months[-1].year * 12 + months[-1].month, 12)
        months.append(date(year, month + 1, 1))
    begins = [int(datetime(m.year, m.month, 1, tzinfo=zone).timestamp()) * 1_000_000 for m in months]
    of[known] = np.searchsorted(np.array(begins, np.int64), instants[known], side="right") - 1
    return months, of
