"""What the desk exports as XES and reads again is the same: cases, events, order, actors, times, attributes."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpo_desk.errors import RefusedFile
from bpo_desk.intake.desk_export import MAPPING
from bpo_desk.intake.import_file import import_file
from bpo_desk.intake.reading import read
from bpo_desk.models.event_columns import LAYOUT, EventBatch
from bpo_desk.reports.xes import XesCase, write_xes
from bpo_desk.shared.admin import init
from bpo_desk.shared.engine import open_engine
from tests.flows.small_logs import write_csv
from tests.shared_data import shared_data
from tests.ui_case.stories import Story, replaced_card

NAMED = {
    "actor": "persons", "holder": "persons", "on_behalf_of": "persons", "queue": "queues", "step": "steps",
    "field": "fields", "source": "sources", "old_value": "values", "new_value": "values", "reason": "values",
}  # fmt: skip
OURS = {"case", "recorded_at", "row_ver"}  # the recording clock and the version are of the database that takes it


def cases_of(batch: EventBatch) -> list[XesCase]:
    found = []
    bounds = np.searchsorted(batch.columns.case, np.arange(len(batch.case_numbers) + 1))
    for case, number in enumerate(batch.case_numbers):
        some = slice(bounds[case], bounds[case + 1])
        found.append(
            XesCase(
                number, batch.columns.take(some), batch.data[some], batch.source_record[some], batch.dictionaries,
                batch.case_process[case] if batch.case_process else "",
            )
        )  # fmt: skip
    return found


def written(path: Path, cases: list[XesCase]) -> Path:
    with path.open("wb") as out:
        write_xes(out, "log", cases)
    return path


def assert_same(before: list[XesCase], after: list[XesCase]) -> None:
    assert [case.number for case in before] == [case.number for case in after]
    for old, new in zip(before, after, strict=True):
        assert old.process_key == new.process_key
        assert len(old.events) == len(new.events)
        for name in LAYOUT.keys() - OURS:
            one, two = getattr(old.events, name), getattr(new.events, name)
            if name in NAMED:
                entries = [getattr(case.dictionaries, NAMED[name]) for case in (old, new)]
                said = [
                    [None if code < 0 else entries[which][code] for code in column.tolist()]
                    for which, column in enumerate((one, two))
                ]
                assert said[0] == said[1], (old.number, name)
            else:
                assert one.tolist() == two.tolist(), (old.number, name)
        for name in ("data", "source_record"):
            said = [list(getattr(case, name)) or [None] * len(case.events) for case in (old, new)]
            assert [_meaning(text) for text in said[0]] == [_meaning(text) for text in said[1]], (old.number, name)


def _meaning(text: str | None) -> object:
    try:
        return json.loads(text) if text is not None and text[:1] == "{" else text
    except ValueError:
        return text


SMALL = (
    "running-example.xes", "running-example.csv", "repairExample.xes.gz", "receipt.xes.gz", "Production.xes.gz",
    "dirty_BPIC15-FormBased.csv", "roadtraffic100traces.xes", "BPIC13_open_problems.xes.gz",
)  # fmt: skip
LARGE = (
    "teleclaims.xes.gz", "PurchasingExample.xes.gz", "LoanApp_simplified_train.csv.gz", "env_permit.xes.gz",
    "helpdesk.xes.gz", "BPI2020_DomesticDeclarations.xes.gz", "BPIC13_closed_problems.xes.gz", "BPIC15_1.xes.gz",
    "BPIC12.xes.gz",
)  # fmt: skip


def come_back(log: Path, tmp_path: Path, most: int | None = None) -> None:
    batch = read(log).batch
    cases = [case for case in cases_of(batch) if len(case.events)]
    if most is not None and len(cases) > most:
        kept = sorted(random.Random(4).sample(range(len(cases)), most))
        cases = [cases[at] for at in kept]
    again = read(written(tmp_path / "export.xes", cases))
    assert again.report.mapping == MAPPING
    assert_same(cases, cases_of(again.batch))


@pytest.mark.parametrize("name", SMALL)
def test_a_public_log_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    come_back(shared_data("logs", name), tmp_path, most=200)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", LARGE)
def test_a_large_public_log_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    come_back(shared_data("logs", name), tmp_path)


def test_every_kind_of_event_of_a_case_comes_back(tmp_path: Path) -> None:
    case = XesCase.of(replaced_card())
    again = read(written(tmp_path / "case.xes", [case])).batch
    assert_same([case], cases_of(again))


TEXTS = st.text(st.characters(exclude_categories=()), max_size=12)


@settings(max_examples=60)
@given(name=TEXTS, value=TEXTS, reason=TEXTS, record=TEXTS, data=st.dictionaries(TEXTS, TEXTS | st.integers()))
def test_texts_that_xml_cannot_hold_come_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: str, reason: str, record: str, data: dict[str, object]
) -> None:
    story = Story("C \x01&<>\"' 1")
    story.add(
        None, 26, step=story.step(name or "a"), work_item=1, actor=story.person(name or "b"), data=data, record=record,
        new_value=story.value(value), reason=story.value(reason), holder=0, queue=0,
    )  # fmt: skip
    story.add(None, 26, step=0, work_item=2)
    story.add(None, 97, step=story.step("completed"), old_value=story.value(value))
    story.add(None, 26, work_item=3)
    case = XesCase.of(story.file())
    path = written(tmp_path_factory.mktemp("xes") / "case.xes", [case])
    assert_same([case], cases_of(read(path).batch))


def test_an_export_that_lost_its_kinds_is_refused_whole(tmp_path: Path) -> None:
    path = written(tmp_path / "case.xes", [XesCase.of(replaced_card())])
    text = path.read_text("utf-8").replace('<string key="desk:kind" value="opened"/>', "", 2)
    path.write_text(text, "utf-8")
    with pytest.raises(RefusedFile, match="not as the desk wrote it"):
        read(path)


def test_an_export_that_is_imported_where_it_came_from_adds_nothing(tmp_path: Path) -> None:
    log = write_csv(tmp_path / "log.csv")
    engine = open_engine(f"sqlite:///{(tmp_path / 'shared.db').as_posix()}")
    init(engine)
    first = import_file(engine, "A", log)
    export = written(tmp_path / "export.xes", cases_of(read(log).batch))
    again = import_file(engine, "A", export)
    elsewhere = import_file(engine, "B", export)
    engine.dispose()
    assert first.events > 0
    assert (again.events, again.already_there) == (0, first.events)
    assert elsewhere.events == first.events
