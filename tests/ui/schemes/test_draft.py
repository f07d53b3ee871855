"""What is typed into the editor becomes the scheme it was, and holes are named where they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hrgrid.assessment.rules.fact_rows import IndicatorRow
from hrgrid.assessment.rules.scheme import check_scheme
from hrgrid.assessment.rules.shipped import INDICATORS, MONTHLY, SCHEMES
from hrgrid.assessment.rules.words import FormulaKind
from hrgrid.ui.schemes.draft import DraftBand, draft_of, new_item, of_kind, read_draft

KNOWN = {
    one.code: IndicatorRow(
        one.code, one.label, one.unit, one.source, one.based, active=True, version=1
    )
    for one in INDICATORS
}


@pytest.mark.parametrize("code", SCHEMES)
def test_a_scheme_that_is_only_opened_reads_as_it_was(code):
    read = read_draft(draft_of(SCHEMES[code]), KNOWN)
    assert read.problems == []
    assert read.scheme == check_scheme(SCHEMES[code])


def test_the_published_rule_is_refused_with_all_its_holes():
    draft = draft_of(MONTHLY)
    published = (("95", ""), ("80", "94"), ("70", "79"), ("0", "60"))
    grades = tuple(
        replace(one, start=start, to=to)
        for one, (start, to) in zip(draft.grades, published, strict=True)
    )
    read = read_draft(replace(draft, grades=grades), KNOWN)
    for hole in ("60 分到不满 70 分", "79 分到不满 80 分", "94 分到不满 95 分"):
        assert f"{hole}没有等次" in read.grades_fault


def test_bands_of_a_ratio_name_holes_and_overlaps():
    draft = draft_of(MONTHLY)
    line = draft.items[1]
    bands = (DraftBand("95", "", "100"), DraftBand("90", "94.5", "80"), DraftBand("0", "91", "0"))
    read = read_draft(draft.with_item(replace(line, bands=bands)), KNOWN)
    assert list(read.faults) == [line.key]
    assert "94.5% 到不满 95% 没有分档" in read.faults[line.key]
    assert "90% 到不满 91% 有两档" in read.faults[line.key]


def test_the_sum_says_how_much_is_missing():
    draft = draft_of(MONTHLY)
    read = read_draft(draft.with_item(replace(draft.items[0], full="10")), KNOWN)
    assert read.sum_words == "满分合计 95 分，少 5 分"
    assert read.problems


@pytest.mark.parametrize("kind", FormulaKind)
def test_a_new_line_says_what_it_lacks_by_every_formula(kind):
    draft = draft_of(MONTHLY)
    made = replace(of_kind(new_item(draft), kind), label="新项")
    read = read_draft(replace(draft, items=(*draft.items, made)), KNOWN)
    assert "新项" in read.faults[made.key]
