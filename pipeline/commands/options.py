"""Options that several commands take, as Typer reads them. Light to import: `--help` needs nothing else."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Severity(StrEnum):
    """What `--fail-on` takes."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Format(StrEnum):
    """What `--format` takes."""

    GITHUB = "github"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"
    SARIF = "sarif"
    XLSX = "xlsx"


class Sensitivity(StrEnum):
    """What `--sensitivity` takes."""

    CAREFUL = "careful"
    BALANCED = "balanced"
    STRICT = "strict"


class Engine(StrEnum):
    """What `--engine` takes."""

    LOCAL = "local"
    DASK = "dask"


class Log(StrEnum):
    """What `--log` takes."""

    JSON = "json"


Body = Annotated[
    str,
    typer.Option("--body", help="Kind of body, as a code such as icb or in words; overrides what the document shows."),
]
Nation = Annotated[str, typer.Option("--jurisdiction", help="England, Scotland, Wales or Northern Ireland.")]
Stage = Annotated[str, typer.Option("--stage", help="Stage on the change-management timeline, such as consultation.")]


Status = Annotated[str, typer.Option("--status", help="draft, live, closed or decided: what can still be done about a promise.")]
AsAt = Annotated[str, typer.Option("--as-at", metavar="DATE", help="Measure by the law of this day, such as 2026-09-01.")]
Law = Annotated[
    list[Path] | None,
    typer.Option("--law", metavar="FILE", help="Your own rules, such as a scheme of delegation, keyed as in corpus/law."),
]
DecisionsFile = Annotated[
    Path | None,
    typer.Option("--decisions", metavar="FILE", help="What was accepted or dismissed; see overpromise accept."),
]
Reason = Annotated[str, typer.Option("--reason", help="Why, for those who ask later.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who took the decision.")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help="The last day on which it counts, such as 2027-05-28.")]
Where = Annotated[
    Path | None,
    typer.Option("--in", metavar="PATH", help="The document, or the --out folder of a batch: where the decision is kept."),
]
Sense = Annotated[
    Sensitivity, typer.Option("--sensitivity", help="careful flags more and misses less; strict flags only what is plain.")
]
EngineName = Annotated[Engine, typer.Option("--engine", help="Where documents are read: this machine, or a Dask cluster.")]
Scheduler = Annotated[
    str, typer.Option("--scheduler", metavar="URL", help="Address of a Dask scheduler; without it Dask runs on this machine.")
]
LedgerUrl = Annotated[
    str, typer.Option("--ledger", metavar="URL", help="Keep the ledger in this PostgreSQL database instead of a file in --out.")
]
Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="FOLDER", help="Where the review page keeps documents; by default in your own files."),
]
Database = Annotated[
    str, typer.Option("--database", metavar="URL", help="postgresql://… for a team; else SQLite in the data folder.")
]
