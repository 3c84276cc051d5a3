"""Errors say what happened and what to do, and tell a command how to end."""

import pickle

import pytest

from bpo_desk import errors
from bpo_desk.errors import DeskError, MachineLacks, RefusedFile, WrongUsage

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DeskError)]


def test_an_error_reads_as_reason_and_next_step() -> None:
    error = RefusedFile("cases.csv has no column 'Case'.", "Name the column in a mapping file.")
    assert str(error) == "cases.csv has no column 'Case'. Name the column in a mapping file."
    assert (error.message, error.next_step) == error.args
    assert str(RefusedFile("cases.csv is empty.")) == "cases.csv is empty."


def test_a_code_given_for_one_case_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(RefusedFile("a", "b", code="truncated_gz")))
    assert (error.message, error.next_step, error.code) == ("a", "b", "truncated_gz")


def test_every_kind_has_a_code_of_its_own() -> None:
    assert len({kind.default_code for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_exit_code_says_refused_wrong_usage_or_machine_lacks(kind: type[DeskError]) -> None:
    assert kind.exit_code == {WrongUsage: 2, MachineLacks: 3}.get(kind, 1)
