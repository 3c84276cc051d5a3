"""Made-up queues of any size for tests and benchmarks of the queue screen: the same seed, the same cases."""

import numpy as np

from bpo_desk.models.capability import Capability
from bpo_desk.models.case_columns import LAYOUT, SETS, CaseColumns, CaseSet, CaseStatus, HolderKind, WaitingFor
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.ids import NONE, TIME_UNKNOWN, EngagementId
from bpo_desk.models.queue_columns import CaseNumbers, QueueColumns
from bpo_desk.models.sides import Side

NOW = 1_795_269_600_000_000  # 2026-11-21 14:00 UTC
HOUR = 3_600_000_000
DAY = 24 * HOUR
EVERYTHING = sum(int(bit) for bit in Capability)

_STEPS = (
    "Register request",
    "Verify identity",
    "Check documents",
    "Request missing documents",
    "Assess risk",
    "Approve limit",
    "Issue new card",
    "Send welcome letter",
    "Call customer back",
    "Archive",
)
_GERMAN_STEPS = (
    "Antrag entgegennehmen und erfassen",
    "Identitätsfeststellung durchführen",
    "Unterlagen auf Vollständigkeit prüfen",
    "Fehlende Unterlagen beim Kunden nachfordern",
    "Kreditrisikoeinschätzung vornehmen",
    "Kreditrahmen genehmigen",
    "Ersatzkarte ausstellen und versenden",
    "Begrüßungsschreiben versenden",
    "Kundenrückruf vereinbaren",
    "Archivieren",
)
_PEOPLE = (
    "Ann Okafor",
    "Bilal Rahman",
    "Chiara Conti",
    "Dmitri Volkov",
    "Elena Petrova",
    "Femi Adeyemi",
    "Grace Lim",
    "Hugo Marchetti",
    "Ines Duarte",
    "Jonas Weber",
    "Kaori Tanaka",
    "Liam O'Connor",
    "Mei Chen",
    "Noor Haddad",
)
_QUEUES = ("Back office", "Fraud desk", "Client approvals", "Correspondence")
_TITLES = (
    "Card replaced to wrong address",
    "Dispute of a cash withdrawal",
    "Change of account holder",
    "Limit increase, salaried",
    "Lost card abroad, courier wanted",
    "Joint account opening",
    "Chargeback, hotel booking",
    "Address change after move",
    "Power of attorney added",
    "Complaint about fees",
)
_GERMAN_TITLES = (
    "Kartenersatz an falsche Anschrift versandt",
    "Widerspruch gegen eine Bargeldauszahlung am Geldautomaten",
    "Kontoinhaberwechsel nach Namensänderung",
    "Kreditrahmenerhöhung für Arbeitnehmerinnen und Arbeitnehmer",
)
_CLIENTS = ("Northwind Bank", "Albion Mutual", "Helvetia Trust", "Baltic Credit")


def dictionaries(german: bool = False) -> Dictionaries:
    """The codes that `synthetic` uses: values 1.. are titles, clients, priorities."""
    titles = _GERMAN_TITLES if german else _TITLES
    sides = [Side.PROVIDER] * 9 + [Side.CLIENT] * 3 + [Side.THIRD_PARTY, Side.SYSTEM]
    return Dictionaries(
        persons=[Person("")] + [Person(name, side) for name, side in zip(_PEOPLE, sides, strict=True)],
        queues=[Queue(""), *(Queue(name, Side.CLIENT if "Client" in name else Side.PROVIDER) for name in _QUEUES)],
        steps=[Step("")] + [Step(name) for name in (_GERMAN_STEPS if german else _STEPS)],
        fields=[Field(""), Field("title", FieldRole.TITLE), Field("client", FieldRole.CLIENT)],
        sources=[Source(""), Source("crm", Capability(EVERYTHING))],
        values=["", *titles, *_CLIENTS, "1 - critical", "2 - high", "3 - normal", "4 - low"],
    )


def synthetic(n: int, seed: int = 7, german: bool = False, capability: int = EVERYTHING) -> QueueColumns:
    """A queue of n cases around NOW. `capability` is what the one source can record; other facts are unknown."""
    random = np.random.default_rng(seed)
    known = dictionaries(german)
    titles = len(_GERMAN_TITLES if german else _TITLES)
    column = {name: np.zeros(n, kind) for name, kind in LAYOUT.items()}
    status = random.choice([CaseStatus.OPEN, CaseStatus.CLOSED, CaseStatus.CANCELLED], n, p=[0.8, 0.17, 0.03])
    over = status != CaseStatus.OPEN
    opened = NOW - random.integers(HOUR, 40 * DAY, n)
    activity = opened + ((NOW - opened) * random.random(n)).astype(np.int64)
    column["case"][:] = np.arange(1, n + 1)
    column["status"][:] = status
    column["opened_at"][:] = opened
    column["last_activity_at"][:] = activity
    column["closed_at"][:] = np.where(over, activity, TIME_UNKNOWN)
    column["events"][:] = random.integers(3, 60, n)
    column["capability"][:] = capability
    _hands(column, random, over, activity)
    column["due_at"][:] = np.where(random.random(n) < 0.85, NOW + random.integers(-3 * DAY, 12 * DAY, n), TIME_UNKNOWN)
    column["sla"][:] = random.choice([0, 1, 2, 3, 4], n, p=[0.1, 0.6, 0.1, 0.1, 0.1])
    column["paused_since"][:] = TIME_UNKNOWN
    column["pause_reason"][:] = NONE
    column["title"][:] = random.integers(1, titles + 1, n)
    column["client"][:] = titles + random.integers(1, len(_CLIENTS) + 1, n)
    column["priority"][:] = titles + len(_CLIENTS) + random.choice([1, 2, 3, 4], n, p=[0.05, 0.15, 0.6, 0.2])
    for name in ("reference", "source_status", "outcome"):
        column[name][:] = NONE
    column["exits"][:] = random.choice([0, 1, 2], n, p=[0.9, 0.08, 0.02])
    column["exits_open"][:] = np.minimum(column["exits"], random.integers(0, 2, n))
    column["ad_hoc_total"][:] = random.choice([0, 1, 2, 4], n, p=[0.7, 0.15, 0.1, 0.05])
    column["ad_hoc_open"][:] = np.minimum(column["ad_hoc_total"], random.integers(0, 3, n))
    column["reopenings"][:] = random.choice([0, 1, 2], n, p=[0.93, 0.06, 0.01])
    column["contacts"][:] = random.integers(0, 4, n)
    column["repeat_contacts"][:] = np.maximum(column["contacts"] - 1, 0)
    if not capability & Capability.DUE_DATES:
        column["due_at"][:] = TIME_UNKNOWN
    if not capability & Capability.SLA_STATE:
        column["sla"][:] = 0
    numbers = CaseNumbers.of([f"INC{number:07d}" for number in range(1, n + 1)])
    process = random.integers(0, 3, n).astype(np.int32)
    keys = ["card-service", "dispute", "onboarding"]
    engagement = Engagement(EngagementId(1), "NWB", "Northwind Bank servicing", "Northwind Bank", "Halyard", "UTC")
    return QueueColumns(engagement, CaseColumns(column, _sets(column)), numbers, process, keys, known, NOW)


