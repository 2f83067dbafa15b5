"""Fuzz the readers, the segmenter and the report writers with atheris: `make fuzz`, or `python tools/fuzz.py [SECONDS [TARGET]]`.

Each target runs in a process of its own for so many seconds (120 by default). A `ReadError` is an answer; any other exception is
a find, and its input stays in `.fuzz/TARGET/`. What is found and mended becomes a test. Needs atheris (`pip install atheris`;
wheels for Linux), which is no dependency of the project.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
FOUND = ROOT / ".fuzz"
SECONDS = 120
_LONGEST = 20_000  # bytes of an input
WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
ODF = b'<o:d xmlns:o="o" xmlns:text="t" xmlns:table="b" xmlns:style="s" xmlns:fo="f"><o:body><o:text>'
DICTIONARY = (
    "<w:p>", "</w:p>", "<w:r>", "<w:t>", "<w:rPr>", "<w:vanish/>", "<w:numPr>", "<w:ilvl w:val=\\\"9\\\"/>", "<w:tbl>", "<w:tc>",
    "<text:p>", "<text:h text:outline-level=\\\"2\\\">", "<text:s text:c=\\\"9\\\"/>", "<text:list>", "<text:note>",
    "<div>", "<p>", "<li>", "<td>", "<main>", "<h1>", "style=\\\"display:none\\\"", "| a | b |", "```", "---", "# ", "- ",
    " obj", "endobj", "stream\\x0a", "endstream", "/Type/Page", "/Kids", "/Filter/FlateDecode", "/ObjStm", "BT", "ET", "Tj", "Tr",
    "\\xe2\\x80\\xae", "\\xc2\\xad", "\\xef\\xbf\\xbe", "co-production", "will decide", ". ", "No. 5", "Q4.", "\\xe2\\x80\\x9c",
)  # fmt: skip


def parts(kind: str, name: str, content: bytes) -> bytes:
    """A zip-based document whose main part is the content."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        if kind:
            archive.writestr("mimetype", kind)
        archive.writestr(name, content)
    return target.getvalue()


def _reader(ending: str, wrap: Callable[[bytes], bytes]) -> Callable[[bytes], None]:
    from pipeline.errors import ReadError
    from pipeline.extract import extract, ocr
    from pipeline.segment import segment

    ocr.available = lambda: False
    path = Path(tempfile.mkdtemp(prefix="fuzz-")) / f"input{ending}"

    def one(content: bytes) -> None:
        path.write_bytes(wrap(content))
        try:
            document = extract(path)
        except ReadError:
            return
        for statement in segment(document):
            assert document.text[statement.start : statement.end] == statement.text

    return one


def _container(content: bytes) -> None:
    from pipeline.containers import is_container, unpacked
    from pipeline.errors import ReadError

    path = Path(tempfile.gettempdir()) / f"fuzz-container-{id(DICTIONARY)}"
    path.write_bytes(content)
    kind = is_container(path)
    if kind:
        try:
            with unpacked(path, kind) as inside:
                assert all(".." not in name.split("/") for name, _ in inside)
        except ReadError:
            return


def _segmenter(content: bytes) -> None:
    from pipeline.segment import sentence_spans

    text, end = content.decode("utf-8", "replace"), 0
    for start, stop in sentence_spans(text):
        assert end <= start < stop <= len(text)
        end = stop


def _writers(content: bytes) -> None:
    sys.path.insert(0, str(ROOT / "tests"))
    from test_properties import outcome_of, safe, tags

    from pipeline.report.formats import writer_of
    from pipeline.report.html import document_page
    from pipeline.report.rows import ROWS
    from pipeline.report.tables import Tables, safe_cell

    text = content.decode("utf-8", "surrogateescape")
    outcome = outcome_of(text, safe(text.encode("utf-8", "backslashreplace").decode())[:100])
    rows = {table: list(made(outcome)) for table, made in ROWS.items()}
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        for kind in (Tables, *map(writer_of, ("jsonl", "sarif"))):
            with kind(Path(folder)) as writer:
                writer.write(rows)
    assert not str(safe_cell(text)).lstrip(" ").startswith(("=", "+", "-", "@"))
    assert not [name for _, names in tags(document_page(outcome)) for name in names if name.startswith("on")]


