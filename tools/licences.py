"""List the licence of everything the program needs to run, and exit 1 where one is not permissive: `python tools/licences.py`."""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

_NAMES = "MIT|MIT-0|MIT-CMU|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|Python-2\\.0|HPND|Unlicense|Zlib|CC0|FreeType|CNRI"
PERMISSIVE = re.compile(rf"\b(?:{_NAMES})\b", re.IGNORECASE)
COPYLEFT = re.compile(r"\b(?:A?GPL|LGPL|GNU|EUPL|SSPL)", re.IGNORECASE)
# The Mozilla Public License asks that changes to these packages' own files be published; they are used as they come.
ACCEPTED = ("certifi", "tqdm")


def needed(root: str, extras: tuple[str, ...] = ("all",)) -> dict[str, Distribution]:
    """Every distribution that a project needs on this machine, by name."""
    found: dict[str, Distribution] = {}
    waiting = [(root, extras)]
    while waiting:
        name, wanted = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            found[key] = distribution(name)
        except PackageNotFoundError:
            continue
        for line in found[key].requires or []:
            requirement = Requirement(line)
            if not requirement.marker or any(requirement.marker.evaluate({"extra": extra}) for extra in (*wanted, "")):
                waiting.append((requirement.name, tuple(requirement.extras)))
    return found


def licence(found: Distribution) -> str:
    """What a distribution's metadata says of its licence, in few words."""
    metadata = found.metadata
    classifiers = [line.rpartition(" :: ")[2] for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    said = metadata.get("License-Expression") or "; ".join(classifiers) or (metadata.get("License") or "").partition("\n")[0]
    return said or "not said"


def main() -> int:
    """Print a line a distribution; those that are not permissive again at the end."""
    said = {name: licence(found) for name, found in sorted(needed("overpromise").items()) if name != "overpromise"}
    for name, words in said.items():
        print(f"{name:28} {words}")
    wrong = [name for name, words in said.items() if COPYLEFT.search(words) or not (PERMISSIVE.search(words) or name in ACCEPTED)]
    verdict = (
        f"not known to be permissive: {', '.join(wrong)}" if wrong else f"all permissive but {' and '.join(ACCEPTED)} (MPL-2.0)"
    )
    print(f"{len(said)} distributions; {verdict}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
