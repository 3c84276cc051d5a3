"""Where local files live, and the settings that a person or an administrator writes down.

Each setting is declared once, as a field of `Settings`. Window geometry and other state that the desk remembers by
itself does not belong here. Read before the first paint, so nothing heavy is imported at the top, and the classes are
named tuples: a data class takes five times as long to make.
"""

import json
import os
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from bpo_desk.errors import MachineLacks, NotFound, WrongUsage

APP_NAME = "bpo-desk"
HOME_VARIABLE = "BPO_DESK_HOME"
DEFAULT_PROFILE = "default"
_PROFILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


class Theme(StrEnum):
    """Which palette the desk paints with."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


ENGLISH = "en"
LANGUAGES = (ENGLISH, "de")
"""What the desk speaks (ISO 639-1): English, and those that have a file in resources/translations."""


class Places(NamedTuple):
    """The folders of one installation for one user. Nothing is created until `prepare` is called."""

    data: Path
    config: Path
    logs: Path
    policy_file: Path

    @property
    def settings_file(self) -> Path:
        """The person's own settings, TOML."""
        return self.config / "settings.toml"

    def profile_folder(self, profile: str) -> Path:
        """Folder of everything local that belongs to one profile; raises WrongUsage for a name unfit for a folder."""
        if not _PROFILE_NAME.fullmatch(profile):
            raise WrongUsage(
                f"The profile name {profile!r} cannot be used.",
                "Use up to 64 letters, digits, dots, dashes and underscores, starting with a letter or digit.",
            )
        return self.data / "profiles" / profile

    def cache_file(self, profile: str) -> Path:
        """The encrypted local copy of one profile."""
        return self.profile_folder(profile) / "cache.db"

    def outbox_file(self, profile: str) -> Path:
        """The encrypted file of what this desk wrote and has not been acknowledged yet."""
        return self.profile_folder(profile) / "outbox.db"

    def window_file(self, profile: str) -> Path:
        """Window geometry, columns and the last view of one profile (JSON)."""
        return self.profile_folder(profile) / "window.json"

    def demo_database_file(self) -> Path:
        """The embedded shared database of the demo engagements."""
        return self.data / "demo" / "shared.db"

    def prepare(self, profile: str = DEFAULT_PROFILE) -> None:
        """Create the folders, readable by this user only where the system knows such rights."""
        for folder in (self.data, self.config, self.logs, self.profile_folder(profile)):
            make_private_folder(folder)


