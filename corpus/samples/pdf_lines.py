"""Measure text and break it into lines for the PDF, with hyphens in long words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parse import split_notes
from reportlab.pdfbase.pdfmetrics import stringWidth

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTE_SCALE = 0.65
WIDEST_GAP = 0.03  # a line shorter than this share of the measure may end in the middle of a word
HYPHENATED = [
    "account-ants",
    "ad-dress",
    "af-fected",
    "agree-ment",
    "alter-native",
    "an-nounce-ment",
    "ap-pli-ca-tions",
    "archi-tects",
    "assess-ment",
    "build-ing",
    "build-ings",
    "bor-rowed",
    "cabi-net",
    "carry-ing",
    "cata-logue",
    "chil-dren",
    "com-mit-tee",
    "com-mu-ni-ties",
    "com-mu-nity",
    "com-pany",
    "com-pre-hen-sive",
    "com-put-ers",
    "con-cerns",
    "con-sid-ered",
    "con-stitu-tion",
    "con-sul-ta-tion",
    "con-tri-bu-tions",
    "con-ver-sa-tions",
    "coun-cil",
    "coun-cils",
    "cri-teria",
    "de-ci-sion",
    "de-vel-op-ers",
    "dif-fer-ences",
    "dif-fer-ent",
    "di-rec-tor",
    "dis-abled",
    "ef-fi-cient",
    "elec-tronic",
    "equal-ity",
    "evi-dence",
    "ex-aminer",
    "finan-cial",
    "gov-er-nance",
    "hand-over",
    "impor-tant",
    "inde-pen-dent",
    "infor-ma-tion",
    "lib-rar-ian",
    "lib-rar-ies",
    "lib-rary",
    "man-ag-ers",
    "mem-bers",
    "neigh-bour-hood",
    "neigh-bours",
    "net-work",
    "offi-cers",
    "open-ing",
    "organ-isa-tion",
    "organ-isa-tions",
    "par-ents",
    "peo-ple",
    "pep-per-corn",
    "plan-ning",
    "post-code",
    "pre-ferred",
    "pres-ent",
    "prod-uct",
    "produc-tion",
    "pro-fes-sional",
    "pro-tected",
    "pub-lished",
    "pub-lish",
    "ref-er-en-dum",
    "re-gard-ing",
    "regis-trar",
    "run-ning",
    "satur-day",
    "sec-re-tary",
    "sec-tion",
    "ser-vice",
    "ser-vices",
    "ses-sions",
    "set-tled",
    "sup-port",
    "super-mar-ket",
    "time-table",
    "time-tables",
    "tod-dlers",
    "trans-lated",
    "vol-un-teer",
    "vol-un-teers",
    "work-ing",
]
BREAKS: Mapping[str, list[str]] = {word.replace("-", ""): word.split("-") for word in HYPHENATED}


@dataclass(frozen=True)
class Style:
    """How a kind of text looks: face, size, distance between baselines, space above and colour."""

    font: str
    size: float
    leading: float
    above: float = 0
    colour: str = "#222222"


def measure(text: str, style: Style) -> float:
    """Return the width of text in points, with footnote marks set small."""
    sizes = [(part, style.size * (NOTE_SCALE if is_note else 1)) for part, is_note in split_notes(text)]
    return float(sum(stringWidth(part, style.font, size) for part, size in sizes))


def _dictionary_breaks(stem: str, breaks: Mapping[str, list[str]]) -> list[str]:
    """Return the beginnings of a listed word that may stand before a hyphen."""
    syllables = breaks.get(stem.rstrip(".,").lower(), [])
    lengths = [sum(map(len, syllables[:count])) for count in range(1, len(syllables))]
    return [stem[:length] for length in lengths]


def word_breaks(word: str, breaks: Mapping[str, list[str]] = BREAKS) -> list[tuple[str, str]]:
    """Return every way to break a word over a line end: at its own hyphens, and within its last listed part."""
    if "@" in word or "/" in word:
        return []
    own = [i + 1 for i, letter in enumerate(word) if letter == "-" and word[i + 1 :].strip(".,").isalpha()]
    ways = [(word[:i], word[i:]) for i in own]
    start = own[-1] if own else 0
    for head in _dictionary_breaks(word[start:], breaks):
        cut = start + len(head)
        ways.append((word[:cut] + "-", word[cut:]))
    return ways


def _break_word(line: str, word: str, width: float, style: Style) -> tuple[str, str]:
    """Put as much of word as fits at the end of line; return the full line and what is left of the word."""
    if line and width - measure(line, style) < width * WIDEST_GAP:
        return line, word
    fits = [(f"{line} {head}", tail) for head, tail in word_breaks(word) if measure(f"{line} {head}", style) <= width]
    return fits[-1] if fits else (line, word)


def break_lines(text: str, width: float, style: Style, hyphens: bool = True) -> list[str]:
    """Break text into lines no wider than width, filling each as far as it goes."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if measure(longer, style) <= width:
            line = longer
            continue
        full, line = _break_word(line, word, width, style) if hyphens else (line, word)
        lines.append(full)
    return [full for full in [*lines, line] if full]
