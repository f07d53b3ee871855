"""一票否决 and 征求意见: what is found of somebody, and what other offices answer (rules.md 7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.core.labelled import Labelled


class FindingKind(Labelled):
    """What was found; a complaint counts towards its own condition, anything else is a veto."""

    CRIME = "crime", "违法犯罪"
    DISCIPLINE = "discipline", "党纪政务处分影响期内"
    INVESTIGATED = "investigated", "正被审查调查"
    ACCIDENT = "accident", "对重大事故、案件、事件负有责任"
    FRAUD = "fraud", "弄虚作假、谎报漏报"
    LEAK = "leak", "泄露公民个人信息"
    UNQUALIFIED = "unqualified", "年度考核不合格"
    DEFAULTER = "defaulter", "失信被执行人"
    COMPLAINT = "complaint", "群众投诉查实"
    OPINION = "opinion", "征求意见有不同意见"

    @property
    def vetoes(self) -> bool:
        """Whether one alone puts somebody out."""
        return self is not FindingKind.COMPLAINT


@dataclass(frozen=True)
class FindingForm:
    """A finding as it is put in; `until` is the last day on which it counts, None for ever.

    `detail` is kept sealed.
    """

    person_id: int
    kind: FindingKind
    happened_on: dt.date
    document_no: str
    until: dt.date | None = None
    detail: str = ""


class ExemptionState(Labelled):
    """How far it is with setting a rule aside for somebody."""

    PROPOSED = "proposed", "待审批"
    APPROVED = "approved", "已批准"
    WITHDRAWN = "withdrawn", "已撤回"


class AskedOffice(Labelled):
    """Who is asked for an opinion on nominees."""

    DISCIPLINE = "discipline", "纪检监察机关"
    POLICE = "police", "公安机关"
    PETITIONS = "petitions", "信访部门"
    COURT = "court", "人民法院（失信被执行人）"
    UNIT = "unit", "所在单位"
    OTHER = "other", "其他单位"


class Answer(Labelled):
    """What an office says of one nominee."""

    NONE = "none", "无异议"
    ADVERSE = "adverse", "有意见"
