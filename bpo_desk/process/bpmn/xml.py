"""Hardened parsing of untrusted XML into a plain tree, and the few look-ups that both halves of the reader share."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Protocol
from xml.parsers import expat

from bpo_desk.errors import RefusedFile

# Expanded names are written as expat joins them: namespace, brace, local name.
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "http://www.omg.org/spec/DD/20100524/DC}"
DI = "http://www.omg.org/spec/DD/20100524/DI}"

_MOST_BYTES = 64 * 1024 * 1024
_MOST_TAGS = 4_000_000
_DEEPEST = 256
_IN_ROOT = 2  # elements around a child of the root, with the one around the root
# The only elements whose text is read: of the others it is blanks between tags, and each costs a call.
_TEXTS = frozenset({BPMN + "text", BPMN + "flowNodeRef", BPMN + "sourceRef", BPMN + "targetRef"})


class Element:
    """One element: expanded name, attributes by expanded name, line of its start tag, children and text."""

    __slots__ = ("inside", "line", "said", "tag", "text")

    def __init__(self, tag: str, said: dict[str, str], line: int) -> None:
        self.tag = tag
        self.said = said
        self.line = line
        self.inside: list[Element] = _NONE
        self.text = ""

    @property
    def local_name(self) -> str:
        """The name without its namespace."""
        return self.tag.rpartition("}")[2]

    def child(self, tag: str) -> Element | None:
        """The first direct child of that name."""
        return next((child for child in self.inside if child.tag == tag), None)

    def children(self, *tags: str) -> Iterator[Element]:
        """Direct children with one of the names."""
        return (child for child in self.inside if child.tag in tags)

    def walk(self) -> Iterator[Element]:
        """The element and everything below it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            if element.inside:
                waiting.extend(reversed(element.inside))


_NONE: list[Element] = []  # the children of every element without any; never added to


class Part(Protocol):
    """Takes the children of the root with one tag element by element, without a tree."""

    tag: str
    ends: frozenset[str]  # of these the end is told too

    def begin(self, parser: expat.XMLParserType) -> None:
        """The parser that will tell of it: it knows the line."""
        ...

    def start(self, tag: str, said: dict[str, str]) -> None:
        """An element begins; `said` are its attributes by expanded name."""
        ...

    def end(self, tag: str) -> None:
        """An element ends."""
        ...


class _DocumentTypeError(Exception):
    """The file declares a document type."""


class _TooDeepError(Exception):
    """Elements are nested deeper than any process is."""


def parse(data: bytes, name: str, part: Part) -> Element:
    """Parse a whole file without DTD, entities or network and return its root.

    Children of the root that have the part's tag are told to the part and not hung into the tree. Raises RefusedFile,
    with line and reason, for anything that is not well-formed or declares a document type.
    """
    if len(data) > _MOST_BYTES or data.count(b"<") > _MOST_TAGS:
        raise RefusedFile(f"{name}: {len(data):,} bytes are more than a process file may have.", _EXPORT_AGAIN)
    parser = expat.ParserCreate(namespace_separator="}")
    part.begin(parser)
    above = _build(parser, part)
    try:
        text = _readable(data)
        parser.Parse(text, True)
    except expat.ExpatError as error:
        reason = _reason(error, text)
        raise RefusedFile(f"{name}, line {error.lineno}: not well-formed XML: {reason}.", _EXPORT_AGAIN) from error
    except (UnicodeError, LookupError) as error:
        line = data.count(b"\n", 0, error.start) + 1 if isinstance(error, UnicodeDecodeError) else 1
        raise RefusedFile(f"{name}, line {line}: its characters cannot be read: {error}.", _EXPORT_AGAIN) from error
    except _DocumentTypeError as error:
        raise RefusedFile(f"{name}, line {parser.CurrentLineNumber}: {_WITH_DTD}", _NO_DTD) from error
    except _TooDeepError as error:
        line = parser.CurrentLineNumber
        raise RefusedFile(f"{name}, line {line}: elements more than {_DEEPEST} deep.", _EXPORT_AGAIN) from error
    return above.inside[0]


def _reason(error: expat.ExpatError, text: bytes | str) -> str:
    """What is wrong, with the place in the line, because one line may be a whole file."""
    if isinstance(text, bytes) and error.code == _BAD_TOKEN:
        try:
            text.decode()
        except UnicodeDecodeError:
            return "bytes that are no UTF-8, which the file says or means that it is written in"
    lines = (text if isinstance(text, str) else text.decode(errors="replace")).split("\n")
    at = lines[error.lineno - 1][error.offset :] if error.lineno <= len(lines) else ""
    words = expat.ErrorString(error.code) or "unknown"
    tag = _TAG.match(at)
    return f"{words} in {tag[0]}>" if tag else f"{words} at character {error.offset + 1}"


_BAD_TOKEN = expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]
_TAG = re.compile(r"</?[^\s<>/]{1,80}")


def _build(parser: expat.XMLParserType, part: Part) -> Element:
    """Have the parser hang the root below the element that this returns."""
    above = Element("", {}, 0)
    way = [above]
    push, pop = way.append, way.pop
    words: list[str] = []
    own, ends = part.tag, part.ends

    def start(tag: str, said: dict[str, str]) -> None:
        if tag == own and len(way) == _IN_ROOT:
            parser.StartElementHandler, parser.EndElementHandler = part.start, end_of_part
            part.start(tag, said)
            return
        element = Element(tag, said, parser.CurrentLineNumber)
        around = way[-1]
        if around.inside:
            around.inside.append(element)
        elif len(way) > _DEEPEST:
            raise _TooDeepError
        else:
            around.inside = [element]
        push(element)
        if tag in _TEXTS:
            parser.CharacterDataHandler = words.append

    def end(tag: str) -> None:
        element = pop()
        if tag in _TEXTS:
            element.text = "".join(words)
            words.clear()
            parser.CharacterDataHandler = None

    def end_of_part(tag: str) -> None:
        if tag in ends:
            part.end(tag)
        elif tag == own:
            parser.StartElementHandler, parser.EndElementHandler = start, end

    def refuse(*_: object) -> None:
        raise _DocumentTypeError

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse  # before any of its entities is known
    return above


_EXPORT_AGAIN = "Export the process again from the tool that wrote it, and import that file."
_WITH_DTD = "the file declares a document type (DOCTYPE), which can hide an attack."
_NO_DTD = "Remove the DOCTYPE declaration, or export the process again without one."

_DECLARED = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_AS_THEY_ARE = frozenset({"utf-8", "ascii"})


def _readable(data: bytes) -> bytes | str:
    """The file as expat reads it: UTF-8 as it is, the rest as text, whatever the file says that it is written in.

    Raises LookupError for an encoding that nobody knows and UnicodeError where the bytes are not of it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding)
    declared = _DECLARED.match(data)
    if declared is None:
        return data
    encoding = codecs.lookup(declared[1].decode()).name
    if encoding.startswith(("utf-16", "utf-32")):
        encoding = "utf-8"  # texts that were written in another way than they say: there are no zero bytes
    return data if encoding in _AS_THEY_ARE and declared[1].lower() == encoding.encode() else data.decode(encoding)


def truth(value: str | None) -> bool | None:
    """xsd:boolean, None when absent or not a boolean."""
    return _TRUTHS.get(value.strip().lower()) if value else None


_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


def reference(value: str | None) -> str:
    """The text of an id or QName reference as written, blanks dropped."""
    return value.strip() if value else ""
