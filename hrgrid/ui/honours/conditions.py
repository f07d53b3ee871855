"""评选条件: each switched on or off and set, with whom it leaves out; kept as a new version."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from hrgrid.core.rights import Right
from hrgrid.honours.queries import Board
from hrgrid.honours.queries.whatif import rule_effects
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.words import RUNNABLE, CampaignState
from hrgrid.honours.service import use_scheme
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.honours import words
from hrgrid.ui.honours.rule_fields import RuleFields
from hrgrid.ui.matters.forms import MatterForm, beside, filled, named
from hrgrid.ui.session import Session

# Effects follow when the typing rests; ms.
_REST_MS = 300
OPEN = (CampaignState.DRAFT, CampaignState.QUOTAS_SET, CampaignState.NOMINATING, *RUNNABLE)


class ConditionsDialog(MatterForm):
    """The conditions of a campaign; changed ones are kept as another version of the scheme."""

    TOPIC = words.TOPIC
    WIDTH = 620

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        super().__init__(session, "评选条件", "存为新的一版", parent)
        self._board, self._asked = board, 0
        state = board.campaign.state
        self._open = state in OPEN and (
            session.may(Right.KEEP_RULES) and session.may(Right.RUN_HONOURS)
        )
        self.fields = RuleFields(board.scheme.rules, board.scheme.tiers)
        self.reason = TextField("理由", hint="例如：经研究，能手也看星级")
        self.document = TextField("文号", hint="可不填")
        self.form.addWidget(label(self._told(state), "body2", wraps=True))
        self.form.addWidget(self.fields)
        self._foot = QWidget()
        self._foot.setLayout(beside(named(self.reason), named(self.document), shares=(3, 2)))
        self.form.addWidget(self._foot)
        self._foot.setVisible(self._open)
        self.act.setVisible(self._open)
        self.fields.setEnabled(self._open)
        if not self._open:
            self._away.setText("关闭")
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask)
        self.fields.changed.connect(self._rest.start)
        self.on_act(self._save)
        if session.may(Right.RUN_HONOURS):
            self._ask()

    def _told(self, state: CampaignState) -> str:
        if not self._open:
            return "这次评选按下面打勾的条件审查资格。"
        frozen = "，人员情况同时重新冻结，再重新计算排名" if state in RUNNABLE else ""
        return (
            f"打勾的条件才审查，没打勾的不管。改了另存一版方案{frozen}；往年的评选不变。"
            "一票否决不在这里，任何时候都算。"
        )

    def _ask(self) -> None:
        self._asked += 1
        asked, campaign_id = self._asked, self._board.campaign.id
        rules = self.fields.read_all()

        def take(effects: dict[str, tuple[int, int]]) -> None:
            if asked == self._asked:
                self.fields.show_effects(effects)

        self.session.tasks.read(
            lambda work: rule_effects(work, campaign_id, rules), take, failed=self.refuse
        )

    def _read(self) -> tuple[Scheme, str]:
        rules = self.fields.read()
        return replace(self._board.scheme, rules=rules), filled(self.reason, "能手也看星级")

    def _save(self) -> None:
        read = self.checked(self._read)
        if read is None:
            return
        (scheme, reason), document = read, self.document.text().strip()
        campaign_id = self._board.campaign.id
        self.send(
            lambda work: use_scheme(work, campaign_id, scheme, document),
            lambda number: f"已存为第 {number} 版评选方案。",
            reason=reason,
        )
