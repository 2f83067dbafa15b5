"""Which kind of classifier? Candidates compared by nested cross-validation on a sample of the corpus, scenarios kept whole.

usage: python benchmarks/bakeoff.py FOLDER    (FOLDER keeps what is done; a second call goes on)

Three outer folds judge; within each, two inner folds choose one hyper-parameter by log loss and nothing else. The threshold of
the flag is the shipped one throughout. Needs benchmarks/requirements.txt: pip install --require-hashes --no-deps -r …
"""

from __future__ import annotations

import hashlib
import pickle
import sys
import time
import zlib
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from bakeoff_features import Seen, embedded, parsed, ruled, shipped
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import FunctionTransformer

from models.dataset import Labelled, corpus, with_neighbours
from models.decision import THRESHOLDS, Sensitivity, choose
from models.labels import JOINT_LABELS
from models.linear import GROUP_WEIGHTS
from models.metrics import keyword_verdict, measure
from models.validate import keyword_table, pair_accuracy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Table = NDArray[np.float64]

Source = Callable[["Sequence[Labelled]"], list[Seen]]

SHARE = 0.25  # of the scenarios
OUTER, INNER = 3, 2
TIMED = 600  # statements
DRAWS = 2000
WEIGHTS = {**GROUP_WEIGHTS, "l": GROUP_WEIGHTS["k"], "r": GROUP_WEIGHTS["k"], "e": 1.0}
STRENGTHS = (0.8, 4.0, 20.0)  # inverse regularisation; the shipped model has 20
TREES = (60, 150)
PARSER_MB, MINILM_MB = 12.8, 23.4  # of the packages, tokenizer counted
SHIPPED = "e shipped linear features"
_SHOWN = ("flag_p", "flag_r", "flag_f1", "explicit_caught", "label_macro_f1", "stance_macro_f1")


class Candidate(NamedTuple):
    """What it reads, how that becomes numbers, what learns from them; `outside` is the size in MB of the models it borrows."""

    sources: tuple[Source, ...]
    numbers: Callable[[], Any]
    learner: Callable[[float], Any]
    grid: tuple[float, ...]
    outside: float
    explains: str


class Run(NamedTuple):
    """What came of a candidate: a row of probabilities per statement, the values chosen, statements a second, megabytes."""

    table: Table
    chosen: list[float]
    pace: float
    size: float


def tfidf(groups: str) -> FeatureUnion:
    """Each group's TF-IDF at unit length times the group's weight, as `models.linear` has it; the embedding as it is."""
    parts = [
        (g, _stacked() if g == "e" else TfidfVectorizer(analyzer=itemgetter(g), min_df=2, sublinear_tf=True, dtype=np.float32))
        for g in groups
    ]
    return FeatureUnion(parts, transformer_weights={g: WEIGHTS[g] for g in groups} if len(groups) > 1 else None)


def _stacked() -> FunctionTransformer:
    return FunctionTransformer(_embeddings)


def _embeddings(seen: Sequence[Seen]) -> NDArray[np.float32]:
    return np.stack([one["e"] for one in seen])


def reduced() -> FeatureUnion:
    """A hundred directions of the shipped features, and each rule by itself."""
    directions = make_pipeline(tfidf("wckns"), TruncatedSVD(100, random_state=0))
    return FeatureUnion([("svd", directions), ("r", CountVectorizer(analyzer=itemgetter("r"), min_df=5))])


def logistic(strength: float) -> LogisticRegression:
    """As `models.train`, with its tolerance loosened: the third decimal of a figure does not hang on it."""
    return LogisticRegression(C=strength, max_iter=300, tol=1e-3)


def boosted(trees: float) -> Any:  # noqa: ANN401 - scikit-learn is untyped
    """Gradient boosting with small trees."""
    learner = HistGradientBoostingClassifier(max_iter=int(trees), max_leaf_nodes=15, early_stopping=False, random_state=0)
    return make_pipeline(FunctionTransformer(_dense), learner)


def _dense(numbers: Any) -> NDArray[np.float64]:  # noqa: ANN401 - a sparse matrix
    dense: NDArray[np.float64] = numbers.toarray()
    return dense


