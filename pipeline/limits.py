"""How much one document may cost. `pipeline/isolation.py` enforces time, memory and output; readers look up the rest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a user may set: seconds of wall-clock time and megabytes of memory for each document."""

    seconds: int = 600
    megabytes: int = 2000


MOST_THREADS = 4
"""For one document: more gain little, and each takes some of its share of memory."""
MAX_PAGES = 10_000
"""Pages of one document (as Dangerzone)."""
MAX_PAGE_CHARACTERS = 200_000
"""On one page of a PDF: twenty times what a large sheet of small print holds."""
MAX_DOCUMENTS = 10_000
"""Documents in one archive or e-mail, those in archives inside it included."""
MAX_OUTCOME_BYTES = 500_000_000
"""What a child may send back for one document."""
MAX_FAILURES = 5
"""Documents of one archive that may break their reader before the rest is left unread."""
DOCUMENTS_PER_CHILD = 5000
"""After so many a child is replaced, so that what libraries leak stays small; sooner where it keeps much memory."""
START_SECONDS = 120
"""How long a child may take to load the models: virus scanners can make the first start slow."""
MAX_FILE_BYTES = 500_000_000
"""A larger file is not opened (as kreuzberg)."""
MAX_TEXT_BYTES = 50_000_000
"""Of a text, Markdown or HTML file: some fifteen thousand pages."""
MAX_CHARACTERS = 20_000_000
"""Of the text of one document, whatever its format."""
MAX_BLOCK_CHARACTERS = 50_000
"""A longer paragraph is cut in two at a space: a file may be one line."""
MAX_STATEMENT_CHARACTERS = 3_000
"""A longer sentence is cut likewise, so that the classifier sees every word of it."""
