"""What is fuzzed, and what must hold: a whole answer or a refusal in words, never anything else.

Each target is a strategy and a check. The tests run each for a moment, `benchmarks/fuzz.py` for as long as one likes.
"""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from bpo_desk.errors import DeskError, RefusedFile
from bpo_desk.intake.mapping import read_mapping
from bpo_desk.intake.reading import read
from bpo_desk.intake.source_file import SourceFile
from bpo_desk.intake.time_reading import TimeReading
from bpo_desk.intake.xes_fast import read_fast
from bpo_desk.intake.xes_stream import read_xes
from bpo_desk.measures.calendar_text import calendar_from_text
from bpo_desk.models.desk_link import link_text, read_link
from bpo_desk.models.event_data import data_object
from bpo_desk.models.filter_completion import completions
from bpo_desk.models.filter_text import parse, to_text
from bpo_desk.models.mutation import payload_json, payload_of
from bpo_desk.models.mutation_kinds import MutationKind
from bpo_desk.models.shared_view import shared_view_of
from bpo_desk.models.step_mapping import mapping_of
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.display_list import display_list
from bpo_desk.ui.queue.queue_state import QueueState
from tests.bad_inputs.pages import SPOILED, spoiled_session
from tests.intake.test_xes import same
from tests.process.bpmn_files import source

TIMES = TimeReading(date_format="iso")


@dataclass(frozen=True)
class Target:
    """`check` raises where what must hold does not."""

    strategy: st.SearchStrategy[Any]
    check: Callable[[Any], None]
    examples: int = 60  # in a run of the tests


