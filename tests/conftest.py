"""What tests share: files made on the spot, and the sample documents."""

from __future__ import annotations

import os
import pickle
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.isolation import Isolated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.child import Load
    from pipeline.limits import Limits

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"
DOCUMENTS = ("library-review.pdf", "urgent-care.docx", "bus-and-ferry.html", "social-care.odt", "local-plan.pdf")

_MOST_IDLE = 3
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(scope="session")
def idle_readers() -> Iterator[dict[bytes, Isolated]]:
    """Children that a scan of an earlier test has left, by what tells them apart."""
    readers: dict[bytes, Isolated] = {}
    yield readers
    for reader in readers.values():
        Isolated.close(reader)


@pytest.fixture(autouse=True)
def _children_are_lent(
    idle_readers: dict[bytes, Isolated], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scan takes over the child of an earlier one where all is alike: each start costs seconds, and a scan reuses its own too."""

    class Lent(Isolated):
        def __init__(self, load: Load, limits: Limits, key: bytes) -> None:
            super().__init__(load, limits, tmp_path_factory.mktemp("reader"))
            self.key = key

        def close(self) -> None:
            if len(idle_readers) >= _MOST_IDLE or self.key in idle_readers:
                super().close()
            else:
                idle_readers[self.key] = self

    def lend(load: Load, limits: Limits, _folder: Path) -> Isolated:
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        key = pickle.dumps((load, limits, surroundings, Path.cwd()))
        return idle_readers.pop(key, None) or Lent(load, limits, key)

    monkeypatch.setattr("pipeline.engine.Isolated", lend)


@pytest.fixture
def samples() -> Path:
    return SAMPLES


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file and return its path."""

    def _write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return _write


@pytest.fixture
def docx(tmp_path: Path) -> Callable[..., Path]:
    """A Word document with the given body XML and further parts."""

    def _docx(body: str, name: str = "draft.docx", **parts: str) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>')
            for part, xml in parts.items():
                archive.writestr(f"word/{part}.xml", xml.replace("<w:", "<w:", 1).replace("XMLNS", f'xmlns:w="{_WORD}"'))
        return path

    return _docx


@pytest.fixture
def odt(tmp_path: Path) -> Callable[..., Path]:
    """An OpenDocument text with the given body XML; the paragraph style `B` is bold."""

    def _odt(body: str, name: str = "draft.odt") -> Path:
        names = ("office", "text", "table", "draw", "style", "xlink")
        spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
        bold = '<style:style style:name="B"><style:text-properties xmlns:fo="fo" fo:font-weight="bold"/></style:style>'
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
            archive.writestr(
                "content.xml",
                f"<office:document-content {spaces}><office:automatic-styles>{bold}</office:automatic-styles>"
                f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            )
        return path

    return _odt


@pytest.fixture
def pdf(tmp_path: Path) -> Callable[..., Path]:
    """A PDF whose pages hold the given lines; a line is text, or (x, y, size, text) in points from the foot of the page."""

    def _pdf(*pages: list[str | tuple[float, float, float, str]], name: str = "draft.pdf", password: str | None = None) -> Path:
        from reportlab.lib.pdfencrypt import StandardEncryption
        from reportlab.pdfgen.canvas import Canvas

        path = tmp_path / name
        encrypt = StandardEncryption(password, ownerPassword="owner") if password else None
        canvas = Canvas(str(path), pagesize=(595, 842), invariant=1, encrypt=encrypt)
        for lines in pages:
            y = 760.0
            for line in lines:
                x, y, size, text = (72.0, y, 11.0, line) if isinstance(line, str) else line
                canvas.setFont("Helvetica", size)
                canvas.drawString(x, y, text)
                y -= 14
            canvas.showPage()
        canvas.save()
        return path

    return _pdf
