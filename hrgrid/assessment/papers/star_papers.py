"""The papers of stars as the registry knows them."""

from __future__ import annotations

from hrgrid.assessment.papers import stars
from hrgrid.assessment.papers.declaring import BOTH, AssessmentPaper, Write, lists
from hrgrid.assessment.papers.options import Subject
from hrgrid.assessment.rules.star_words import RoundState
from hrgrid.paper.forms import Form

_R = RoundState


def _paper(
    code: str,
    label: str,
    hint: str,
    since: RoundState,
    writer: Write,
    *,
    forms: tuple[Form, ...] = BOTH,
    public: bool = False,
) -> AssessmentPaper:
    return AssessmentPaper(code, label, hint, forms, Subject.STARS, since, writer, public)


PAPERS: tuple[AssessmentPaper, ...] = (
    _paper(
        "star_list",
        "星级名单",
        "全体参加评定的，原星级、本次星级和受限的原因",
        _R.DRAFT,
        lists(stars.star_list),
    ),
    _paper(
        "star_units",
        "单位星级分布",
        "只有单位，没有个人",
        _R.DRAFT,
        lists(stars.star_units),
        public=True,
    ),
    _paper(
        "star_board",
        "星级公示榜",
        "三星及以上，只写姓名、单位和星级，可以张贴",
        _R.CONFIRMED,
        lists(stars.star_board),
        public=True,
    ),
    _paper(
        "star_certificates",
        "星级证书",
        "先签发，再打印；Excel 为登记册",
        _R.CONFIRMED,
        stars.write_star_certificates,
    ),
)
