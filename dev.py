#!/usr/bin/env python3
"""Sets up what is missing and does one thing. Only Python 3.11 or newer is needed to start.

    python3 dev.py run              opens the desk on demo data (without a screen: writes pictures to out/)
    python3 dev.py test             checks style, types and imports, then runs all tests
    python3 dev.py test PATH...     runs only these tests (whatever pytest understands)
    python3 dev.py lint             checks style, types and imports
    python3 dev.py bench [NAME]     runs one benchmark, or all of them
    python3 dev.py drill [NAME]     plays a bad day on a PostgreSQL of its own (docs/guide/drills.md), or all of them
    python3 dev.py shots [--accept] compares the pictures of the screens (--accept: takes the new ones)
    python3 dev.py translations     takes new texts into resources/translations and compiles (--check: only looks)
    python3 dev.py bundle           builds the program as a folder that needs no Python, and tries it
    python3 dev.py lock [--upgrade] writes the lock files anew after a change of pyproject.toml
    python3 dev.py desk COMMAND...  runs the desk's own command line

On Windows write `py` for `python3`. BPO_DESK_VENV names another place for the environment than .venv.
Exit codes: those of the command; 2 wrong usage; 3 this machine lacks something, and which.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - before anything that an older Python does not know
    sys.stderr.write("[dev] Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ".\n")
    raise SystemExit(3)

import contextlib
import ctypes
import hashlib
import os
import re
import shutil
import subprocess
import sysconfig
import tempfile
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = Path(os.environ.get("BPO_DESK_VENV") or ROOT / ".venv").absolute()

# lock file -> dependency groups of pyproject.toml that go in with the program's own dependencies
LOCKS: dict[str, tuple[str, ...]] = {"run.lock": (), "dev.lock": ("dev",), "bundle.lock": ("bundle",)}

# Shared library -> Debian package. QtGui links the first set; the second makes windows on an X server.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
X_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-shape.so.0": "libxcb-shape0",
}

# Bytes free in memory below which the temporary files of tests stay on the disk.
MEMORY_FOR_FILES = 8 << 30

# Settings of pip or Python that would send the packages, or look for modules, somewhere else.
MISLEADING = ("PYTHONHOME", "PIP_TARGET", "PIP_USER", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_HASHES")


def say(*words: object) -> None:
    """Tell the person, on stderr, so that stdout stays the command's own."""
    print("[dev]", *words, file=sys.stderr, flush=True)


def stop(message: str, code: int = 3) -> NoReturn:
    """End with the reason."""
    say(message)
    raise SystemExit(code)


# --- the system's own packages (Linux; Windows and macOS bring what Qt needs) ---


def has_display() -> bool:
    """Whether a window could be seen, and nobody asked for none."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_libraries(wanted: dict[str, str]) -> dict[str, str]:
    """Return those shared libraries that cannot be loaded, with the packages that bring them."""
    missing = {}
    for library, package in wanted.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    return missing


def ensure_system_packages(*, window: bool = False, bundle: bool = False) -> None:
    """Install the missing system packages, or print the one line that does it and end with exit code 3."""
    if sys.platform != "linux":
        return
    wanted = {**QT_LIBRARIES, **(X_LIBRARIES if window else {})}
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if bundle:
        wanted[str(sysconfig.get_config_var("INSTSONAME"))] = f"libpython{version}"
    missing = missing_libraries(wanted)
    packages = list(missing.values())
    if not can_make_environments():
        packages.append(f"python{version}-venv")
    if bundle and not shutil.which("objdump"):
        packages.append("binutils")
    if not packages:
        return
    if not shutil.which("apt-get"):
        stop(
            "This machine lacks what the desk needs, and has no apt-get; install with its own package manager: "
            + " ".join([*missing, *packages[len(missing) :]])
        )
    install_packages(packages)


def can_make_environments() -> bool:
    """Whether this Python can make a virtual environment with pip in it (Debian splits that off)."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        return False
    return True


