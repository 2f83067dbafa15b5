"""Write anew what stands in docs/ and is defined in the code. Tests fail where the two differ."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pipeline.report.columns import TABLES
from pipeline.report.schema import dictionary, json_schema

DOCS = Path(__file__).parent


def main() -> None:
    """The tables of data-dictionary.md, each the first under its heading; and overpromise.schema.json."""
    path = DOCS / "data-dictionary.md"
    text = path.read_text(encoding="utf-8")
    for table in TABLES:
        found = re.compile(rf"(## {table}\.csv\n.*?\n\n)(\|[^\n]*\n)+", re.DOTALL)
        if match := found.search(text):
            text = f"{text[: match.start()]}{match[1]}{dictionary(table)}\n{text[match.end() :]}"
    path.write_text(text, encoding="utf-8", newline="\n")
    schema = json.dumps(json_schema(), indent=2) + "\n"
    (DOCS / "overpromise.schema.json").write_text(schema, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
