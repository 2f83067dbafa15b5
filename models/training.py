"""The loop in which networks are trained: batches of statements of like length, the rate rising first and falling after."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch import nn

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from models.dataset import Labelled

_WINDOW = 16  # batches that are sorted by length together


class Course(NamedTuple):
    """How often everything is met, how many statements at a time, and in which share of the steps the rate rises."""

    epochs: int
    batch: int
    warm_up: float


def train(
    network: Any,  # noqa: ANN401 - torch is untyped here
    optimiser: Any,  # noqa: ANN401
    course: Course,
    draw: Callable[[], list[Labelled]],
    loss_of: Callable[[list[Labelled]], Any],
    chance: random.Random,
) -> None:
    """Train a network in place; `draw` gives the statements of an epoch, `loss_of` the loss of a batch of them."""
    network.train()
    pace = None
    for epoch in range(course.epochs):
        start, total = time.time(), 0.0
        batches = _batches(draw(), course.batch, chance)
        pace = pace or _pace(optimiser, course.epochs * len(batches), course.warm_up)
        for statements in batches:
            loss = loss_of(statements)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            pace.step()
            total += float(loss.detach())
        print(f"epoch {epoch}: loss {total / len(batches):.3f}, {time.time() - start:.0f} s", flush=True)
    network.eval()


def length_of(statement: Labelled) -> int:
    """Characters of a statement and its neighbours, near enough to tell which fill a batch alike."""
    return len(statement.before) + len(statement.text) + len(statement.after)


def _pace(optimiser: Any, steps: int, warm_up: float) -> Any:  # noqa: ANN401
    def share(step: int) -> float:
        return min(1.0, (step + 1) / math.ceil(warm_up * steps)) * max(0.0, (steps - step) / steps)

    return torch.optim.lr_scheduler.LambdaLR(optimiser, share)


def _batches(statements: list[Labelled], size: int, chance: random.Random) -> list[list[Labelled]]:
    """Batches of statements of like length, in random order."""
    chance.shuffle(statements)
    batches = []
    for start in range(0, len(statements), size * _WINDOW):
        window = sorted(statements[start : start + size * _WINDOW], key=length_of)
        batches += [window[at : at + size] for at in range(0, len(window), size)]
    chance.shuffle(batches)
    return batches
