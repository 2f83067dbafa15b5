"""The command line: parses, calls, prints. Everything else is in `pipeline` and `models`, loaded when a command needs it."""

from __future__ import annotations

import os
import sys
from enum import IntEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.options import (
    AsAt,
    Body,
    By,
    Data,
    Database,
    DecisionsFile,
    Engine,
    EngineName,
    Format,
    Law,
    LedgerUrl,
    Log,
    Nation,
    Reason,
    Scheduler,
    Sense,
    Sensitivity,
    Severity,
    Stage,
    Status,
    Until,
    Where,
)
from pipeline.limits import Limits

app = typer.Typer(
    help="Find promises of shared decision-making that a public body cannot lawfully keep.\n\n"
    "A screening aid, not legal advice: no finding is not clearance.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help, in half the time
)


class Exit(IntEnum):
    """Exit codes. Usage errors (2) come from the command-line parser."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    NOT_READ = 3


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    """Options that stand before a command."""
    if version:
        from pipeline.version import program

        typer.echo(f"overpromise {program()}")
        raise typer.Exit


@app.command()
def scan(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", readable=False, help="Documents, folders of documents, or patterns such as *.pdf."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder for documents.csv, commitments.csv, findings.csv and run.json."),
    ] = None,
    body: Body = "",
    jurisdiction: Nation = "",
    stage: Stage = "",
    status: Status = "",
    as_at: AsAt = "",
    law: Law = None,
    decisions: DecisionsFile = None,
    fail_on: Annotated[Severity | None, typer.Option("--fail-on", help="Exit 1 where a finding is at least this severe.")] = None,
    sensitivity: Sense = Sensitivity.BALANCED,
    formats: Annotated[
        list[Format] | None, typer.Option("--format", help="Also write the tables so; may be given more than once.")
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(
            "--manifest", help="CSV with a column location, counted from its folder; its other columns go into every table."
        ),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a stopped scan: skip what --out holds.")] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="Documents read side by side; by default one a core.")] = None,
    engine: EngineName = Engine.LOCAL,
    scheduler: Scheduler = "",
    ledger: LedgerUrl = "",
    timeout: Annotated[int, typer.Option("--timeout", min=1, help="Seconds that a document may take.")] = Limits().seconds,
    memory: Annotated[int, typer.Option("--memory", min=100, help="Megabytes that a document may take.")] = Limits().megabytes,
    log: Annotated[Log | None, typer.Option("--log", help="One line a document on standard error.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Close with a summary, also away from a terminal.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Scan documents: classify their commitments and flag those that promise a decision away."""
    from pipeline.commands.scan import run
    from pipeline.settings import Asked

    asked = Asked(body, jurisdiction, stage, status, as_at, tuple(law or ()), decisions)
    code = run(
        paths or [],
        out,
        asked,
        fail_on.value if fail_on else "",
        sensitivity.value,
        formats=tuple(dict.fromkeys(each.value for each in formats or ())),
        manifest=manifest,
        limits=Limits(timeout, memory),
        jobs=jobs or 0,
        engine=engine.value,
        scheduler=scheduler,
        ledger_url=ledger,
        resume=resume,
        log=log is not None,
        verbose=verbose,
        quiet=quiet,
    )
    raise typer.Exit(code)


@app.command()
def mark(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE...", readable=False, help="Documents to mark; they stay as they are.")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for NAME.marked.docx, NAME.marked.pdf or NAME.notes.txt.")],
    body: Body = "",
    jurisdiction: Nation = "",
    stage: Stage = "",
    status: Status = "",
    as_at: AsAt = "",
    law: Law = None,
    decisions: DecisionsFile = None,
    sensitivity: Sense = Sensitivity.BALANCED,
) -> None:
    """Mark copies of documents: a neutral drafting note on the words, as a Word comment or a PDF highlight."""
    from pipeline.commands.mark import run
    from pipeline.settings import Asked

    asked = Asked(body, jurisdiction, stage, status, as_at, tuple(law or ()), decisions)
    raise typer.Exit(run(paths, out, asked, sensitivity.value))


