"""The engagement: the contract between one client and one provider, and the unit of access."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bpo_desk.models.ids import EngagementId


@dataclass(frozen=True, slots=True)
class Engagement:
    """One contract. `code` is the short unique name people type; `zone` is an IANA zone for showing its times."""

    engagement_id: EngagementId
    code: str
    name: str
    client: str = ""
    provider: str = ""
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class StoredCalendar:
    """A business calendar as the shared database keeps it: `rules` in the text form of measures/calendar_text.py."""

    name: str
    zone: str
    rules: str


class Role(StrEnum):
    """What a login may do in an engagement."""

    OWNER = "owner"
    ADMIN = "admin"
    IMPORTER = "importer"
    VIEWER = "viewer"
    REVIEWER = "reviewer"
    CLIENT = "client"
    SEALER = "sealer"
