"""Files that attack whoever reads them: refused whole, with the file, the reason and the next step, and quickly."""

import gzip
import io
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bpo_desk.errors import RefusedFile
from bpo_desk.process.bpmn.reading import read_definition
from tests.intake.files import event, read, told, trace, written, xes
from tests.shared_data import REPOSITORY
from tests.work_counted import calls_of

GOOD = event("Register", "2024-01-01T10:00:00Z")
SECRET = "the secret of another file"
BPMN = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">{}</definitions>'


def laughs() -> tuple[str, str]:
    rest = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE log [<!ENTITY l0 "lol">{rest}]>', "&l9;"


ATTACKS: dict[str, Callable[[Path], tuple[str, str]]] = {
    "billion laughs": lambda _secret: laughs(),
    "quadratic": lambda _secret: (f'<!DOCTYPE log [<!ENTITY a "{"a" * 100_000}">]>', "&a;" * 1_000),
    "external entity": lambda secret: (f'<!DOCTYPE log [<!ENTITY x SYSTEM "{secret.as_uri()}">]>', "&x;"),
    "parameter entity": lambda secret: (f'<!DOCTYPE log [<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;]>', "x"),
    "external dtd": lambda _secret: ('<!DOCTYPE log SYSTEM "http://127.0.0.1:9/evil.dtd">', "x"),
}


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("what", ATTACKS)
@pytest.mark.parametrize("kind", ["xes", "bpmn"])
def test_no_document_type_is_read_in_any_disguise(tmp_path: Path, what: str, codec: str, kind: str) -> None:
    secret = written(tmp_path / "secret.txt", SECRET.encode())
    head, value = ATTACKS[what](secret)
    if kind == "xes":
        inner = f'<event><string key="a" value="{value}"/></event>'
        body = f'<log><trace><string key="concept:name" value="C"/>{inner}</trace></log>'
    else:
        body = BPMN.format(f'<process id="p"><task id="t" name="{value}"/></process>')
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(codec, "")
    named = "utf-16" if "16" in codec else "utf-8"
    data = f'{mark}<?xml version="1.0" encoding="{named}"?>\n{head}\n{body}'.encode(codec)
    with pytest.raises(RefusedFile) as found:
        read(written(tmp_path / "log.xes", data)) if kind == "xes" else read_definition(data, "log.bpmn")
    assert "document type" in found.value.message.lower() or "doctype" in found.value.message.lower()
    assert found.value.next_step
    assert SECRET not in str(found.value)


@pytest.mark.parametrize("kind", ["xes", "bpmn"])
def test_a_hundred_thousand_levels_are_refused_and_not_climbed(tmp_path: Path, kind: str) -> None:
    levels = 100_000
    if kind == "xes":
        data = b"<log><trace><event>" + b'<list key="a">' * levels + b"</list>" * levels + b"</event></trace></log>"
    else:
        data = BPMN.format("<process>" * levels + "</process>" * levels).encode()

    def refused() -> None:
        with pytest.raises(RefusedFile, match=r"deep"):
            read(written(tmp_path / "log.xes", data)) if kind == "xes" else read_definition(data, "deep.bpmn")

    assert calls_of(refused) < levels, "each level is climbed"


MEASURED = """
import resource, sys
from pathlib import Path
from bpo_desk.errors import RefusedFile
from bpo_desk.intake.reading import read
from bpo_desk.process.bpmn.reading import read_definition
path = Path(sys.argv[1])
whole = path.read_bytes() if path.suffix == ".bpmn" else b""
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_definition(whole, path.name) if whole else read(path)
    said = "read"
except RefusedFile as error:
    said = f"refused {bool(error.next_step)}"
more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
print(said, more, sep=";")
"""


def measured(path: Path) -> tuple[str, int]:
    """What became of a file in a process of its own, and KiB of memory more than before: here, what an earlier test
    once needed would hide it."""
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], env=variables, capture_output=True, text=True, check=True
    )
    said, memory = done.stdout.strip().split(";")
    return said, int(memory)


def test_a_drawing_with_a_huge_attribute_or_half_a_million_of_them_is_read_or_refused_in_bounded_memory(
    tmp_path: Path,
) -> None:
    huge = BPMN.format(f'<process id="p"><task id="t" name="{"x" * 20_000_000}"/></process>').encode()
    many = "".join(f' a{number}="1"' for number in range(500_000))
    for data in (huge, BPMN.format(f'<process id="p"><task id="t"{many}/></process>').encode()):
        said, memory = measured(written(tmp_path / "huge.bpmn", data))
        assert said in ("read", "refused True")
        assert memory < 600_000


def test_half_a_million_attributes_of_an_event_are_refused(tmp_path: Path) -> None:
    many = "".join(f'<string key="k{number}" value="v"/>' for number in range(500_000))
    with pytest.raises(RefusedFile) as found:
        read(xes(tmp_path, trace("C", f"<event>{many}<list/></event>")))
    assert found.value.next_step


