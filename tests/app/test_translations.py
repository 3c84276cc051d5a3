"""Every text of the desk is there in German, whole and fit for its place: `python3 dev.py translations` takes new ones.

Which texts there are is asked of the source each time, so that nobody can add one and forget it.
"""

import re
from collections.abc import Callable

import pytest

from bpo_desk.settings import ENGLISH, LANGUAGES
from bpo_desk.ui.actions import DECLARED
from tests.app.translated import translations

taking = translations()
FILES = sorted(taking.FOLDER.glob("*.ts"))
_MNEMONIC = re.compile(r"&(?=\w)")
_FILLED = re.compile(r"%[vmpn]|\{(\w*)[^}]*\}")
_NAMES_OF_A_DATE = {"{day} {month} {year}"}
"""Forms whose parts a language chooses among."""


def messages() -> list:
    return [each for file in FILES for each in taking.read(file)]


def wrong(fits: Callable[[str, str], bool]) -> list[str]:
    """The texts whose translation does not fit."""
    return [
        f"{each.context}: {each.source!r} -> {each.translation!r}"
        for each in messages()
        if each.translation and not fits(each.source, each.translation)
    ]


def test_each_language_that_can_be_chosen_has_its_words() -> None:
    assert {f"bpo_desk_{language}" for language in LANGUAGES if language != ENGLISH} == {file.stem for file in FILES}


def test_no_text_is_left_to_translate_and_none_is_gone() -> None:
    wanted = taking.texts()
    for file in FILES:
        found = taking.read(file)
        known = {(each.context, each.source) for each in found}
        new = sorted(f"new: {context}: {source!r}" for context, source in wanted - known)
        gone = sorted(f"gone: {context}: {source!r}" for context, source in known - wanted)
        left = sorted(f"not translated: {each.context}: {each.source!r}" for each in found if not each.translation)
        said = f"Run `{taking.COMMAND}`, then translate what it names in {file.name} and run it again."
        assert [*new, *gone, *left] == [], said


def test_what_is_compiled_is_what_was_translated() -> None:
    for file in FILES:
        assert file.with_suffix(".qm").read_bytes() == taking.compiled(file), f"Run `{taking.COMMAND}`."


def test_what_is_filled_in_is_the_same() -> None:
    def parts(text: str) -> list[str]:
        return sorted(each[0] if each[0].startswith("%") else each[1] or "" for each in _FILLED.finditer(text))

    def fits(source: str, words: str) -> bool:
        return parts(source) == parts(words) or source in _NAMES_OF_A_DATE

    assert wrong(fits) == []


def test_an_ending_that_means_something_is_the_same() -> None:
    """A colon before what follows, dots before a question, the stop of a sentence, spaces where texts are joined."""

    def ends(text: str) -> tuple[bool, ...]:
        spaces = text[:1].isspace(), text[-1:].isspace()
        return (*spaces, *(text.rstrip().endswith(each) for each in (":", "...", ".")), "\n" in text)

    assert wrong(lambda source, words: ends(source) == ends(words)) == []


def test_a_mnemonic_is_there_where_the_source_has_one() -> None:
    assert wrong(lambda source, words: len(_MNEMONIC.findall(source)) == len(_MNEMONIC.findall(words))) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_two_entries_of_a_menu_share_a_mnemonic(file) -> None:
    words = {each.source: each.translation for each in taking.read(file) if each.context == "actions"}
    menus: dict[str, list[str]] = {"": list(dict.fromkeys(words[each.menu] for each in DECLARED))}
    for each in DECLARED:
        menus.setdefault(each.menu, []).append(words[each.text])
    for menu, entries in menus.items():
        letters = [found[1].casefold() for entry in entries if (found := re.search(r"&(\w)", entry))]
        assert len(letters) == len(set(letters)), f"{menu}: {entries}"


@pytest.mark.parametrize(
    "together",
    [{"AttentionPanel", "attention"}, {"ConnectionDialog", "ConnectionForm"}, {"LockScreen", "ForgottenPanel"},
     {"ReviewPanel"}, {"UnmaskDialog"}],
    ids=min,
)  # fmt: skip
def test_mnemonics_of_a_dialog_that_are_apart_in_english_are_apart(together: set[str]) -> None:
    """Those that are one letter in English never show at the same time."""

    def letter(text: str) -> str:
        return text[text.index("&") + 1].casefold()

    found = [each for each in messages() if each.context in together and _MNEMONIC.search(each.source)]
    same = [
        (one.translation, other.translation)
        for one in found
        for other in found
        if letter(one.source) != letter(other.source) and letter(one.translation) == letter(other.translation)
    ]
    assert found
    assert same == []


def test_the_guide_says_each_word_of_the_field_as_the_translation_does() -> None:
    """Words that stand alone in the glossary are those of the desk."""
    guide = (taking.ROOT / "docs" / "guide" / "translation.md").read_text("utf-8")
    glossary = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", guide, re.M))
    said = {each.source.casefold(): each.translation.casefold() for each in messages()}
    known = {word: words for word, words in glossary.items() if word.casefold() in said}
    assert len(known) >= 15
    for word, words in known.items():
        assert said[word.casefold()] in [each.casefold() for each in words.split(", ")], word
