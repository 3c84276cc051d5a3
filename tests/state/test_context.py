"""Value texts become instants and SLA states; what is no such thing stays unknown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.case_columns import SlaState
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.times import to_iso
from bpo_desk.state.context import ValueReader, read_instant, read_instants

HOUR = 3_600_000_000


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("1970-01-01T01:00:00Z", HOUR),
        ("1970-01-01T03:00:00+02:00", HOUR),
        ("1970-01-01 01:00", HOUR),
        ("1970-01-02", 24 * HOUR),
        ("", TIME_UNKNOWN),
        ("?", TIME_UNKNOWN),
        ("1970-13-01T01:00:00Z", TIME_UNKNOWN),
    ],
)
def test_a_text_is_this_instant(text, micros):
    assert read_instant(text) == micros
    assert read_instants([text, "1970-01-01T00:00:00Z"]).tolist() == [micros, 0]


@given(st.lists(st.integers(-(10**9), 10**10).map(lambda seconds: to_iso(seconds * 1_000_000)), min_size=1))
def test_many_instants_are_read_like_each_alone(texts):
    assert read_instants(texts).tolist() == [read_instant(text) for text in texts]


def test_codes_are_read_in_their_own_order_with_none_unknown():
    reader = ValueReader(["", "at_risk", "1970-01-01T01:00:00Z", " Met ", "green"])
    codes = np.array([2, -1, 0, 2, 1, 4, 3], dtype=np.int32)
    unknown = TIME_UNKNOWN
    assert reader.times(codes).tolist() == [HOUR, unknown, unknown, HOUR, unknown, unknown, unknown]
    expected = [SlaState.UNKNOWN] * 4 + [SlaState.AT_RISK, SlaState.UNKNOWN, SlaState.MET]
    assert reader.sla_states(codes).tolist() == expected
    assert reader.times(codes[:0]).tolist() == []
