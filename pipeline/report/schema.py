"""The record definition as others read it: JSON Schema for programs, the tables of `docs/data-dictionary.md` for people."""

from __future__ import annotations

from typing import Any

from pipeline.report.columns import TABLES, TITLES, Column

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema of `overpromise.json`; under `$defs` that of one line of each JSON Lines file.

    Further keys are allowed in a row, since the analyst's own columns stand behind ours.
    """
    return {
        "$schema": _DIALECT,
        "title": "What a scan of Overpromise found",
        "type": "object",
        "required": list(TABLES),
        "additionalProperties": False,
        "properties": {table: {"type": "array", "items": {"$ref": f"#/$defs/{table}"}} for table in TABLES},
        "$defs": {
            table: {
                "description": TITLES[table],
                "type": "object",
                "required": [column.name for column in columns],
                "properties": {column.name: _property(column) for column in columns},
                "additionalProperties": {"type": "string"},
            }
            for table, columns in TABLES.items()
        },
    }


def dictionary(table: str) -> str:
    """The table's columns as a Markdown table: name, kind, meaning."""
    head = ("| column | kind | meaning |", "| --- | --- | --- |")
    return "\n".join([*head, *(f"| `{column.name}` | {kind(column)} | {meaning(column)} |" for column in TABLES[table])])


def kind(column: Column) -> str:
    """The kind of value in plain words."""
    plain = {"string": "text", "integer": "whole number", "number": "number"}[column.kind]
    return f"{plain}, or missing" if column.may_lack else plain


def meaning(column: Column) -> str:
    """What the column means, with the values it may have where they are few."""
    values = ", ".join(f"`{value}`" for value in column.values if value)
    return f"{column.meaning} ({values})" if values and f"`{column.values[-1]}`:" not in column.meaning else column.meaning


def _property(column: Column) -> dict[str, Any]:
    kinds: str | list[str] = [column.kind, "null"] if column.may_lack else column.kind
    return {"type": kinds, "description": column.meaning, **({"enum": list(column.values)} if column.values else {})}
