"""A copy of the package to break on purpose, and the import linter run on it."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.shared_data import REPOSITORY

_LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@dataclass(frozen=True, slots=True)
class PackageCopy:
    """The product's package and its pyproject.toml in a folder of their own."""

    root: Path

    def plant(self, module: str, source: str) -> None:
        """Add lines to a module such as "bpo_desk.state.filters", made together with its packages when absent."""
        path = self.root.joinpath(*module.split(".")).with_suffix(".py")
        package = path.with_suffix("")
        if package.is_dir():
            path = package / "__init__.py"
        for folder in path.relative_to(self.root).parents:
            if folder.parts:
                (self.root / folder).mkdir(exist_ok=True)
                (self.root / folder / "__init__.py").touch()
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" + source + "\n")

    def lint(self, *contracts: str) -> tuple[int, str]:
        """Run the contracts with these ids (all when none is given); return exit code and report."""
        chosen = [part for contract in contracts for part in ("--contract", contract)]
        command = [sys.executable, "-c", _LINT, "--no-cache", *chosen]
        done = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


def copy_package(root: Path) -> PackageCopy:
    """Copy the package as it is now."""
    ignored = shutil.ignore_patterns("__pycache__", "_resources")
    shutil.copytree(REPOSITORY / "bpo_desk", root / "bpo_desk", ignore=ignored)
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    return PackageCopy(root)
