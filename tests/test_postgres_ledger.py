"""The ledger in a real PostgreSQL server, started for the test on a socket and port of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.batch import Settings, scan_all
from pipeline.errors import OutputError
from pipeline.inputs import Input
from pipeline.ledger import Ledger

pytestmark = pytest.mark.slow
pytest.importorskip("pg8000", reason="the extra postgresql is not installed")


def binaries() -> Path:
    """The folder of initdb and pg_ctl."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    program = shutil.which("initdb") or (str(found[-1]) if found else "")
    if not program:
        pytest.skip("PostgreSQL's server (initdb) is not installed")
    return Path(program).parent


def as_user() -> tuple[list[str], pwd.struct_passwd]:
    """How to run the server, which refuses to be root; and whose its files must be."""
    if os.geteuid():
        return [], pwd.getpwuid(os.geteuid())
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    if not shutil.which("setpriv"):
        pytest.skip("PostgreSQL does not run as root, and setpriv is not installed")
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"], user


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    bin_folder = binaries()
    prefix, user = as_user()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="op-pg-") as base:
        Path(base).chmod(0o755)
        data = Path(base) / "data"
        data.mkdir(mode=0o700)
        os.chown(data, user.pw_uid, user.pw_gid)
        run = [*prefix, str(bin_folder / "initdb"), "-D", str(data), "-A", "trust", "-U", "op", "-E", "UTF8", "--locale=C"]
        subprocess.run(run, check=True, capture_output=True, cwd="/")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c fsync=off"
        control = [*prefix, str(bin_folder / "pg_ctl"), "-D", str(data), "-w"]
        start = [*control, "-l", str(data / "log"), "-o", options, "start"]
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd="/")
        try:
            yield f"postgresql://op@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL, cwd="/")


def scan(paths: list[Path], ledger: Ledger) -> list[bool]:
    """Which of the files were read and not taken from the ledger."""
    return [scanned.result is not None for scanned in scan_all([Input(path) for path in paths], Settings(jobs=1), ledger)]


def test_a_scan_is_kept_there_and_resumed(url: str, tmp_path: Path) -> None:
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for file in files:
        file.write_text(f"Residents will have the final say on {file.name}. \u2026", encoding="utf-8")
    with Ledger(tmp_path, "v1", "l", resume=False, url=url) as ledger:
        assert scan(files[:1], ledger) == [True]
    with Ledger(tmp_path, "v1", "l", resume=True, url=url) as ledger:
        assert scan(files, ledger) == [False, True]
        there = list(ledger.entries())
        ledger.finish()
    with Ledger(tmp_path / "file", "v1", "l", resume=False) as ledger:
        scan(files, ledger)
        assert list(ledger.entries()) == there
    assert not (tmp_path / "ledger.sqlite").exists()
    with Ledger(tmp_path, "v2", "l", resume=True, url=url) as ledger:
        assert scan(files, ledger) == [True, True]


def test_what_a_broken_file_holds_can_be_kept(url: str, tmp_path: Path) -> None:
    rows = {
        "documents": [{"file": "", "status": "ok", "title": "half \ud800 and nought \x00"}],
        "commitments": [],
        "findings": [],
    }
    with Ledger(tmp_path, "v1", "l", resume=False, url=url) as ledger:
        ledger.record("c", rows)
        assert ledger.rows("c") == rows


def test_a_second_scan_is_refused(url: str, tmp_path: Path) -> None:
    with Ledger(tmp_path, "v1", "l", resume=False, url=url), pytest.raises(OutputError, match="another scan"):
        Ledger(tmp_path, "v1", "l", resume=True, url=url)
    with Ledger(tmp_path, "v1", "l", resume=True, url=url):
        pass


def test_a_database_that_cannot_be_reached_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot write to postgresql://op:\*\*\*@127.0.0.1:1/x"):
        Ledger(tmp_path, "v1", "l", resume=False, url="postgresql://op:secret@127.0.0.1:1/x")


@pytest.mark.parametrize("wrong", ["mysql://host/x", "no url"])
def test_other_databases_are_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        Ledger(tmp_path, "v1", "l", resume=False, url=wrong)