def _linear(groups: str, sources: tuple[Source, ...], outside: float, explains: str) -> Candidate:
    return Candidate(sources, lambda: tfidf(groups), logistic, STRENGTHS, outside, explains)


CANDIDATES = {
    "c words": _linear("w", (shipped,), 0, "each word's weight, exact"),
    "d words and letters": _linear("wc", (shipped,), 0, "each word's and letter run's weight, exact"),
    SHIPPED: _linear("wckns", (shipped,), 0, "each feature's weight, exact; kinds of words read well"),
    "f e + parse": _linear("wcknsl", (shipped, parsed), PARSER_MB, "exact, and in terms of grammar where the parse is right"),
    "g e + rules": _linear("wcknsr", (shipped, ruled), 0, "exact, and named rules"),
    "f g e + parse + rules": _linear("wcknslr", (shipped, parsed, ruled), PARSER_MB, "exact; grammar and named rules"),
    "h MiniLM alone": _linear("e", (embedded,), MINILM_MB, "none: 768 unnamed numbers"),
    "h e + MiniLM": _linear("wcknse", (shipped, embedded), MINILM_MB, "exact for its words, none for the embedding's part"),
    "i boosting": Candidate(
        (shipped, ruled), reduced, boosted, TREES, 0, "approximate only (Shapley values of unnamed directions)"
    ),
}
_NO_TRAINING = {"a keyword search": "the term found", "b rules alone": "the rule that matched"}


def sample() -> list[Labelled]:
    """The statements of a quarter of the scenarios, by the hash of their names; minimal pairs are among them as in the corpus."""
    whole = with_neighbours([*corpus("statements"), *corpus("contrast")])
    return [s for s in whole if hashlib.sha256(s.scenario.encode()).digest()[0] < 256 * SHARE]


def see(statements: Sequence[Labelled], sources: Sequence[Source]) -> list[Seen]:
    """All that the sources see, merged by statement."""
    return [{k: v for part in parts for k, v in part.items()} for parts in zip(*(s(statements) for s in sources), strict=True)]


def nested(candidate: Candidate, statements: Sequence[Labelled]) -> Run:
    """Judge every statement by a model that has not met its scenario, its hyper-parameter chosen without it."""
    seen = see(statements, candidate.sources)
    targets = np.array([JOINT_LABELS.index(s.label) for s in statements])
    groups = np.array([s.scenario for s in statements])
    table, chosen = np.zeros((len(seen), len(JOINT_LABELS))), []
    for train, test in GroupKFold(OUTER).split(seen, groups=groups):
        value = _chosen(candidate, [seen[at] for at in train], targets[train], groups[train])
        numbers, learner = candidate.numbers(), candidate.learner(value)
        learner.fit(numbers.fit_transform([seen[at] for at in train]), targets[train])
        table[test] = learner.predict_proba(numbers.transform([seen[at] for at in test]))
        chosen.append(value)
    timed = [statements[at] for at in test[:TIMED]]
    start = time.process_time()
    learner.predict_proba(numbers.transform(see(timed, candidate.sources)))
    return Run(table, chosen, len(timed) / (time.process_time() - start), _size(numbers, learner) + candidate.outside)


def _chosen(candidate: Candidate, seen: Sequence[Seen], targets: NDArray[np.int64], groups: NDArray[np.str_]) -> float:
    """The value of the grid with the least log loss over the inner folds."""
    loss = dict.fromkeys(candidate.grid, 0.0)
    for train, test in GroupKFold(INNER).split(seen, groups=groups):
        numbers = candidate.numbers()
        known = numbers.fit_transform([seen[at] for at in train])
        new = numbers.transform([seen[at] for at in test])
        for value in candidate.grid:
            learner = candidate.learner(value).fit(known, targets[train])
            loss[value] += log_loss(targets[test], learner.predict_proba(new), labels=learner.classes_)
    return min(loss, key=loss.__getitem__)


def _size(numbers: Any, learner: Any) -> float:  # noqa: ANN401 - scikit-learn is untyped
    """Megabytes, compressed; weights of sixteen bits as the shipped model has them."""
    if isinstance(learner, LogisticRegression):
        learner.coef_ = learner.coef_.astype(np.float16)
    return len(zlib.compress(pickle.dumps((numbers, learner)))) / 1e6