def install_packages(packages: list[str]) -> None:
    """Install Debian packages as root or through sudo."""
    install = ["apt-get", "-o", "DPkg::Lock::Timeout=120", "install", "-y", "--no-install-recommends", *packages]
    become_root = [] if os.geteuid() == 0 else sudo()
    if become_root is None:
        line = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(packages)
        stop(f"System packages are missing. Have this line run as root, then repeat:\n    {line}")
    say("installing system packages:", *packages)

    def apt(command: list[str], errors: int | None = None) -> bool:
        whole = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive", *command]
        return subprocess.run(whole, stdout=subprocess.DEVNULL, stderr=errors).returncode == 0

    if not apt(install, subprocess.DEVNULL):  # the package lists are empty or old
        apt(["apt-get", "-qq", "update"])
        if not apt(install):
            stop("apt-get could not install (network? rights?): " + " ".join(packages))


def sudo() -> list[str] | None:
    """Return the words that make a command run as root, or None when there is no way."""
    if not shutil.which("sudo"):
        return None
    if subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() else None  # a person is there to type the password


# --- the Python environment ---


@dataclass(frozen=True)
class Environment:
    """A virtual environment that holds exactly what a lock file says.

    `stamp` is written last and says for which locks and which Python the environment is whole. `unfinished` is there
    while packages are being installed; an environment with neither was made by somebody else and is left alone.
    """

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        return self.folder / "bpo-desk-locks.txt"

    @property
    def unfinished(self) -> Path:
        return self.folder / "bpo-desk-unfinished.txt"

    def ensure(self, lock: str) -> None:
        """Make the environment, or bring it up to date; does nothing when it is whole."""
        state = self.state(lock)
        if state == "foreign":
            self.check_foreign(lock)
        elif state != "whole":
            if state == "stale":
                shutil.rmtree(self.folder)
            self.install(lock)

    def state(self, lock: str) -> str:
        """Say what is there: "absent", "whole", "smaller" (more packages are to come), "stale" or "foreign"."""
        if not self.folder.exists() or not any(self.folder.iterdir()):
            return "absent"
        if self.unfinished.exists():
            return "stale"
        if not self.stamp.exists():
            return "foreign"
        made_from = self.stamp.read_text("utf-8").split()
        if not self.runs():
            return "stale"
        if fingerprint(lock) in made_from:
            return "whole"
        # Going from run.lock to dev.lock only adds packages; any other change starts clean.
        return "smaller" if lock == "dev.lock" and fingerprint("run.lock") in made_from else "stale"

    def runs(self) -> bool:
        """Whether its Python is still there and has pip (a removed or moved base Python breaks it)."""
        if not self.python.exists():
            return False
        return subprocess.run([self.python, "-c", "import pip"], capture_output=True).returncode == 0

    def install(self, lock: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.unfinished.write_text("An installation is going on here, or was interrupted.\n", "utf-8")
        if not self.python.exists():
            say("making the environment", self.folder)
            venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(self.folder)
        say("installing the packages of", lock)
        command = [str(self.python), "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:"]
        settings = {"PIP_REQUIRE_VIRTUALENV": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
        inherited = {name: value for name, value in os.environ.items() if name not in (*MISLEADING, "PYTHONPATH")}
        if subprocess.run([*command, "-r", str(ROOT / lock)], env={**inherited, **settings}).returncode:
            stop("The Python packages could not be installed (network? proxy?). The next start tries again.")
        locks = [lock, "run.lock"] if lock == "dev.lock" else [lock]  # dev.lock holds all of run.lock
        self.stamp.write_text("\n".join(map(fingerprint, locks)) + "\n", "utf-8")
        self.unfinished.unlink()

    def check_foreign(self, lock: str) -> None:
        """Use an environment that somebody else made if it holds what the lock says; never change or remove it."""
        if not self.python.exists():
            stop(f"{self.folder} is not an environment made by dev.py; name another place in BPO_DESK_VENV.")
        wanted = re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+) \\$", (ROOT / lock).read_text("utf-8"), re.M)
        names = [name for name, _version in wanted]
        listing = "import sys\nfrom importlib.metadata import version\nfor n in sys.argv[1:]: print(n, version(n))"
        done = subprocess.run([self.python, "-c", listing, *names], capture_output=True, text=True)
        if done.returncode or done.stdout.split() != [word for pair in wanted for word in pair]:
            stop(f"{self.folder} was not made by dev.py and does not hold what {lock} says. Remove it if you may.")


def fingerprint(lock: str) -> str:
    """Say what an environment was made from: the lock file's content and this Python."""
    path = ROOT / lock
    if not path.is_file():
        stop(f"The file {lock} is missing from {ROOT}.")
    return hashlib.sha256(path.read_bytes() + sys.version.encode()).hexdigest()


# --- the commands ---


def call(python: Path, *words: str | Path, cwd: Path | None = None, **extra: str) -> int:
    """Run a module or script in the environment and return its exit code."""
    variables = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    path = [str(ROOT), *filter(None, [variables.get("PYTHONPATH")])]
    variables |= {"PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(path), **extra}
    done = subprocess.run([str(python), *map(str, words)], cwd=cwd, env=variables)
    return done.returncode if done.returncode >= 0 else 128 - done.returncode  # ended by a signal


def offscreen() -> dict[str, str]:
    """Variables for a run without a screen."""
    return {} if has_display() else {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


def prepared(lock: str, *, window: bool = False) -> Path:
    """Set up what is missing and return the Python to use."""
    ensure_system_packages(window=window)
    environment = Environment(ENVIRONMENT)
    environment.ensure(lock)
    return environment.python


def run(words: list[str]) -> int:
    """Open the desk on the demo engagement; without a screen, write pictures of every screen."""
    python = prepared("run.lock", window=has_display())
    # The demo's files stay in the checkout. Its data is invented, so its key need not be a secret, and no machine's
    # key store is touched by trying the program out.
    extra = offscreen()
    if "BPO_DESK_HOME" not in os.environ:
        extra |= {"BPO_DESK_HOME": str(ROOT / "out" / "home")}
        extra.setdefault("BPO_DESK_KEY", hashlib.sha256(b"bpo_desk demo").hexdigest())
    if has_display():
        return call(python, "-m", "bpo_desk", "demo", *words, cwd=ROOT, **extra)
    code = call(python, "-m", "bpo_desk", "snapshot", "--demo", "--reports", "--out", "out", *words, cwd=ROOT, **extra)
    if code == 0:
        say("no screen here: the pictures and the reports are in", ROOT / "out")
    return code


def lint(words: list[str]) -> int:
    """Check style, format, types and the direction of imports; stop at the first that fails."""
    if words:
        stop("lint takes no further words.", 2)
    python = prepared("dev.lock")
    return checked(python, *CHECKS)


CHECKS: dict[str, tuple[str, ...]] = {
    "ruff check": ("-m", "ruff", "check", "--quiet", "."),
    "ruff format": ("-m", "ruff", "format", "--check", "--quiet", "."),
    "import-linter": ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
    "mypy": ("-m", "mypy"),
}


def checked(python: Path, *names: str) -> int:
    """Run these checks until one fails; return its exit code."""
    for name in names:
        say(name)
        if code := call(python, *CHECKS[name], cwd=ROOT):
            say(name, "failed")
            return code
    return 0


def test(words: list[str]) -> int:
    """Lint, then run all tests, one of which looks at the types; with words, run only what they name."""
    python = prepared("dev.lock")
    whole = not words
    if whole:
        if code := checked(python, *(name for name in CHECKS if name != "mypy")):
            return code
        # A named test runs here, where it can be debugged. All run on one worker more than there are cores: they wait
        # for servers, processes and timers for a good part of their time.
        words = [f"--numprocesses={(os.cpu_count() or 1) + 1}", "--dist=worksteal"]
    # Hundreds of programs are started from this folder: each would compile it anew where nothing may be kept.
    variables = {"QT_QPA_PLATFORM": "offscreen", "PYTHONFAULTHANDLER": "1", "PYTHONDONTWRITEBYTECODE": ""}
    if whole:  # the same examples, seeds and orders each time: what is red must be red again; a named test tries others
        variables |= {"CI": "1", "PYTHONHASHSEED": "0"}
    with files_in_memory() as place:
        tidy = ["-o", "tmp_path_retention_policy=failed"] if place else []
        return call(python, "-m", "pytest", *tidy, *words, cwd=ROOT, **variables, **place)


@contextlib.contextmanager
def files_in_memory() -> Iterator[dict[str, str]]:
    """Where temporary files go while the tests run: into memory where there is room, else where they always go.
    Tests make files by the hundred thousand, and none has to outlive a power cut."""
    memory = Path("/dev/shm")
    if sys.platform != "linux" or "TMPDIR" in os.environ or not os.access(memory, os.W_OK):
        yield {}
        return
    there = os.statvfs(memory)
    if there.f_bavail * there.f_frsize < MEMORY_FOR_FILES or there.f_flag & os.ST_NOEXEC:
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="bpo-desk-tests-", dir=memory, ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)  # PostgreSQL enters it as another user
        yield {"TMPDIR": folder}


def bench(words: list[str]) -> int:
    """Run the named benchmarks, or all; the exit code is that of the first that missed its target."""
    python = prepared("dev.lock")
    runnable = [
        file.stem for file in sorted((ROOT / "benchmarks").glob("*.py")) if "__main__" in file.read_text("utf-8")
    ]
    if unknown := set(words) - set(runnable):
        stop(f"There is no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(runnable) or 'none'}.", 2)
    codes = []
    for name in words or runnable:
        say("benchmark", name)
        codes.append(call(python, "-m", f"benchmarks.{name}", cwd=ROOT, **offscreen()))
    return next((code for code in codes if code), 0)


def drill(words: list[str]) -> int:
    """Run the named drills, or all; exit code 1 where a promise was not kept."""
    return call(prepared("dev.lock"), "-m", "benchmarks.drills", *words, cwd=ROOT, **offscreen())


def shots(words: list[str]) -> int:
    """Compare the pictures of the screens with those in the tests, or take the new ones."""
    if words not in ([], ["--accept"]):
        stop("shots takes only --accept.", 2)
    extra = {"BPO_DESK_ACCEPT_SHOTS": "1"} if words else {}
    python = prepared("dev.lock")
    return call(python, "-m", "pytest", "tests/screens", cwd=ROOT, QT_QPA_PLATFORM="offscreen", **extra)


def translations(words: list[str]) -> int:
    """Take the texts of the source into the translations and compile those, or look whether that has been done."""
    return call(prepared("dev.lock"), ROOT / "packaging" / "translations.py", *words, cwd=ROOT, **offscreen())


def bundle(words: list[str]) -> int:
    """Build the program for this system from an environment of its own, and let the result test itself."""
    if words:
        stop("bundle takes no further words.", 2)
    ensure_system_packages(window=True, bundle=True)  # the X libraries go into the folder
    environment = Environment(ROOT / "build" / "environment")
    environment.ensure("bundle.lock")
    places = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build" / "pyinstaller")]
    spec = ROOT / "packaging" / "bpo-desk.spec"
    if code := call(environment.python, "-m", "PyInstaller", "--noconfirm", *places, spec, cwd=ROOT):
        return code
    program = ROOT / "dist" / "bpo-desk" / ("bpo-desk.exe" if os.name == "nt" else "bpo-desk")
    say("self-test of", program)
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run([program, "selftest"], env={**variables, "QT_QPA_PLATFORM": "offscreen"}).returncode


def lock(words: list[str]) -> int:
    """Write the lock files from pyproject.toml: for all systems and Pythons, with hashes, without any host."""
    uv = shutil.which("uv")
    if uv is None:
        python = prepared("dev.lock")
        if call(python, "-m", "pip", "install", "--quiet", "uv"):
            stop("uv, which writes the lock files, could not be installed (network? proxy?).")
        uv = str(python.with_name("uv.exe" if os.name == "nt" else "uv"))
    style = "--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header"
    for name, groups in LOCKS.items():
        chosen = [word for group in groups for word in ("--group", group)]
        command = [uv, "pip", "compile", "pyproject.toml", *chosen, *style.split(), "--fork-strategy", "fewest"]
        if code := subprocess.run([*command, *words, "--quiet", "--output-file", name], cwd=ROOT).returncode:
            return code
    return 0


def desk(words: list[str]) -> int:
    """Run the desk's own command line; relative paths are those of the caller."""
    return call(prepared("run.lock", window=has_display()), "-m", "bpo_desk", *words, cwd=None, **offscreen())


COMMANDS = {each.__name__: each for each in (run, test, lint, bench, drill, shots, translations, bundle, lock, desk)}


def main(words: list[str]) -> int:
    """Choose the command and return the exit code."""
    if words and words[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0
    if not words or words[0] not in COMMANDS:
        stop(f"Say one of: {', '.join(COMMANDS)}.\n\n{__doc__}", 2)
    return COMMANDS[words[0]](words[1:])


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
