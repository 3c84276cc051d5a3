"""Which shared database a profile follows, as the settings file keeps it."""

from __future__ import annotations

from bpo_desk.settings import Profile, local_places, read_settings, save_settings, with_profile


def profile_url(profile: str) -> str | None:
    """The shared database that a profile follows; None where none is set."""
    known = {each.name: each.shared_url for each in read_settings(local_places()).profiles}
    return known.get(profile)


def remember_url(profile: str, url: str) -> None:
    """Keep the shared database of a profile in the settings file."""
    places = local_places()
    save_settings(places, with_profile(read_settings(places), Profile(profile, url)))
