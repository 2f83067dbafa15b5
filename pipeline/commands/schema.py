"""`overpromise schema`: the JSON Schema of what a scan writes."""

from __future__ import annotations

import json

from pipeline.report.schema import json_schema


def run() -> int:
    """Print it."""
    print(json.dumps(json_schema(), indent=2))
    return 0
