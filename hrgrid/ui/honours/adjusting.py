"""人工调整名额: a number a district, the same sum, and a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.honours.queries import Board
from hrgrid.honours.rules.words import Tier
from hrgrid.honours.service import adjust_places
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, label, restyle
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.session import Session


class AdjustDialog(FormDialog):
    """The sum stands below and must be the tier's; what was shared before stays on file."""

    def __init__(self, session: Session, board: Board, tier: Tier, parent: QWidget) -> None:
        super().__init__(f"人工调整{tier.label}名额", "调整名额", parent)
        self._session, self._id, self._tier = session, board.campaign.id, tier
        shown = board.tier(tier)
        self._wanted = shown.places
        self.fields: dict[str, TextField] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for at, unit in enumerate(shown.units):
            field = TextField(f"{unit.name}名额", text=str(unit.places or 0))
            field.setFixedWidth(72)
            field.textChanged.connect(lambda _: self._add_up())
            self.fields[unit.code] = field
            row, side = divmod(at, 2)
            grid.addWidget(label(f"{unit.name}（应得 {unit.due_text}）"), row, 2 * side)
            grid.addWidget(field, row, 2 * side + 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        self.form.addLayout(grid)
        self.sum = label("", "strong")
        self.form.addWidget(self.sum)
        self.reason = TextField("调整理由", hint="例如：经会议商定，兼顾任务较重的单位")
        self.form.addWidget(Field("调整理由", self.reason))
        self.on_act(self._adjust)
        self._add_up()

    def _counts(self) -> dict[str, int]:
        texts = {code: field.text().strip() for code, field in self.fields.items()}
        return {code: int(text) for code, text in texts.items() if text.isdecimal()}

    def _add_up(self) -> None:
        counts = self._counts()
        for code, field in self.fields.items():
            restyle(field, "wrong", code not in counts)
        total = sum(counts.values())
        off = self._wanted - total
        tail = "" if not off else f"，还差 {off}" if off > 0 else f"，多了 {-off}"
        self.sum.setText(f"合计 {total:,} / {self._wanted:,}{tail}")

    def _adjust(self) -> None:
        counts = self._counts()
        if len(counts) < len(self.fields):
            self.refuse("有的名额不是整数。请在红框里填零或正整数。")
            return
        campaign_id, tier = self._id, self._tier
        self._session.tasks.write(
            lambda work: adjust_places(work, campaign_id, tier, counts),
            topic=TOPIC,
            done=lambda _: self.accept(),
            failed=self.refuse,
            reason=self.reason.text().strip(),
        )
