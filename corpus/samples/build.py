"""Build the sample consultation documents: `python build.py` writes them, `python build.py --check` compares them.

Everything in `sources/` was written for this project; the places and bodies are invented. The files come out the same, byte
for byte, on every run with the versions in requirements.lock. `reading-order/` holds the words of the local plan, whose pages
are painted in another order, in the order in which people read them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True

from make_designed_pdf import make_designed_pdf, reading_order  # noqa: E402
from make_docx import make_docx  # noqa: E402
from make_html import make_html  # noqa: E402
from make_odt import make_odt  # noqa: E402
from make_pdf import Imprint, make_pdf  # noqa: E402
from parse import load  # noqa: E402


def build_pdf() -> bytes:
    """Build the library review."""
    imprint = Imprint("Marlshire Council", "Consultation on the library service, autumn 2026")
    return make_pdf(load(HERE / "sources" / "library-review.md"), imprint)


def build_docx() -> bytes:
    """Build the urgent care consultation."""
    document = load(HERE / "sources" / "urgent-care.md")
    body = "NHS Kelderdale and Brannock Integrated Care Board"
    return make_docx(document, body, "Consultation on urgent care, autumn 2026")


def build_html() -> bytes:
    """Build the bus and ferry consultation."""
    document = load(HERE / "sources" / "bus-and-ferry.md")
    return make_html(document, "Argannoch Council", "Have your say on buses, ferries and fares in Argannoch")


def build_odt() -> bytes:
    """Build the social care strategy."""
    document = load(HERE / "sources" / "social-care.md")
    body = "Dyffryn Arwel County Borough Council"
    return make_odt(document, body, "Consultation on adult social care, winter 2026", HERE / "sources" / "odt-styles.xml")


def build_plan() -> bytes:
    """Build the local plan."""
    imprint = Imprint("Thornwade District Council", "Consultation on the draft local plan, autumn 2026")
    return make_designed_pdf(load(HERE / "sources" / "local-plan.md"), imprint)


def build_order() -> bytes:
    """Build the words of the local plan in reading order."""
    return reading_order(load(HERE / "sources" / "local-plan.md")).encode()


BUILDERS = {
    "library-review.pdf": build_pdf,
    "urgent-care.docx": build_docx,
    "bus-and-ferry.html": build_html,
    "social-care.odt": build_odt,
    "local-plan.pdf": build_plan,
    "reading-order/local-plan.txt": build_order,
}


def differs(path: Path, fresh: bytes) -> bool:
    """Say whether the file on disk is missing or is not the fresh build."""
    return not path.exists() or path.read_bytes() != fresh


def main() -> int:
    """Write the files, or with --check report those that are out of date."""
    parser = argparse.ArgumentParser(description="Build the sample consultation documents.")
    parser.add_argument("--check", action="store_true", help="compare with the files on disk; exit 1 if any differs")
    check = parser.parse_args().check
    stale = []
    for name, build in BUILDERS.items():
        fresh = build()
        if not check:
            (HERE / name).parent.mkdir(exist_ok=True)
            (HERE / name).write_bytes(fresh)
        elif differs(HERE / name, fresh):
            stale.append(name)
    for name in stale:
        print(f"out of date: {name}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
