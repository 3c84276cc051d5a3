"""A second start for the same profile brings the first desk to the front instead of opening another."""

import pytest

from bpo_desk.app.single_instance import SingleInstance


@pytest.fixture
def first(qapp, tmp_path):
    instance = SingleInstance(tmp_path / "window.ini")
    yield instance
    instance.close()


def test_the_second_desk_tells_the_first_which_case_is_wanted(first, qtbot, tmp_path):
    wanted = []
    first.listen(wanted.append)
    second = SingleInstance(tmp_path / "window.ini")
    assert first.is_first
    assert not second.is_first
    assert second.tell_first("INC0000042")
    qtbot.waitUntil(lambda: wanted == ["INC0000042"])


def test_another_profile_is_a_first_of_its_own(first, tmp_path):
    other = SingleInstance(tmp_path / "other" / "window.ini")
    assert other.is_first
    other.close()


def test_when_the_first_has_ended_the_next_one_is_first(first, tmp_path):
    first.close()
    following = SingleInstance(tmp_path / "window.ini")
    assert following.is_first
    following.close()
