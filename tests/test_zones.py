from __future__ import annotations

import pytest

from models.segmentation import boundary_scores, excerpts
from pipeline.classify import in_zone
from pipeline.records import Block, BlockKind, Verdict, Zone
from pipeline.zones import zone_of


@pytest.mark.parametrize(
    ("text", "section", "kind", "zone"),
    [
        ("We will open in May.", "Our plans", BlockKind.PARAGRAPH, Zone.BODY),
        ("Our plans", "", BlockKind.HEADING, Zone.HEADING),
        ("3.2 Housing need ........................ 14", "Contents", BlockKind.PARAGRAPH, Zone.CONTENTS),
        ("Q4. Should residents decide the hours?", "Questions", BlockKind.PARAGRAPH, Zone.QUESTION),
        ("☐ Yes ☐ No", "Questions", BlockKind.LIST_ITEM, Zone.QUESTION),
        ("“Let the people who live here decide what is built.” Resident, Harl", "", BlockKind.PARAGRAPH, Zone.QUOTATION),
        ("“We will let you decide what is built here.” Councillor Ann Moss, Leader", "", BlockKind.PARAGRAPH, Zone.BODY),
        ("“The site with most votes is the one that we will build on.”", "", BlockKind.PARAGRAPH, Zone.BODY),
        ("“The village should decide where houses go.”", "", BlockKind.PARAGRAPH, Zone.QUOTATION),
        ("Let residents decide the hours.", "What you told us", BlockKind.LIST_ITEM, Zone.COMMENT),
        ("Co-production: working as equals from start to finish.", "Glossary", BlockKind.PARAGRAPH, Zone.DEFINITION),
        ("Email: ideas@council.example", "", BlockKind.PARAGRAPH, Zone.BOILERPLATE),
    ],
)
def test_zones(text: str, section: str, kind: BlockKind, zone: Zone) -> None:
    assert zone_of(Block(kind, text, 0, section=(section,) if section else ())) is zone


def test_outside_the_body_text_nothing_is_undertaken() -> None:
    verdict = Verdict("commitment", "co-production", "explicit", 1, 0.9, False)
    assert in_zone(verdict, Zone.BODY) is verdict
    silenced = in_zone(verdict, Zone.QUESTION)
    assert (silenced.stance, silenced.label, silenced.risk, silenced.hedge) == ("other", "none", "none", 0)


def test_sentences_on_excerpts_that_the_rules_have_not_seen() -> None:
    assert boundary_scores(excerpts("held out"))[2] > 0.93