def untrained(name: str, statements: Sequence[Labelled]) -> Run:
    """Keyword search or the rules, as if they were sure of themselves."""
    start = time.process_time()
    if name.startswith("a"):
        for statement in statements:
            keyword_verdict(statement.text)
        table = keyword_table(statements)
    else:
        table = np.eye(len(JOINT_LABELS))[[JOINT_LABELS.index(one["verdict"]) for one in ruled(statements)]]
    return Run(table, [], len(statements) / (time.process_time() - start), 0)


def kept(folder: Path, name: str, statements: Sequence[Labelled]) -> Run:
    """The candidate's run, from the folder where it has been done."""
    path = folder / f"{name}.npz"
    if not path.exists():
        run = nested(CANDIDATES[name], statements) if name in CANDIDATES else untrained(name, statements)
        np.savez(path, **run._asdict())
    with np.load(path) as found:
        return Run(found["table"], found["chosen"].tolist(), float(found["pace"]), float(found["size"]))


class Flags:
    """Interval of the flag's F1, and of how it differs from another's, scenarios drawn with replacement (percentiles, seeded)."""

    def __init__(self, statements: Sequence[Labelled]) -> None:
        names, self._place = np.unique([s.scenario for s in statements], return_inverse=True)
        self._gold = np.array([s.label.risk != "none" for s in statements])
        self._drawn = np.random.default_rng(0).multinomial(len(names), np.full(len(names), 1 / len(names)), DRAWS)

    def f1(self, verdicts: Sequence[int]) -> NDArray[np.float64]:
        """One F1 for each draw, the same draws each time."""
        flagged = np.array([JOINT_LABELS[at].risk != "none" for at in verdicts])
        both, either = (np.bincount(self._place, count) for count in (self._gold & flagged, 1.0 * self._gold + flagged))
        drawn: NDArray[np.float64] = 2 * (self._drawn @ both) / (self._drawn @ either)
        return drawn


def main() -> None:
    """Run what is not yet done and print the table."""
    folder = Path(sys.argv[1])
    folder.mkdir(exist_ok=True, parents=True)
    statements = sample()
    flags, threshold = Flags(statements), THRESHOLDS[Sensitivity.BALANCED]
    scenarios, promises = len({s.scenario for s in statements}), sum(s.label.risk != "none" for s in statements)
    print(f"{len(statements):,} statements of {scenarios} scenarios, {promises} of them to be flagged")
    beside = flags.f1([choose(row, threshold) for row in kept(folder, SHIPPED, statements).table])
    print("| | flag P | flag R | flag F1 [95%] | F1 beside (e) [95%] | explicit caught | label macro F1 | stance macro F1 "
          "| pairs both right | statements a second | MB | chosen | explains itself by |\n|" + " --- |" * 13)  # fmt: skip
    for name in (*_NO_TRAINING, *CANDIDATES):
        run = kept(folder, name, statements)
        verdicts = [choose(row, threshold) for row in run.table]
        drawn = flags.f1(verdicts)
        figures = measure([(s.label, JOINT_LABELS[at]) for s, at in zip(statements, verdicts, strict=True)])
        p, r, f1, *rest = (f"{figures[figure]:.3f}" for figure in _SHOWN)
        right, pairs = pair_accuracy(statements, run.table, threshold)
        explains = CANDIDATES[name].explains if name in CANDIDATES else _NO_TRAINING[name]
        cells = (name, p, r, f"{f1} {_interval(drawn)}", _interval(drawn - beside), *rest, f"{right} of {pairs}")
        more = (f"{run.pace:,.0f}", f"{run.size:.1f}", ", ".join(f"{value:g}" for value in run.chosen), explains)
        print(f"| {' | '.join((*cells, *more))} |", flush=True)


def _interval(drawn: NDArray[np.float64]) -> str:
    low, high = np.quantile(drawn, (0.025, 0.975))
    return f"[{low:.3f}, {high:.3f}]"


if __name__ == "__main__":
    main()
