"""The dashboard's card of the newest selection: how far it is, who is named, what is next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.honours.rules.words import CampaignState, Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.cards import Card
from hrgrid.ui.forms import label
from hrgrid.ui.meters import Meter
from hrgrid.ui.session import Session
from hrgrid.ui.stepper import Stepper

if TYPE_CHECKING:
    # The tables of the workforce, beside it, take long to load; the reading threads do it.
    from hrgrid.overview.queries import CampaignProgress

RIGHTS = (Right.RUN_HONOURS, Right.DECIDE_HONOURS)

_STEPS = ("名额", "推荐", "审核排名", "审定", "公示", "决定", "证书")
# What each state waits for: the step (from 0), and the sentence that says so.
_S = CampaignState
_NOW = {
    _S.DRAFT: (0, "名额还没有定，定好后各单位才能推荐。"),
    _S.QUOTAS_SET: (1, "名额已定，可以开始推荐。"),
    _S.NOMINATING: (1, "各单位都已按名额推荐，可以结束推荐。"),
    _S.REVIEWING: (2, "推荐已结束，可以计算排名。"),
    _S.SELECTED: (3, "名单已排出，等会议审定。"),
    _S.COMMITTEE: (4, "会议已审定，可以公示。"),
    _S.PUBLICISING: (4, "正在公示。"),
    _S.DECIDING: (5, "没有异议的已报请，等审批和决定文号。"),
    _S.DECIDED: (6, "已经决定，可以签发证书。"),
    _S.ISSUED: (7, "证书已发，可以归档。"),
    _S.ARCHIVED: (7, "已归档。"),
}
_NAMED_UNITS = 3


def read_progress(work: UnitOfWork) -> CampaignProgress | None:
    """The newest selection; None where there is none."""
    from hrgrid.overview.queries import newest_progress

    return newest_progress(work)


class CampaignCard(Card):
    """Steps, a meter a tier, and the line that says what is missing or next."""

    def __init__(self, session: Session) -> None:
        link = LinkButton("进入评选", does=lambda: session.go("honours"))
        super().__init__("“十百千”评选进度", " ", [link])
        self.stepper = Stepper(_STEPS)
        self.meters = {tier: Meter(tier.label) for tier in Tier}
        self.line = label("", "body2", wraps=True)
        self.nominate = Button("导入推荐表", does=lambda: session.go("imports"))
        self._may_import = session.may(Right.IMPORT)
        self.column.addWidget(self.stepper)
        self.column.addLayout(_beside([*self.meters.values()], 16))
        foot = _beside([self.line], 8)
        foot.setStretch(0, 1)
        foot.addWidget(self.nominate)
        self.column.addLayout(foot)

    def fold(self, *, low: bool) -> None:
        """In a low window the steps give way: the heading names the one that is reached."""
        self.stepper.setHidden(low)

    def show_progress(self, found: CampaignProgress) -> None:
        """Show how far this selection has come."""
        self.beside.setText(f"{found.year} 年度 · 现在：{found.state.label}")
        step, line = _NOW[found.state]
        self.stepper.go(step)
        shares = {one.tier: one for one in found.tiers}
        for tier, meter in self.meters.items():
            meter.setVisible(tier in shares)
            if tier in shares:
                meter.show_share(shares[tier].named, shares[tier].places)
        self.line.setText(_owed(found.short) if found.short else line)
        self.nominate.setVisible(bool(found.short) and self._may_import)


def _owed(short: Sequence[tuple[str, int]]) -> str:
    """还缺推荐 6 名：吴江区 4、相城区 2。 The units that owe most come first."""
    most = sorted(short, key=lambda one: -one[1])
    units = "、".join(f"{name} {owed:,}" for name, owed in most[:_NAMED_UNITS])
    more = f"等 {len(short):,} 个单位" if len(short) > _NAMED_UNITS else ""
    return f"还缺推荐 {sum(owed for _, owed in short):,} 名：{units}{more}。"


def _beside(widgets: Sequence[QWidget], space: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(space)
    for widget in widgets:
        row.addWidget(widget)
    return row