def make_private_folder(folder: Path) -> None:
    """Make a folder for local files, with those above it. Raises MachineLacks where this system does not let us."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise MachineLacks(
            f"The folder {folder} for the desk's local files cannot be made: {error.strerror or error}.",
            f"Set {HOME_VARIABLE} to a folder that you may write to.",
        ) from error


def local_places(environment: Mapping[str, str] | None = None) -> Places:
    """Return where local files live: under BPO_DESK_HOME when that is set, else where this system keeps such files."""
    environment = os.environ if environment is None else environment
    home = environment.get(HOME_VARIABLE, "")
    if home:
        root = Path(home).expanduser().absolute()
        return Places(root, root, root / "logs", root / "policy.toml")
    import platformdirs  # only here: not needed when the home is given

    folders = platformdirs.PlatformDirs(APP_NAME, appauthor=False, roaming=False)
    return Places(
        folders.user_data_path,
        folders.user_config_path,
        folders.user_log_path,
        folders.site_config_path / "policy.toml",
    )


class Profile(NamedTuple):
    """One shared database that this user works with. The URL carries no password."""

    name: str
    shared_url: str
    engagement: str = ""


class Settings(NamedTuple):
    """Everything that can be set, with what holds when nothing is written down."""

    profile: str = DEFAULT_PROFILE
    theme: Theme = Theme.SYSTEM
    display_name: str = ""  # who writes notes here; empty: the login at the shared database, else of this system
    language: str = ""  # one of LANGUAGES; empty: as the system, English where the desk does not speak that
    time_zone: str = ""  # IANA name; empty: as the system
    font_percent: int = 100
    reduced_motion: bool = False
    lock_after_minutes: int = 10  # without a key or the mouse; 0: never by itself
    lock_with_system: bool = True  # as the system locks, or goes to sleep; not where lock_after_minutes is 0
    sync_every_seconds: int = 30
    stale_after_minutes: int = 15  # "data as of" turns amber after this, red after twice this
    no_movement_hours: int = 24
    at_risk_minutes: int = 120
    desktop_notices: bool = True  # of followed cases; the list in the window is always there
    profiles: tuple[Profile, ...] = ()
    locked: frozenset[str] = frozenset()  # set by the policy file, not to be changed on screen

    def profile_named(self, name: str) -> Profile:
        """Return one profile; raises NotFound with the names that exist."""
        for profile in self.profiles:
            if profile.name == name:
                return profile
        known = ", ".join(profile.name for profile in self.profiles) or "none yet"
        raise NotFound(f"There is no profile {name!r}.", f"Profiles: {known}.")


_SIMPLE = {name: type(value) for name, value in Settings()._asdict().items() if name not in ("profiles", "locked")}


def read_settings(places: Places) -> Settings:
    """Return the person's settings with the administrator's policy on top; policy values are also `locked`.

    Raises WrongUsage that names file and key when a file cannot be read or holds a wrong value.
    """
    own = _read_file(places.settings_file)
    policy = _read_file(places.policy_file)
    profiles = {profile.name: profile for values in (own, policy) for profile in values.profiles}
    simple = {**own.simple, **policy.simple}
    return Settings(**simple, profiles=tuple(profiles.values()), locked=frozenset(policy.simple))


def save_settings(places: Places, settings: Settings) -> None:
    """Write the settings that differ from the defaults and are not locked, in one atomic step."""
    default = Settings()
    lines = [
        f"{name} = {_toml(getattr(settings, name))}"
        for name in _SIMPLE
        if name not in settings.locked and getattr(settings, name) != getattr(default, name)
    ]
    for profile in settings.profiles:
        lines += ["", f"[profiles.{_toml(profile.name)}]", f"shared_url = {_toml(profile.shared_url)}"]
        if profile.engagement:
            lines.append(f"engagement = {_toml(profile.engagement)}")
    make_private_folder(places.config)
    beside = places.settings_file.with_suffix(".new")
    beside.write_text("\n".join(lines) + "\n", encoding="utf-8")
    beside.replace(places.settings_file)


def with_profile(settings: Settings, profile: Profile) -> Settings:
    """Return the settings with this profile added, or put in the place of the one of the same name."""
    others = tuple(each for each in settings.profiles if each.name != profile.name)
    return settings._replace(profiles=(*others, profile))


class _FileValues(NamedTuple):
    simple: dict[str, Any]  # each value checked against the type of its field
    profiles: tuple[Profile, ...]


def _read_file(path: Path) -> _FileValues:
    if not path.is_file():
        return _FileValues({}, ())
    import tomllib  # only here: most starts have no settings file

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUsage(f"The settings file {path} cannot be read: {error}.", "Correct or remove it.") from error
    tables = found.pop("profiles", {})
    simple = {name: _checked(path, name, value) for name, value in found.items()}
    if not isinstance(tables, dict):
        raise _wrong_value(path, "profiles", "a table for each profile")
    return _FileValues(simple, tuple(_profile(path, name, table) for name, table in tables.items()))


def _checked(path: Path, name: str, value: object) -> object:
    if name not in _SIMPLE:
        raise WrongUsage(f"{path} sets {name!r}, which is no setting.", f"Settings: {', '.join(_SIMPLE)}.")
    kind = _SIMPLE[name]
    if kind is Theme:
        if not isinstance(value, str) or value not in set(Theme):
            raise _wrong_value(path, name, " or ".join(Theme))
        return Theme(value)
    if name == "language" and value not in ("", *LANGUAGES):
        raise _wrong_value(path, name, f"one of {', '.join(LANGUAGES)}, or empty for the system's language")
    if type(value) is not kind:
        raise _wrong_value(path, name, {int: "a whole number", bool: "true or false", str: "a text"}[kind])
    if isinstance(value, int) and value < 0:
        raise _wrong_value(path, name, "zero or more")
    return value


def _profile(path: Path, name: str, table: object) -> Profile:
    wanted = "shared_url and, if wanted, engagement, both texts"
    if not isinstance(table, dict) or not set(table) <= {"shared_url", "engagement"} or "shared_url" not in table:
        raise _wrong_value(path, f"profiles.{name}", wanted)
    if not all(isinstance(value, str) for value in table.values()):
        raise _wrong_value(path, f"profiles.{name}", wanted)
    return Profile(name, table["shared_url"], table.get("engagement", ""))


def _wrong_value(path: Path, name: str, wanted: str) -> WrongUsage:
    return WrongUsage(f"{path} gives {name!r} a wrong value.", f"It must be {wanted}.")


def _toml(value: object) -> str:
    # A JSON string, number or boolean is also a TOML one, but TOML wants DEL escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
