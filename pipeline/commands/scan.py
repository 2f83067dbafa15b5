"""`overpromise scan`: documents in, tables and a summary out."""

from __future__ import annotations

import sys
import textwrap
from contextlib import ExitStack, closing, nullcontext
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.text import Text

from models.decision import Sensitivity
from pipeline.batch import Settings, scan_all
from pipeline.commands.console import say, tell
from pipeline.commands.streams import Errors, Output, mute
from pipeline.commands.watch import SEVERITIES, Watch
from pipeline.errors import DataError, OutputError
from pipeline.inputs import Input, content_key, exists, find, printable, read_manifest
from pipeline.law import overdue
from pipeline.report.formats import writer_of
from pipeline.report.github import workflow_commands
from pipeline.report.rows import verdict
from pipeline.report.tables import Tables, write_run
from pipeline.report.visible import on_one_line
from pipeline.reproduce import Results, results_of
from pipeline.results_folder import check
from pipeline.settings import Asked, decisions_file, decisions_of, given_of
from pipeline.version import environment, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.console import Console

    from pipeline.batch import Scanned
    from pipeline.decisions import Decisions
    from pipeline.ledger import Ledger
    from pipeline.limits import Limits
    from pipeline.records import Finding, Outcome
    from pipeline.report.formats import Writer

OK, FINDINGS, USAGE, NOT_READ, INTERRUPTED, CLOSED = 0, 1, 2, 3, 130, 141
_INDENT = 9
GITHUB = "github"
_KEPT = ". What was read is kept: run again with --resume to go on."
_STYLE = {"high": "bold red", "medium": "yellow", "low": "cyan"}


