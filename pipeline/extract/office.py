"""Formats that LibreOffice can turn into one that is read: old Word, rich text, presentations.

LibreOffice is not needed otherwise. Where it is not installed the file is named as unsupported, with what to do.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ReadError
from pipeline.extract import media
from pipeline.records import Status

if TYPE_CHECKING:
    from pipeline.records import Document

_SECONDS = 120
_PROGRAMS = ("soffice", "libreoffice")
_PDF_FIRST = frozenset({media.PPTX, media.PPT, media.ODP})  # slides keep their layout in a PDF and lose it elsewhere


def read(path: Path, media_type: str) -> Document:
    """Convert with LibreOffice in a private folder and read the result; the document keeps the name of the original.

    Raises:
        ReadError: LibreOffice is not installed, or cannot convert the file in time.
    """
    converter = program()
    if converter is None:
        raise ReadError(Status.UNSUPPORTED, f"{media.describe(media_type)}; install LibreOffice, or save it as .docx or PDF")
    target = "pdf" if media_type in _PDF_FIRST else "docx"
    with tempfile.TemporaryDirectory(prefix="overpromise-") as folder:
        converted = _convert(converter, path, Path(folder), target)
        reader = import_module(f"pipeline.extract.{target}")
        document: Document = reader.read(converted)
    return replace(document, path=path, media_type=media_type)


def program() -> str | None:
    """Where LibreOffice is installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def _convert(program: str, path: Path, folder: Path, target: str) -> Path:
    profile = (folder / "profile").as_uri()  # its own, so that a LibreOffice the user has open is not disturbed
    source = folder / f"source{path.suffix}"
    shutil.copyfile(path, source)
    command = [
        program,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        target,
        "--outdir",
        str(folder),
        str(source),
    ]
    try:
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - a fixed command, no shell
    except subprocess.TimeoutExpired:
        raise ReadError(Status.TIMED_OUT, f"LibreOffice did not convert the file within {_SECONDS} seconds") from None
    converted = folder / f"source.{target}"
    if not converted.exists():
        raise ReadError(Status.CORRUPTED, "LibreOffice cannot open the file")
    return converted
