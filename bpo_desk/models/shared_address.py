"""What a person says of a shared database (host, port, database, user; or a file), and its URL. Never a password.

Which of its parameters are allowed is decided in `shared/transport.py`.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from bpo_desk.errors import WrongUsage

USUAL_PORT = 5432
_FILE = "sqlite:///"
_SERVER = "postgresql+psycopg"


@dataclass(frozen=True, slots=True)
class SharedAddress:
    """A server, or a SQLite file where `file` is not "". `authority`: path of the file of certificate authorities, "" =
    those that this system trusts; `more`: further parameters of a URL that was given whole."""

    host: str = ""
    port: int = USUAL_PORT
    database: str = ""
    user: str = ""
    authority: str = ""
    file: str = ""
    more: tuple[tuple[str, str], ...] = ()

    @property
    def is_file(self) -> bool:
        """Whether it is a SQLite file."""
        return bool(self.file)

    def url(self) -> str:
        """The URL. Raises WrongUsage that names what is missing or cannot be."""
        if self.is_file:
            return _FILE + PurePath(self.file).as_posix()
        for what, text in (("host", self.host), ("database", self.database), ("user", self.user)):
            _refuse_unfit(what, text)
        if not 1 <= self.port <= 65_535:
            raise WrongUsage(f"{self.port} is no port.", "A port is a number from 1 to 65535; usually 5432.")
        said = [*self.more, *([("sslrootcert", self.authority)] if self.authority else [])]
        query = f"?{urlencode(said, quote_via=quote)}" if said else ""
        host = f"[{self.host}]" if _is_ipv6(self.host) else self.host
        return f"{_SERVER}://{quote(self.user, safe='')}@{host}:{self.port}/{self.database}{query}"


def address_of(url: str) -> SharedAddress:
    """What stands in a URL, as far as a form can show it; an empty address for a URL that is not understood."""
    if url.startswith("sqlite"):
        return SharedAddress(file=url.partition(":///")[2])
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return SharedAddress()
    said = parse_qsl(parts.query)
    return SharedAddress(
        parts.hostname or "",
        port or USUAL_PORT,
        parts.path.lstrip("/"),
        unquote(parts.username or ""),
        dict(said).get("sslrootcert", ""),
        more=tuple((name, value) for name, value in said if name != "sslrootcert"),
    )


def _refuse_unfit(what: str, text: str) -> None:
    if not text:
        raise WrongUsage(f"The {what} of the shared database is missing.", f"Write the {what}.")
    unfit = " /?#@\\" if what == "host" else "/?#" if what == "database" else ""
    found = [letter for letter in text if letter in unfit or not letter.isprintable()]
    if found:
        raise WrongUsage(
            f"The {what} {text!r} has {found[0]!r} in it, which cannot be.",
            "Write the host alone, such as db.example.com." if what == "host" else f"Check the {what}.",
        )


def _is_ipv6(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).version == 6
    except ValueError:
        return False
