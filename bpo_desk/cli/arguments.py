"""The words of the command line. What a command does stands in the module of its name."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from bpo_desk import __version__
from bpo_desk.models.engagement import Role
from bpo_desk.models.times import typed_moment
from bpo_desk.settings import DEFAULT_PROFILE

Command = Callable[[argparse.Namespace], int]
_MOST_DAYS = 3_650
_AS_CLIENT = "as the client of the engagement sees it (asks the shared database)"


def moment(text: str) -> int:
    """Microseconds UTC of an ISO 8601 time; a date is its last microsecond, a time without offset is UTC."""
    try:
        return typed_moment(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _limit(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of cases: 1, 2, ... or 0 for all")
    return int(text)


def _days(text: str) -> int:
    if not text.isdecimal() or int(text) > _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days: 1 to {_MOST_DAYS}, 0 for the usual")
    return int(text)


def build_parser(commands: dict[str, Command]) -> argparse.ArgumentParser:
    """The parser of all headless commands. Sub-parsers put the function to call in `run`."""
    parser = argparse.ArgumentParser(prog="bpo-desk", description="Case tracking and audit desk for outsourced work.")
    parser.add_argument("--version", action="version", version=f"bpo_desk {__version__}")
    words = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_import(words, commands["import"])
    _add_sync(words, commands["sync"])
    _add_connect(words, commands["connect"])
    _add_cases(words, commands["cases"])
    _add_case(words, commands["case"])
    _add_outbox(words, commands["outbox"])
    _add_access_log(words, commands["access-log"])
    _add_admin(words, commands)
    _add_sample(words, commands)
    _add_selftest(words, commands["selftest"])
    _add_front_door(words)
    return parser


Words: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _word(words: Words, name: str, summary: str, run: Command) -> argparse.ArgumentParser:
    parser = words.add_parser(name, help=summary, description=summary)
    parser.set_defaults(run=run)
    parser.add_argument("--profile", default=DEFAULT_PROFILE, help="which local profile (default: %(default)s)")
    return parser


def _database(parser: argparse.ArgumentParser, option: str, required: bool, summary: str) -> None:
    parser.add_argument(option, dest="url", metavar="URL", required=required, help=summary)
    parser.add_argument("--password-stdin", action="store_true", help="read the database password from standard input")


def _add_import(words: Words, run: Command) -> None:
    parser = _word(words, "import", "Read logs (XES, CSV; plain or gz) into the shared database.", run)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _database(parser, "--to", True, "the shared database, e.g. sqlite:///cases.db or postgresql+psycopg://me@host/db")
    parser.add_argument("--engagement", required=True, metavar="CODE", help="the engagement; made when it is new")
    parser.add_argument("--mapping", type=Path, metavar="M.toml", help="how the columns of the file are to be read")
    parser.add_argument("--json", action="store_true", help="print the report as one JSON document")


def _add_sync(words: Words, run: Command) -> None:
    parser = _word(words, "sync", "Mirror the shared database into the encrypted cache.", run)
    _database(parser, "--from", False, "the shared database; remembered for the profile")
    parser.add_argument("--moved", action="store_true", help="the database of the profile, at a new address")
    parser.add_argument("--follow", action="store_true", help="keep on until standard input closes")
    parser.add_argument("--verify", action="store_true", help="compare every engagement with the server's digest")
    parser.add_argument("--rebuild", action="store_true", help="set the local copy aside and load everything anew")
    parser.add_argument("--of-desk", action="store_true", help=argparse.SUPPRESS)  # started by the desktop
    parser.add_argument("--as-client", metavar="CODE", default="", help=argparse.SUPPRESS)  # of the desk's own process
    parser.add_argument("--json", action="store_true", help="one JSON line per step of progress")


def _add_connect(words: Words, run: Command) -> None:
    parser = _word(words, "connect", "Try the way to a shared database step by step, and remember it.", run)
    parser.add_argument("url", nargs="?", metavar="URL", help="the shared database (default: that of the profile)")
    parser.add_argument("--password-stdin", action="store_true", help="read the database password from standard input")
    parser.add_argument("--test", action="store_true", help="only try; remember nothing")
    parser.add_argument("--moved", action="store_true", help="the database of the profile, at a new address")
    parser.add_argument("--json", action="store_true", help="one JSON line per step, and one at the end")


def _add_cases(words: Words, run: Command) -> None:
    parser = _word(words, "cases", "The work queue on the terminal.", run)
    parser.add_argument("--engagement", metavar="CODE")
    where = "the filter line of the queue; --where=-WORD where it begins with a minus"
    parser.add_argument("--where", metavar="FILTER", default="", help=where)
    parser.add_argument("--order", metavar="COL", default="due", help="column to sort by; --order=-COL for descending")
    parser.add_argument("--limit", type=_limit, metavar="N", default=50, help="at most N cases (0: all)")
    parser.add_argument("--as-of", type=moment, metavar="T", help="the queue as it was at an instant")
    parser.add_argument("--as-client", action="store_true", help=_AS_CLIENT)
    parser.add_argument("--json", action="store_true")


def _add_case(words: Words, run: Command) -> None:
    parser = _word(words, "case", "One case: whose hands, what state, what happened.", run)
    parser.add_argument("number", metavar="NO")
    parser.add_argument("--engagement", metavar="CODE")
    parser.add_argument("--as-of", type=moment, metavar="T", help="as it was at an instant (source clock)")
    parser.add_argument("--known-at", type=moment, metavar="T", help="as it was known at an instant (recording clock)")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--as-client", action="store_true", help=_AS_CLIENT)
    shared = "read it from the shared database without keeping it, for cases that left the copy (needs --engagement)"
    where.add_argument("--from-shared", action="store_true", help=shared)
    parser.add_argument("--password-stdin", action="store_true", help="with --from-shared: the password, one line")
    parser.add_argument("--json", action="store_true")


def _add_outbox(words: Words, run: Command) -> None:
    parser = _word(words, "outbox", "What was written here: waiting, refused with theirs, accepted, decided.", run)
    parser.add_argument("--state", choices=("pending", "refused", "accepted", "decided"), help="only these")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--keep-theirs", metavar="ID", default="", help="let what is there stay; yours is kept in the log")
    one.add_argument("--send-again", metavar="ID", default="", help="write it again, on what is there now")
    parser.add_argument("--json", action="store_true")


def _add_access_log(words: Words, run: Command) -> None:
    parser = _word(words, "access-log", "Who looked at the cases of an engagement, or let them leave the desk.", run)
    parser.add_argument("--engagement", metavar="CODE")
    parser.add_argument("--case", metavar="NO", help="only this case")
    parser.add_argument("--limit", type=_limit, metavar="N", default=50, help="at most N entries, the latest (0: all)")
    parser.add_argument("--as-client", action="store_true", help=_AS_CLIENT)
    parser.add_argument("--json", action="store_true")


def _add_admin(words: Words, commands: dict[str, Command]) -> None:
    summary = "The shared database: schema, rights and checks."
    admin = words.add_parser("admin", help=summary, description=summary)
    inner = admin.add_subparsers(dest="admin_command", metavar="WHAT", required=True)
    for name, summary in (
        ("init", "Make the tables in an empty database; safe to repeat."),
        ("migrate", "Bring the tables to this program's version."),
        ("new-epoch", "After a restore from backup: let every local copy load anew."),
        ("doctor", "Check the database and say what is wrong and what to do."),
    ):
        parser = _word(inner, name, summary, commands[f"admin {name}"])
        _database(parser, "--to", True, "the shared database")
        parser.add_argument("--json", action="store_true")
    summary = "Store a business calendar (TOML or JSON) of an engagement: hours, holidays, exceptions, versions."
    parser = _word(inner, "calendar", summary, commands["admin calendar"])
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--engagement", required=True, metavar="CODE", help="whose calendar it is")
    _database(parser, "--to", True, "the shared database")
    parser.add_argument("--json", action="store_true")
    summary = "Define the escalation path of an engagement: to whom a case is taken, level after level."
    parser = _word(inner, "escalation", summary, commands["admin escalation"])
    parser.add_argument("levels", nargs="+", metavar="LEVEL", help="a person or group, first level first")
    parser.add_argument("--engagement", required=True, metavar="CODE", help="whose path it is")
    _database(parser, "--to", True, "the shared database")
    parser.add_argument("--json", action="store_true")
    _add_process(inner, commands["admin process"])
    summary = "A new key for the local files of a profile, or another place for it. Goes on where it was cut off."
    parser = _word(inner, "rotate-key", summary, commands["admin rotate-key"])
    parser.add_argument("--keep", choices=("key-store", "passphrase"), help="keep the new key there (default: as now)")
    secrets = "read secrets from standard input, a line each: the passphrase that holds now, if one does; then the new"
    parser.add_argument("--secrets-stdin", action="store_true", help=f"{secrets} passphrase, or the new BPO_DESK_KEY")
    parser.add_argument("--json", action="store_true")
    _add_access(inner, commands)
    _add_retention(inner, commands["admin retention"])
    _add_erase(inner, commands["admin erase"])


def _add_erase(inner: Words, run: Command) -> None:
    summary = (
        "Erase a person, or the texts of single events, everywhere in an engagement, for a reason. Cannot be undone."
    )
    parser = _word(inner, "erase", summary, run)
    parser.add_argument("engagement", metavar="ENGAGEMENT")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--person", metavar="NAME", default="", help="the name, as it stands in the cases")
    which.add_argument("--event", metavar="ID", nargs="+", default=[], help="ids of events, 32 hex digits each")
    parser.add_argument("--why", required=True, metavar="REASON", help="kept with the case; without the name")
    _database(parser, "--to", True, "the shared database, as its owner or an administrator of the engagement")
    parser.add_argument("--json", action="store_true")


def _add_retention(inner: Words, run: Command) -> None:
    summary = "After how many days closed cases leave the local copies of an engagement, and which are kept; shows it."
    parser = _word(inner, "retention", summary, run)
    parser.add_argument("engagement", metavar="ENGAGEMENT")
    rule = parser.add_mutually_exclusive_group()
    rule.add_argument("--closed-after", metavar="DAYS", help="e.g. 90d: so long after it was closed, a case leaves")
    rule.add_argument("--none", action="store_true", help="no case leaves any more (what has left stays away)")
    rule.add_argument("--apply", action="store_true", help="apply the rule now (the desks do it every day)")
    for word, what in (
        ("hold", "keep these cases in the copies whatever the rule says (legal hold)"),
        ("release", "end the hold of these cases"),
        ("back", "bring these cases back to every desk; each leaves again when the rule says so"),
    ):
        parser.add_argument(f"--{word}", nargs="+", default=[], metavar="CASE", help=what)
    _database(parser, "--to", True, "the shared database, as its owner or an administrator of the engagement")
    parser.add_argument("--json", action="store_true")


def _add_process(inner: Words, run: Command) -> None:
    summary = "Store a BPMN file as a version of a process; its cases are drawn on it and judged by it. Safe to repeat."
    parser = _word(inner, "process", summary, run)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--engagement", required=True, metavar="CODE", help="whose process it is")
    parser.add_argument("--process", default="", metavar="KEY", help="which one (default: the only one there is)")
    parser.add_argument("--version", default="1", metavar="V", help="as the engagement names it (default: 1)")
    parser.add_argument("--name", default="", help="what people call it (default: as the file does)")
    parser.add_argument("--after", type=moment, metavar="T", help=(
        "cases that began later run on it, earlier ones on the version before (default: all cases on a first version; "
        "on a further one those that begin from now on)"
    ))  # fmt: skip
    _database(parser, "--to", True, "the shared database")
    parser.add_argument("--json", action="store_true")


def _add_access(inner: Words, commands: dict[str, Command]) -> None:
    def word(name: str, summary: str) -> argparse.ArgumentParser:
        parser = _word(inner, name, summary, commands[f"admin {name}"])
        _database(parser, "--to", True, "the shared database (PostgreSQL), as its owner or an administrator")
        parser.add_argument("--json", action="store_true")
        return parser

    parser = word("grant", "Give a login a role in an engagement; a new login is made. Safe to repeat.")
    parser.add_argument("person", metavar="PERSON", help="the login, e.g. ada")
    parser.add_argument("role", metavar="ROLE", choices=[role.value for role in Role], help=", ".join(Role))
    parser.add_argument("engagement", metavar="ENGAGEMENT", help="the code of the engagement")
    parser.add_argument("--name", default="", help="the name under which this login writes (default: the login)")
    parser.add_argument(
        "--side", choices=["provider", "client", "customer", "third_party"], help="default: by the role"
    )
    secret = parser.add_mutually_exclusive_group()
    summary = "read a password for the login from standard input (after the line of --password-stdin); asked for a new"
    secret.add_argument("--new-password-stdin", action="store_true", help=f"{summary} login at a terminal")
    secret.add_argument("--no-password", action="store_true", help="the server knows this login by other means")
    parser = word("revoke", "Take a login's roles away, in an engagement or in all. Safe to repeat.")
    parser.add_argument("person", metavar="PERSON")
    parser.add_argument("engagement", metavar="ENGAGEMENT", nargs="?")
    parser = word("members", "Who has which role.")
    parser.add_argument("engagement", metavar="ENGAGEMENT", nargs="?")
    parser.add_argument("--log", action="store_true", help="also every change of access: when, by whom, what")
    parser = word("access", "What clients get of an engagement, and whose views are written down; shows or changes it.")
    parser.add_argument("engagement", metavar="ENGAGEMENT")
    what = "field:NAME, role:ROLE (title, reference, ...) or event:KIND (comment_added, ...)"
    parser.add_argument("--mask", action="append", default=[], metavar="WHAT", help=f"withhold from clients: {what}")
    parser.add_argument("--unmask", action="append", default=[], metavar="WHAT", help="show to clients again")
    parser.add_argument("--pseudonyms", choices=["on", "off"], help="show clients stable pseudonyms of staff")
    lease = "for how long a copy may be used without contact; 0: the usual time"
    parser.add_argument("--lease-days", type=_days, metavar="N", help=lease)
    cover = "roles of the own side, by comma, whose desks cover masked values until one is unmasked"
    parser.add_argument("--cover", metavar="ROLES", help=cover)
    parser.add_argument("--log-views", metavar="ROLES", help="roles, by comma, whose opening of a case is written down")


def _add_sample(words: Words, commands: dict[str, Command]) -> None:
    summary = "Cases to review, drawn by a published seed so that anyone can draw them again."
    sample = words.add_parser("sample", help=summary, description=summary)
    inner = sample.add_subparsers(dest="sample_command", metavar="WHAT", required=True)
    parser = _word(inner, "draw", "Freeze the cases of a filter and draw from them.", commands["sample draw"])
    parser.add_argument("--engagement", metavar="CODE")
    parser.add_argument("--where", metavar="FILTER", default="", help="the filter line of the queue")
    parser.add_argument("--as-of", type=moment, metavar="T", help="the cases as they were at an instant (default: now)")
    parser.add_argument("--method", choices=("simple", "each", "proportional"), default="simple",
                        help="N of all; N of each stratum; N in all by the size of the strata")  # fmt: skip
    parser.add_argument("--by", choices=("holder", "step"), help="what a stratum is (default: holder)")
    parser.add_argument("--size", type=int, required=True, metavar="N")
    parser.add_argument("--seed", required=True, help="a text that neither side controls, fixed after the freeze")
    parser.add_argument("--keep", action="store_true", help="write the draw into the log of each drawn case")
    parser.add_argument("--json", action="store_true")
    parser = _word(inner, "check", "Perform a draw again and say whether it agrees.", commands["sample check"])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("file", nargs="?", type=Path, metavar="FILE", help="what `sample draw --json` printed")
    what.add_argument("--sample", metavar="NAME", help="a sample that was kept, by its name")
    parser.add_argument("--engagement", metavar="CODE")
    parser.add_argument("--json", action="store_true")


def _add_selftest(words: Words, run: Command) -> None:
    parser = _word(words, "selftest", "What an installed copy checks of itself.", run)
    parser.add_argument("--json", action="store_true")


def _add_front_door(words: Words) -> None:
    """Words that `__main__` hands to the desktop; listed so that --help names them."""
    for name, summary in (
        ("open", "Open the desktop (also without any word)."),
        ("demo", "Make, once, and open a believable demo engagement."),
        ("snapshot", "Pictures of every screen on real data, headless."),
        ("diagram", "Draw a BPMN file, or a process with a case's state on it."),
        ("report", "The audit-trail report of one or several cases: PDF, HTML, CSV, XES, JSON."),
    ):
        words.add_parser(name, help=summary, add_help=False)
