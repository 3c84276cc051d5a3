"""The headless commands as a person at a terminal meets them: what each prints, where, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bpo_desk.shared.engine import SCHEMA_VERSION
from tests.flows.desk_commands import Installation, sqlite_url
from tests.flows.small_logs import THREE_CASES, write_csv, write_xes
from tests.patience import PATIENCE

IMPORT_KEYS = {
    "file": str, "format": str, "records": int, "cases": int, "events": int, "activities": int, "actors": int,
    "first": str, "last": str, "directly_follows": dict, "skipped": list, "changed": list, "capability": dict,
    "seconds": float,
}  # fmt: skip
"""What design promises of `import --json`."""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path / "shared.db")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "three.csv")


def test_an_import_says_all_that_is_promised_of_it(desk: Installation, url: str, log: Path) -> None:
    report = desk.import_json(url, log)
    assert {key: type(report[key]) for key in IMPORT_KEYS} == IMPORT_KEYS
    assert set(report["directly_follows"]) == {"source_order", "time_order"}
    assert {"hand_offs", "old_values", "start_times", "resources"} <= set(report["capability"])
    assert all(isinstance(there, bool) for there in report["capability"].values())
    told = (report["file"], report["format"], report["records"], report["cases"], report["activities"])
    assert told == ("three.csv", "CSV", 6, 3, 3)
    assert report["actors"] == 4
    assert (report["first"], report["last"]) == ("2026-03-02T08:00:00Z", "2026-03-05T07:00:00Z")
    assert report["directly_follows"] == {"source_order": 2, "time_order": 2}
    assert report["events"] == report["events_made"] > 0


def test_an_import_in_words_names_file_counts_and_span(desk: Installation, url: str, log: Path) -> None:
    outcome = desk.done("import", log, "--to", url, "--engagement", "acme")
    assert "three.csv: 6 records, 3 cases" in outcome.out
    assert "2026-03-02T08:00:00Z to 2026-03-05T07:00:00Z" in outcome.out


def test_importing_the_same_file_again_adds_nothing(desk: Installation, url: str, log: Path) -> None:
    first = desk.import_json(url, log)
    again = desk.import_json(url, log)
    assert (again["events"], again["already_there"]) == (0, first["events"])
    assert (again["records"], again["cases"]) == (first["records"], first["cases"])


def test_a_grown_file_adds_only_what_is_new(desk: Installation, url: str, tmp_path: Path) -> None:
    grown = write_csv(tmp_path / "log.csv", THREE_CASES[:4])
    desk.import_json(url, grown)
    write_csv(tmp_path / "log.csv", THREE_CASES)
    second = desk.import_json(url, grown)
    fresh = Installation(tmp_path / "other-home")
    whole = fresh.import_json(sqlite_url(tmp_path / "other.db"), write_csv(tmp_path / "log.csv", THREE_CASES))
    assert 0 < second["events"] < whole["events"]
    assert second["already_there"] + second["events"] == whole["events"]


def test_several_files_give_one_document_with_a_report_each(desk: Installation, url: str, tmp_path: Path) -> None:
    one = write_csv(tmp_path / "one.csv", THREE_CASES[:3])
    two = write_xes(tmp_path / "two.xes", THREE_CASES[3:])
    reports = desk.done("import", one, two, "--to", url, "--engagement", "acme", "--json").json()
    assert [report["file"] for report in reports] == ["one.csv", "two.xes"]
    assert [report["cases"] for report in reports] == [1, 2]


def test_a_file_before_a_refused_one_stays_and_the_refused_one_is_named(
    desk: Installation, url: str, tmp_path: Path
) -> None:
    good = write_csv(tmp_path / "good.csv")
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"case,activity,time\nC-1,\xff\xfe\xff,2026-01-01\n")
    outcome = desk.run("import", good, bad, "--to", url, "--engagement", "acme", "--json")
    assert outcome.code == 1
    assert "bad.csv" in outcome.err
    assert desk.import_json(url, good)["events"] == 0


def test_json_prints_one_document_on_stdout_and_nothing_else(desk: Installation, url: str, log: Path) -> None:
    imported = desk.done("import", log, "--to", url, "--engagement", "acme", "--json")
    assert isinstance(imported.json(), dict)
    assert "Made the engagement acme" in imported.err  # words for people go to stderr
    desk.sync(url)
    for words in (("cases", "--json"), ("case", "C-1", "--json"), ("selftest", "--json")):
        outcome = desk.done(*words)
        outcome.json()
        assert outcome.err == "", words


def test_a_sync_tells_one_json_line_a_step(desk: Installation, url: str, log: Path) -> None:
    desk.import_json(url, log)
    lines = desk.sync(url)
    assert all(isinstance(line, dict) and isinstance(line["event"], str) for line in lines)
    assert lines[-1]["event"] == "synced"
    assert lines[-1]["code"] == "acme"


def test_the_times_of_a_sync_are_iso_8601(desk: Installation, url: str, log: Path) -> None:
    desk.import_json(url, log)
    last = desk.sync(url)[-1]
    assert last["event"] == "synced"
    assert [last[key][-1:] for key in ("data_as_of", "verified_at")] == ["Z", "Z"]
    assert last["data_as_of"] == desk.cases()["data_as_of"]


def test_a_profile_remembers_its_shared_database(desk: Installation, url: str, log: Path) -> None:
    desk.import_json(url, log)  # a desk without one follows the first it imports to
    assert desk.done("sync", "--json").lines()[-1]["event"] == "synced"
    assert [case["number"] for case in _rows(desk.cases())] == ["C-1", "C-2", "C-3"]


def test_a_copy_of_one_database_is_not_synced_from_another(
    desk: Installation, url: str, log: Path, tmp_path: Path
) -> None:
    desk.import_json(url, log)
    desk.sync(url)
    before = desk.cases()
    other = sqlite_url(tmp_path / "other.db")  # its first engagement has the number of the first one's
    Installation(tmp_path / "elsewhere").import_json(other, log)
    refused = desk.run("sync", "--from", other)
    assert refused.code == 1
    assert "holds a copy of another database" in refused.err
    assert "--moved" in refused.err
    assert desk.done("sync", "--json").lines()[-1]["event"] == "synced"  # still the one that it followed
    assert desk.cases()["cases"] == before["cases"]
    assert desk.done("sync", "--from", other, "--moved", "--json").lines()[-1]["event"] == "synced"


def test_a_sync_without_any_shared_database_says_how_to_name_one(desk: Installation) -> None:
    outcome = desk.run("sync")
    assert outcome.code == 1
    assert "sync --from" in outcome.err


def test_homes_do_not_know_of_each_other(desk: Installation, url: str, log: Path, tmp_path: Path) -> None:
    desk.import_json(url, log)
    desk.sync(url)
    stranger = Installation(tmp_path / "another-home")
    assert stranger.run("case", "C-1").code == 1
    written = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert {path for path in written if desk.home not in path.parents and path.suffix in (".toml", ".ini")} == set()


def test_what_is_missing_is_named_and_ends_with_1(desk: Installation, url: str, log: Path, tmp_path: Path) -> None:
    desk.import_json(url, log)
    desk.sync(url)
    missing_file = tmp_path / "gone.csv"
    for words, named in (
        (("import", missing_file, "--to", url, "--engagement", "acme"), str(missing_file)),
        (("import", tmp_path, "--to", url, "--engagement", "acme"), "is a folder"),
        (("case", "C-99"), "C-99"),
        (("case", "C-1", "--engagement", "nobody"), "nobody"),
        (("cases", "--engagement", "nobody"), "nobody"),
        (("sync", "--from", sqlite_url(tmp_path / "none.db")), "none.db"),
    ):
        outcome = desk.run(*words)
        assert outcome.code == 1, words
        assert named in outcome.err
        message, _, step = outcome.err.partition("\n")
        assert message, words
        assert step.strip(), words
        assert "Traceback" not in outcome.err
    assert desk.done("sync", "--json").lines()[-1]["event"] == "synced"  # what never answered is not remembered


def test_a_missing_file_stops_the_import_before_anything_is_made(
    desk: Installation, url: str, log: Path, tmp_path: Path
) -> None:
    outcome = desk.run("import", log, tmp_path / "gone.csv", "--to", url, "--engagement", "acme")
    assert outcome.code == 1
    assert not (tmp_path / "shared.db").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("import",),
        ("nonsense",),
        ("case",),
        ("case", "C-1", "--as-of", "yesterday"),
        ("cases", "--limit", "many"),
        ("cases", "--limit=-4"),
        ("snapshot", "--size", "99999x99999"),
        ("snapshot", "--size", "²²x900"),
        ("sync", "--from", "mysql://x/y"),
        ("sync", "--from", "postgresql://me:secret@host/db"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_right(desk: Installation, words: tuple[str, ...]) -> None:
    outcome = desk.run(*words)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err
    assert "secret" not in outcome.err


def test_a_filter_that_is_not_understood_ends_with_2(desk: Installation, url: str, log: Path) -> None:
    desk.import_json(url, log)
    desk.sync(url)
    outcome = desk.run("cases", "--where", "due:<notatime", "--json")
    assert outcome.code == 2
    assert "notatime" in outcome.err


def test_a_failure_with_json_is_one_document_with_code_message_and_next_step(desk: Installation) -> None:
    outcome = desk.run("case", "C-1", "--json")
    error = outcome.json()["error"]
    assert outcome.code == 1
    assert error["message"] in outcome.err
    assert all(error[key] for key in ("code", "message", "next_step"))


def test_local_files_that_cannot_be_made_end_every_command_with_3(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder", encoding="utf-8")
    desk = Installation(file / "home")
    for words in (("cases", "--json"), ("sync",), ("snapshot", "--demo")):
        outcome = desk.run(*words)
        assert outcome.code == 3
        assert str(file) in outcome.err
        assert "BPO_DESK_HOME" in outcome.err


def test_pictures_that_have_no_place_are_refused_with_the_folder(
    desk: Installation, url: str, log: Path, tmp_path: Path
) -> None:
    desk.import_json(url, log)
    desk.sync(url)
    outcome = desk.run("snapshot", "--out", log / "pictures")
    assert outcome.code == 1
    assert str(log / "pictures") in outcome.err
    assert "--out" in outcome.err


def test_a_calendar_is_refused_with_its_file(desk: Installation, url: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("[bad", encoding="utf-8")
    for file in (bad, tmp_path / "gone.toml"):
        outcome = desk.run("admin", "calendar", file, "--engagement", "acme", "--to", url, "--json")
        assert outcome.code == 1
        assert str(file) in outcome.json()["error"]["message"]
        assert "Errno" not in outcome.out


def test_without_key_store_and_without_key_a_sync_ends_with_3(tmp_path: Path, url: str, log: Path) -> None:
    desk = Installation(tmp_path / "home", key=None)
    desk.import_json(url, log)  # needs no key: nothing local is written but settings
    outcome = desk.process("sync", "--from", url)
    if outcome.code == 0:
        pytest.skip("this machine has a key store that answers")
    assert outcome.code == 3
    assert "BPO_DESK_KEY" in outcome.err
    assert not desk.cache_file.exists()


@pytest.mark.parametrize("key", ["abc", "z" * 64, "00" * 16])
def test_a_key_that_is_none_is_refused(tmp_path: Path, url: str, log: Path, key: str) -> None:
    desk = Installation(tmp_path / "home", key=key)
    desk.import_json(url, log)
    outcome = desk.run("sync", "--from", url)
    assert outcome.code == 1
    assert "BPO_DESK_KEY" in outcome.err
    assert not desk.cache_file.exists()


def test_the_cache_is_encrypted_with_the_given_key(desk: Installation, url: str, log: Path) -> None:
    desk.import_json(url, log)
    desk.sync(url)
    raw = desk.cache_file.read_bytes()
    assert not raw.startswith(b"SQLite format 3")
    assert b"Register" not in raw
    assert b"case_chunk" not in raw  # the name of a table


def test_the_whole_way_holds_in_real_processes(desk: Installation, url: str, log: Path) -> None:
    imported = desk.process("import", log, "--to", url, "--engagement", "acme", "--json")
    assert (imported.code, imported.json()["records"]) == (0, 6)
    synced = desk.process("sync", "--json")
    assert (synced.code, synced.lines()[-1]["event"]) == (0, "synced")
    case = desk.process("case", "C-1", "--json")
    assert (case.code, case.json()["number"]) == (0, "C-1")
    assert case.json() == desk.case("C-1")
    assert desk.process("case", "C-99").code == 1
    assert desk.process("nonsense").code == 2


def test_a_reader_that_goes_away_is_no_failure(desk: Installation, url: str, log: Path) -> None:
    desk.import_json(url, log)
    desk.sync(url)
    with desk.start("cases") as process:
        assert process.stdout is not None
        process.stdout.close()
        _, err = "", process.stderr.read() if process.stderr else ""
        code = process.wait(PATIENCE)
    assert code == 0
    assert "Traceback" not in err


def test_admin_init_and_migrate_are_safe_to_repeat_and_the_doctor_finds_nothing(
    desk: Installation, shared_url: str
) -> None:
    for word in ("init", "init", "migrate", "migrate"):
        assert desk.done("admin", word, "--to", shared_url, "--json").json() == {"schema_version": SCHEMA_VERSION}
    found = desk.run("admin", "doctor", "--to", shared_url, "--json").json()
    wrong = [one["check"] for one in found["findings"] if not one["fine"]]
    # the server of the tests does not flush to disk, and the doctor is right to say so
    assert set(wrong) == (set() if shared_url.startswith("sqlite") else {"durability"})
    assert found["fine"] is (not wrong)


def test_a_database_without_tables_is_refused_with_the_command_that_makes_them(
    desk: Installation, pg_url: str, log: Path
) -> None:
    for words in (("import", log, "--to", pg_url, "--engagement", "acme"), ("sync", "--from", pg_url)):
        outcome = desk.run(*words)
        assert outcome.code == 1
        assert "admin init" in outcome.err


def test_the_selftest_names_each_check(desk: Installation) -> None:
    found = desk.done("selftest", "--json").json()
    assert found["ok"] is True
    assert set(found["checks"].values()) == {"ok"}
    assert len(found["checks"]) >= 4


def test_the_version_is_printed(desk: Installation) -> None:
    assert desk.done("--version").out.startswith("bpo_desk ")


def test_names_of_other_alphabets_come_through(desk: Installation, url: str, tmp_path: Path) -> None:
    rows = [("Ж-1", "Prüfung", "2026-03-02T08:00:00Z", "Łukasz"), ("Ж-1", "承認", "2026-03-02T09:00:00Z", "Ana")]
    desk.import_json(url, write_csv(tmp_path / "log.csv", rows))
    desk.sync(url)
    case = desk.case("Ж-1")
    work = [(event["step"], event["actor"]) for event in case["events"] if event["step"]]
    assert work == [("Prüfung", "Łukasz"), ("承認", "Ana")]
    assert "Łukasz" in desk.done("case", "Ж-1").out


def _rows(document: object) -> list[dict[str, object]]:
    """The rows of `cases --json`, whether they stand alone or beside facts about the whole."""
    rows = document["cases"] if isinstance(document, dict) else document
    assert isinstance(rows, list), json.dumps(document)[:200]
    return rows
