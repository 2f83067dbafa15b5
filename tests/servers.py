"""Servers for tests: the review page as its command starts it, and a PostgreSQL of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECRET = "x" * 40
_ROOT = Path(__file__).parent.parent


class Server:
    """`overpromise review` in a process of its own."""

    def __init__(self, data: Path, *options: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._words = ("review", "--data", str(data), "--port", str(self.port), "--no-browser", *options)
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        environment = {**os.environ, "OVERPROMISE_SECRET": SECRET}
        command = [sys.executable, "-c", "from cli import main; main()", *self._words]
        self._process = subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL)
        for _ in range(2400):  # a busy machine
            try:
                urllib.request.urlopen(f"{self.address}/static/app.css", timeout=5)  # noqa: S310 - our own
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                assert self._process.poll() is None, "the server ended"
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self._process.terminate()
        self._process.wait(30)


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def postgres_binaries() -> Path | None:
    """The folder of PostgreSQL's programs, the newest where there are several; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


@contextmanager
def postgres(binaries: Path) -> Iterator[str]:
    """A PostgreSQL server that lives while the context is open; its URL. It refuses to run as root, so root hands it over."""
    as_user = (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if hasattr(os, "getuid") and not os.getuid() else []
    )
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder, port = Path(name), free_port()
        if as_user:
            shutil.chown(folder, "postgres", "postgres")
        data = str(folder / "data")
        run = [*as_user, str(binaries / "initdb"), "-D", data, "-A", "trust", "-U", "review", "--no-sync"]
        subprocess.run(run, check=True, capture_output=True, cwd="/")
        serve = [
            *as_user,
            str(binaries / "postgres"),
            "-D",
            data,
            "-p",
            str(port),
            "-k",
            str(folder),
            "-c",
            "listen_addresses=127.0.0.1",
        ]
        process = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        try:
            _wait_for(port)
            yield f"postgresql://review@127.0.0.1:{port}/postgres"
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(port: int) -> None:
    import pg8000.dbapi

    for _ in range(300):
        try:
            pg8000.dbapi.connect("review", "127.0.0.1", "postgres", port).close()
            return
        except Exception:
            time.sleep(0.1)
    raise AssertionError("PostgreSQL does not answer")
