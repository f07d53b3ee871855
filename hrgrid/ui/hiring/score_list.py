"""面试名单和总成绩: everybody's parts and place, the line, the tied, and why."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.hiring.queries.places import SubstitutionRow, substitutions
from hrgrid.hiring.queries.standings import ScoreList, ScoreRow, score_list
from hrgrid.hiring.rules.words import RunStage
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.hiring.words import outcome_chip, short_points
from hrgrid.ui.matters.table_export import save_table
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session
from hrgrid.ui.status import when
from hrgrid.ui.tables import Column, RowsModel, Table


def _rank(row: ScoreRow) -> str:
    if row.rank is None:
        return "—"
    return f"并列 {row.rank}" if row.tied else f"{row.rank}"


COLUMNS: tuple[Column[ScoreRow], ...] = (
    Column("岗位", lambda row: row.position, 56),
    Column("名次", _rank, 70, right=True),
    Column("姓名", lambda row: row.name, 80, strong=True, grows=True),
    Column("报名号", lambda row: row.number, 70),
    Column("笔试", lambda row: short_points(row.exam_milli), 64, right=True),
    Column("加分", lambda row: short_points(row.extra_milli or None), 56, right=True),
    Column("面试", lambda row: short_points(row.interview_milli), 70, right=True),
    Column("总分", lambda row: row.shown, 70, right=True, strong=True),
    Column("结果", lambda row: row.outcome.label, 90, chip=lambda row: outcome_chip(row.outcome)),
    Column("为什么", lambda row: row.why, 200, grows=True, quiet=True, drops=True),
)


@dataclass(frozen=True)
class _Read:
    listed: ScoreList | None
    ranked: ScoreList | None
    called: list[SubstitutionRow]


def _read(work: UnitOfWork, batch_id: int) -> _Read:
    return _Read(
        score_list(work, batch_id, RunStage.INTERVIEW_LIST),
        score_list(work, batch_id, RunStage.TOTAL),
        substitutions(work, batch_id),
    )


class ScoresDialog(Dialog):
    """One stage at a time; the cursor's row is explained below."""

    def __init__(self, session: Session, batch_id: int, parent: QWidget) -> None:
        super().__init__("面试名单和总成绩", parent)
        self.session = session
        self._lists: dict[RunStage, ScoreList] = {}
        self._called: list[SubstitutionRow] = []
        self.stage = Choice("看哪一份")
        self.position = Choice("岗位")
        for choice in (self.stage, self.position):
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.told = label("", "label", wraps=True)
        self.model: RowsModel[ScoreRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "名次")
        self.why = label("", "label", wraps=True)
        self._notice = QVBoxLayout()
        self.export = PrimaryButton("导出 Excel", glyph="download-simple", does=self._export)
        self._saving = Saving(session, self, self._tell)
        self._lay_out(parent)
        self.stage.currentIndexChanged.connect(lambda _: self._show_stage())
        self.position.currentIndexChanged.connect(lambda _: self._show_rows())
        self.table.chosen.connect(self._explain)
        session.tasks.read(lambda work: _read(work, batch_id), self._take)
        self.table.setFocus()

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(860), room.width() - 40))
        self.table.setMinimumHeight(min(theme.length(400), max(130, room.height() - 290)))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.stage)
        head.addWidget(self.position)
        head.addWidget(self.told, 1)
        self.body.addLayout(head)
        self.body.addLayout(self._notice)
        self.body.addWidget(self.table, 1)
        self.why.setMinimumHeight(theme.length(36))
        self.body.addWidget(self.why)
        foot = QHBoxLayout()
        foot.addStretch()
        away = Button("关闭", does=self.reject)
        for button in (away, self.export):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.body.addLayout(foot)

    def _take(self, read: _Read) -> None:
        self._called = read.called
        self._lists = {one.run.stage: one for one in (read.ranked, read.listed) if one is not None}
        self.stage.fill([(stage, stage.label) for stage in self._lists])
        self.export.setEnabled(bool(self._lists))
        if not self._lists:
            self.told.setText("还没有排过名。")
        self._show_stage()

    @property
    def _shown(self) -> ScoreList | None:
        return self._lists.get(self.stage.currentData())

    def _show_stage(self) -> None:
        shown = self._shown
        if shown is None:
            return
        titles = dict.fromkeys((row.position_id, row.title) for row in shown.rows)
        self.position.fill([(None, "全部岗位"), *titles])
        clear(self._notice)
        if shown.changed:
            more = f"等 {len(shown.changed)} 处" if len(shown.changed) > 1 else ""
            told = f"排名之后有改动：{shown.changed[0]}{more}。要采用请重新排名，写明事由。"
            self._notice.addWidget(Banner(Message(told, Kind.WARN)))
        if self._called:
            one = self._called[-1]
            told = f"已递补 {len(self._called)} 次，最近：{one.fallen_name}，{one.why}。"
            self._notice.addWidget(Banner(Message(told)))
        run = shown.run
        again = f"，事由：{run.reason}" if run.number > 1 and run.reason else ""
        self.told.setText(f"第 {run.number} 次，{run.made_by}，{when(run.made_at)}{again}")
        self._show_rows()

    def _show_rows(self) -> None:
        shown, position = self._shown, self.position.currentData()
        if shown is not None:
            self.model.show_rows([row for row in shown.rows if position in {None, row.position_id}])

    def _explain(self, row: ScoreRow | None) -> None:
        if row is None:
            self.why.setText("")
            return
        steps = [
            f"与 {one.other} 同分，比{one.step}：{one.own} 对 {one.others}" for one in row.compared
        ]
        parts = filter(None, (row.parts, row.why, *steps))
        self.why.setText(f"{row.name}：{'；'.join(one.rstrip('。') for one in parts)}。")

    def _export(self) -> None:
        shown = self._shown
        if shown is not None:
            name = f"{shown.run.stage.label} {len(self.model.rows)} 人"
            save_table(self._saving, name, COLUMNS, list(self.model.rows), shown.run.stage.label)

    def _tell(self, message: Message) -> None:
        clear(self._notice)
        self._notice.addWidget(Banner(message))