def test_nothing_is_included_from_elsewhere(tmp_path: Path) -> None:
    secret = written(tmp_path / "secret.txt", SECRET.encode())
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}" parse="text"/>'
    reading = read(xes(tmp_path, trace("C", GOOD, f"<event>{include}</event>")))
    assert SECRET not in repr((told(reading), reading.batch.data))
    definition, notes = read_definition(
        BPMN.format(f'<process id="p"><task id="t">{include}</task></process>').encode(), "x.bpmn"
    )
    assert SECRET not in repr((definition, notes))


@pytest.mark.parametrize(
    "data",
    [
        b'<log><trace><string key="concept:name" value="A\x00B"/></trace></log>',
        b'<?xml version="1.0" encoding="utf-7"?><log>+ADw-trace/+AD4-</log>',
        b"case,activity,time\nA\x00B,x,2024-01-01\n",
        b"case,activity,time\nA,x\xff\xfe,2024-01-01\n" * 3,
    ],
)
def test_nul_utf_7_and_what_is_no_text_are_refused_with_the_file(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path / "log.any", data)
    with pytest.raises(RefusedFile, match=r"log\.any") as found:
        read(path)
    assert found.value.next_step


@pytest.mark.parametrize(
    ("time_text", "known"),
    [
        ("0001-01-01T00:00:00Z", True), ("9999-12-31T23:59:59.999Z", True), ("2016-12-31T23:59:60Z", None),
        ("2024-02-30T00:00:00Z", False), ("10000-01-01T00:00:00Z", False), ("-0001-01-01T00:00:00Z", False),
        ("2024-01-01T10:00:00", True), ("2024-01-01T10:00:00+99:00", False), ("", False),
    ],
)  # fmt: skip
def test_a_time_at_the_edge_is_taken_as_it_stands_or_unknown_and_counted(
    tmp_path: Path, time_text: str, known: bool | None
) -> None:
    reading = read(xes(tmp_path, trace("C", GOOD, event("Check", time_text))))
    found = [row for row in told(reading) if "Check" in row]
    assert found, "the event is kept"
    if known is not None:
        assert (found[0][1] is not None) is known
    if found[0][1] is None:
        assert reading.report.changed or reading.report.skipped


def test_events_that_share_an_id_are_both_kept_and_an_import_again_adds_none(tmp_path: Path) -> None:
    twice = event("Check", "2024-01-01T10:00:00Z", identity__id="6f1f8d3e-0000-4000-8000-000000000001")
    first = read(xes(tmp_path, trace("C", twice, twice)))
    second = read(xes(tmp_path, trace("C", twice, twice)))
    ids = first.batch.columns.id_hi, first.batch.columns.id_lo
    pairs = set(zip(ids[0].tolist(), ids[1].tolist(), strict=True))
    assert len(pairs) == len(first.batch.columns)
    again = second.batch.columns
    assert set(zip(again.id_hi.tolist(), again.id_lo.tolist(), strict=True)) == pairs


def _bomb() -> bytes:
    return _zip(("bomb.xes", b"0" * 5_000_000))


def _zip(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def _link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        member = zipfile.ZipInfo("log.xes")
        member.create_system, member.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    return out.getvalue()


def _damaged() -> bytes:
    data = bytearray(_zip(("log.xes", b"<log/>" * 100)))
    data[30:40] = bytes(10)
    return bytes(data)


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "bomb": _bomb,
    "nested": lambda: _zip(("inner.zip", _zip(("log.xes", b"<log/>")))),
    "outside": lambda: _zip(("../../evil.txt", b"x"), ("/tmp/evil.txt", b"x")),
    "link": _link,
    "reserved": lambda: _zip(("CON", b"x"), ("a:ads", b"x"), ("C:\\x", b"x"), ("..\\..\\w.txt", b"x")),
    "case": lambda: _zip(("Log.xes", b"<log/>"), ("log.XES", b"<log/>")),
    "damaged": _damaged,
}


@pytest.mark.parametrize("what", ARCHIVES)
@pytest.mark.parametrize("name", ["log.zip", "log.xes", "log.csv"])
def test_an_archive_is_refused_by_name_and_never_unpacked(tmp_path: Path, what: str, name: str) -> None:
    folder = tmp_path / "inner" / "folder"
    folder.mkdir(parents=True)
    path = folder / name
    path.write_bytes(ARCHIVES[what]())
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(RefusedFile, match="ZIP") as found:
        read(path)
    assert found.value.code == "unsupported_format"
    assert sorted(tmp_path.rglob("*")) == before
    with pytest.raises(RefusedFile):
        read_definition(path.read_bytes(), name)


def test_a_gzip_bomb_is_read_in_bounded_memory(tmp_path: Path) -> None:
    """120 MB in 120 KB: what is read is counted while it comes, and one line never fills the memory."""
    path = tmp_path / "log.csv.gz"
    with gzip.open(path, "wb", compresslevel=6) as out:
        out.write(b"case,activity,time\n")
        for _ in range(12):
            out.write(b"A" * 10_000_000)
    assert path.stat().st_size < 400_000
    said, memory = measured(path)
    assert said == "refused True"
    assert memory < 100_000


def test_a_csv_with_a_mark_and_mixed_line_ends_is_read_whole(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbfcase,activity,time\r\nA,x,2024-01-01\nA,y,2024-01-02\r\nB,z,2024-01-03\n"
    assert {row[0] for row in told(read(written(tmp_path / "log.csv", data)))} == {"A", "B"}
