"""What leaves the window: the report of cases, the events of a case, the queue as shown, a case in words.

Asks where to and for whom, has it made off the UI thread, and says what was written. What is written is made in
`reports`, and noted in the trail of each case by the workspace before the file appears.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from bpo_desk import __version__
from bpo_desk.ui import theme
from bpo_desk.ui.background import Background
from bpo_desk.ui.number_words import number
from bpo_desk.ui.time_words import display_zone, now_micros

if TYPE_CHECKING:
    from bpo_desk.models.case_file import CaseFile
    from bpo_desk.reports.build import About
    from bpo_desk.reports.table_files import Sheet
    from bpo_desk.ui.case.case_screen import CaseScreen
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.queue.queue_screen import QueueScreen
    from bpo_desk.ui.status_bar import DeskStatusBar
    from bpo_desk.ui.widgets.notice import Notice

EXPORTS_OF_A_CASE: Final = ("export_events", "copy_line", "copy_summary")
"""Actions that need a case in front."""
_REPORTS: Final = (("PDF", "pdf"), ("HTML", "html"), ("JSON", "json"), ("XES", "xes"), ("CSV", "csv"))
_TABLES: Final = (("Excel", "xlsx"), ("CSV", "csv"))
_MOST_CASES: Final = 200
"""Cases of one report: a longer one is for the command line, which nobody waits for."""


_LARGE: Final = 20_000
"""Rows from which a table is not made in memory, and how far it is, is said."""
_TOLD_EVERY: Final = 10_000


class Exports(QObject):
    """`said(words)` while something is made, `written(words, path)` when it is there, `failed(exception)`."""

    said = Signal(str)
    written = Signal(str, str)
    failed = Signal(object)
    _made = Signal(str, int, int)

    def __init__(self, desk: Desk, background: Background, queue: QueueScreen, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._background, self._queue, self._window = desk, background, queue, window
        self._screen: CaseScreen | None = None
        self._recipient = ""
        self._count = 0
        self._stopped = False
        self._made.connect(self._tell_made)

    def serve(self, screen: QWidget) -> None:
        """Export from now on what this case screen shows, when it is in front."""
        self._screen = cast("CaseScreen", screen)

    def does(self) -> dict[str, Callable[[], object]]:
        """What the actions about exports do, by name."""
        return {
            "report": self.ask_for_report,
            "export_events": lambda: self._ask_where("events", _TABLES, self.write_events),
            "export_queue": lambda: self._ask_where("queue", _TABLES, self.write_queue),
            "stop_export": self.stop,
            "copy_line": lambda: self.copy_summary(whole=False),
            "copy_summary": lambda: self.copy_summary(whole=True),
        }

    def show_in(
        self,
        status: DeskStatusBar,
        notice: Notice,
        failed: Callable[[Exception], None],
        noted: Callable[[], object],
    ) -> None:
        """Say in these places of the window what is made, what is there, and what failed; `noted` is called when
        something more waits to be sent."""
        self.said.connect(status.show_screen)
        self.written.connect(lambda words, path: notice.say(words, path, theme.Status.DONE))
        self.written.connect(lambda _words, _path: noted())
        self.failed.connect(failed)

    # the report

    def ask_for_report(self) -> None:
        """Ask for whom, then where to, then make the report of the case in front or of the selected ones."""
        if not self._chosen()[1]:
            self.said.emit(self.tr("No case is chosen: open one, or select rows of the queue."))
            return
        from PySide6.QtWidgets import QInputDialog  # not before the first paint

        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Audit-trail report"))
        dialog.setLabelText(self.tr("For whom? It stands on the cover, and in the trail of the case."))
        dialog.setTextValue(self._recipient)
        dialog.textValueSelected.connect(self._know_recipient)
        dialog.open()

    def _know_recipient(self, recipient: str) -> None:
        self._recipient = recipient
        self._ask_where("report", _REPORTS, self.write_report)

    def write_report(self, path: Path) -> None:
        """Make the report in a process of its own; the ending of the file says the format."""
        code, numbers = self._chosen()
        form = path.suffix[1:].lower()
        more = ["--recipient", self._recipient] if self._recipient else []
        at = self._as_of()
        if at is not None:
            from bpo_desk.models.times import to_iso

            more += ["--as-of", to_iso(at) or ""]
        words = ["case", *numbers, "--engagement", code, "--format", form, "--out", str(path), *more]
        self.said.emit(self.tr("Writing the report ..."))
        self._make(lambda: self._desk.make_report(words), path, len(numbers))

    def _chosen(self) -> tuple[str, list[str]]:
        """(engagement code, numbers) of the case in front, else of the selected rows of the queue."""
        file = self._file()
        if file is not None:
            return file.engagement.code, [file.number]
        shown = self._queue.shown()
        return ("", []) if shown is None else (shown.rows.queue.engagement.code, shown.selected_numbers(_MOST_CASES))

    # tables

    def write_events(self, path: Path) -> None:
        """Write the events of the case in front, as of the moment that is shown."""
        file, at = self._file(), self._as_of()
        if file is None:
            return

        def work() -> None:
            from bpo_desk.reports.event_sheet import event_sheet

            shown = file
            if at is not None:
                shown = self._desk.open_case(int(file.engagement.engagement_id), file.case, at)
            sheet = event_sheet([shown], self._about(at), (("Filter", "none"), ("Cut off", "none")))
            self._write(sheet, path, file.engagement.code, [file.number], "events")

        self._make(work, path, 1)

    def write_queue(self, path: Path) -> None:
        """Write the rows and columns that the queue shows."""
        shown = self._queue.shown()
        if shown is None:
            return

        def work() -> None:
            from bpo_desk.models.mutation import ListExported
            from bpo_desk.models.times import to_iso
            from bpo_desk.reports.event_sheet import table_lines
            from bpo_desk.reports.table_files import MOST_XLSX_ROWS, write_csv, write_xlsx
            from bpo_desk.ui.queue.queue_sheet import queue_sheet

            queue, form = shown.rows.queue, path.suffix[1:].lower()
            rows = len(shown.rows) if form == "csv" else min(len(shown.rows), MOST_XLSX_ROWS)
            lines = table_lines(queue.engagement, self._about(None), queue.data_as_of, partial=queue.partial)
            sheet, numbers = queue_sheet(shown, lines, rows, lambda done: self._made_so_far(path.name, done, rows))
            beside = str(path.parent) if rows > _LARGE else ""
            as_of = "" if queue.data_as_of is None else to_iso(queue.data_as_of) or ""
            told = ListExported(form, rows, digest="", filter=shown.filter, as_of=as_of)
            self._desk.export_many(
                queue.engagement.code, numbers, told, path,
                lambda out: write_csv(out, sheet) if form == "csv" else write_xlsx(out, sheet, beside=beside),
            )  # fmt: skip

        self._stopped = False
        self._make(work, path, len(shown.rows))

    def stop(self) -> None:
        """Stop the table that is being written: no file appears and nothing is noted."""
        self._stopped = True

    def _made_so_far(self, name: str, done: int, rows: int) -> None:
        """In the thread that writes."""
        if self._stopped:
            from bpo_desk.errors import DeskError

            words = self.tr("The export was stopped; nothing was written.")
            raise DeskError(words, self.tr("Export again when you need it."), code="export_stopped")
        self._made.emit(name, done, rows)

    def _tell_made(self, name: str, done: int, rows: int) -> None:
        if rows > _LARGE and (done % _TOLD_EVERY == 0 or done == rows):
            words = self.tr("Writing {file}: {done} of {rows} rows - Ctrl+. stops")
            self.said.emit(words.format(file=name, done=number(done), rows=number(rows)))

    def _write(self, sheet: Sheet, path: Path, code: str, numbers: Sequence[str], what: str) -> None:
        from bpo_desk.models.mutation import Exported
        from bpo_desk.reports.case_data import digest_of
        from bpo_desk.reports.table_files import write_csv, write_xlsx

        out = io.BytesIO()
        form = path.suffix[1:].lower()
        (write_csv if form == "csv" else write_xlsx)(out, sheet)
        content = out.getvalue()
        told = Exported(form, what=what, digest=digest_of(content), cases=len(numbers))
        self._desk.export(code, numbers, told, path, content)

    # words

    def copy_summary(self, *, whole: bool) -> None:
        """Put the case in front on the clipboard: whole as plain text, else in one line."""
        file, at, screen = self._file(), self._as_of(), self._screen
        if file is None or screen is None or screen.moment is None:
            return
        moment = screen.moment
        past = file if moment.live else None

        def work() -> str:
            from bpo_desk.reports.audience import completeness
            from bpo_desk.reports.case_sections import CaseSeen
            from bpo_desk.reports.document import Drawing
            from bpo_desk.reports.summary import summary_line, summary_text
            from bpo_desk.reports.words import Times, zone_named

            about = self._about(at)
            shown = past or self._desk.open_case(int(file.engagement.engagement_id), file.case, about.as_of)
            told = completeness(shown, shown, None, None)
            seen = CaseSeen.of(shown, Times(zone_named(about.zone)), about.now, Drawing(None), told)
            return summary_text(seen) if whole else summary_line(seen)

        def done(text: str) -> None:
            from bpo_desk.ui.widgets.leaving import Leaving, leave

            def act() -> None:
                QGuiApplication.clipboard().setText(text)
                self.said.emit(self.tr("The case is on the clipboard"))

            leave(screen, Leaving("text" if whole else "line", act, numbers=(file.number,), content=text))

        self._background.ask("summary", work, done, self.failed.emit)

    # asking and making

    def _ask_where(self, what: str, forms: Sequence[tuple[str, str]], write: Callable[[Path], None]) -> None:
        """Ask for a file; the ending of its name says the format."""
        from PySide6.QtWidgets import QFileDialog  # not before the first paint

        dialog = QFileDialog(self._window, self.tr("Save as"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{name} (*.{ending})" for name, ending in forms])
        dialog.setDefaultSuffix(forms[0][1])
        dialog.filterSelected.connect(lambda text: dialog.setDefaultSuffix(text.partition("*.")[2].rstrip(")")))
        dialog.selectFile(self._file_name(what))
        endings = {ending for _, ending in forms}
        dialog.fileSelected.connect(lambda chosen: write(_with_ending(Path(chosen), endings, dialog.defaultSuffix())))
        dialog.open()

    def _file_name(self, what: str) -> str:
        file = self._file()
        name = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in file.number) if file else ""
        return f"{what}-{name}" if name and what != "queue" else what

    def _make(self, work: Callable[[], object], path: Path, cases: int) -> None:
        self._count += 1
        words = self.tr("{file} is written").format(file=path.name)
        if cases > 1:
            words = self.tr("{file} is written, with {count} cases").format(file=path.name, count=number(cases))

        def done(_none: object) -> None:
            self.said.emit(words)
            self.written.emit(words, str(path))

        self._background.ask(f"export {self._count}", work, done, self.failed.emit, always=True)

    def _file(self) -> CaseFile | None:
        screen = self._screen
        in_front = screen is not None and screen.isVisible() and screen.view is not None
        return screen.view.file if in_front and screen is not None and screen.view is not None else None

    def _as_of(self) -> int | None:
        """The moment that the case screen shows, None where it is the present."""
        from bpo_desk.models.ids import TIME_UNKNOWN

        moment = None if self._screen is None or self._file() is None else self._screen.moment
        return None if moment is None or moment.live or moment.at == TIME_UNKNOWN else moment.at

    def _about(self, as_of: int | None) -> About:
        """Who exports, and when (slow: reads the settings)."""
        from zoneinfo import ZoneInfo

        from bpo_desk.reports.build import About

        zone = display_zone(self._desk.settings.time_zone)
        return About(
            prepared_by=self._desk.writer_name(),
            prepared_at=now_micros(),
            program=f"bpo_desk {__version__}",
            zone=zone.key if isinstance(zone, ZoneInfo) else "UTC",
            as_of=as_of,
        )


def _with_ending(path: Path, endings: set[str], otherwise: str) -> Path:
    return path if path.suffix[1:].lower() in endings else path.with_name(f"{path.name}.{otherwise}")
