"""The report on paper, read back from the file: every page numbered, titles repeated, no word lost, text searchable."""

from __future__ import annotations

import io

import pypdf
import pytest
from PySide6.QtWidgets import QApplication

from bpo_desk.reports.document import Column, Facts, Report, Section, Table, Text
from bpo_desk.ui.print.drawings import svg_pictures
from bpo_desk.ui.print.pdf import report_pdf
from tests.reports.test_document import drawn, report_on
from tests.ui_case import stories


def pages_of(report: Report) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(report_pdf(report)))
    return [page.extract_text() for page in reader.pages]


def a_report(*sections: Section, cover: tuple[Text | Facts, ...] = ()) -> Report:
    return Report("Title", "about", cover, sections, b"{}", "d" * 64, "the footer")


def letters(text: str) -> str:
    return "".join(text.split())


def test_titles_of_a_table_stand_on_every_page_that_it_goes_on(qapp: QApplication) -> None:
    rows = tuple((str(number), f"row number {number}") for number in range(300))
    pages = pages_of(a_report(Section("Rows", (Table((Column("Count"), Column("Words", 4)), rows, "none"),), level=1)))
    assert len(pages) > 4
    for page in pages[1:]:
        assert "Count" in page
        assert "Words" in page
    joined = letters("".join(pages))
    assert all(letters(words) in joined for _, words in rows)


def test_every_page_says_which_it_is_of_how_many_and_whose(qapp: QApplication) -> None:
    pages = pages_of(report_on(stories.replaced_card()))
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of {len(pages)}" in page
        assert "Confidential" in page


def _without_frames(pages: list[str], titles: str) -> str:
    """The letters of all pages without foot lines and repeated titles."""
    whole = ""
    for number, page in enumerate(pages, start=1):
        text = letters(page)
        for frame in (f"page{number}of{len(pages)}", "thefooter", letters(titles)):
            text = text.replace(frame, "") if frame else text
        whole += text
    return whole


def test_a_row_longer_than_a_page_goes_on_without_losing_a_word(qapp: QApplication) -> None:
    words = [f"word{number}," for number in range(1_600)]
    table = Table((Column("One"), Column("Two")), (("short", " ".join(words)), ("after", "it")), "none")
    pages = pages_of(a_report(Section("Long", (table,), level=1)))
    assert len(pages) > 3
    assert "".join(words) in _without_frames(pages, "One Two").replace("short", "")
    assert "after" in pages[-1]


def test_a_fact_longer_than_a_page_goes_on_too(qapp: QApplication) -> None:
    words = [f"word{number}," for number in range(3_000)]
    pages = pages_of(a_report(cover=(Facts((("Text", " ".join(words)), ("Next", "fact"))),)))
    assert len(pages) > 1
    assert "".join(words) in _without_frames(pages, "")


def test_text_is_found_and_copied_as_it_is_said(qapp: QApplication) -> None:
    digest = "ff00ffi fl office 0fl1"  # no ligature, and blanks that are blanks
    page = pages_of(a_report(cover=(Text(digest), Text("a b"))))[0]
    assert digest in page
    assert "\t" not in page


def test_headings_stand_on_the_pages_that_the_contents_name(qapp: QApplication) -> None:
    pages = pages_of(report_on(stories.many_events(200)))
    lines = pages[0].splitlines()
    for title in (
        "Where the case stands",
        "The path of the case",
        "Everything that is recorded",
        "Words of this report",
    ):
        number = int(lines[lines.index(title) + 1])
        assert title in pages[number - 1]


def test_the_font_is_in_the_file(qapp: QApplication) -> None:
    reader = pypdf.PdfReader(io.BytesIO(report_pdf(report_on(stories.closed_case()))))
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert fonts
    assert all("DejaVuSans" in name for name in fonts)


@pytest.mark.parametrize("story", [stories.almost_empty, stories.completions_only, stories.long_texts])
def test_odd_cases_make_a_report_too(qapp: QApplication, story: object) -> None:
    report = report_on(story())  # type: ignore[operator]
    whole = letters("".join(pages_of(report)))
    for section in report.sections:
        assert letters(section.title) in whole


def test_a_diagram_is_drawn_light_and_dark_for_a_browser(qapp: QApplication) -> None:
    light, dark = svg_pictures(drawn(stories.replaced_card()))
    for picture in (light, dark):
        assert picture.startswith("<svg")
        assert picture.endswith("</svg>")
        assert "Verify identity" in picture
    assert light != dark
