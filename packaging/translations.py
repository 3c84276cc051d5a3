"""Takes the texts that the desk says out of its source into resources/translations/*.ts, and compiles those to *.qm.

    python3 dev.py translations           takes the texts and compiles; says what is left to translate
    python3 dev.py translations --check   changes nothing; exit code 1 where something is left to do

Qt's own lupdate is not used: of Python it passes over texts that are chosen (`tr(a if b else c)`), cannot follow those
that stand in tables, and misreads characters named by \\N{...} (docs/guide/translation.md). The files are Qt's own, so
that Qt Linguist opens them. The words themselves are checked by tests/app/test_translations.py.
"""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final
from xml.etree import ElementTree

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "resources" / "translations"
COMMAND: Final = "python3 dev.py translations"

Text = tuple[str, str]
"""Context and source text, as Qt looks them up."""


class NotTranslatable(Exception):
    """A call that translates a text which nobody can take out of the source; says where and what to do."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text of a .ts file; `translation` is "" while it is not finished."""

    context: str
    source: str
    translation: str
    comment: str = ""


KEY: Final = "its key"
"""The part of an entry that it is found by."""


@dataclass(frozen=True, slots=True)
class Table:
    """Texts that stand in a table of a module and are translated where they are shown: the name of the table, and which
    parts of its entries are texts (places or names; none: the entries are)."""

    name: str
    parts: tuple[int | str, ...] = ()


# Module -> context, its tables. A module of another layer is here for the module of the desk that shows its words.
DECLARED: Final[dict[str, tuple[str, tuple[Table, ...]]]] = {
    "bpo_desk.ui.access_log_panel": ("access", (Table("_SIDES"), Table("_DONE"))),
    "bpo_desk.ui.actions": ("actions", (Table("DECLARED", ("menu", "text")),)),
    "bpo_desk.ui.attention.attention_words": ("attention", (Table("_FIELDS"), Table("_DECIDED"), Table("_NEXT"))),
    "bpo_desk.ui.case.compare_rows": ("case", (Table("_STANDING"), Table("_ALWAYS_OTHER"))),
    "bpo_desk.ui.case.fact_rows": ("case", (Table("SlaState", ("word",)), Table("WorkItemState", ("word",)))),
    "bpo_desk.ui.case.header_facts": ("case", (Table("SlaState", ("word",)),)),
    "bpo_desk.ui.case.request_rows": ("case", (Table("_WHAT"), Table("_STATE"))),
    "bpo_desk.ui.case.review_rows": ("case", (Table("_STATES"),)),
    "bpo_desk.ui.case.time_words": ("case", (Table("Cause", ("word",)),)),
    "bpo_desk.ui.case.words": (
        "case", (Table("_STATUS"), Table("_WAITING"), Table("_KIND"), Table("_CANNOT_TELL")),
    ),
    "bpo_desk.ui.connection.step_list": ("StepList", (Table("_SIGNS", (2,)), Table("_NAMES"))),
    "bpo_desk.ui.diagram.names": ("Diagram", (Table("_KINDS"), Table("_TRIGGERS"), Table("_STATES"))),
    "bpo_desk.ui.kind_words": ("kind", (Table("KIND_WORDS"),)),
    "bpo_desk.ui.lock_screen": ("key", ()),
    "bpo_desk.ui.notices.notice_list": ("notices", (Table("ChangeKind", ("value",)),)),
    "bpo_desk.ui.queue.chips_bar": ("ChipsBar", (Table("CHIPS", ("word", "meaning")),)),
    "bpo_desk.models.filter_completion": ("FilterLine", (Table("ALL_MEANINGS"),)),
    "bpo_desk.ui.queue.filter_line": ("FilterLine", ()),
    "bpo_desk.ui.queue.group_panel": ("GroupPanel", (Table("BY", (1,)),)),
    "bpo_desk.ui.queue.group_table_model": ("cell", ()),
    "bpo_desk.ui.queue.jump_offers": ("cell", ()),
    "bpo_desk.ui.queue.views_menu": ("ViewsMenu", (Table("BUILT_IN", (KEY,)),)),
    "bpo_desk.ui.help_window": ("HelpWindow", (Table("FILTER_WORDS", (1,)),)),
    "bpo_desk.ui.queue.cell": ("queue", (Table("COLUMNS", ("name", "about")), Table("INSIDE"))),
    "bpo_desk.ui.queue.queue_cells": ("cell", (Table("FIXED", ("text", "tip")), Table("_SIDES"))),
    "bpo_desk.ui.time_words": ("time", (Table("SAID"),)),
    "bpo_desk.ui.sample.sample_panel": ("SamplePanel", (Table("_HOW", (0,)),)),
    "bpo_desk.ui.status_bar": ("key", ()),
    "bpo_desk.ui.sync_words": ("sync", (Table("_STATES", (2,)), Table("_REVIEWS"))),
    "bpo_desk.ui.timeline.filter_bar": ("timeline", (Table("_TOPICS"), Table("_LANES"))),
    "bpo_desk.ui.timeline.legend": ("timeline", (Table("MARK_WORDS"),)),
    "bpo_desk.ui.timeline.timeline_paint": ("timeline", (Table("SIDE_WORDS"), Table("SIDE_INSIDE"))),
    "bpo_desk.ui.work.deed_form": ("work", ()),
    "bpo_desk.ui.work.work_panel": ("work", ()),
    "bpo_desk.workspace.profiles": ("key", (Table("KEY_NOTES"),)),
    "bpo_desk.ui.work.work_words": ("work", (Table("_LEFT"), Table("_MISSING"), Table("LOOKS", ("name", "button")))),
}  # fmt: skip


