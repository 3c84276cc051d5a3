"""Texts are taken out of the source as the desk will look them up, and merged without losing a translation."""

import pytest

from tests.app.translated import translations

taking = translations()


def taken(source: str) -> set[tuple[str, str]]:
    return set(taking.texts_of(source, "bpo_desk/ui/some_place.py"))


def test_a_text_is_taken_with_the_class_or_the_context_that_asks_for_it() -> None:
    source = """
class Panel:
    def words(self):
        return self.tr("Close")
def other():
    return translate("queue", "Open") + QCoreApplication.translate("case", "Open {n}")
"""
    assert taken(source) == {("Panel", "Close"), ("queue", "Open"), ("case", "Open {n}")}


def test_texts_that_are_chosen_and_characters_by_name_are_taken() -> None:
    source = r"""
class Panel:
    def words(self, late):
        show = self.tr("{what} \N{EN DASH} show")
        return f"{self.tr('was due' if late else 'is due')} {show} {self.tr('y' or 'x')}"
"""
    assert taken(source) == {("Panel", text) for text in ("was due", "is due", "{what} \u2013 show", "x", "y")}


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("translate('queue', f'{n} cases')", "f-string"),
        ("translate('queue', words)", "DECLARED"),
        ("translate(context, 'Open')", "context"),
        ("view.tr('Open')", "another object"),
    ],
)
def test_a_text_that_cannot_be_taken_is_refused_with_its_place(call: str, why: str) -> None:
    with pytest.raises(taking.NotTranslatable, match=why) as refused:
        taken(f"\n{call}\n")
    assert str(refused.value).startswith("bpo_desk/ui/some_place.py:2:")


def test_translations_stay_when_texts_come_and_go(tmp_path) -> None:
    before = [
        taking.Message("queue", "Case", "Vorgang", "as in the glossary"),
        taking.Message("queue", "Gone", "Weg"),
        taking.Message("case", "Open", "Offen"),
        taking.Message("menu", "Open", "Öffnen"),
    ]
    wanted = {("queue", "Case"), ("panel", "Case"), ("case", "Open"), ("menu", "Open"), ("panel", "Open")}
    now = {(each.context, each.source): each for each in taking.renewed(before, wanted)}
    assert now.keys() == wanted
    assert now["queue", "Case"] == before[0]
    assert now["panel", "Case"].translation == "Vorgang", "one word means one thing"
    assert now["panel", "Open"].translation == "", "two meanings: a person must choose"
    file = tmp_path / "some_de.ts"
    file.write_text(taking.written(list(now.values()), "de"), "utf-8")
    assert taking.read(file) == list(now.values())
    assert taking.compiled(file)
