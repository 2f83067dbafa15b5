"""Documents are confidential: no command asks the network, nothing is left behind, no log and no core dump holds their words."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from pipeline import private

ROOT = Path(__file__).parent.parent
PROMISE = "Marl County Council is consulting on its libraries. Residents will have the final say on which library closes."
CANARY = "Zanzibarium"
# Loaded by every Python that a command starts; tells of each call that could leave the machine, and forbids it.
WATCH = """
import os, sys
def _watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"):
        address = arguments[1] if len(arguments) > 1 else ""
        if isinstance(address, (str, bytes)) and event in ("socket.connect", "socket.bind"):
            return  # a socket of this machine's own, named by a path
        with open(os.environ["OVERPROMISE_WATCH"], "a") as file:
            file.write(event + "\\n")
        raise PermissionError("the network is barred")
sys.addaudithook(_watch)
"""

RUN = """
import json, sys
from typer.testing import CliRunner

if __name__ == "__main__":
    from cli import app

    codes = {}
    for command, arguments in json.loads(sys.argv[1]).items():
        result = CliRunner().invoke(app, [command, *arguments])
        codes[command] = result.exit_code
        print(result.stderr, file=sys.stderr)
        if result.exit_code:
            print(command, result.output, result.exception)
    print(json.dumps(codes))
"""


@pytest.fixture
def barred(tmp_path: Path) -> tuple[dict[str, str], Path]:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    (tmp_path / "temporary").mkdir()
    told = tmp_path / "told"
    search = os.pathsep.join([str(tmp_path / "site"), str(ROOT)])
    temporary = str(tmp_path / "temporary")
    return {**os.environ, "PYTHONPATH": search, "OVERPROMISE_WATCH": str(told), "TMPDIR": temporary, "TEMP": temporary}, told


def test_the_watch_sees_a_call(barred: tuple[dict[str, str], Path]) -> None:
    environment, told = barred
    code = "import urllib.request as r; r.urlopen('http://127.0.0.1:9/')"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert "the network is barred" in done.stderr
    assert told.read_text(encoding="utf-8").strip()


def test_no_command_asks_the_network_and_nothing_is_left(
    barred: tuple[dict[str, str], Path], write: Callable[..., Path], docx: Callable[..., Path], tmp_path: Path
) -> None:
    environment, told = barred
    text = write("in/plan.txt", f"{PROMISE} {CANARY}.")
    word = docx(f"<w:p><w:r><w:t>{PROMISE}</w:t></w:r></w:p>")
    lines = write("lines.jsonl", '{"id": "1", "text": "We will consult."}\n')
    gold = write("gold.jsonl", '{"id": "g", "text": "x", "stance": "other", "label": "none", "risk": "none", "url": "d"}\n')
    out = str(tmp_path / "out")
    formats = [word for name in ("jsonl", "xlsx", "sarif", "json", "github") for word in ("--format", name)]
    commands = {
        "scan": [str(text.parent), "--out", out, "--log", "json", *formats],
        "mark": [str(word), "--out", out],
        "report": [str(text), "--out", out, "--counsel"],
        "compare": [str(text), str(word)],
        "strip": [str(tmp_path / "out" / "draft.marked.docx"), "--out", str(tmp_path / "clean.docx")],
        "classify": [str(lines)],
        "evaluate": [str(gold)],
        "explain": [PROMISE],
        "law": ["ENG-LA-01"],
        "accept": [
            "OP-05886d4ef6",
            "--reason",
            "Named in the Act.",
            "--by",
            "A. Reader",
            "--decisions",
            str(tmp_path / "kept.toml"),
        ],
        "dismiss": ["OP-15886d4ef6", "--reason", "No promise.", "--by", "A. Reader", "--decisions", str(tmp_path / "kept.toml")],
        "schema": [],
        "reproduce": [str(tmp_path / "out" / "run.json")],
    }
    script = write("run.py", RUN)
    done = subprocess.run(
        [sys.executable, str(script), json.dumps(commands)],
        env=environment, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert json.loads(done.stdout.splitlines()[-1]) == dict.fromkeys(commands, 0), done.stdout + done.stderr
    assert CANARY not in done.stderr
    assert not told.exists(), told.read_text(encoding="utf-8")
    assert list((tmp_path / "temporary").iterdir()) == []


def test_every_command_is_among_them() -> None:
    from cli import app

    source = Path(__file__).read_text(encoding="utf-8")
    named = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    network_is_its_purpose = {"review", "account"}  # a page for a browser on this machine, with tests of its own
    assert {name for name in named if f'"{name}": [' not in source} <= {"train"} | network_is_its_purpose


def test_what_a_killed_scan_left_goes_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    dead = next(pid for pid in range(30_000, 1_000_000) if not psutil.pid_exists(pid))
    left, living = tmp_path / f"overpromise-{dead}-abc", tmp_path / f"overpromise-{os.getpid()}-abc"
    for folder in (left, living):
        folder.mkdir()
        (folder / "text").write_text(CANARY, encoding="utf-8")
    with private.private_folder() as folder:
        assert not left.exists()
        assert living.exists()
        if os.name == "posix":
            assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()


@pytest.mark.skipif(os.name != "posix", reason="core dumps are a matter of POSIX systems")
def test_no_process_that_holds_a_document_leaves_a_core_dump() -> None:
    code = (
        "import resource, sys; sys.path.insert(0, sys.argv[1])\n"
        "from pipeline.private import private_folder\n"
        "with private_folder(): print(resource.getrlimit(resource.RLIMIT_CORE)[0])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(ROOT)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_no_library_asks_the_network_behind_pythons_back(write: Callable[..., Path], tmp_path: Path) -> None:
    """What compiled code does is seen by the system alone: onnxruntime would report its use, were it not told otherwise."""
    text, calls = write("plan.txt", PROMISE), tmp_path / "calls"
    watched = ["strace", "-f", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(calls)]
    code = f"import sys, time; sys.path.insert(0, {str(ROOT)!r}); from pipeline import scan; print(scan(sys.argv[1]).status); time.sleep(10)"
    done = subprocess.run([*watched, sys.executable, "-c", code, str(text)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "ok"
    assert [line for line in calls.read_text(encoding="utf-8").splitlines() if "AF_INET" in line] == []


def test_what_reads_a_document_holds_no_http_client(write: Callable[..., Path]) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pipeline.scanner import scan\n"
        "assert scan(sys.argv[1]).findings\n"
        "print(sorted({'httpx', 'requests', 'urllib3', 'aiohttp'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(write("plan.txt", PROMISE))], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_no_library_is_left_to_report_its_use(tmp_path: Path) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from models import encoder; encoder.load()"
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run([sys.executable, "-c", code], env={**environment, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path)}, check=True)
    assert list(tmp_path.iterdir()) == []  # the session that onnxruntime would report
