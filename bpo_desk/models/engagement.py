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


class Role(StrEnum):
    """What a login may do in an engagement."""

    OWNER = "owner"
    ADMIN = "admin"
    IMPORTER = "importer"
    VIEWER = "viewer"
    REVIEWER = "reviewer"
    CLIENT = "client"
    SEALER = "sealer"
