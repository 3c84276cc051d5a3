"""A copy of the package to break on purpose, and the import linter run on it."""

import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.shared_data import REPOSITORY

# One process for all: to start it and to import the linter takes longer than to lint.
_LINTER = """
import contextlib, importlib, io, json, os, sys
from importlinter.cli import lint_imports
for line in sys.stdin:
    root, contracts = json.loads(line)
    os.chdir(root)
    importlib.invalidate_caches()
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = lint_imports(limit_to_contracts=tuple(contracts), no_cache=True)
    print(json.dumps([code, said.getvalue()]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class PackageCopy:
    """The product's package and its pyproject.toml in a folder of their own, and the linter that looks at it."""

    root: Path
    linter: "subprocess.Popen[str]"

    def plant(self, module: str, source: str) -> None:
        """Add lines to a module such as "bpo_desk.state.filters", made together with its packages when absent."""
        path = self._file(module)
        for folder in path.relative_to(self.root).parents:
            if folder.parts:
                (self.root / folder).mkdir(exist_ok=True)
                (self.root / folder / "__init__.py").touch()
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" + source + "\n")

    @contextlib.contextmanager
    def planted(self, module: str, source: str) -> Iterator[None]:
        """The same for the length of a `with`; its package must be there."""
        path = self._file(module)
        before = path.read_bytes() if path.exists() else None
        self.plant(module, source)
        try:
            yield
        finally:
            path.unlink() if before is None else path.write_bytes(before)

    def _file(self, module: str) -> Path:
        path = self.root.joinpath(*module.split("."))
        return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")

    def lint(self, *contracts: str) -> tuple[int, str]:
        """Run the contracts with these ids (all when none is given); return exit code and report."""
        assert self.linter.stdin is not None
        assert self.linter.stdout is not None
        self.linter.stdin.write(json.dumps([str(self.root), contracts]) + "\n")
        self.linter.stdin.flush()
        code, report = json.loads(self.linter.stdout.readline())
        return int(code), str(report)


@contextlib.contextmanager
def copied_package(root: Path, *, whole: bool) -> Iterator[PackageCopy]:
    """The package as it is now; or all its modules with nothing in them."""
    for module in sorted((REPOSITORY / "bpo_desk").rglob("*.py")):
        there = root / module.relative_to(REPOSITORY)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(module, there) if whole else there.touch()
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    words = [sys.executable, "-c", _LINTER]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=root, stdin=pipe, stdout=pipe, text=True) as linter:
        yield PackageCopy(root, linter)
        linter.communicate()