@app.command()
def report(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", readable=False, help="Documents, or folders of documents.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for NAME.html, and index.html where there are several.")],
    counsel: Annotated[
        bool, typer.Option("--counsel", help="Also write NAME.counsel.html, with grounds, authorities and the full argument.")
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write each page as a PDF as well.")] = False,
    body: Body = "",
    jurisdiction: Nation = "",
    stage: Stage = "",
    status: Status = "",
    as_at: AsAt = "",
    law: Law = None,
    decisions: DecisionsFile = None,
    sensitivity: Sense = Sensitivity.BALANCED,
) -> None:
    """Write a page for each document: neutral drafting notes to read, print and discuss."""
    from pipeline.commands.report import run
    from pipeline.settings import Asked

    asked = Asked(body, jurisdiction, stage, status, as_at, tuple(law or ()), decisions)
    raise typer.Exit(run(paths, out, asked, sensitivity.value, counsel=counsel, pdf=pdf))


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier version.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later version.")],
    out: Annotated[
        list[Path] | None,
        typer.Option("--out", metavar="FILE", help="Also write the changes, as .csv or .html; may be given more than once."),
    ] = None,
    body: Body = "",
    jurisdiction: Nation = "",
    sensitivity: Sense = Sensitivity.BALANCED,
) -> None:
    """Compare two versions of a document: findings new, gone, reworded, unchanged."""
    from pipeline.commands.compare import run
    from pipeline.settings import Asked

    raise typer.Exit(run(old, new, out or [], Asked(body, jurisdiction), sensitivity.value))


@app.command()
def accept(
    finding: Annotated[str, typer.Argument(metavar="ID", help="A finding, such as OP-05886d4ef6.")],
    reason: Reason,
    by: By,
    until: Until = "",
    where: Where = None,
    decisions: DecisionsFile = None,
) -> None:
    """Keep the decision that a finding's words stay: it is shown everywhere with its reason, and fails no run."""
    from pipeline.commands.decide import run

    raise typer.Exit(run(finding, "accepted", reason=reason, by=by, until=until, where=where, decisions=decisions))


@app.command()
def dismiss(
    finding: Annotated[str, typer.Argument(metavar="ID", help="A finding, such as OP-05886d4ef6.")],
    reason: Reason,
    by: By,
    until: Until = "",
    where: Where = None,
    decisions: DecisionsFile = None,
) -> None:
    """Keep the decision that a finding is a false alarm: it is shown everywhere with its reason, and fails no run."""
    from pipeline.commands.decide import run

    raise typer.Exit(run(finding, "dismissed", reason=reason, by=by, until=until, where=where, decisions=decisions))


@app.command()
def reproduce(path: Annotated[Path, typer.Argument(metavar="RUN.json", help="The run.json of an earlier scan.")]) -> None:
    """Scan again what a run.json names: do the findings still come out the same and, if not, what has changed since?"""
    from pipeline.commands.reproduce import run

    raise typer.Exit(run(path))


@app.command()
def schema() -> None:
    """Print the JSON Schema of overpromise.json; under $defs that of a line of each JSON Lines file."""
    from pipeline.commands.schema import run

    raise typer.Exit(run())


@app.command()
def strip(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A marked Word or PDF document.")],
    out: Annotated[Path, typer.Option("--out", help="The document without the marks; may be the same file.")],
) -> None:
    """Take this tool's comments and highlights out of a document, and check that they are gone."""
    from pipeline.commands.strip import run

    raise typer.Exit(run(path, out))


