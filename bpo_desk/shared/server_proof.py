"""What a PostgreSQL server shows of itself before anybody logs in: its name, its port, TLS, its certificate.

Only to explain; what decides whether the desk connects is libpq with the parameters of `shared/transport.py`. Sends no
user name and no password.
"""

from __future__ import annotations

import socket
import ssl
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from bpo_desk.errors import DatabaseUnreachable, DeskError
from bpo_desk.shared.transport import SYSTEM_AUTHORITIES

SECONDS: Final = 5.0
"""How long each of name, port and handshake may take to answer."""
_SSL_REQUEST: Final = struct.pack("!ii", 8, 80877103)
_WRONG_NAME: Final = (62, 64)  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
_EXPIRED, _NOT_YET = 10, 9
_ASK: Final = "Ask the administrator of the database"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a verified certificate says: for which names, and until when."""

    names: tuple[str, ...]
    until: datetime


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises DatabaseUnreachable (code "name_unknown")."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        again = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
        reason = "the name server does not answer" if again else "no name server knows it"
        raise DatabaseUnreachable(
            f"The name {host} leads nowhere: {reason}.",
            "Check the spelling and the network; names inside a company are often known only there or through its VPN.",
            code="name_unknown",
        ) from error
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def reached(addresses: list[str], port: int) -> socket.socket:
    """A connection to the first address that answers. Raises DatabaseUnreachable (code "port_silent")."""
    failures = []
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=SECONDS)
        except OSError as error:
            failures.append((address, error))
    said = "; ".join(f"{address}: {_refusal(error)}" for address, error in failures)
    raise DatabaseUnreachable(
        f"Port {port} does not answer ({said}).",
        f"Check the port. {_ASK} whether the server runs and whether the firewall lets this machine in.",
        code="port_silent",
    )


def speaks_tls(line: socket.socket, place: str) -> bool:
    """Ask for TLS on a fresh connection; False where the server offers none.

    Raises DatabaseUnreachable (code "not_postgresql") where something else answers.
    """
    line.settimeout(SECONDS)
    try:
        line.sendall(_SSL_REQUEST)
        answer = line.recv(1)
    except OSError as error:
        raise _other(place, _refusal(error)) from error
    if answer not in (b"S", b"N"):
        raise _other(place, "it hung up" if not answer else "what it answers is not PostgreSQL's")
    return answer == b"S"


def proven(line: socket.socket, host: str, authority: str) -> tuple[str, Certificate]:
    """(TLS version and cipher, the certificate) of a server that proves itself for a host.

    Raises DatabaseUnreachable: codes "no_tls_13", "not_trusted", "expired", "wrong_name", "handshake".
    """
    try:
        context = _context(authority)
        with context.wrap_socket(line, server_hostname=host) as secured:
            return f"{secured.version()} {(secured.cipher() or ('',))[0]}", _certificate(secured.getpeercert() or {})
    except ssl.SSLCertVerificationError as error:
        raise _distrust(error, host, authority) from error
    except (ssl.SSLError, OSError) as error:
        raise _no_handshake(error, host) from error


def names_of(line: socket.socket, host: str, authority: str) -> Certificate | None:
    """The certificate of a server of a known authority that is for another name; None where it cannot be read."""
    context = _context(authority)
    context.check_hostname = False
    try:
        with context.wrap_socket(line, server_hostname=host) as secured:
            return _certificate(secured.getpeercert() or {})
    except (ssl.SSLError, OSError):
        return None


def _context(authority: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    if authority == SYSTEM_AUTHORITIES:
        context.load_default_certs()
    else:
        try:
            context.load_verify_locations(authority)
        except (OSError, ssl.SSLError) as error:
            raise DatabaseUnreachable(
                f"The file {authority} holds no certificate of an authority: {_refusal(error)}.",
                f"{_ASK} for the certificate of the authority (PEM), not for that of the server's key.",
                code="no_authority",
            ) from error
    return context


def _certificate(found: Any) -> Certificate:
    names = tuple(str(value) for kind, value in found.get("subjectAltName", ()) if kind in ("DNS", "IP Address"))
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(found["notAfter"]), UTC)
    return Certificate(names, until)


def _distrust(error: ssl.SSLCertVerificationError, host: str, authority: str) -> DeskError:
    if error.verify_code in _WRONG_NAME:
        return DatabaseUnreachable(
            f"The certificate of the server is not for {host}.",
            f"Write the host as the certificate names it, or ask the administrator for a certificate for {host}.",
            code="wrong_name",
        )
    if error.verify_code in (_EXPIRED, _NOT_YET):
        state = "has expired" if error.verify_code == _EXPIRED else "is not valid yet"
        return DatabaseUnreachable(
            f"The certificate of {host}, or of its authority, {state} by the clock of this machine.",
            "Check the date of this machine; if it is right, ask the administrator for a renewed certificate.",
            code="expired",
        )
    by = "the authorities that this system trusts" if authority == SYSTEM_AUTHORITIES else f"the file {authority}"
    return DatabaseUnreachable(
        f"No authority of {by} has signed the certificate of {host} ({error.verify_message}).",
        f"{_ASK} for the file of its certificate authority (PEM) and name it here. If the administrator does not know"
        " this certificate, somebody else answers in the server's place: do not connect.",
        code="not_trusted",
    )


def _no_handshake(error: OSError, host: str) -> DeskError:
    words = str(error)
    if "PROTOCOL_VERSION" in words.upper() or "UNSUPPORTED_PROTOCOL" in words.upper() or "alert protocol" in words:
        return DatabaseUnreachable(
            f"{host} speaks no TLS 1.3.",
            f"{_ASK} to set ssl_min_protocol_version = 'TLSv1.3' (the guide, connect.md, says what the server needs).",
            code="no_tls_13",
        )
    return DatabaseUnreachable(
        f"The encrypted line to {host} broke off: {_refusal(error)}.",
        f"Try again. If it stays so, ask the administrator what lies between this machine and {host}.",
        code="handshake",
    )


def _other(place: str, reason: str) -> DatabaseUnreachable:
    return DatabaseUnreachable(
        f"At {place} there is no PostgreSQL server: {reason}.", "Check host and port.", code="not_postgresql"
    )


def _refusal(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {SECONDS:g} seconds"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return str(reason).rstrip(".").lower().replace("_", " ")
