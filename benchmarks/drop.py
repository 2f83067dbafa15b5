"""How long a drafter waits: from the drop of a PDF of a hundred pages on the review page to its findings.

usage: python benchmarks/drop.py FOLDER [ROUNDS]     (FOLDER holds PDFs, of which the hundred pages are joined)

Each round starts a page of its own, twice: once the document is dropped as soon as the page answers, once after the page has sat
for twenty seconds, as it has when somebody has looked for the file.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from fastapi.testclient import TestClient
from speed import join, readable

from review.app import create_app
from review.settings import settings_of

_TOKEN = re.compile(r'name="form_token" value="(\w+)"')
_PAUSE = 20.0


def waited(folder: Path, pdf: bytes, pause: float) -> float:
    """Seconds from the drop to a page with findings, `pause` seconds after the server began to answer."""
    settings = replace(settings_of(folder), hosts=("testserver",))
    with TestClient(create_app(settings), base_url="https://testserver") as client:
        page = client.get("/").text
        time.sleep(pause)
        start = time.perf_counter()
        fields = {"form_token": _TOKEN.findall(page)[0]}
        answer = client.post("/documents", data=fields, files={"files": ("draft.pdf", pdf)}, follow_redirects=False)
        address = answer.headers["location"]
        while client.get(f"{address}/state").json()["state"] in ("waiting", "reading"):
            time.sleep(0.1)
        if "findings" not in client.get(address).text:
            raise RuntimeError("the page shows no findings")
        return time.perf_counter() - start


def main() -> None:
    """Print both waits, the least and the middle of the rounds."""
    paths = [path for path in sorted(Path(sys.argv[1]).glob("*.pdf")) if readable(path)]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "hundred.pdf"
        join(paths, 100, path)
        for name, pause in (("at once", 0.0), (f"after {_PAUSE:.0f} s", _PAUSE)):
            taken = [waited(Path(made) / f"{name}-{number}", path.read_bytes(), pause) for number in range(rounds)]
            print(f"dropped {name}: {min(taken):.1f} s at best, {median(taken):.1f} s in the middle of {rounds}", flush=True)


if __name__ == "__main__":
    main()
