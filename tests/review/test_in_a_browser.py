"""The page in a real browser: the whole way by mouse, by keyboard and without a script, on wide and narrow screens."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the extra `review` is not installed")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install playwright)")
pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.reviewers import DRAFT
from tests.servers import Server

pytestmark = pytest.mark.slow
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
READ = 120_000  # milliseconds that a document may take to be read on a busy machine
PAGES = ("", "?severity=high&state=open", "/compare", "/history", "/download", "/manage", "/situation", "/missed", "/pages/2")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not BROWSER:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=BROWSER, args=FLAGS.split())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("served") / "data")
    yield started
    started.stop()


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """A window of somebody's own at the page; whatever it says of errors fails the test."""
    contexts, said = [], []

    def _open(**options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(60_000)  # the machine may be busy
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
        page.goto(server.address)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert said == []


def add(page: Page, *files: tuple[str, bytes]) -> None:
    """Add files through the form and wait until they are read and the first is open."""
    page.goto(re.match(r"https?://[^/]+", page.url)[0])
    page.set_input_files(
        "#files", [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in files]
    )
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector("#workspace", timeout=READ)


@pytest.fixture(scope="module")
def document(browser: Browser, server: Server) -> str:
    """The address of a PDF that has been read, with one of its findings settled."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.address)
    sample = Path(__file__).parents[2] / "corpus" / "samples" / "library-review.pdf"
    add(page, (sample.name, sample.read_bytes()))
    address = page.url
    page.locator(".findings a").first.click()
    page.get_by_label("Accept: it is a promise").check()
    page.get_by_label("Why the words stay").fill("Agreed with the leader.")
    page.get_by_role("button", name="Save decision").click()
    page.get_by_text("Settled: accepted").wait_for()
    context.close()
    return address


def violations(page: Page) -> str:
    result = Axe().run(page)
    return result.generate_report() if result.violations_count else ""


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (640, "light"), (320, "light"), (320, "dark")])
def test_every_page_is_accessible_and_fits(
    open_page: Callable[..., Page], document: str, server: Server, width: int, scheme: str
) -> None:
    """Axe finds nothing and nothing is cut off; 640 pixels are a window of 1280 at a zoom of 200%."""
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page.goto(document)
    findings = list(dict.fromkeys(page.locator("#panel a[data-finding]").evaluate_all("all => all.map(a => a.href)")))
    addresses = [f"{server.address}{path}" for path in ("/", "/desk", "/findings?severity=low", "/no-such-page")]
    addresses += [document + path for path in PAGES] + findings[:3]
    for address in addresses:
        page.goto(address)
        assert violations(page) == "", address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.goto(findings[1])
    page.get_by_role("button", name="Save decision").click()  # nothing chosen
    page.get_by_text("There is a problem").wait_for()
    assert violations(page) == "", "errors"
    page.get_by_label("False alarm").check()
    assert violations(page) == "", "answers under a choice"


def test_from_drop_to_comparison(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.evaluate(
        """text => {
            const files = new DataTransfer();
            files.items.add(new File([text], "first draft.md"));
            document.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
        }""",
        DRAFT,
    )
    page.wait_for_selector("#workspace", timeout=READ)
    page.locator("mark a").first.press("Enter")
    page.get_by_label("Reworded").check()
    page.get_by_label("New wording").fill("Residents will advise on which libraries close.")
    page.get_by_role("button", name="Save decision").click()
    page.get_by_text("Settled: reworded").wait_for()
    assert page.locator("mark.is-reworded").count() == 1
    page.get_by_role("link", name="Download", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Audit trail").click()
    assert "Residents will advise" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    add(page, ("second draft.md", DRAFT.replace("have the final say", "advise").encode()))
    page.get_by_role("link", name="Compare", exact=True).click()
    page.get_by_label("Earlier draft").select_option(index=0)
    page.get_by_role("button", name="Compare").click()
    assert "gone" in page.locator(".counts").inner_text()


def test_everything_by_keyboard(open_page: Callable[..., Page]) -> None:
    page = open_page()
    add(page, ("keys.md", (DRAFT + "\nBy keyboard.\n").encode()))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("j")
    page.wait_for_selector(".panel-top")
    first = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("k")
    page.wait_for_url(first)
    page.keyboard.press("d")
    page.keyboard.press("Space")
    assert page.locator("#state").is_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("just because")  # the letters j and k are no keys in a field
    assert page.locator("#reason-accepted").input_value() == "just because"
    page.get_by_role("button", name="Save decision").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Settled: accepted").wait_for()
    page.keyboard.press("o")
    page.wait_for_url(lambda url: first not in url)
    page.keyboard.press("l")
    page.get_by_text("Keys", exact=True).wait_for()
    page.get_by_text("Keys", exact=True).click()
    page.get_by_label("Use these keys").uncheck()
    page.keyboard.press("j")
    page.wait_for_timeout(300)
    assert page.locator(".panel-top").count() == 0


def test_reading_and_settling_without_a_script(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.set_input_files("#files", [{"name": "plain.md", "mimeType": "text/plain", "buffer": (DRAFT + "\nPlain.\n").encode()}])
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector("#workspace", timeout=READ)  # the page asks for itself again
    page.locator("mark a").first.press("Enter")
    page.get_by_label("False alarm").check()
    page.get_by_label("What the words are").select_option("commitment/co-design/none")
    page.get_by_role("button", name="Save decision").click()
    assert "Settled: false alarm" in page.locator(".success").inner_text()
    page.get_by_role("button", name="Undo this decision").click()
    assert "taken back" in page.locator(".success").inner_text()
    page.get_by_role("link", name="Next", exact=True).click()
    assert page.locator("mark[data-current]").count() == 1


def test_selected_words_become_a_finding(open_page: Callable[..., Page]) -> None:
    page = open_page()
    add(page, ("missed.md", (DRAFT + "\nThe weather in Marl is often fine in spring.\n").encode()))
    page.evaluate(
        """() => {
            const block = [...document.querySelectorAll("#text [data-start]")].find(p => p.textContent.includes("weather"));
            const text = block.firstChild, range = document.createRange(), at = text.data.indexOf("weather");
            range.setStart(text, at); range.setEnd(text, at + 15);
            getSelection().removeAllRanges(); getSelection().addRange(range);
        }"""
    )
    page.get_by_role("link", name="Mark as a missed promise").click()
    assert page.get_by_label("Words that make the promise").input_value() == "weather in Marl"
    page.get_by_label("Explicit").check()
    page.get_by_role("button", name="Mark as a promise").click()
    assert "marked by a reviewer" in page.locator("#panel").inner_text()
    assert page.locator("mark[data-current] strong").inner_text() == "weather in Marl"


def test_two_people_on_one_finding(open_page: Callable[..., Page]) -> None:
    one = open_page()
    add(one, ("two.md", (DRAFT + "\nTwo people.\n").encode()))
    one.locator(".findings a").first.click()
    one.wait_for_selector(".panel-top")
    two = open_page()
    two.goto(one.url)
    for page, words in ((one, "one was first"), (two, "two was second")):
        page.get_by_label("Accept: it is a promise").check()
        page.get_by_label("Why the words stay").fill(words)
        page.get_by_role("button", name="Save decision").click()
    two.get_by_text("Somebody was faster").wait_for()
    assert two.get_by_label("Why the words stay").input_value() == "two was second"
    assert "one was first" in two.locator(".settle dl").inner_text()
    two.get_by_role("button", name="Save decision").click()
    two.get_by_text("Settled: accepted").wait_for()
    assert "one was first" in two.locator(".events").inner_text()


def test_hostile_uploads_are_named_and_do_no_harm(open_page: Callable[..., Page]) -> None:
    page = open_page()
    hostile = [
        ("evil.pdf", b"\x7fELF" + bytes(99)),
        ("../../x.docx", b"PK\x03\x04nonsense"),
        ("<img src=x onerror=alert(1)>.md", b""),
    ]
    page.set_input_files("#files", [{"name": name, "mimeType": "x/y", "buffer": content} for name, content in hostile])
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("There is a problem").wait_for()
    assert page.locator(".errors li").count() == 3
    assert page.locator(".errors img").count() == 0
    broken = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF"
    page.set_input_files("#files", [{"name": "broken.pdf", "mimeType": "x/y", "buffer": broken}])
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("could not be read").wait_for(timeout=READ)


def test_a_killed_server_comes_back_with_nothing_lost(browser: Browser, tmp_path: Path) -> None:
    server = Server(tmp_path / "data")
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.address)
    add(page, ("kept.md", DRAFT.encode()))
    page.locator(".findings a").first.click()
    page.get_by_label("Accept: it is a promise").check()
    page.get_by_label("Why the words stay").fill("before the power went")
    page.get_by_role("button", name="Save decision").click()
    page.get_by_text("Settled: accepted").wait_for()
    page.locator("#note").fill("typed while the server was down")
    other = context.new_page()
    other.goto(server.address)
    sample = Path(__file__).parents[2] / "corpus" / "samples" / "local-plan.pdf"
    other.set_input_files("#files", str(sample))
    other.get_by_role("button", name="Add", exact=True).click()
    other.wait_for_selector("#coming", timeout=READ)
    server.kill()  # in the middle of reading
    page.get_by_role("button", name="Add note").click()
    page.wait_for_function("document.getElementById('said').textContent.includes('could not be reached')")
    assert page.locator("#note").input_value() == "typed while the server was down"
    server.start()
    page.get_by_role("button", name="Add note").click()
    page.get_by_text("The note is kept").wait_for()
    assert "before the power went" in page.locator(".settle").inner_text()
    other.wait_for_selector("#workspace", timeout=READ)
    context.close()
    server.stop()
