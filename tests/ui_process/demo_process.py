"""The demo's engagement of claims in memory: queue and events as the desk reads them, without any database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from bpo_desk.demo.batch import batch
from bpo_desk.demo.make import drawing
from bpo_desk.demo.world import ENGAGEMENTS, engagement_cases
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import EngagementId
from bpo_desk.models.queue_columns import CaseNumbers, ProcessVersion, QueueColumns
from bpo_desk.state import StateContext, states

ANCHOR = date(2026, 11, 20)
NOW = 1_795_190_400_000_000  # 2026-11-20 16:00 UTC
KEY = "motor-claim"


@dataclass(frozen=True)
class DemoProcess:
    """Queue and events of the engagement; the newer half of the motor claims runs on a second version."""

    queue: QueueColumns
    events: EventColumns
    xml: bytes


@cache
def demo_process(cases: int = 300) -> DemoProcess:
    """The same demo for every test that asks for it; nobody changes it."""
    plan = ENGAGEMENTS[0]
    made = batch(engagement_cases(plan, 1, cases, ANCHOR), plan.code)
    columns = states(made.columns, StateContext.of(made.dictionaries))
    keys = sorted({*made.case_process})
    own = columns["case"].astype(np.int64)
    process = np.array([keys.index(made.case_process[case]) for case in own.tolist()], np.int32)
    versions = [ProcessVersion(1, KEY, "3"), ProcessVersion(2, "supplier-invoice", "1"), ProcessVersion(3, KEY, "4")]
    newer = columns["opened_at"] > np.median(columns["opened_at"].astype(np.int64))
    motor = process == keys.index(KEY)
    definition = np.where(motor, np.where(newer, 2, 0), 1).astype(np.int32)
    engagement = Engagement(EngagementId(1), plan.code, plan.name, plan.client, plan.provider, plan.zone)
    queue = QueueColumns(
        engagement, columns, CaseNumbers.of([made.case_numbers[case] for case in own.tolist()]), process, keys,
        made.dictionaries, NOW, definition=definition, versions=versions,
    )  # fmt: skip
    motor_plan = next(each for each, _ in plan.processes if each.key == KEY)
    return DemoProcess(queue, made.columns, drawing(motor_plan))
