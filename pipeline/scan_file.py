"""One file and every document inside it. This is what a child process does; `pipeline/batch.py` hands out the files."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from pipeline.containers import MAX_DEPTH, NOTHING_INSIDE, is_container, unpacked
from pipeline.errors import ReadError
from pipeline.extract.archive import MAX_TOTAL_BYTES
from pipeline.limits import MAX_DOCUMENTS
from pipeline.records import Outcome, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.decision import Sensitivity
    from pipeline.child import Start, Step, Work
    from pipeline.records import Given


def load(given: Given, sensitivity: Sensitivity, *, keep: bool = False, threads: int = 1) -> Work:
    """Load the models, once for all files, and return the function that scans a file; `keep` has it send every statement."""
    import pipeline.scanner  # noqa: F401 - once, before the first file is timed
    from models import encoder, gate, linear, screen, tokeniser

    with ThreadPoolExecutor(1) as beside:  # spaCy is imported while onnxruntime opens the networks, outside Python's lock
        spacy = beside.submit(tokeniser.load)
        for model in (screen, gate, encoder, linear):
            model.load()
        spacy.result()
    return partial(scan_file, given=given, sensitivity=sensitivity, keep=keep, threads=threads)


def scan_file(
    path: Path, start: Start, given: Given, sensitivity: Sensitivity, *, keep: bool = False, threads: int = 1
) -> Iterator[Step]:
    """Scan a file and each document inside it: for every part its name, then what it came to."""
    return _Parts(start, given, sensitivity, keep, threads).of(path, path, depth=0)


@dataclass
class _Parts:
    """Counts the parts as they are met, so that a reading that broke off can go on behind the part that broke it."""

    start: Start
    given: Given
    sensitivity: Sensitivity
    keep: bool
    threads: int
    met: int = 0
    inflated: int = 0

    def of(self, path: Path, name: Path, depth: int) -> Iterator[Step]:
        """The part that lies at `path` and is called `name`, then the parts inside it."""
        number = self.met
        self.met += 1
        if number in self.start.failed or number > MAX_DOCUMENTS:
            return
        is_new = number >= self.start.done
        if is_new:
            yield name
        with ExitStack() as opened:
            outcome, inside = self._opened(path, name, depth, number, opened)
            if is_new:
                yield outcome or self._scanned(path, name)
            for inner_name, inner_path in inside:
                yield from self.of(inner_path, name / inner_name, depth + 1)

    def _opened(
        self, path: Path, name: Path, depth: int, number: int, opened: ExitStack
    ) -> tuple[Outcome | None, list[tuple[str, Path]]]:
        """What a container came to and what it holds. No outcome: a document, which is to be scanned."""
        if number == MAX_DOCUMENTS:
            cause = f"the file holds more than {MAX_DOCUMENTS:,} documents; the rest was not read"
            return Outcome(name, Status.TOO_LARGE, cause), []
        if self.start.only_names and number >= self.start.done:
            cause = f"not read, because {len(self.start.failed)} documents of the same archive broke their reader"
            return Outcome(name, Status.CRASHED, cause), []
        try:
            kind = is_container(path) if depth < MAX_DEPTH else ""
            if not kind:
                return None, []
            inside = opened.enter_context(unpacked(path, kind))
            if not inside:
                return Outcome(name, Status.EMPTY, NOTHING_INSIDE[kind]), []
            self.inflated += sum(inner.stat().st_size for _, inner in inside)
            if self.inflated > MAX_TOTAL_BYTES:
                cause = f"the archives in the file inflate to more than {MAX_TOTAL_BYTES:,} bytes"
                return Outcome(name, Status.TOO_LARGE, cause), []
            return Outcome(name, Status.OK, holds=len(inside)), inside
        except MemoryError:
            raise
        except Exception as error:
            return _failed(name, error), []

    def _scanned(self, path: Path, name: Path) -> Outcome:
        from pipeline.scanner import scan  # here, since the parent imports this module too and needs none of it

        try:
            outcome = replace(scan(path, self.given, self.sensitivity, threads=self.threads), path=name)
            return outcome if self.keep else replace(outcome, promises=())
        except MemoryError:  # for the child to report: it knows the limit
            raise
        except Exception as error:
            return _failed(name, error)


def _failed(name: Path, error: Exception) -> Outcome:
    """An error in the program itself becomes the file's row and stops nothing."""
    if isinstance(error, RecursionError):
        return Outcome(name, Status.TOO_LARGE, "the parts of the document are nested too deeply")
    if isinstance(error, ReadError):
        return Outcome(name, error.status, error.cause)
    return Outcome(name, Status.CRASHED, f"the program failed on this file ({type(error).__name__}); please report it")