def _hands(column: dict[str, np.ndarray], random: np.random.Generator, over: np.ndarray, activity: np.ndarray) -> None:
    n = len(over)
    kinds = [HolderKind.NOBODY, HolderKind.PERSON, HolderKind.QUEUE, HolderKind.SIDE, HolderKind.UNKNOWN]
    kind = np.where(over, HolderKind.NOBODY, random.choice(kinds, n, p=[0.06, 0.6, 0.2, 0.08, 0.06]))
    person = random.integers(1, len(_PEOPLE) + 1, n)
    queue = random.integers(1, len(_QUEUES) + 1, n)
    side = np.select(
        [kind == HolderKind.PERSON, kind == HolderKind.QUEUE, kind == HolderKind.SIDE],
        [
            np.array([0] + [Side.PROVIDER] * 9 + [Side.CLIENT] * 3 + [Side.THIRD_PARTY, Side.SYSTEM])[person],
            np.array([0, Side.PROVIDER, Side.PROVIDER, Side.CLIENT, Side.PROVIDER])[queue],
            random.choice([Side.CLIENT, Side.CUSTOMER], n),
        ],
        Side.UNKNOWN,
    )
    column["holder_kind"][:] = kind
    column["holder"][:] = np.where(kind == HolderKind.PERSON, person, NONE)
    column["holder_queue"][:] = np.where(kind == HolderKind.QUEUE, queue, NONE)
    column["holder_side"][:] = side
    column["holder_since"][:] = np.where(kind == HolderKind.NOBODY, TIME_UNKNOWN, activity)
    column["holders"][:] = np.where(kind == HolderKind.PERSON, random.choice([1, 2, 3], n, p=[0.9, 0.08, 0.02]), 1)
    column["handovers"][:] = random.integers(0, 9, n)
    waiting = np.select(
        [side == Side.CLIENT, side == Side.CUSTOMER, side == Side.THIRD_PARTY, side == Side.SYSTEM],
        [WaitingFor.CLIENT, WaitingFor.CUSTOMER, WaitingFor.THIRD_PARTY, WaitingFor.TIMER],
        WaitingFor.WORK,
    )
    waiting = np.where(kind == HolderKind.NOBODY, WaitingFor.NOBODY, waiting)
    waiting = np.where(kind == HolderKind.UNKNOWN, WaitingFor.UNKNOWN, waiting)
    column["waiting_for"][:] = np.where(over, WaitingFor.NOTHING, waiting)
    column["step"][:] = random.integers(1, len(_STEPS) + 1, n)
    column["step_relation"][:] = np.where(over | (random.random(n) < 0.15), 2, 1)
    column["step_since"][:] = activity


def _sets(column: dict[str, np.ndarray]) -> dict[str, CaseSet]:
    """One step a case, two for every ninth; the first hand of each case."""
    n = len(column["case"])
    counts = np.where(np.arange(n) % 9 == 8, 2, 1)
    offset = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    row = np.repeat(np.arange(n), counts)
    step = column["step"][row].copy()
    step[offset[:-1][counts == 2] + 1] = 1
    flat = {"step": step, "since": column["step_since"][row], "relation": column["step_relation"][row]}
    steps = {name: flat.get(name, np.ones(len(row))).astype(kind) for name, kind in SETS["steps"].items()}
    return {"steps": CaseSet(offset, steps), "hands": _hand_set(column)}


def _hand_set(column: dict[str, np.ndarray]) -> CaseSet:
    """The first hand of each case that has one."""
    held = ~np.isin(column["holder_kind"], (HolderKind.NOBODY, HolderKind.UNKNOWN))
    flat = {
        "kind": column["holder_kind"],
        "person": column["holder"],
        "queue": column["holder_queue"],
        "side": column["holder_side"],
        "since": column["holder_since"],
        "work_item": np.ones(len(held)),
        "step": column["step"],
    }
    offset = np.concatenate(([0], np.cumsum(held))).astype(np.int64)
    return CaseSet(offset, {name: flat[name][held].astype(kind) for name, kind in SETS["hands"].items()})
