"""The pictures of docs/review.md. `python -m tests.review.test_guide` makes them anew; the test makes them elsewhere and compares names."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
SAMPLES = ("bus-and-ferry.html", "urgent-care.docx", "library-review.pdf")


def pictures(folder: Path) -> None:
    """Walk through the guide and take its pictures."""
    from playwright.sync_api import sync_playwright

    from tests.servers import Server

    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = Server(Path(data) / "data")
        try:
            browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": 1200, "height": 760})
            for name in SAMPLES:
                page.goto(server.address)
                page.set_input_files("#files", str(ROOT / "corpus" / "samples" / name))
                page.get_by_role("button", name="Add", exact=True).click()
                page.wait_for_selector("#workspace", timeout=300_000)
            document = page.url
            page.locator(".findings a").first.click()
            page.wait_for_selector(".panel-top")
            page.wait_for_timeout(500)
            _keep(page.screenshot(), folder / "finding.png")
            page.get_by_label("Accept: it is a promise").check()
            page.get_by_label("Why the words stay").fill("Agreed with the leader; the delegation is being drafted.")
            page.get_by_role("button", name="Save decision").click()
            page.get_by_text("Settled: accepted").wait_for()
            for name, address in (
                ("page", f"{document}/pages/2"),
                ("documents", server.address),
                ("desk", f"{server.address}/desk"),
            ):
                page.goto(address)
                _keep(page.screenshot(), folder / f"{name}.png")
        finally:
            server.stop()


def _keep(png: bytes, path: Path) -> None:
    """Save a picture in few colours, so that it stays small."""
    from PIL import Image

    Image.open(io.BytesIO(png)).convert("RGB").quantize(48).save(path, optimize=True)


def test_every_picture_of_the_guide_can_be_made(tmp_path: Path) -> None:
    pytest.importorskip("fastapi", reason="the extra `review` is not installed")
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not BROWSER:
        pytest.skip("no Chromium on this machine")
    pictures(tmp_path)
    named = set(re.findall(r"images/(\w+\.png)", (ROOT / "docs" / "review.md").read_text(encoding="utf-8")))
    assert {path.name for path in tmp_path.iterdir()} == named
    assert {path.name for path in (ROOT / "docs" / "images").iterdir()} == named


if __name__ == "__main__":
    pictures(ROOT / "docs" / "images")
