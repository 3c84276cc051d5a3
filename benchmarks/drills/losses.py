"""Drills about a server that is lost: restored to yesterday's backup, or replaced by a standby that lagged behind."""

from __future__ import annotations

import os
import shutil

from benchmarks.drills.stage import Stage, comment, copied
from bpo_desk.models.review import ReviewKept


def restore(stage: Stage) -> None:
    """Restore the server to yesterday: what desks had been told is taken comes again, exactly once."""
    stage.make()
    ada, bo = stage.desk("ada"), stage.desk("bo")
    for desk in (ada, bo):
        desk.sync(stage.url)
    stage.write(ada, "Ada", comment("before the backup"), ReviewKept("Ada", text="begun"))
    ada.sync(stage.url)
    backup = stage.server.folder / f"{stage.database}.dump"
    stage.step("backup by pg_dump, while people work")
    stage.program("pg_dump", "--format=custom", "--file", backup, *_place(stage))
    stage.write(ada, "Ada", comment("after the backup"), ReviewKept("Ada", text="gone on"), seen=None)
    ada.sync(stage.url)
    bo.sync(stage.url)
    stage.write(bo, "Bo", comment("offline, when it happened"), case="C-2")
    stage.check("all of Ada's writes are acknowledged", stage.states(ada) == ["ok"] * 4)
    before = (stage.notes(), stage.rows("SELECT draft FROM review"))

    stage.step("the database is lost; the backup is restored")
    stage.server.drop_database(stage.database)
    stage.database = stage.server.create_database()
    stage.program("pg_restore", "--no-owner", f"--dbname={stage.server.conninfo(stage.database)}", backup)
    stage.check("the restored server has forgotten what came later", stage.notes() == ["before the backup"])
    stage.step("bpo-desk admin new-epoch")
    stage.desk("operator").done("admin", "new-epoch", "--to", stage.url)

    for desk in (bo, ada, bo):
        desk.sync(stage.url, "--moved")  # the backup stands in a database of another name
    stage.check("every note is there once", stage.notes() == sorted([*before[0], "offline, when it happened"]))
    (now,) = stage.rows("SELECT draft, row_ver FROM review")
    stage.check("the review says what it said", '"gone on"' in str(now[0]), row_ver=now[1])
    stage.check("nothing waits and nothing was refused", set(stage.states(ada) + stage.states(bo)) == {"ok"})
    stage.agrees(ada, "Ada")
    stage.agrees(bo, "Bo")


def failover(stage: Stage) -> None:
    """Fail over to a standby that lagged: what only the lost primary had taken is sent to the new one, once."""
    stage.make()
    ada = stage.desk("ada")
    ada.sync(stage.url)
    standby = copied(stage.server, stage.server.folder / "standby")
    stage.step("a standby by pg_basebackup")
    standby.folder.mkdir()
    if stage.server.run_as:
        os.chown(standby.folder, stage.server.run_as["user"], stage.server.run_as["group"])
    source = f"--dbname={stage.server.conninfo('replication')}"
    stage.program("pg_basebackup", source, "--pgdata", standby.folder / "data", "--write-recovery-conf", "--no-sync",
                  "--checkpoint=fast")  # fmt: skip
    standby.start()
    try:
        stage.write(ada, "Ada", comment("on both"))
        ada.sync(stage.url)
        primary, stage.server = stage.server, standby
        stage.check("the standby follows", _soon(stage, ["on both"]))
        standby.stop()
        stage.server = primary
        stage.step("the standby is cut off; the primary goes on")
        stage.write(ada, "Ada", comment("on the primary only"))
        ada.sync(stage.url)
        stage.check("the primary acknowledged both", stage.states(ada) == ["ok", "ok"])
        stage.step("the primary is lost at once; pg_promote on the standby")
        primary.stop(immediately=True)
        standby.start()
        stage.server = standby
        stage.rows("SELECT pg_promote()")
        stage.check("the new primary never had the second note", stage.notes() == ["on both"])
        ada.sync(stage.url, "--moved")  # the standby keeps its own address
        stage.check("both notes are there once", stage.notes() == ["on both", "on the primary only"])
        stage.check("nothing waits and nothing was refused", stage.states(ada) == ["ok", "ok"])
        stage.agrees(ada, "Ada")
    finally:
        standby.stop()
        shutil.rmtree(standby.folder, ignore_errors=True)


def _place(stage: Stage) -> list[str]:
    return [f"--dbname={stage.server.conninfo(stage.database)}"]


def _soon(stage: Stage, notes: list[str]) -> bool:
    """Whether a standby shows the notes within a few seconds."""
    import time

    until = time.monotonic() + 20
    while time.monotonic() < until:
        if stage.notes() == notes:
            return True
        time.sleep(0.1)
    return False