def declared(module: ModuleType, table: Table) -> Iterator[str]:
    """The texts of one table."""
    held = getattr(module, table.name)
    if table.parts == (KEY,):
        yield from held
        return
    for entry in held.values() if isinstance(held, Mapping) else held:
        if not table.parts:
            yield entry
        for part in table.parts:
            yield getattr(entry, part) if isinstance(part, str) else entry[part]


def texts(root: Path = ROOT) -> set[Text]:
    """Every text that the desk translates. Raises NotTranslatable where a call's text cannot be found."""
    found: set[Text] = set()
    for folder in ("ui", "app"):
        for file in sorted((root / "bpo_desk" / folder).rglob("*.py")):
            found.update(texts_of(file.read_text("utf-8"), file.relative_to(root).as_posix()))
    for name, (context, tables) in DECLARED.items():
        module = importlib.import_module(name)
        found.update(
            (context, text) for table in tables for text in declared(module, table) if any(map(str.isalpha, text))
        )
    return found


def texts_of(source: str, name: str) -> Iterator[Text]:
    """The texts that one module, of this name, translates by literals."""
    if ".tr(" in source or "translate(" in source:
        yield from _texts(ast.parse(source), "", name)


def _texts(node: ast.AST, inside: str, name: str) -> Iterator[Text]:
    if isinstance(node, ast.ClassDef):
        inside = node.name
    elif isinstance(node, ast.Call):
        yield from _of_call(node, inside, name)
    for child in ast.iter_child_nodes(node):
        yield from _texts(child, inside, name)


def _of_call(call: ast.Call, inside: str, name: str) -> Iterator[Text]:
    asked = ast.unparse(call.func)
    if asked == "self.tr":
        context, chosen = inside, call.args[0]
    elif asked in ("translate", "QCoreApplication.translate"):
        if not isinstance(call.args[0], ast.Constant):
            raise NotTranslatable(f"{name}:{call.lineno}: the context must be a text.")
        context, chosen = str(call.args[0].value), call.args[1]
    elif asked.endswith(".tr"):
        raise NotTranslatable(f"{name}:{call.lineno}: another object's tr(): use QCoreApplication.translate.")
    else:
        return
    for each in _choices(chosen):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield context, each.value
        elif isinstance(each, ast.JoinedStr):
            raise NotTranslatable(f"{name}:{call.lineno}: an f-string is another text each time: use format().")
        elif name.removesuffix(".py").replace("/", ".") not in DECLARED:
            raise NotTranslatable(
                f"{name}:{call.lineno}: translates {ast.unparse(each)}: name its texts in DECLARED of packaging/"
                "translations.py."
            )


