"""`overpromise reproduce`: scan again what a `run.json` names, and say whether the findings still come out the same."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.decision import Sensitivity
from pipeline.batch import Settings, scan_all
from pipeline.commands.console import complain, say
from pipeline.errors import DataError
from pipeline.inputs import Input, content_key, path_of
from pipeline.limits import Limits
from pipeline.records import Given
from pipeline.reproduce import Results, changes, differences, limited, results_of, without
from pipeline.version import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

OK, DIFFERENT, USAGE, NOT_READ = 0, 1, 2, 3


def run(path: Path) -> int:
    """Scan again with the options of then. Paths count from the working directory, as they did."""
    try:
        then = _read(path)
        settings = _settings(then)
    except (DataError, ValueError, KeyError, TypeError) as error:
        cause = error if isinstance(error, DataError) else f"not a run.json of a scan with --out ({error})"
        complain(f"{path.as_posix()}: {cause}")
        return USAGE
    inputs = [Input(path_of(name)) for name in then["inputs"]]
    if missing := [each.name for each in inputs if content_key(each.path) is None and then["inputs"][each.name]]:
        for name in missing:
            complain(f"{name}: missing: no such file here; run this where the scan was run")
        return NOT_READ
    now: Results = {}
    for scanned in scan_all(inputs, settings):
        now |= results_of(scanned.rows)
    left_out = limited(then["results"], now)
    then["results"] = without(then["results"], left_out)
    code = _told(list(differences(then["results"], without(now, left_out))), [*changes(then, environment()), *_files(then)], then)
    if left_out:
        print("Not compared, since they exceeded the limits of time or size, then or now:")
        print(*(f"  {file}" for file in left_out), sep="\n")
    return code


def _told(different: list[str], changed: list[str], then: dict[str, Any]) -> int:
    day = date.fromisoformat(then["started"][:10])
    findings = sum(len(result["findings"]) for result in then["results"].values())
    on = f"{day.day} {day:%B %Y}"
    if different:
        print(f"The findings do not come out as on {on}:")
        for line in different:
            say(f"  {line}")
    else:
        print(f"All {findings:,} findings in {len(then['results']):,} documents come out as on {on}.")
    if changed:
        print("What has changed since:" if different else "Though this has changed since:")
        for line in changed:
            say(f"  {line}")
    elif different:
        print("Nothing that run.json records has changed since; please report this.")
    return DIFFERENT if different else OK


def _read(path: Path) -> dict[str, Any]:
    try:
        then = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read: {error}") from None
    if not isinstance(then, dict):
        raise DataError("holds no object")
    if missing := {"inputs", "results", "options", "started", "limits"} - then.keys():
        raise DataError(f"holds no {', '.join(sorted(missing))}; it is of an older version or of no scan")
    return dict(then)


def _settings(then: dict[str, Any]) -> Settings:
    """The options of then; by the day of then, rules were due to be looked at again or not."""
    options, limits = then["options"], then["limits"]
    given = Given(
        body=options["body"],
        jurisdiction=options["jurisdiction"],
        stage=options["stage"],
        status=options["status"],
        as_at=date.fromisoformat(options["as_at"]) if options["as_at"] else None,
        today=date.fromisoformat(then["started"][:10]),
        law=tuple(Path(name) for name in options["law"]),
    )
    return Settings(given, Sensitivity(options["sensitivity"]), Limits(limits["seconds"], limits["megabytes"]))


def _files(then: dict[str, Any]) -> Iterator[str]:
    """Documents and files of rules that are not what they were."""
    for name, content in then["inputs"].items():
        if content_key(path_of(name)) != (content or None):
            yield f"the document {name}: its content"
    for name, content in then["options"]["law"].items():
        if content_key(Path(name)) != content:
            yield f"the rules in {name}: their content"
