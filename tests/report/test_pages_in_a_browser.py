"""Reports in a real browser: no violation of the accessibility rules that axe knows, light and dark, wide and narrow."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.compare import compare
from pipeline.records import Outcome, Status
from pipeline.report.html import changes_page, document_page, index_page
from pipeline.scanner import scan

pytestmark = pytest.mark.slow
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install playwright)")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
SAMPLE = Path(__file__).parents[2] / "corpus" / "samples" / "library-review.pdf"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    if not BROWSER:
        pytest.skip("no Chromium on this machine")
    folder, outcome = tmp_path_factory.mktemp("pages"), scan(SAMPLE)
    contents = {
        "notes": document_page(outcome),
        "counsel": document_page(outcome, counsel=True),
        "index": index_page([(outcome, "notes.html"), (Outcome(Path("lost.pdf"), Status.MISSING, "no such file"), "")]),
        "index-counsel": index_page([(outcome, "counsel.html"), (outcome, "counsel.html")], counsel=True),
        "changes": changes_page("old.pdf", "new.pdf", compare(outcome.findings[:-2], outcome.findings[1:])),
    }
    for name, content in contents.items():
        (folder / f"{name}.html").write_text(content, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in contents}


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["notes", "counsel", "index", "index-counsel", "changes"])
def test_pages_are_accessible(pages: dict[str, Path], name: str, scheme: str, width: int) -> None:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
        page.goto(pages[name].as_uri())
        result = axe.Axe().run(page)
        assert result.violations_count == 0, result.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_filters_hide_and_show_under_the_pages_own_policy(pages: dict[str, Path]) -> None:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(pages["counsel"].as_uri())
        whole = page.locator("article:visible").count()
        page.get_by_role("checkbox", name="High").uncheck()
        assert 0 < page.locator("article:visible").count() < whole
        page.get_by_role("checkbox", name="High").check()
        assert page.locator("article:visible").count() == whole
        page.goto(pages["notes"].as_uri())
        page.get_by_role("checkbox", name="Promises").uncheck()
        assert 0 < page.locator("article:visible").count() < whole
