"""Pages of a PDF as images, with the words of findings marked on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from pipeline.extract.boxes import source_spans
from pipeline.report.marks import marks
from review.aside import AsideError, Span, picture
from review.findings import STATES, settled
from review.results import unique
from review.visit import RefusalError, SignedVisit

if TYPE_CHECKING:
    from pipeline.records import Outcome
    from review.documents import Document

router = APIRouter(prefix="/documents/{token}/pages/{number}")
PDF = "application/pdf"


@router.get("")
def page(visit: SignedVisit, token: str, number: int) -> Response:
    """One page with its findings beside it."""
    document, outcome = _pdf(visit, token, number)
    states = settled(visit.store, document)
    spans = _spans(outcome, number)
    named = {span.finding_id for span in spans}
    found = [f for f in unique(outcome.findings) if f.finding_id in states and f.finding_id in named]
    drawn = _drawn(visit, document, number, spans)
    pages = sorted({f.promise.statement.page for f in outcome.findings if f.promise.statement.page})
    return visit.page(
        "page.html",
        document=document,
        number=number,
        size=drawn,
        boxes=drawn["boxes"],
        findings=[
            {
                "id": f.finding_id,
                "severity": f.severity,
                "text": f.promise.statement.text,
                "label": STATES[states[f.finding_id].state],
            }
            for f in found
        ],
        with_findings=pages,
    )


@router.get("/image.png")
def image(visit: SignedVisit, token: str, number: int) -> Response:
    """The image of a page."""
    document, _ = _pdf(visit, token, number)
    path = visit.service.settings.pages / document.token / f"{number}.png"
    if not path.is_file():
        _drawn(visit, document, number, [])
    return Response(path.read_bytes(), media_type="image/png")


def _pdf(visit: SignedVisit, token: str, number: int) -> tuple[Document, Outcome]:
    document = visit.document(token)
    outcome = visit.service.results.outcome(document) if document.is_ready else None
    if outcome is None or outcome.document is None or document.media_type != PDF or not 1 <= number <= document.pages:
        raise RefusalError(404, "There is no such page.")
    return document, outcome


def _spans(outcome: Outcome, number: int) -> list[Span]:
    if outcome.document is None:
        return []
    return [
        Span(mark.name, offset, length)
        for mark in marks(outcome)
        for start, end in mark.spans
        for page, offset, length in source_spans(outcome.document, start, end)
        if page == number
    ]


def _drawn(visit: SignedVisit, document: Document, number: int, spans: list[Span]) -> dict[str, object]:
    """Draw a page, keep its image and say where the words stand."""
    try:
        made = picture(visit.service.settings.files / document.stored, number, spans)
    except AsideError as error:
        raise RefusalError(422, f"{error}. The text of the document is still there to be read.") from None
    folder = visit.service.settings.pages / document.token
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / f"{number}.png").write_bytes(made.png)
    return {"width": made.width, "height": made.height, "boxes": [box._asdict() for box in made.boxes]}
