"""Whether a scan still comes out as it did: what `run.json` keeps of results, and how two runs differ."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pipeline.records import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pipeline.report.rows import Rows

Results = dict[str, dict[str, Any]]
"""By file: its status, and for the id of each finding a hash of its row."""

_PLAIN = {
    "overpromise": "the program",
    "python": "Python",
    "system": "the operating system",
    "processor": "the processor",
    "ocr": "text recognition",
    "libreoffice": "LibreOffice",
    "model_sha256": "the model (models/artefact)",
    "register_sha256": "the law register (corpus/law)",
    "lexicon_sha256": "the lexicon (corpus/lexicon)",
    "wording_sha256": "the wording (corpus/wording)",
}
_SUBSTANCE = ("kind", "text", "label", "risk", "hedge", "severity", "authority", "reason", "suggestion", "rules")
"""What a finding comes to; where it stands, how sure the classifier was and what was decided since are something else."""
_LIMITED = (Status.TIMED_OUT, Status.TOO_LARGE)
_SHORT = 12  # characters of a hash that are shown


def results_of(rows: Rows) -> Results:
    """What one input came to, small enough to keep, and without a word of the document."""
    results: Results = {str(row["file"]): {"status": row["status"], "findings": {}} for row in rows["documents"]}
    for row in rows["findings"]:
        kept = {name: row[name] for name in _SUBSTANCE}
        digest = hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:_SHORT]
        results[str(row["file"])]["findings"][str(row["finding_id"])] = digest
    return results


def limited(*runs: Results) -> list[str]:
    """The files that exceeded a limit in one of the runs: what such a file comes to depends on the machine and its load."""
    return sorted({file for run in runs for file, result in run.items() if result["status"] in _LIMITED})


def without(results: Results, files: Collection[str]) -> Results:
    """The results without those of some files, and of the documents in them."""
    return {file: result for file, result in results.items() if not any(f"{file}/".startswith(f"{each}/") for each in files)}


def differences(then: Results, now: Results) -> Iterator[str]:
    """How the results differ, a line for each file."""
    for file in sorted(then.keys() | now.keys()):
        old, new = then.get(file), now.get(file)
        if old is None or new is None:
            yield f"{file}: {'was not there' if old is None else 'is not there any more'}"
            continue
        parts = list(_parts(old, new))
        if parts:
            yield f"{file}: {'; '.join(parts)}"


def changes(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Which versions, hashes and programs differ between what `run.json` holds and what is running."""
    for key, plain in _PLAIN.items():
        if key in then and then[key] != now[key]:
            yield f"{plain}: {_shown(then[key])} then, {_shown(now[key])} now"
    libraries = then.get("libraries", {})
    for name in sorted(libraries.keys() | now["libraries"].keys()):
        old, new = libraries.get(name, "none"), now["libraries"].get(name, "none")
        if old != new:
            yield f"the library {name}: {old} then, {new} now"


def _parts(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    if old["status"] != new["status"]:
        yield f"status {old['status']} then, {new['status']} now"
    before, after = old["findings"], new["findings"]
    for what, ids in (
        ("gone", before.keys() - after.keys()),
        ("new", after.keys() - before.keys()),
        ("argued otherwise", {name for name in before.keys() & after.keys() if before[name] != after[name]}),
    ):
        if ids:
            yield f"{what} {', '.join(sorted(ids))}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "there" if value else "not there"
    text = str(value)
    return f"{text[:_SHORT]}…" if len(text) == hashlib.sha256().digest_size * 2 else text
