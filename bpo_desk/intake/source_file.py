"""Opens a file that somebody handed in: gzip and format by content; anything but XES and CSV is refused by name."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Self

from bpo_desk.errors import NotFound, RefusedFile

CHUNK: Final = 1 << 18
HEAD: Final = 1 << 21
"""How much of the beginning is looked at to tell what a file is: log attributes can go on for a megabyte."""
UNPACKED_LIMIT: Final = 16 * 2**30
"""Most bytes that a file may unpack to."""

_MAGICS: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook", "Unpack it, or save the sheet as CSV, and import that file."),
    (b"PAR1", "a Parquet file", "Export it as CSV and import that file."),
    (b"SQLite format 3\x00", "a SQLite database (OCEL 2.0 or another)", "Export the log as XES or CSV."),
    (b"%PDF", "a PDF document", "Export the log as XES or CSV."),
    (b"BZh", "a bzip2 archive", "Unpack it and import the file inside."),
    (b"\xfd7zXZ\x00", "an xz archive", "Unpack it and import the file inside."),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "Unpack it and import the file inside."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it and import the file inside."),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", "Save the sheet as CSV and import that file."),
)
_BOMS: Final[tuple[tuple[bytes, str], ...]] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file on disk whose kind is known. `format` is "XES" or "CSV"; `bom` the codec that a byte order mark names,
    "" without one; `head` the first HEAD bytes, unpacked."""

    path: Path
    format: str
    compressed: bool
    bom: str
    head: bytes

    @classmethod
    def open(cls, path: Path) -> Self:
        """Look at a file. Raises NotFound, or RefusedFile for what is neither XES nor CSV."""
        if not path.is_file():
            raise NotFound(f"There is no file {path.name}.", "Check the path.", code="file_not_found")
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
        with Unpacked(path, packed) as stream:
            head = stream.read(HEAD)
        bom = next((codec for mark, codec in _BOMS if head.startswith(mark)), "")
        return cls(path, _format(path, head, bom), packed, bom, head)

    def stream(self) -> Unpacked:
        """The bytes of the file from its start, unpacked."""
        return Unpacked(self.path, self.compressed)


class Unpacked:
    """The unpacked bytes of a file. Damage and bombs become RefusedFile."""

    def __init__(self, path: Path, packed: bool) -> None:
        self._name = path.name
        try:
            self._raw: BinaryIO | gzip.GzipFile = gzip.open(path, "rb") if packed else path.open("rb")  # noqa: SIM115
        except OSError as error:
            raise NotFound(f"{path.name} cannot be read: {error.strerror}.", "Check the file's rights.") from error
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._raw.close()

    def read(self, size: int = CHUNK) -> bytes:
        """The next bytes, b"" at the end. Raises RefusedFile where the file ends too early or is damaged."""
        try:
            got = self._raw.read(size)
        except EOFError as error:
            raise RefusedFile(
                f"{self._name} ends in the middle of its gzip data (after {self.count:,} unpacked bytes).",
                "Fetch the file again; nothing of it was taken.",
                code="truncated",
            ) from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise RefusedFile(
                f"{self._name} has damaged gzip data: {error}.",
                "Fetch the file again; nothing of it was taken.",
                code="damaged",
            ) from error
        self.count += len(got)
        if self.count > UNPACKED_LIMIT:
            raise RefusedFile(
                f"{self._name} unpacks to more than {UNPACKED_LIMIT >> 30} GB.",
                "Split the log into smaller files.",
                code="too_large",
            )
        return got


def head_text(head: bytes, bom: str) -> str:
    """The beginning of a file as text, for looking at only."""
    return head.decode(bom or "utf-8", "replace").lstrip("\ufeff")


def _format(path: Path, head: bytes, bom: str) -> str:
    for magic, what, step in _MAGICS:
        if head.startswith(magic):
            raise _refused(path, what, step)
    text = head_text(head, bom).lstrip()
    if not text.strip("\x00 \t\r\n"):  # also nothing but a byte-order mark
        raise RefusedFile(f"{path.name} is empty.", "Choose a file with records.", code="empty_file")
    if text.startswith("<"):
        return _xml_format(path, text)
    if text[0] in "{[":
        raise _refused(path, "JSON (OCEL or another)", "Export the log as XES or CSV.")
    if b"\x00" in head and not bom.startswith(("utf-16", "utf-32")):
        raise _refused(path, "a binary file", "Export the log as XES or CSV.")
    return "CSV"


def _xml_format(path: Path, text: str) -> str:
    root = _root_name(text)
    if root == "log" or not root:
        return "XES"
    known = {
        "WorkflowLog": ("an MXML log", "Convert it to XES."),
        "definitions": ("a BPMN process definition, not a log", "Open it as a process definition."),
        "html": ("an HTML page", "Export the log as XES or CSV."),
    }
    what, step = known.get(root, (f"XML with the root <{root[:60]}>, not an XES log", "Export the log as XES or CSV."))
    raise _refused(path, what, step)


def _root_name(text: str) -> str:
    """The local name of the root element, "" where the head does not reach it."""
    at = 0
    while (at := text.find("<", at)) >= 0:
        if text.startswith("<!--", at):
            at = text.find("-->", at)
        elif text.startswith(("<?", "<!"), at):
            at = text.find(">", at)
        else:
            name = re.split(r"[>/\s]", text[at + 1 : at + 200], maxsplit=1)
            return name[0].rpartition(":")[2]
        if at < 0:
            return ""
    return ""


def _refused(path: Path, what: str, step: str) -> RefusedFile:
    return RefusedFile(f"{path.name} is {what}; only XES and CSV can be imported.", step, code="unsupported_format")
