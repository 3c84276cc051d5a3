"""The drills that an operator runs keep their promises: the quick ones run here, failover and the rest by `dev.py`."""

import pytest

from benchmarks.drills.__main__ import DRILLS, main, run
from benchmarks.drills.stage import Failed, Stage
from tests.postgres_server import PostgresServer


@pytest.mark.parametrize("name", ["restore", "erase", "revoke", "rotate", "review"])
def test_a_drill_keeps_what_it_promises(name: str, pg_server: PostgresServer) -> None:
    stage = run(name, pg_server, quiet=True)
    assert stage.told[-1]["ok"] is True
    assert stage.told[-1]["checks"] >= 4


def test_a_promise_that_is_not_kept_ends_the_drill_and_is_said(
    pg_server: PostgresServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(stage: Stage) -> None:
        stage.check("the moon is a cheese", held=False)

    monkeypatch.setitem(DRILLS, "moon", broken)
    with pytest.raises(Failed, match="cheese"):
        run("moon", pg_server)
    lines = capsys.readouterr().out.splitlines()
    assert '"ok": false' in lines[0]
    assert '"ok": false' in lines[-1]


def test_a_drill_that_there_is_not_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flood"]) == 2
    assert "flood" in capsys.readouterr().err