def _choices(chosen: ast.expr) -> Iterator[ast.expr]:
    """The texts that an expression may be."""
    match chosen:
        case ast.IfExp():
            yield from _choices(chosen.body)
            yield from _choices(chosen.orelse)
        case ast.BoolOp():
            for each in chosen.values:
                yield from _choices(each)
        case _:
            yield chosen


def read(file: Path) -> list[Message]:
    """The messages of a .ts file; none where there is no such file yet."""
    if not file.exists():
        return []
    found = []
    for context in ElementTree.parse(file).getroot().iter("context"):
        for each in context.iter("message"):
            translation = each.find("translation")
            assert translation is not None
            words = "" if translation.get("type") else translation.text or ""
            comment = each.findtext("translatorcomment") or ""
            found.append(Message(context.findtext("name") or "", each.findtext("source") or "", words, comment))
    return found


def renewed(before: list[Message], wanted: set[Text]) -> list[Message]:
    """The messages of the wanted texts, with the translations that are there. One that is new takes the words of the
    same text elsewhere, where those agree: one word means one thing."""
    kept = {(each.context, each.source): each for each in before}
    elsewhere: dict[str, set[str]] = {}
    for each in before:
        if each.translation:
            elsewhere.setdefault(each.source, set()).add(each.translation)
    made = []
    for context, source in sorted(wanted):
        found = kept.get((context, source)) or Message(context, source, "")
        same = elsewhere.get(source, set())
        if not found.translation and len(same) == 1:
            found = Message(context, source, *same, found.comment)
        made.append(found)
    return made


def written(messages: list[Message], language: str) -> str:
    """A .ts file as text."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ElementTree.Element] = {}
    for each in messages:
        if each.context not in contexts:
            contexts[each.context] = ElementTree.SubElement(root, "context")
            ElementTree.SubElement(contexts[each.context], "name").text = each.context
        message = ElementTree.SubElement(contexts[each.context], "message")
        ElementTree.SubElement(message, "source").text = each.source
        if each.comment:
            ElementTree.SubElement(message, "translatorcomment").text = each.comment
        words = ElementTree.SubElement(message, "translation")
        words.text = each.translation
        if not each.translation:
            words.set("type", "unfinished")
    ElementTree.indent(root, "  ")
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n'


def compiled(file: Path) -> bytes:
    """The .qm of a .ts file, made by Qt's own lrelease."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.qm"
        code = "from PySide6.scripts.pyside_tool import lrelease; lrelease()"
        words = [sys.executable, "-c", code, "-silent", "-nounfinished", str(file), "-qm", str(made)]
        subprocess.run(words, check=True)
        return made.read_bytes()


def main(words: list[str]) -> int:
    """Take the texts and compile them, or look whether that has been done; returns the exit code."""
    if words not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    code, wanted = 0, texts()
    for file in sorted(FOLDER.glob("*.ts")):
        messages = renewed(read(file), wanted)
        text = written(messages, file.stem.rpartition("_")[2])
        left = [each for each in messages if not each.translation]
        for each in left:
            print(f"{file.name}: not translated: {each.context}: {each.source!r}")
        print(f"{file.name}: {len(messages)} texts, {len(left)} left to translate")
        if words:
            same = text == file.read_text("utf-8") and file.with_suffix(".qm").read_bytes() == compiled(file)
            code = code if same and not left else 1
        else:
            file.write_text(text, "utf-8", newline="\n")
            file.with_suffix(".qm").write_bytes(compiled(file))
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
