"""How a PostgreSQL connection travels: encrypted, with both sides proven, and nothing of it left to the environment.

Decides the parameters of libpq and refuses what would weaken them; opens nothing itself.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from sqlalchemy.engine import URL

from bpo_desk import __version__
from bpo_desk.errors import WrongUsage

USUAL_PORT: Final = "5432"
SYSTEM_AUTHORITIES: Final = "system"
"""As `sslrootcert`: the certificate authorities that this system trusts."""

_PROVEN: Final = {
    "sslmode": "verify-full",
    "require_auth": "scram-sha-256",
    "channel_binding": "require",
    "ssl_min_protocol_version": "TLSv1.3",
}
_ON_THIS_MACHINE: Final = {
    "sslmode": "prefer",
    "require_auth": "scram-sha-256,md5,password,gss,sspi,none",  # whatever it asks for; an empty word would be none
    "channel_binding": "prefer",
    "ssl_min_protocol_version": "TLSv1.2",
    "sslrootcert": "",
}
_ALWAYS: Final = {
    "gssencmode": "disable",  # Kerberos' own encryption would be taken before TLS, without a certificate
    "ssl_max_protocol_version": "",
    "connect_timeout": "5",
    "tcp_user_timeout": "10000",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "application_name": f"bpo_desk/{__version__}",
}
_UNSAID: Final = {
    # What libpq would take from the environment or from files of its own where the address is silent.
    "hostaddr": "",
    "sslcert": "",
    "sslkey": "",
    "sslcrl": "",
    "sslcrldir": "",
    "sslnegotiation": "postgres",
    "sslsni": "1",
    "sslcertmode": "allow",
    "sslcompression": "0",
    "gssdelegation": "0",
    "requirepeer": "",
    "target_session_attrs": "any",
    "load_balance_hosts": "disable",
    "passfile": str(Path(os.devnull) / "no file of passwords"),  # an empty word would be the file in the home folder
}
_AUTHORITIES: Final = "sslrootcert"
_WHERE: Final = ("host", "hostaddr", "port", "load_balance_hosts", "target_session_attrs")
_OWN_CERTIFICATE: Final = ("sslcert", "sslkey")
_KNOWN: Final = frozenset((*_PROVEN, _AUTHORITIES, *_WHERE, *_OWN_CERTIFICATE))


def connect_parameters(url: URL, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The parameters of libpq for an address, always all of them, so that PGSSLMODE and its like change nothing.

    What leaves the machine is `verify-full`, SCRAM bound to the channel, TLS 1.3; a server on loopback or a Unix socket
    gets what the address asks for. Raises WrongUsage for an address that asks for less or for something unknown, and
    for a PGSERVICE in the environment, which could say anything.
    """
    environment = os.environ if environment is None else environment
    asked = _asked(url)
    if environment.get("PGSERVICE"):
        raise WrongUsage(
            "The environment variable PGSERVICE would decide how the desk reaches the shared database.",
            "Unset it; the address of the shared database says all.",
        )
    if stays_on_this_machine(url, environment):
        return {**_UNSAID, **_port(url), **_ON_THIS_MACHINE, **asked, **_ALWAYS}
    _refuse_weaker(asked, url)
    return {**_UNSAID, **_port(url), **asked, **_PROVEN, _AUTHORITIES: _authorities(asked), **_ALWAYS}


def environment_words(url: URL, environment: Mapping[str, str]) -> str:
    """Which variables of libpq are set and change nothing for this address; "" where none is."""
    from psycopg import pq

    of_libpq = {each.envvar.decode() for each in pq.Conninfo.get_defaults() if each.envvar}
    left_to_it = {
        name for name, said in (("PGHOST", url.host or url.query.get("host")), ("PGUSER", url.username),
                                ("PGDATABASE", url.database)) if not said
    }  # fmt: skip
    found = sorted(name for name in environment if name in of_libpq - left_to_it)
    if not found:
        return ""
    return f"{', '.join(found)} of the environment {'are' if len(found) > 1 else 'is'} not used."


def stays_on_this_machine(url: URL, environment: Mapping[str, str] | None = None) -> bool:
    """Whether every server that the address may lead to (with PGHOST where it names no host, as libpq reads it) is on
    loopback or a Unix socket."""
    environment = os.environ if environment is None else environment
    names = [url.host] if url.host else []
    names += _each(url.query.get("host", ())) or ([] if names else _each(environment.get("PGHOST", "")))
    names += _each(url.query.get("hostaddr", ()))
    return all(_is_local(name) for name in names)


def _port(url: URL) -> dict[str, str]:
    """The usual port where a host is named without one, or PGPORT would decide."""
    alone = url.host and url.port is None and "port" not in url.query and "host" not in url.query
    return {"port": USUAL_PORT} if alone else {}


def _asked(url: URL) -> dict[str, str]:
    if "password" in url.query or "sslpassword" in url.query:
        raise WrongUsage(
            "The URL of the shared database contains a password.",
            "Leave it out: passwords come from the key store of the system or from --password-stdin.",
        )
    unknown = sorted(set(url.query) - _KNOWN)
    if unknown:
        raise WrongUsage(
            f"The address of the shared database sets {', '.join(unknown)}, which the desk does not take from it.",
            f"Leave it out; an address may set: {', '.join(sorted(_KNOWN))}.",
        )
    # SQLAlchemy itself joins several hosts with their ports; what is about the place is left to it.
    return {name: ",".join(_each(value)) for name, value in url.query.items() if name not in ("host", "port")}


def _refuse_weaker(asked: Mapping[str, str], url: URL) -> None:
    for name, wanted in _PROVEN.items():
        if asked.get(name, wanted) != wanted:
            raise WrongUsage(
                f"The address of the shared database asks for {name}={asked[name]}, and {url.host or 'its server'} is "
                f"not on this machine: the desk connects to it with {name}={wanted} only.",
                f"Leave {name} out; the guide, connect.md, says what the server needs for it.",
                code="weak_transport",
            )


def _authorities(asked: Mapping[str, str]) -> str:
    named = asked.get(_AUTHORITIES) or SYSTEM_AUTHORITIES
    if named != SYSTEM_AUTHORITIES and not Path(named).is_file():
        raise WrongUsage(
            f"The file of the certificate authority {named} is not there.",
            "Ask whoever runs the database for it, and name it in the address: ?sslrootcert=/path/ca.pem",
            code="no_authority",
        )
    return named


def _each(values: str | Iterable[str]) -> list[str]:
    texts = [values] if isinstance(values, str) else values
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


def _is_local(name: str) -> bool:
    if name.startswith(("/", "@")):
        return True
    alone = name.partition(":")[0] if name.count(":") == 1 else name  # SQLAlchemy lets a port stand behind a host
    try:
        return alone == "localhost" or ipaddress.ip_address(alone.strip("[]")).is_loopback
    except ValueError:
        return False
