"""The shipped tokeniser cuts as spaCy does, and brings nothing of spaCy that is not needed."""

from __future__ import annotations

import subprocess
import sys

import spacy
from hypothesis import given
from hypothesis import strategies as st

from models import tokeniser
from models.dataset import corpus

_WHOLE = spacy.blank("en").tokenizer
_PIECES = (
    "don't",
    "e.g.",
    "U.S.",
    ":-)",
    "(",
    "/",
    "--",
    "3pm",
    "£5m",
    "co-",
    "'",
    '"',
    "…",
    " ",
    "\n",
    "http://a.b/c?d",
    "x@y.zz",
    "’s",
    "8)",
)


def cut(text: str) -> list[str]:
    return [token.text for token in tokeniser.load()(text)]


def cut_by_spacy(text: str) -> list[str]:
    return [token.text for token in _WHOLE(text)]


@given(st.one_of(st.text(), st.lists(st.sampled_from(_PIECES)).map("".join)))
def test_any_text_is_cut_as_spacy_cuts_it(text: str) -> None:
    assert cut(text) == cut_by_spacy(text)


def test_the_corpus_is_cut_as_spacy_cuts_it() -> None:
    texts = [statement.text for statement in corpus("statements")[::20]]
    assert len(texts) > 1000
    assert [cut(text) for text in texts] == [cut_by_spacy(text) for text in texts]


def test_no_pipeline_and_no_http_client_is_loaded() -> None:
    code = (
        "import sys; from models import tokeniser; assert [t.text for t in tokeniser.load()('We agree.')] == ['We', 'agree', '.']\n"
        "print([m for m in ('spacy', 'spacy.pipeline', 'spacy.cli', 'spacy.scorer', 'requests', 'httpx', 'weasel') if m in sys.modules])\n"
        "import spacy; print(spacy.blank('en')('We agree.')[1], spacy.scorer.Scorer.__name__)"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert told.splitlines() == ["[]", "agree Scorer"]
