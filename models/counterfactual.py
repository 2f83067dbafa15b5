"""The shortest change that flips a flag: the fewest words without which the statement would be judged otherwise."""

from __future__ import annotations

import re

from models.classifier import judge
from models.decision import THRESHOLDS, Sensitivity, flag_probability

_LONGEST = 8  # words taken away at most
_WORD = re.compile(r"\S+\s*")


def shortest_change(text: str, before: str = "", after: str = "", sensitivity: Sensitivity = Sensitivity.BALANCED) -> str:
    """The words whose removal turns a flagged statement into one that is not; empty where it is not flagged or none do.

    Of several stretches of the same length the one that lowers the probability most is given.
    """
    threshold = THRESHOLDS[sensitivity]
    if flag_probability(judge([(text, before, after)])[0].probabilities) < threshold:
        return ""
    spans = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    for length in range(1, min(_LONGEST, len(spans) - 1) + 1):
        cuts = [(spans[at][0], spans[at + length - 1][1]) for at in range(len(spans) - length + 1)]
        judged = judge([(text[:start] + text[end:], before, after) for start, end in cuts])
        best = min(range(len(cuts)), key=lambda at: flag_probability(judged[at].probabilities))
        if flag_probability(judged[best].probabilities) < threshold:
            return text[slice(*cuts[best])].strip()
    return ""
