"""Where local files live, what can be set, and what an administrator's policy does to it."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.errors import NotFound, WrongUsage
from bpo_desk.settings import (
    LANGUAGES,
    Places,
    Profile,
    Settings,
    Theme,
    local_places,
    read_settings,
    save_settings,
    with_profile,
)


@pytest.fixture
def places(desk_home: Path) -> Places:
    found = local_places()
    found.prepare()
    return found


def test_one_variable_moves_every_local_file(desk_home: Path) -> None:
    places = local_places()
    files = [
        places.settings_file, places.policy_file, places.logs, places.demo_database_file(),
        places.cache_file("p"), places.outbox_file("p"), places.window_file("p"),
    ]  # fmt: skip
    assert all(file.is_relative_to(desk_home) for file in files)
    assert len(set(files)) == len(files)


def test_without_the_variable_files_lie_where_the_system_keeps_them() -> None:
    places = local_places({})
    assert places.data.name == "bpo-desk"
    assert places.data.is_absolute()
    assert not places.data.is_relative_to(Path.cwd())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file modes")
def test_local_folders_are_for_this_user_only(places: Places) -> None:
    assert [folder.stat().st_mode & 0o077 for folder in (places.data, places.profile_folder("default"))] == [0, 0]


@pytest.mark.parametrize("name", ["", "..", "../other", "a/b", "a\\b", "x" * 65, "a b"])
def test_a_profile_name_that_leaves_its_folder_is_refused(places: Places, name: str) -> None:
    with pytest.raises(WrongUsage, match="cannot be used"):
        places.cache_file(name)


def test_nothing_written_down_means_the_defaults(places: Places) -> None:
    assert read_settings(places) == Settings()


def test_policy_wins_over_the_person_and_locks(places: Places) -> None:
    places.settings_file.write_text('theme = "dark"\nsync_every_seconds = 5\n')
    places.policy_file.write_text("sync_every_seconds = 60\n")
    settings = read_settings(places)
    assert (settings.theme, settings.sync_every_seconds) == (Theme.DARK, 60)
    assert settings.locked == {"sync_every_seconds"}


def test_a_locked_setting_is_not_written_into_the_persons_file(places: Places) -> None:
    places.policy_file.write_text("sync_every_seconds = 60\n")
    save_settings(places, read_settings(places))
    places.policy_file.unlink()
    assert read_settings(places) == Settings()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("colour = 1", "no setting"),
        ('theme = "pink"', "system or light or dark"),
        ("theme = 1", "system or light or dark"),
        ('font_percent = "100"', "whole number"),
        ("font_percent = true", "whole number"),
        ("font_percent = -1", "zero or more"),
        ("reduced_motion = 1", "true or false"),
        ("profiles = 3", "table for each profile"),
        ("[profiles.a]\nurl = 'x'", "shared_url"),
        ("[profiles.a]\nshared_url = 1", "shared_url"),
        ("theme = ", "cannot be read"),
    ],
)
def test_a_wrong_file_is_named_with_what_it_must_be(places: Places, text: str, reason: str) -> None:
    places.settings_file.write_text(text)
    with pytest.raises(WrongUsage, match=reason) as caught:
        read_settings(places)
    assert str(places.settings_file) in caught.value.message


def test_a_file_that_is_not_utf8_is_named(places: Places) -> None:
    places.settings_file.write_bytes(b'language = "\xff"')
    with pytest.raises(WrongUsage, match="cannot be read"):
        read_settings(places)


def test_a_profile_of_the_same_name_takes_the_place_of_the_old_one() -> None:
    one = with_profile(Settings(), Profile("a", "sqlite:///one.db"))
    two = with_profile(with_profile(one, Profile("b", "sqlite:///b.db")), Profile("a", "sqlite:///two.db", "ACME"))
    assert two.profile_named("a") == Profile("a", "sqlite:///two.db", "ACME")
    assert len(two.profiles) == 2
    with pytest.raises(NotFound, match=r"no profile 'c'.*b, a"):
        two.profile_named("c")


texts = st.text(st.characters(codec="utf-8"), max_size=20)


@given(
    settings=st.fixed_dictionaries(
        {
            "theme": st.sampled_from(Theme),
            "language": st.sampled_from(("", *LANGUAGES)),
            "time_zone": texts,
            "font_percent": st.integers(0, 10**9),
            "reduced_motion": st.booleans(),
            "profiles": st.lists(st.builds(Profile, texts, texts, texts), unique_by=lambda each: each.name).map(tuple),
        }
    ).map(lambda given: Settings(**given))
)
def test_settings_come_back_as_they_were_saved(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    places = local_places({"BPO_DESK_HOME": str(tmp_path_factory.mktemp("home"))})
    save_settings(places, settings)
    assert read_settings(places) == settings
