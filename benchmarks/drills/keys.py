"""The drill about keys: every local file gets a new one, with notes waiting, and the old one opens nothing any more."""

from __future__ import annotations

from benchmarks.drills.stage import KEY, Stage, comment

NEW_KEY = "a11e" * 16


def rotate(stage: Stage) -> None:
    """Rotate the key of a desk: what waits in the outbox is sent afterwards, the old key opens nothing."""
    stage.make()
    old = stage.desk("ada")
    old.sync(stage.url)
    stage.write(old, "Ada", comment("waits while the key is changed"))
    before = old.cases()["cases"]
    stage.step("bpo-desk admin rotate-key")
    done = old.done("admin", "rotate-key", "--secrets-stdin", "--json", stdin=f"{NEW_KEY}\n").json()
    stage.check("copy and outbox have the new key", {"cache.db", "outbox.db"} <= set(done["files"]), **done)
    refused = stage.desk("ada", KEY).run("cases", "--json")
    stage.check("the old key opens nothing", refused.code == 1, why=refused.err.splitlines()[:1])
    new = stage.desk("ada", NEW_KEY)
    stage.check("the new key opens the same cases", new.cases()["cases"] == before)
    new.sync(stage.url)
    stage.check("what waited has arrived once", stage.notes() == ["waits while the key is changed"])
    stage.agrees(new, "Ada")
