"""GitHub annotations: a workflow command a finding, which GitHub shows beside the file of a pull request.

Pull requests are read by many: an annotation holds the words and the suggested wording, and no grounds.
https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from pipeline.decisions import is_settled
from pipeline.records import Status
from pipeline.report.tables import replacing, whole_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from types import TracebackType

    from pipeline.report.rows import Row, Rows

_NAME = "overpromise.github"
_LEVELS = {"high": "error", "medium": "warning", "low": "notice"}
_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_TEXT | str.maketrans({":": "%3A", ",": "%2C"})
_LONGEST = 300


class Writer:
    """`overpromise.github`, to be printed by a later step. The analyst's own columns have no place in it and are left out."""

    def __init__(self, folder: Path, own: tuple[str, ...] = ()) -> None:  # noqa: ARG002 - as every writer
        self._opened: AbstractContextManager[TextIO] = replacing(folder / _NAME, encoding="utf-8", newline="\n")

    def __enter__(self) -> Writer:
        self._file = self._opened.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._opened.__exit__(kind, error, trace)

    def write(self, rows: Rows, own: tuple[str, ...] = ()) -> None:  # noqa: ARG002 - as every writer
        """Add what one input came to."""
        self._file.writelines(f"{line}\n" for line in workflow_commands(rows))


def workflow_commands(rows: Rows) -> Iterator[str]:
    """The workflow commands. A finding on which a decision stands is a notice that says so; an unread file is an error."""
    for row in rows["documents"]:
        if not Status(str(row["status"])).was_read:
            yield _command("error", row, "Not read", str(row["verdict"]))
    for row in rows["findings"]:
        settled = f", {row['decided']} by {row['decided_by']}" if is_settled(row) else ""
        where = f", page {row['page']}" if row["page"] else ""
        level = "notice" if settled else _LEVELS[str(row["severity"])]
        text = f"“{_shortened(str(row['text']))}”\n{row['decided_reason'] if settled else row['suggestion']}"
        yield _command(level, row, f"{row['finding_id']}{where}{settled}", text)


def _command(level: str, row: Row, title: str, text: str) -> str:
    file, title, text = (str(whole_text(part)) for part in (row["file"], title, text))
    return f"::{level} file={file.translate(_IN_PROPERTY)},title={title.translate(_IN_PROPERTY)}::{text.translate(_IN_TEXT)}"


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