def mangled(data: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """The bytes with pieces cut out, doubled, exchanged or replaced."""
    piece = st.one_of(
        st.binary(max_size=12),
        st.sampled_from([b"\x00", b"<", b">", b"&", b'"', b"&#0;", b"&#x110000;", b"<![CDATA[", b"]]>", b"<!--",
                         b"\xff\xfe",
                         b"\xef\xbb\xbf", b"<?xml?>", b"1e999", b"-", b"NaN", b"9" * 400, b"\r",
                         b"\n\n", b",", b"'", b";"]),
    )  # fmt: skip
    edit = st.tuples(st.floats(0, 1), st.integers(0, 60), piece)

    def apply(given: tuple[bytes, list[tuple[float, int, bytes]]]) -> bytes:
        whole, edits = given
        for place, length, new in edits:
            at = int(place * len(whole))
            whole = whole[:at] + new + whole[at + length :]
        return whole

    return st.tuples(data, st.lists(edit, max_size=6)).map(apply)


def in_file(name: str, work: Callable[[Path], None]) -> Callable[[bytes], None]:
    """The work on a file with the bytes."""

    def check(data: bytes) -> None:
        with tempfile.TemporaryDirectory(prefix="bpo-desk-fuzz-") as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            work(path)

    return check


def refusal_of(work: Callable[[], object]) -> tuple[object, str]:
    """(what came out, ""), or (None, the code of the refusal), which must say what to do."""
    try:
        return work(), ""
    except DeskError as error:
        said = error
    assert said.message
    assert said.next_step or isinstance(said, RefusedFile)
    return None, said.code


# XES

_TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
_NAME = st.one_of(
    st.sampled_from(["concept:name", "time:timestamp", "lifecycle:transition", "org:resource", "", "a b"]), _TEXT
)
_VALUE = st.one_of(
    st.sampled_from(["2024-01-01T10:00:00Z", "2024-13-01", "", "1", "-0.0", "true", "x" * 50, "&amp;", "complete"]),
    _TEXT,
)


def _quoted(text: str) -> str:
    from xml.sax.saxutils import quoteattr

    return quoteattr(text)


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n'
_ATTRIBUTE = st.builds(
    lambda kind, key, value, inner: (
        f"<{kind} key={_quoted(key)} value={_quoted(value)}>{inner}</{kind}>"
        if inner
        else f"<{kind} key={_quoted(key)} value={_quoted(value)}/>"
    ),
    st.sampled_from(["string", "date", "int", "float", "boolean", "id", "list", "container", "other"]),
    _NAME,
    _VALUE,
    st.sampled_from(["", "", "", '<string key="in" value="ner"/>', "text"]),
)
_EVENT = st.lists(_ATTRIBUTE, max_size=5).map(lambda parts: f"<event>{''.join(parts)}</event>")
_TRACE = st.builds(
    lambda parts, events: f"<trace>{''.join(parts)}{''.join(events)}</trace>",
    st.lists(_ATTRIBUTE, max_size=3),
    st.lists(_EVENT, max_size=4),
)
_LOG = st.lists(_TRACE, max_size=4).map(
    lambda traces: (_HEAD + "\n".join(traces) + "\n</log>").encode("utf-8", "surrogatepass")
)


def _both_readers(path: Path) -> None:
    opened, code = refusal_of(lambda: SourceFile.open(path))
    if not isinstance(opened, SourceFile) or opened.format != "xes":
        assert code or opened
        return
    fast, fast_code = refusal_of(lambda: read_fast(opened, TIMES))
    slow, slow_code = refusal_of(lambda: read_xes(opened, TIMES))
    if fast is not None:
        assert slow_code == "", f"one reads, the other refuses: {slow_code}"
        same(fast, slow)  # type: ignore[arg-type]
    elif fast_code:
        assert slow_code, f"the vectorised reader alone refuses: {fast_code}"
    refusal_of(lambda: read(path))


# CSV

_CELL = st.one_of(st.sampled_from(["", "A", "2024-01-01", "2024-01-01T10:00:00Z", '"', "a\nb", "=1", "x" * 30]), _TEXT)
_ROWS = st.lists(st.lists(_CELL, min_size=1, max_size=5), max_size=8)


def _csv(given: tuple[list[list[str]], str, str]) -> bytes:
    rows, sign, ends = given
    head = sign.join(("case", "activity", "time", "resource"))
    quoted = [['"' + cell.replace('"', '""') + '"' if cell > "m" else cell for cell in row] for row in rows]
    lines = [head, *(sign.join(row) for row in quoted)]
    return ends.join(lines).encode("utf-8", "surrogatepass")


_CSV = st.tuples(_ROWS, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n", "\r"])).map(_csv)

# BPMN


def _drawing(data: bytes) -> None:
    def work() -> None:
        definition, _notes = read_definition(data, "fuzzed.bpmn")
        for number in range(max(len(definition.diagrams), 1)):
            display_list(definition, number)

    refusal_of(work)


# texts

_WORDS = st.sampled_from(["holder:", "due<", "due>", "-", "(", ")", " or ", '"', "side:client", "status:", "2d",
                          "text:", "case:",
                          "*", "%", ",", "\\", "since>", "now", "2024-01-01", "\u202e", "٣", "²", "'"])  # fmt: skip
_FILTER = st.lists(st.one_of(_WORDS, _TEXT), max_size=14).map("".join)


def _filter(text: str) -> None:
    found, _code = refusal_of(lambda: parse(text))
    if found is not None:
        assert parse(to_text(found)) == found  # type: ignore[arg-type]
    for cursor in {0, len(text) // 2, len(text)}:
        completions(text, cursor, lambda _field, _typed: ["a", 'b"c', "d,e"])


_LINK = st.one_of(
    st.builds(lambda parts: "bpodesk://" + "/".join(parts), st.lists(st.one_of(_TEXT, st.sampled_from(
        ["case", "queue", "acme", "%00", "%ff", "..", "[", "?where=due<2d", "?where=%28", "#", "@"])), max_size=5)),
    st.text(max_size=40),
)  # fmt: skip


def _link(text: str) -> None:
    found, _code = refusal_of(lambda: read_link(text))
    if found is not None:
        assert read_link(link_text(found)) == found  # type: ignore[arg-type]


_MAPPING = mangled(
    st.sampled_from(
        [
            b'[columns]\ncase = "case"\nactivity = "what"\ntime = "time"\n',
            b'zone = "Europe/Berlin"\ndate_format = "%d.%m.%Y"\n[columns]\ncase = "a"\nactivity = "b"\ntime = "c"\n',
        ]
    )
)
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _TEXT, st.just("1e999")),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.one_of(_TEXT, st.sampled_from(
        ["view", "at", "by", "role", "text", "chips", "sort", "steps", "element", "event_id", "selected", "header",
         "current",
         "top", "levels", "open", "zone", "name", "versions", "kind", "engagement"])), inner, max_size=5)),
    max_leaves=12,
)  # fmt: skip
_STORED = st.one_of(
    _JSON.map(json.dumps), st.text(max_size=30), st.just("[" * 100_000),
    st.just('{"steps":' * 50_000),
)  # fmt: skip


def _stored(text: str) -> None:
    """Texts that the shared database keeps and anybody who may write may have written there."""
    view = shared_view_of("name", text, 1)
    QueueState.of_json(view.content)
    QueueState.of_json(text)
    data_object(text)
    mapping_of("p", "1", text, 1)
    refusal_of(lambda: calendar_from_text(text, name="n", zone="UTC"))
    for kind in (MutationKind.COMMENT_ADDED, MutationKind.TASK_SCHEDULED, MutationKind.STEP_MAPPED):
        payload, _code = refusal_of(lambda kind=kind: payload_of(kind.value, text))  # type: ignore[misc]
        if payload is not None:
            payload_json(payload)  # type: ignore[arg-type]


TARGETS: dict[str, Target] = {
    "xes": Target(st.one_of(_LOG, mangled(_LOG)), in_file("log.xes", _both_readers)),
    "csv": Target(
        st.one_of(_CSV, mangled(_CSV)), in_file("log.csv", lambda path: refusal_of(lambda: read(path)) and None)
    ),
    "bpmn": Target(mangled(st.sampled_from([source("claim.bpmn"), source("no_drawing.bpmn")])), _drawing),
    "filter": Target(_FILTER, _filter),
    "link": Target(_LINK, _link),
    "mapping": Target(_MAPPING, in_file("own.toml", lambda path: refusal_of(lambda: read_mapping(path)) and None)),
    "stored": Target(_STORED, _stored),
    "pages": Target(SPOILED, spoiled_session, examples=15),
}
