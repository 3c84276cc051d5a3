"""Links to what the desk shows: `bpodesk://case/ACME/INC0042`, `bpodesk://queue/ACME?where=due%3C2d`. Text both ways.

A link names things and holds no data: whoever opens it sees what their own copy has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from bpo_desk.errors import WrongUsage
from bpo_desk.models.filter_text import parse

SCHEME: Final = "bpodesk"
_NEXT: Final = "A link looks like bpodesk://case/CODE/NUMBER or bpodesk://queue/CODE?where=FILTER."


@dataclass(frozen=True, slots=True)
class DeskLink:
    """A case of an engagement (its code), or, where `case` is "", its queue by the text of a filter."""

    engagement: str
    case: str = ""
    where: str = ""


def link_text(link: DeskLink) -> str:
    """The text of a link; `read_link` reads the same link from it."""
    code = quote(link.engagement, safe="")
    if link.case:
        return f"{SCHEME}://case/{code}/{quote(link.case, safe='')}"
    return f"{SCHEME}://queue/{code}" + (f"?{urlencode({'where': link.where}, quote_via=quote)}" if link.where else "")


def read_link(text: str) -> DeskLink:
    """The link that a text is. Raises WrongUsage for one that says nothing known, FilterError for a wrong filter."""
    try:
        parts = urlsplit(text.strip())
        asked = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError as error:
        raise WrongUsage("The link cannot be read.", _NEXT) from error
    path = [unquote(part) for part in parts.path.split("/")[1:]]
    if parts.scheme.lower() != SCHEME or not path or not path[0]:
        raise WrongUsage("The link cannot be read.", _NEXT)
    if parts.netloc == "case" and len(path) == 2 and path[1] and not asked:
        return DeskLink(path[0], case=path[1])
    if parts.netloc == "queue" and len(path) == 1 and set(asked) <= {"where"}:
        where = asked.get("where", [""])[-1]
        parse(where)
        return DeskLink(path[0], where=where)
    raise WrongUsage("The link asks for something that this desk does not know.", _NEXT)