TARGETS: dict[str, Callable[[], Callable[[bytes], None]]] = {
    "docx": lambda: _reader(".docx", lambda content: parts("", "word/document.xml", WORD + content + b"</w:body></w:document>")),
    "odt": lambda: _reader(
        ".odt",
        lambda content: parts(
            "application/vnd.oasis.opendocument.text", "content.xml", ODF + content + b"</o:text></o:body></o:d>"
        ),
    ),
    "zip": lambda: _reader(".docx", lambda content: content),
    "pdf": lambda: _reader(".pdf", lambda content: b"%PDF-1.7\n" + content),
    "html": lambda: _reader(".html", lambda content: content),
    "markdown": lambda: _reader(".md", lambda content: content),
    "text": lambda: _reader(".txt", lambda content: content),
    "container": lambda: _container,
    "segmenter": lambda: _segmenter,
    "writers": lambda: _writers,
}


def seeds(name: str) -> list[bytes]:
    """What a target begins with."""
    samples = ROOT / "corpus" / "samples"
    paragraph = b"Residents will decide. No. 5 Q4. \xe2\x80\x9cYes\xe2\x80\x9d (we will co-produce it)."
    if name == "docx":
        return [b"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>" + paragraph + b"</w:t></w:r></w:p>"]
    if name == "odt":
        return [b'<text:h text:outline-level="1">Plan</text:h><text:p>' + paragraph + b'<text:s text:c="2"/></text:p>']
    if name == "zip":
        return [parts("", "word/document.xml", WORD + b"</w:body></w:document>")]
    if name == "pdf":
        sys.path.insert(0, str(ROOT / "tests"))
        from raw_pdf import one_page, shown

        plain = shown("Residents will decide.")
        path = one_page(Path(tempfile.mkdtemp()) / "seed.pdf", b"<</Length %d>>stream\n%s\nendstream" % (len(plain), plain))
        return [path.read_bytes().removeprefix(b"%PDF-1.7\n")]
    if name == "html":
        return [(samples / "bus-and-ferry.html").read_bytes()[:_LONGEST], b"<main><p>" + paragraph]
    if name == "container":
        return [b"From: a@example.org\nTo: b@example.org\n\nHello.", parts("", "a/b.txt", paragraph)]
    return [paragraph, b"# Plan\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n"]


def fuzz(name: str, seconds: int) -> None:
    """Run one target in this process."""
    import atheris

    sys.path.insert(0, str(ROOT))
    folder = FOUND / name
    (folder / "seeds").mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(seeds(name)):
        (folder / "seeds" / str(number)).write_bytes(content)
    words = folder / "dictionary"
    words.write_text("".join(f'"{word}"\n' for word in DICTIONARY), encoding="utf-8")
    with atheris.instrument_imports(include=["pipeline"]):
        one = TARGETS[name]()
    limits = [f"-max_total_time={seconds}", f"-max_len={_LONGEST}", "-timeout=60", "-rss_limit_mb=4096", "-print_final_stats=1"]
    options = [sys.argv[0], *limits, f"-dict={words}", f"-artifact_prefix={folder}/", str(folder / "seeds")]
    atheris.Setup(options, one)
    atheris.Fuzz()


def main() -> int:
    """Run the targets one after another and print what each came to."""
    if len(sys.argv) > 3 and sys.argv[1] == "--target":
        fuzz(sys.argv[2], int(sys.argv[3]))
        return 0
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    failed = False
    for name in sys.argv[2:] or TARGETS:
        command = [sys.executable, __file__, "--target", name, str(seconds)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
        runs = re.findall(r"number_of_executed_units: (\d+)|Done (\d+) runs", done.stderr)
        count = max((int(first or second) for first, second in runs), default=0)
        failed |= done.returncode != 0
        print(f"{name:10} {count:9,} executions  {'nothing found' if not done.returncode else 'FOUND SOMETHING'}", flush=True)
        if done.returncode:
            print("\n".join(done.stderr.splitlines()[-25:]))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
