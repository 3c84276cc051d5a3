"""The kinds of failure that a person is told about: what happened to which object, and what to do now.

Raised at the borders (database, files, keyring, arguments) and shown by `ui` and `cli`; programming errors are not
wrapped here, they stay ordinary exceptions.
"""

from typing import ClassVar


class DeskError(Exception):
    """A failure outside our own code, said in words.

    `message` names the object and the reason; `next_step` says what the person can do; `code` is a short stable name
    for reports and JSON (the class gives the usual one). `exit_code` is what a command ends with.
    """

    default_code: ClassVar[str] = "failed"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, next_step: str = "", *, code: str | None = None) -> None:
        super().__init__(message, next_step)
        self.message = message
        self.next_step = next_step
        self.code = code if code is not None else self.default_code

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}" if self.next_step else self.message

    def document(self) -> dict[str, str]:
        """The failure as data, as commands print it with --json."""
        return {"code": self.code, "message": self.message, "next_step": self.next_step}


class RefusedFile(DeskError):
    """A file that cannot be trusted as a whole; nothing of it was taken."""

    default_code = "refused_file"


class DatabaseUnreachable(DeskError):
    """The shared database does not answer: no route, stopped server, connection lost in the middle."""

    default_code = "database_unreachable"


class WrongCredentials(DeskError):
    """The shared database answered and does not let this user in."""

    default_code = "wrong_credentials"


class AccessRevoked(WrongCredentials):
    """The shared database knows this login and has taken its access away: the copies that it filled must go."""

    default_code = "access_revoked"


class WrongKey(DeskError):
    """The key at hand does not open the local encrypted file."""

    default_code = "wrong_key"


class CacheDamaged(DeskError):
    """The local cache is not what was written: a flipped bit, a plain file in its place, a failed check."""

    default_code = "cache_damaged"


class CacheTooNew(DeskError):
    """The local cache was written by a newer program."""

    default_code = "cache_too_new"


class SchemaTooNew(DeskError):
    """The shared database was migrated by a newer program."""

    default_code = "schema_too_new"


class DiskFull(DeskError):
    """No room left for a local file; what was there before is unharmed."""

    default_code = "disk_full"


class NotFound(DeskError):
    """The named case, engagement, file or profile does not exist or is not visible to this user."""

    default_code = "not_found"


class CaseLeft(NotFound):
    """A case is not in the local copy by the rule of its engagement; `engagement` (code) and `number` name it."""

    default_code = "case_left"

    def __init__(self, message: str, next_step: str, engagement: str, number: str) -> None:
        super().__init__(message, next_step)
        self.engagement, self.number = engagement, number


class WrongUsage(DeskError):
    """The command line, a filter or a settings file is written wrongly."""

    default_code = "wrong_usage"
    exit_code = 2


class MachineLacks(DeskError):
    """Something that must be installed or set on this machine is missing."""

    default_code = "machine_lacks"
    exit_code = 3
