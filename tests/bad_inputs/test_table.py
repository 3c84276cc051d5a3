"""The table of bad inputs is whole, and each test that it names exists."""

import re

from tests.shared_data import REPOSITORY

ROW = re.compile(r"^\| (\d+) \|(.*)\|(.*)\|(.*)\|$")


def rows() -> dict[int, tuple[str, str, list[str]]]:
    """Number -> (input, what happens, names of tests)."""
    found = {}
    for line in (REPOSITORY / "docs" / "bad-inputs.md").read_text(encoding="utf-8").splitlines():
        row = ROW.match(line.replace(r"\|", "/"))
        if row is not None:
            found[int(row[1])] = row[2].strip(), row[3].strip(), re.findall(r"`(test_\w+)`", row[4])
    return found


def test_each_of_the_sixty_inputs_has_a_test_or_a_reason() -> None:
    table = rows()
    assert sorted(table) == list(range(1, 61))
    for number, (_input, happens, tests) in table.items():
        assert tests or "not applicable:" in happens, number


def test_each_named_test_exists() -> None:
    defined = set()
    for path in (REPOSITORY / "tests").rglob("test_*.py"):
        defined |= set(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for _input, _happens, tests in rows().values() for name in tests}
    assert named - defined == set()
