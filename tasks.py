"""What people do with this checkout, on any platform, with Python and nothing else: `python3 tasks.py NAME`.

The first task makes `.venv` from the lock file, whose hashes pip checks; later ones find it there.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "installed-from"
SAMPLES = "corpus/samples"


def setup() -> None:
    """Make .venv with everything the lock file names, and the project itself in place of a copy."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    print(f"Setting up {VENV} (one to two minutes; 1.6 GB on disk) …", flush=True)
    venv.create(VENV, with_pip=True, clear=VENV.exists())
    # Modules are compiled as they are first imported: compiling all of them here takes longer than everything else together.
    pip = ["python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile"]
    run(*pip, "--require-hashes", "--only-binary", ":all:", "-r", LOCK.name)
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    STAMP.write_text(wanted, encoding="utf-8")


def demo() -> None:
    """Set up, then scan the sample consultations and write their tables to overpromise-out/."""
    setup()
    run("overpromise", "scan", *sorted(str(p.relative_to(ROOT)) for p in samples()), "--out", "overpromise-out")
    print("\nTables: overpromise-out/findings.csv, commitments.csv, documents.csv")


def samples() -> list[Path]:
    """The sample documents, without what they are made from."""
    return [p for p in (ROOT / SAMPLES).iterdir() if p.suffix in (".pdf", ".docx", ".html", ".odt")]


def test() -> None:
    """Set up, then run the fast tests on every core (about four minutes on two)."""
    setup()
    run("python", "-m", "pytest", "-m", "not slow", "--numprocesses", "auto", "--dist", "loadfile")


def test_full() -> None:
    """Set up, then run every test, also those that need a browser, a database or minutes; each says why it skips."""
    setup()
    run("python", "-m", "pytest", "-rs")


def lint() -> None:
    """Check style, formatting and types."""
    setup()
    run("ruff", "check", ".")
    run("ruff", "format", "--check", ".")
    run("mypy")


def fix() -> None:
    """Mend style and formatting where that can be done safely."""
    setup()
    run("ruff", "check", "--fix", ".")
    run("ruff", "format", ".")


def ci() -> None:
    """What every change must pass: style, types, fast tests; samples are what their source makes."""
    setup()
    lint()
    run("python", "corpus/samples/build.py", "--check")
    test()


def train() -> None:
    """Train the classifier from corpus/ and say by cross-validation how good it is."""
    setup()
    run("overpromise", "train")


def lock() -> None:
    """Write requirements.lock anew from pyproject.toml. Needs uv, for developers only."""
    run_outside(
        "uv", "pip", "compile", "pyproject.toml", "--group", "dev", "--universal", "--python-version", "3.11",
        "--generate-hashes", "--quiet", "--output-file", LOCK.name,
    )  # fmt: skip


def docs() -> None:
    """Write anew what the documentation takes from the code: the data dictionary's tables and the JSON Schema."""
    setup()
    run("python", "docs/build.py")


def bench() -> None:
    """Benchmarks side by side: python3 tasks.py bench FOLDER."""
    setup()
    run("python", "benchmarks/speed.py", *sys.argv[2:])


def torture() -> None:
    """Scan a folder of hostile files and say what each came to: python3 tasks.py torture FOLDER."""
    setup()
    run("python", "tools/torture.py", *sys.argv[2:])


def fuzz() -> None:
    """Fuzz readers, segmenter and writers, some minutes each. Needs atheris, for developers only: tools/fuzz.py says more."""
    setup()
    run("python", "tools/fuzz.py", *sys.argv[2:])


def licences() -> None:
    """List the licence of every dependency; fail where one is not permissive."""
    setup()
    run("python", "tools/licences.py")


def audit() -> None:
    """Ask the public database for known weaknesses of the locked dependencies. Needs uv and a network, for developers only."""
    run_outside("uv", "tool", "run", "pip-audit", "--disable-pip", "--require-hashes", "--requirement", LOCK.name)


def sbom() -> None:
    """Write overpromise.cdx.json, a CycloneDX list of the locked dependencies. Needs uv, for developers only."""
    run_outside(
        "uv", "tool", "run", "--from", "cyclonedx-bom>=7,<8", "cyclonedx-py", "requirements", LOCK.name,
        "--pyproject", "pyproject.toml", "--output-reproducible", "--output-file", "overpromise.cdx.json",
    )  # fmt: skip


def run(command: str, *arguments: str) -> None:
    """Run a program of .venv in the checkout; stop with its exit code when it fails."""
    run_outside(str(BIN / command), *arguments)


def run_outside(*words: str) -> None:
    """Run a program in the checkout; stop with its exit code when it fails."""
    code = subprocess.run(words, cwd=ROOT, check=False).returncode
    if code:
        sys.exit(code)


TASKS: dict[str, Callable[[], None]] = {
    f.__name__.replace("_", "-"): f
    for f in (setup, demo, test, test_full, lint, fix, ci, train, lock, docs, bench, torture, fuzz, licences, audit, sbom)
}


def main() -> None:
    """Run the task named on the command line, or list them."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in TASKS:
        print("python3 tasks.py TASK\n")
        print("\n".join(f"  {name:10} {task.__doc__}" for name, task in TASKS.items()))
        sys.exit(2 if name else 0)
    if sys.version_info < (3, 11):
        sys.exit("Overpromise needs Python 3.11, 3.12 or 3.13.")
    TASKS[name]()


if __name__ == "__main__":
    main()