def run(
    paths: list[Path],
    out: Path | None,
    asked: Asked,
    fail_on: str,
    sensitivity: str,
    *,
    formats: tuple[str, ...],
    manifest: Path | None,
    limits: Limits,
    jobs: int,
    engine: str,
    scheduler: str,
    ledger_url: str,
    resume: bool,
    log: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Scan and write. Unread files are named on standard error, one line each; findings go to standard output."""
    errors = Errors(stderr=True, highlight=False, soft_wrap=True)
    try:
        _check_options(out, engine, scheduler, formats, needs_out=resume or bool(ledger_url))
        today = datetime.now(UTC).date()
        given = given_of(asked, today=today)
        decided = decisions_file(asked, paths if not manifest else [], out)
        decisions = decisions_of(asked, paths if not manifest else [], out, today)
        also = {
            "decisions": {printable(decided.as_posix()): content_key(decided)} if decided else {},
            "fail_on": fail_on,
            "formats": list(formats),
            "jobs": jobs,
            "engine": engine,
        }
        own, inputs = _inputs(paths, manifest, out)
        kinds: list[type[Writer]] = [Tables, *map(writer_of, formats)] if out else []
        if out:
            besides = [path for path in (manifest, decided, *given.law) if path]
            check(out, formats, (*(item.path for item in inputs), *besides), ledger=not ledger_url)
    except (ValueError, DataError, OutputError) as error:
        tell(errors, f"overpromise: {error}")
        return USAGE
    settings = Settings(given, Sensitivity(sensitivity), limits, jobs, engine, scheduler)
    watch = Watch(errors, log=log)
    try:
        with _ledger(out, settings, ledger_url, resume=resume) as ledger:
            if resume and ledger and (lost := _lost(inputs, ledger)):
                tell(errors, f"overpromise: {lost}; the results of the earlier scan stay as they are")
                return NOT_READ if inputs else USAGE
            with closing(scan_all(inputs, settings, ledger)) as results:
                is_watched = errors.is_terminal and len(inputs) > 1 and not (quiet or log)
                for read in _watched(results, len(inputs), errors) if is_watched else results:
                    scanned = replace(read, rows=decisions.on_rows(read.rows))
                    watch.add(scanned)
                    is_heard = _say(scanned, decisions, for_github=GITHUB in formats and not out, quiet=quiet)
                    if not (is_heard or out):
                        return CLOSED
            if out and ledger:
                given_paths = [printable(path.as_posix()) for path in (*paths, *([manifest] if manifest else []))]
                said = {"options": {**_options(settings), **also, "paths": given_paths}, "limits": asdict(limits)}
                _write(out, own, kinds, ledger, decisions, {**said, **watch.figures()})
    except KeyboardInterrupt:
        tell(errors, f"overpromise: stopped{_KEPT if out else '.'}")
        return INTERRUPTED
    except (OutputError, OSError, RuntimeError, ValueError) as error:
        tell(errors, f"overpromise: {_cause(error)}{_KEPT if out and watch.files else ''}")
        return USAGE
    watch.close(skipped=resume and not quiet, summary=verbose or (errors.is_terminal and not quiet))
    if watch.unread:
        return NOT_READ
    return FINDINGS if fail_on and watch.worst >= SEVERITIES[fail_on] else OK


def _watched(results: Iterator[Scanned], count: int, errors: Console) -> Iterator[Scanned]:
    from pipeline.commands.progress import watched  # seldom needed, and a tenth of a command's start

    return watched(results, count, errors)


def _check_options(out: Path | None, engine: str, scheduler: str, formats: tuple[str, ...], *, needs_out: bool) -> None:
    if needs_out and not out:
        raise ValueError("--resume and --ledger need the --out of the scan")
    if scheduler and engine != "dask":
        raise ValueError("--scheduler goes with --engine dask")
    if not out and set(formats) - {GITHUB}:
        raise ValueError(f"--format needs --out; without it only {GITHUB} goes to standard output")


def _cause(error: Exception) -> str:
    return f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else str(error)


def _inputs(paths: list[Path], manifest: Path | None, out: Path | None) -> tuple[tuple[str, ...], list[Input]]:
    """The analyst's columns and all inputs: paths first, then the manifest's."""
    if not paths and not manifest:
        raise ValueError("name documents or folders to scan, or a --manifest")
    own, listed = read_manifest(manifest, out) if manifest else ((), [])
    return own, list(dict.fromkeys([*(Input(path) for path in find(paths, out)), *listed]))


def _lost(inputs: list[Input], ledger: Ledger) -> str:
    """Why a scan cannot go on, since nothing of what is named is there (a disk that is not mounted); empty: it can."""
    if ledger.is_empty or any(exists(item.path) for item in inputs):
        return ""
    if len(inputs) > 1:
        return f"none of the {len(inputs):,} files named is there, such as {inputs[0].name}"
    return f"{inputs[0].name}: missing: no such file" if inputs else "nothing to scan was found"


def _ledger(out: Path | None, settings: Settings, url: str, *, resume: bool) -> Ledger | nullcontext[None]:
    if not out:
        return nullcontext()
    from pipeline.ledger import Ledger

    limits = settings.limits
    return Ledger(out, fingerprint(_options(settings)), f"{limits.seconds:g} s, {limits.megabytes} MB", resume=resume, url=url)


def _options(settings: Settings) -> dict[str, object]:
    """What rows depend on, of what the user said."""
    given = settings.given
    return {
        "body": given.body,
        "jurisdiction": given.jurisdiction,
        "stage": given.stage,
        "status": given.status,
        "as_at": given.as_at.isoformat() if given.as_at else "",
        "law": {path.as_posix(): content_key(path) for path in given.law},
        "overdue": [rule.id for rule in overdue(given.today)],
        "sensitivity": settings.sensitivity.value,
    }


def _write(
    out: Path, own: tuple[str, ...], kinds: list[type[Writer]], ledger: Ledger, decisions: Decisions, run: dict[str, object]
) -> None:
    inputs: dict[str, str] = {}
    results: Results = {}
    with ExitStack() as stack:
        writers = [stack.enter_context(kind(out, own)) for kind in kinds]
        for entry in ledger.entries():
            inputs[entry.file] = "" if entry.content.startswith("path:") else entry.content
            results |= results_of(entry.rows)
            rows = decisions.on_rows(entry.rows)
            for writer in writers:
                writer.write(rows, entry.own)
    write_run(out, {**environment(), **run, "inputs": inputs, "results": results})
    ledger.finish()


def _say(scanned: Scanned, decisions: Decisions, *, for_github: bool, quiet: bool) -> bool:
    """On standard output: workflow commands for GitHub, or the findings for a person. False once nobody reads them any more."""
    try:
        if for_github:
            for line in workflow_commands(scanned.rows):
                say(line)
            sys.stdout.flush()
        elif not quiet:
            _print_all(scanned, decisions)
    except BrokenPipeError:
        mute(sys.stdout)
        return False
    return True


def _print_all(scanned: Scanned, decisions: Decisions) -> None:
    for outcome in scanned.outcomes():
        _print(outcome, decisions)


def _print(outcome: Outcome, decisions: Decisions) -> None:
    if not outcome.status.was_read:
        return
    console = Output(file=sys.stdout, highlight=False, soft_wrap=True)
    console.print(Text(_folded(f"{outcome.path.as_posix()}: {verdict(outcome)}", console.width, 0)))
    for finding in outcome.findings:
        _print_finding(console, finding, decisions.sentence(finding.finding_id, outcome.path.as_posix()))


def _print_finding(console: Console, finding: Finding, decided: str) -> None:
    statement = finding.promise.statement
    where = f"page {statement.page}" if statement.page else " > ".join(statement.section[-1:])
    console.print(
        Text(f"\n  {finding.severity:6} ", _STYLE[finding.severity]),
        Text(on_one_line(f"{finding.finding_id}  {_even(where)}")),
        sep="",
    )
    console.print(Text(_folded(_even(statement.text), console.width, _INDENT)))
    console.print(Text(_folded(_even(finding.authority), console.width, _INDENT), "dim"))
    if decided:
        console.print(Text(_folded(_even(decided), console.width, _INDENT), "green"))


def _folded(text: str, width: int, indent: int) -> str:
    """The text in lines that fit the terminal, each set in by as much; what the terminal would act on stands as its code."""
    margin = " " * indent
    return textwrap.fill(
        on_one_line(text), max(width, 40), initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False
    )


def _even(text: str) -> str:
    """A document's words with single spaces between them."""
    return " ".join(text.split())
