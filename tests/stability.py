"""What other programs may rely on, as it is now: `python tests/stability.py "the line of CHANGELOG.md"` records it.

`tests/stability.json` holds what was recorded last, with the line of CHANGELOG.md that tells users of the change. Recording asks for
a line that stands there and is not the one recorded before.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RECORDED = Path(__file__).with_suffix(".json")


def current() -> dict[str, Any]:
    """Columns, fields, ids, exit codes, statuses, options and Python names, in a form that can be compared."""
    import typer

    import pipeline
    from cli import Exit, app
    from pipeline import records
    from pipeline.commands.classify import _shown
    from pipeline.records import Verdict
    from pipeline.recurrence import finding_id
    from pipeline.report.columns import COLUMNS
    from pipeline.report.formats import FORMATS

    group: Any = typer.main.get_command(app)
    kept = ("Outcome", "Finding", "Promise", "Statement", "Verdict", "Situation", "Document", "Given")
    return {
        "csv columns": {table: list(columns) for table, columns in COLUMNS.items()},
        "formats": sorted(FORMATS),
        "classify fields": ["id", *_shown(Verdict("other", "none", "none", 0, 1.0, False))],
        "finding ids": {
            kind: finding_id(kind, "Residents will have the final say, we promise.")
            for kind in ("promise", "over-ceiling", "heading")
        },
        "exit codes": {code.name: code.value for code in Exit},
        "statuses": [status.value for status in records.Status],
        "commands": {
            name: sorted(option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts))
            for name, command in sorted(group.commands.items())
        },
        "python": {
            "pipeline": sorted(pipeline.__all__),
            **{name: [field.name for field in dataclasses.fields(getattr(records, name))] for name in kept},
        },
    }


def recorded() -> dict[str, Any]:
    """What was recorded last: `changelog` (a line) and `surface`."""
    found: dict[str, Any] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found


def changelog() -> str:
    """CHANGELOG.md with its line ends made spaces, so that a line may be wrapped there."""
    return " ".join((ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split())


def main() -> None:
    """Record, or say why not."""
    line = " ".join(sys.argv[1].split()) if len(sys.argv) > 1 else ""
    if len(line) < 20 or line not in changelog():
        sys.exit("give the words (at least 20 characters) of CHANGELOG.md that tell users of the change")
    if RECORDED.exists() and recorded()["changelog"] == line and recorded()["surface"] != current():
        sys.exit("these words told of an earlier change: add a line of its own to CHANGELOG.md")
    content = json.dumps({"changelog": line, "surface": current()}, indent=1)
    RECORDED.write_text(content + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
