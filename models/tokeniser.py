"""spaCy's English tokeniser, without the rest of spaCy: importing that takes longer than reading most documents.

Its rules and exceptions are an artefact (`python -m models.tokeniser` writes it from the spaCy that is installed), so that a
statement is cut into the words that the models were trained on, whichever release of spaCy applies them.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from models import artefacts
from pipeline.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokenizer import Tokenizer

NAME = "words.msgpack"
# What spaCy's tokeniser imports for scoring and training pipelines, neither of which is done here. They bring the pipelines'
# parts and, by way of spaCy's own commands, two HTTP clients, which no process that reads drafts should hold.
_UNUSED = {"spacy.scorer": "Scorer", "spacy.training": "validate_examples"}


@cache
def load() -> Tokenizer:
    """The shipped tokeniser.

    Raises:
        DataError: the artefact is missing or damaged.
    """
    with _tokeniser_alone():
        import_module("spacy.tokens")  # first: its parts import each other
        from spacy.tokenizer import Tokenizer
        from spacy.vocab import Vocab
    vocab: Any = Vocab()
    vocab.lex_attr_getters = {}  # shape, prefix and so on of each new word, which took half of the time and nothing reads
    try:
        return Tokenizer(vocab).from_bytes(artefacts.content(NAME))
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"models/artefact/{NAME} cannot be read: {error}") from None


@contextmanager
def _tokeniser_alone() -> Iterator[None]:
    """Let spaCy's modules be imported one by one, without all that `import spacy` brings; unless somebody has imported it."""
    found = find_spec("spacy")
    if "spacy" in sys.modules or found is None:
        yield
        return
    stand_ins = {"spacy": ModuleType("spacy"), **{name: ModuleType(name) for name in _UNUSED}}
    stand_ins["spacy"].__path__ = list(found.submodule_search_locations or ())
    for name, wanted in _UNUSED.items():
        setattr(stand_ins[name], wanted, None)
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


def save(folder: Path) -> None:
    """Write the rules of the spaCy that is installed."""
    import spacy

    (folder / NAME).write_bytes(spacy.blank("en").tokenizer.to_bytes())


if __name__ == "__main__":
    shipped = Path(str(files("models") / "artefact"))
    save(shipped)
    artefacts.write_manifest(shipped)