@app.command()
def classify(
    source: Annotated[
        str,
        typer.Argument(metavar="FILE", help="JSON Lines with id, text and optional before and after; - for standard input."),
    ],
) -> None:
    """Classify statements: one JSON line in, one JSON line out, in order."""
    from pipeline.commands.classify import run

    raise typer.Exit(run(source))


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Labelled statements to measure on.")],
    errors: Annotated[bool, typer.Option("--errors", help="Also list each wrong verdict by its id.")] = False,
) -> None:
    """Measure the classifier on labelled statements, beside a keyword search."""
    from pipeline.commands.evaluate import run

    raise typer.Exit(run(gold, errors=errors))


@app.command()
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="One statement.")],
    before: Annotated[str, typer.Option("--before", help="The sentence, heading or lead-in before it.")] = "",
    after: Annotated[str, typer.Option("--after", help="The sentence after it.")] = "",
    body: Body = "",
    jurisdiction: Nation = "",
) -> None:
    """Judge one statement aloud: the verdict, the words that made it, and what the law says."""
    from pipeline.commands.explain import run

    raise typer.Exit(run(text, before, after, body, jurisdiction))


@app.command("law")
def show_law(
    rule: Annotated[str, typer.Argument(metavar="[ID]", help="A rule to show in full, such as ENG-LA-01.")] = "",
    body: Body = "",
    jurisdiction: Nation = "",
    decision: Annotated[str, typer.Option("--decision", help="Kind of decision, such as budget or closure.")] = "",
    effect: Annotated[str, typer.Option("--effect", help="reserves, permits, involves, mandates-coproduction or doctrine.")] = "",
    law: Law = None,
) -> None:
    """List, filter and show the rules of the law register."""
    from pipeline.commands.law import run

    raise typer.Exit(run(rule, body, jurisdiction, decision, effect, tuple(law or ())))


@app.command()
def train(
    check: Annotated[
        bool, typer.Option("--check", help="Only compare a fresh model with the shipped one; exit 1 where they differ.")
    ] = False,
) -> None:
    """Train linear model and screen from corpus/, say by cross-validation how good they are, and write them."""
    # Sums come out the same to the last bit on any x86 processor only where NumPy's BLAS takes one way of adding; read at import.
    os.environ |= {"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    from pipeline.commands.train import run

    raise typer.Exit(run(check=check))


@app.command()
def review(
    data: Data = None,
    database: Database = "",
    host: Annotated[str, typer.Option("--host", help="Address to listen on; beyond this machine people sign in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8471,
    accounts: Annotated[bool, typer.Option("--accounts", help="Have people sign in on this machine too.")] = False,
    names: Annotated[
        list[str] | None, typer.Option("--name", help="Name under which the page is reached; may be given more than once.")
    ] = None,
    certificate: Annotated[Path | None, typer.Option("--certificate", help="TLS certificate, where no proxy brings one.")] = None,
    key: Annotated[Path | None, typer.Option("--key", help="Private key of the certificate.")] = None,
    keep_days: Annotated[
        int, typer.Option("--keep-days", min=0, help="Delete what is untouched for so many days; 0 keeps everything.")
    ] = 0,
    max_megabytes: Annotated[int, typer.Option("--max-megabytes", min=1, help="Largest document taken in.")] = 50,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in your browser.")] = True,
) -> None:
    """Open the review page: drop drafts, read them with their promises marked, settle each finding."""
    from pipeline.commands.review import run

    code = run(
        data,
        database,
        host,
        port,
        accounts=accounts,
        names=tuple(names or ()),
        certificate=certificate,
        key=key,
        keep_days=keep_days,
        max_megabytes=max_megabytes,
        browser=browser,
    )
    raise typer.Exit(code)


@app.command()
def account(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose account to make or change.")],
    role: Annotated[str, typer.Option("--role", help="reader, reviewer, counsel or administrator.")],
    data: Data = None,
    database: Database = "",
) -> None:
    """Make or change an account of the review page; asks for the password."""
    from pipeline.commands.review import save_account

    raise typer.Exit(save_account(data, database, name, role))


def main() -> None:
    """Run the command line; on every platform text goes out as UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()


if __name__ == "__main__":
    main()
