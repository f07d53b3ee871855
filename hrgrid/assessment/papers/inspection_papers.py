"""The papers of random inspections: from the sealed lists to the bulletin."""

from __future__ import annotations

from hrgrid.assessment.papers import inspection_bulletin, inspection_records, inspection_sheets
from hrgrid.assessment.papers.declaring import (
    BOTH,
    PDF,
    AssessmentPaper,
    Write,
    drawn,
    lists,
    official,
)
from hrgrid.assessment.papers.options import Subject
from hrgrid.assessment.rules.words import InspectionState
from hrgrid.paper.forms import Form

_S = InspectionState


def _paper(
    code: str,
    label: str,
    hint: str,
    since: InspectionState,
    writer: Write,
    *,
    forms: tuple[Form, ...] = BOTH,
    public: bool = False,
) -> AssessmentPaper:
    return AssessmentPaper(code, label, hint, forms, Subject.INSPECTION, since, writer, public)


PAPERS: tuple[AssessmentPaper, ...] = (
    _paper(
        "pool_list",
        "抽查名册（编码）",
        "封存的名册，只有编码和街道，供复验",
        _S.DRAFT,
        lists(inspection_records.pool_list),
        public=True,
    ),
    _paper(
        "draw_record",
        "抽取记录",
        "校验码、种子、见证人签名，附怎样复验",
        _S.DRAWN,
        drawn(inspection_records.draw_record),
        forms=PDF,
    ),
    _paper(
        "team_lists",
        "分组名单",
        "每组一页，检查哪些人和单位",
        _S.DRAWN,
        lists(inspection_records.team_lists),
    ),
    _paper(
        "visit_sheets",
        "检查记录表",
        "每个检查对象一页，现场勾选、签字",
        _S.DRAWN,
        drawn(inspection_sheets.visit_sheets),
        forms=PDF,
    ),
    _paper(
        "rectification",
        "整改通知书",
        "每个检查对象一页，附签收",
        _S.DRAWN,
        drawn(inspection_sheets.rectification_notices),
        forms=PDF,
    ),
    _paper(
        "inspection_results",
        "检查结果",
        "每个检查对象各项的结果，内部使用",
        _S.DRAWN,
        lists(inspection_bulletin.results),
    ),
    _paper(
        "inspection_bulletin",
        "双随机检查情况通报",
        "按公文格式，只列单位，附分街道情况表",
        _S.DRAWN,
        official(inspection_bulletin.bulletin),
        forms=PDF,
        public=True,
    ),
)
