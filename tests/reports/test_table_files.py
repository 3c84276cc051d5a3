"""CSV and XLSX for outsiders: no cell is taken for a formula, nothing is lost, what the table is of stands above it."""

from __future__ import annotations

import csv
import io
import zipfile
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.spreadsheet_text import harmless
from bpo_desk.models.visible_text import visible
from bpo_desk.reports.event_sheet import event_sheet
from bpo_desk.reports.table_files import Sheet, write_csv, write_xlsx
from tests.reports.test_document import about
from tests.ui_case.stories import replaced_card

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RISKY = (
    '=HYPERLINK("http://x","y")',
    "+1+cmd",
    "-2+3+cmd",
    "@SUM(A1)",
    "|x",
    "%x",
    "\tx",
    "\rx",
    "\nx",
    "  =x",
    "\uff1dx",
)


def sheet(*cells: object) -> Sheet:
    return Sheet("T", (("Filter", '=danger side:client"'),), ("A", "B"), [cells])  # type: ignore[list-item]


def csv_rows(made: Sheet) -> list[list[str]]:
    out = io.BytesIO()
    write_csv(out, made)
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))


def xlsx_parts(made: Sheet) -> tuple[list[str], ElementTree.Element]:
    out = io.BytesIO()
    write_xlsx(out, made)
    with zipfile.ZipFile(out) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(part.itertext()) for part in shared.iter(SPREADSHEET + "si")]
        return texts, ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))


def test_a_text_that_begins_a_formula_is_put_behind_an_apostrophe_in_csv() -> None:
    for text in RISKY:
        assert csv_rows(sheet(text, "x"))[-1][0] == "'" + text
    assert csv_rows(sheet("a", "b"))[1][1].startswith("'=danger")


def test_numbers_and_plain_texts_stay_as_they_are() -> None:
    for text in ("-5", "+3.25", "12", "Ann = Ben", "", "'quoted"):
        assert harmless(text) == text
    assert csv_rows(sheet(-5, None))[-1] == ["-5", ""]


@given(st.text(max_size=20))
def test_no_text_of_a_csv_cell_can_begin_a_formula(text: str) -> None:
    shown = harmless(text)
    assert shown.lstrip(" ")[:1] not in set("=@|%\t\r\n\uff1d\uff0b\uff0d\uff20")
    assert shown in (visible(text), "'" + visible(text))


def test_xlsx_keeps_texts_as_texts_and_numbers_as_numbers() -> None:
    texts, page = xlsx_parts(Sheet("T", (), ("A", "B"), [(text, 7) for text in RISKY]))
    assert not list(page.iter(SPREADSHEET + "f"))
    assert not list(page.iter(SPREADSHEET + "hyperlink"))
    assert {'=HYPERLINK("http://x","y")', "@SUM(A1)"} <= set(texts)
    numbers = [cell for cell in page.iter(SPREADSHEET + "c") if cell.get("t") != "s"]
    assert [cell.find(SPREADSHEET + "v").text for cell in numbers] == ["7"] * len(RISKY)  # type: ignore[union-attr]


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so() -> None:
    texts, _ = xlsx_parts(sheet("x" * 40_000, "y"))
    longest = max(texts, key=len)
    assert len(longest) == 32_767
    assert longest.endswith(" [cut]")


def test_the_events_of_a_case_leave_with_all_that_identifies_them() -> None:
    file = replaced_card()
    rows = csv_rows(event_sheet([file], about(file), (("Cut off", "no"),)))
    head = next(at for at, row in enumerate(rows) if row[:2] == ["Case", "No"])
    said = {row[0]: row[1] for row in rows[:head] if len(row) > 1}
    assert said["As of"] == "the present"
    assert said["Data as of"] == "31 Oct 2026 13:02:00 CET"
    assert said["Cut off"] == "no"
    body = rows[head + 1 :]
    assert len(body) == len(file.events)
    assert len({row[-1] for row in body}) == len(file.events)
    assert [row[1] for row in body] == [str(number) for number in range(1, 60)]
