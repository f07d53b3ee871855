"""A new look with its preview, and deeds of a look that ask for nothing but their reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hrgrid.exits.rules.rows import FlagRow, LookOffer, LookPreview
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.exits.looking import read_offers, read_preview
from hrgrid.ui.exits.words import NO_GROUND, TOPIC
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import MatterForm, ReasonForm, filled, named
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_PREVIEW: tuple[Column[FlagRow], ...] = (
    Column("姓名", lambda row: row.name, 84, strong=True),
    Column("单位", lambda row: row.unit, 120),
    Column("提醒", lambda row: row.cause.label, 110),
    Column("原因", lambda row: row.words, 220, grows=True),
    Column("处理", lambda row: row.state.label, 84),
)


class ReasonDeed(ReasonForm):
    """One deed with its reason; `words` are the title and the button."""

    TOPIC = TOPIC

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        words: tuple[str, str],
        told: str,
        deed: Callable[[UnitOfWork], object],
        *,
        away: bool = False,
    ) -> None:
        title, act = words
        super().__init__(session, title, act, parent, told=told, takes_away=away)
        self._does = deed
        self._said = f"{act}：已保存"
        self.on_act(self._go)

    def _go(self) -> None:
        reason = self.reason_given()
        if reason is not None:
            self.send(self._does, self._said, reason=reason)


class NewLook(MatterForm):
    """Choose results, see whom they name and why, keep the list; `result_value` is the look."""

    TOPIC = TOPIC
    WIDTH = 720

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, "筛查考核结果", "存下名单", parent)
        self.preview: LookPreview | None = None
        self._asked = 0
        self.which = Choice("考核结果", [(None, "正在读取…")])
        self.told = label("", "body2", wraps=True)
        self.model: RowsModel[FlagRow] = RowsModel(_PREVIEW, self)
        self.table = Table(self.model, "会提醒的人")
        self.table.setMinimumHeight(theme.length(200))
        self.reason = TextField("事由", hint="例如：考核结果更正后重新筛查")
        self._reason = named(self.reason)
        self.form.addWidget(named(self.which))
        self.form.addWidget(self.told)
        self.form.addWidget(self.table)
        self.form.addWidget(self._reason)
        self._reason.hide()
        self.which.currentIndexChanged.connect(lambda _: self._look())
        self.on_act(self._keep)
        self.which.setFocus()
        session.tasks.read(read_offers, self._take_offers, failed=self.refuse)

    def _take_offers(self, offers: list[LookOffer]) -> None:
        if not offers:
            self.which.fill([(None, "没有已确认的考核结果")])
            self.told.setText("先在考核与星级里确认一期结果，再来筛查。")
            return
        entries = [
            (one, f"{one.title}{'（已筛查过）' if one.looked is not None else ''}")
            for one in offers
        ]
        self.which.fill(entries)
        self._look()

    def _look(self) -> None:
        offer = self.which.currentData()
        self.preview = None
        if not isinstance(offer, LookOffer):
            return
        self._asked += 1
        asked = self._asked

        def take(preview: LookPreview) -> None:
            if asked == self._asked:
                self._take(preview)

        self.session.tasks.read(read_preview(offer.ask), take, failed=self.refuse)

    def _take(self, preview: LookPreview) -> None:
        self.preview = preview
        counts = preview.counts
        told = [f"{counts.people:,} 人有结果，会提醒 {len(preview.flags):,} 人"]
        if counts.tied:
            told.append(f"界线上并列 {counts.tied:,} 人，都列出")
        if preview.left_out:
            told.append(f"{len(preview.left_out):,} 人月数不足，未列入")
        if counts.too_few_days:
            told.append(f"{counts.too_few_days:,} 人天数不足，没有结果")
        lines = [f"{'；'.join(told)}。规则第 {preview.rule_number} 版。", *preview.warnings]
        self.told.setText("\n".join((*lines, NO_GROUND)))
        self.model.show_rows((*preview.flags, *preview.left_out))
        self._reason.setVisible(preview.before is not None)
        self.fit()
        self.fit_soon()

    def _keep(self) -> None:
        from hrgrid.exits.service.looks import keep_look

        offer, preview = self.which.currentData(), self.preview
        if not isinstance(offer, LookOffer) or preview is None:
            self.refuse("还没有预览名单。请先选一期考核结果")
            return
        reason: str | None = ""
        if preview.before is not None:
            reason = self.checked(lambda: filled(self.reason))
        if reason is None:
            return
        results = preview.results_hash
        self.send(
            lambda work: keep_look(work, offer.ask, results),
            f"已存下名单：{preview.title}，提醒 {len(preview.flags):,} 人",
            reason=reason,
        )
