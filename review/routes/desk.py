"""The desk: all documents in numbers, and the findings behind each number."""

from __future__ import annotations

from fastapi import APIRouter, Response

from pipeline.report.visible import visible
from review import desk
from review.visit import SignedVisit

router = APIRouter()


@router.get("/desk")
def numbers(visit: SignedVisit) -> Response:
    """Charts with their tables."""
    return visit.page("desk.html", charts=desk.charts(visit.store, visit.account))


@router.get("/findings")
def behind(visit: SignedVisit) -> Response:
    """The findings behind a number."""
    asked = {name: value for name, value in visit.request.query_params.items() if name in desk.TITLES}
    try:
        said = [
            (desk.TITLES[name].removeprefix("Findings by ").capitalize(), desk.label(name, value))
            for name, value in asked.items()
        ]
    except ValueError:  # no month
        asked, said = {}, []
    lines = desk.behind(visit.store, visit.account, asked)
    return visit.page("behind.html", lines=lines, said=[(name, visible(value)) for name, value in said])
