"""What the timeline of many cases says of one event."""

from datetime import UTC

import numpy as np

from bpo_desk.models.event import EventKind
from bpo_desk.ui.team.team_words import TeamWords
from bpo_desk.ui.timeline.local_time import LocalTime
from tests.ui_case import stories
from tests.ui_queue.synthetic import synthetic


def test_a_due_date_that_moved_is_said_as_every_other_time_is() -> None:
    file = stories.replaced_card()
    words = TeamWords(synthetic(1), file.events, file.dictionaries, LocalTime(UTC))
    said = [words.text(int(row)) for row in np.flatnonzero(file.events.kind == EventKind.DUE_CHANGED)]
    assert said
    assert any("30 Oct 2026 15:30 UTC → " in text for text in said)
    assert not any("T15:30" in text for text in said)
