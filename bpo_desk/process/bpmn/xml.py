"""Hardened parsing of untrusted XML into a tree, and the few look-ups that both halves of the reader share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from bpo_desk.errors import RefusedFile

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"

_FIRST_ELEMENT = re.compile(rb"<\s*[A-Za-z_]")
_MOST_BYTES = 64 * 1024 * 1024


def parse(data: bytes, name: str) -> etree._Element:
    """Parse a whole file without DTD, entities or network and return its root.

    Raises RefusedFile, with line and reason, for anything that is not well-formed or declares a document type.
    """
    if len(data) > _MOST_BYTES:
        raise RefusedFile(f"{name}: {len(data):,} bytes are more than a process file may have.", _EXPORT_AGAIN)
    if line := _line_of_document_type(data):
        raise RefusedFile(f"{name}, line {line}: {_WITH_DTD}", _NO_DTD)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, reason = error.lineno or 1, (error.msg or "").split(", line ")[0]
        raise RefusedFile(f"{name}, line {line}: not well-formed XML: {reason}.", _EXPORT_AGAIN) from error
    if root.getroottree().docinfo.doctype:
        raise RefusedFile(f"{name}, before line {line_of(root)}: {_WITH_DTD}", _NO_DTD)
    return root


_EXPORT_AGAIN = "Export the process again from the tool that wrote it, and import that file."
_WITH_DTD = "the file declares a document type (DOCTYPE), which can hide an attack."
_NO_DTD = "Remove the DOCTYPE declaration, or export the process again without one."


def _line_of_document_type(data: bytes) -> int:
    """The line of a DOCTYPE before the first element; 0 when there is none."""
    # Entities in attributes are expanded while parsing, so a DOCTYPE is looked for before; zero bytes are dropped
    # so that UTF-16 and UTF-32 read like ASCII.
    head = data[:65536].replace(b"\0", b"") if b"\0" in data[:4] else data[:65536]
    first = _FIRST_ELEMENT.search(head)
    at = head.find(b"<!DOCTYPE", 0, first.start() if first else len(head))
    return head.count(b"\n", 0, at) + 1 if at >= 0 else 0


def local_name(element: etree._Element) -> str:
    """Tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def line_of(element: etree._Element) -> int:
    """Line of the start tag; 0 when unknown."""
    return element.sourceline or 0


def children(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Direct children with one of the fully qualified tags."""
    for child in element:
        if child.tag in tags:
            yield child


def truth(value: str | None) -> bool | None:
    """xsd:boolean, None when absent or not a boolean."""
    return _TRUTHS.get(value.strip().lower()) if value else None


_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


def reference(value: str | None) -> str:
    """The text of an id or QName reference as written, blanks dropped."""
    return value.strip() if value else ""
