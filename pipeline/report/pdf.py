"""PDF reports: the same view as the page in HTML, set by Typst. Tagged, so that a screen reader can follow it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

import typst

from pipeline.decisions import Decisions
from pipeline.report.html import frame
from pipeline.report.view import document_view

if TYPE_CHECKING:
    from pipeline.records import Outcome


def document_pdf(outcome: Outcome, decisions: Decisions | None = None, *, counsel: bool = False) -> bytes:
    """The report of one document, as PDF/UA-1; where its text has letters that the fonts lack, tagged but without that claim.

    Fonts come with Typst and no date is in it, so that the same outcome gives the same bytes on every machine.
    """
    view = document_view(outcome, decisions or Decisions(), counsel=counsel) | frame()
    template = (files("pipeline") / "report" / "templates" / "report.typ").read_bytes()
    inputs = {"data": json.dumps(view)}
    try:
        return typst.compile(template, None, sys_inputs=inputs, ignore_system_fonts=True, pdf_standards="ua-1")
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    return typst.compile(template, None, sys_inputs=inputs, ignore_system_fonts=True)
