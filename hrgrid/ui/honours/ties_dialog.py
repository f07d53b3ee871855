"""处理并列: who is tied at which line, whom people took, by whom and why, on record."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.honours.queries import DecidedTieRow, TiedRow, TieRow, open_ties, tie_decisions
from hrgrid.honours.rules.words import TieWay
from hrgrid.honours.service import TieForm, decide_tie
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextField, Tick, clear, label
from hrgrid.ui.honours import words
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session


def _read(work: UnitOfWork, campaign_id: int) -> tuple[list[TieRow], list[DecidedTieRow]]:
    return open_ties(work, campaign_id), tie_decisions(work, campaign_id)


class TiesDialog(FormDialog):
    """One tie after the other; it ends when none is open."""

    def __init__(
        self, session: Session, campaign_id: int, ties: list[TieRow], parent: QWidget
    ) -> None:
        super().__init__("处理入选线上的并列", "记下这个决定", parent)
        self._session, self._id = session, campaign_id
        self._ties = list(ties)
        self._decided: list[DecidedTieRow] = []
        self.ticks: dict[str, Tick] = {}
        self.told = label("", "body2", wraps=True)
        self._people = QVBoxLayout()
        self._people.setSpacing(4)
        self.way = Choice("怎样决定", [(one, one.label) for one in TieWay])
        self.by = TextField("由谁决定", hint="会议名称，或抽签的主持人和见证人")
        self.on = DateField("决定日期")
        self.on.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.reason = TextField("理由", hint="例如：会议比较事迹后议定")
        self.before = label("", "caption", wraps=True)
        self._lay_out()
        self.on_act(self._decide)
        self._show()
        session.tasks.read(lambda work: tie_decisions(work, campaign_id), self._show_before)

    def _lay_out(self) -> None:
        self.form.addWidget(self.told)
        self.form.addLayout(self._people)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Field("怎样决定", self.way), 1)
        row.addWidget(Field("决定日期", self.on))
        self.form.addLayout(row)
        self.form.addWidget(Field("由谁决定", self.by))
        self.form.addWidget(Field("理由", self.reason))
        self.form.addWidget(self.before)
        self._away.setText("以后再说")

    def _show(self) -> None:
        clear(self._people)
        self.ticks = {}
        tie = self._ties[0]
        more = f"（另有 {len(self._ties) - 1} 处并列，接着处理）" if len(self._ties) > 1 else ""
        self.told.setText(
            f"{tie.district}“{tie.tier.label}”有 {len(tie.people)} 人得分相同，"
            f"只剩 {tie.places} 个名额。方案里的比较都分不出先后，程序不替人决定。"
            f"请勾选取上的 {tie.places} 人：{more}"
        )
        for one in tie.people:
            tick = Tick(_described(one))
            tick.setAccessibleName(f"取{one.name}（{one.number}）")
            self.ticks[one.number] = tick
            self._people.addWidget(tick)
        self.fit()
        if self.ticks:
            next(iter(self.ticks.values())).setFocus()

    def _show_before(self, rows: list[DecidedTieRow]) -> None:
        self._decided = rows
        told = "；".join(
            f"{row.district}“{row.tier.label}”取{'、'.join(row.chosen)}"
            f"（{row.way.label}，{row.decided_by}，{row.happened_on:%Y-%m-%d}：{row.reason}）"
            for row in rows
        )
        self.before.setText(f"已记下的决定：{told}。" if told else "")
        self.before.setVisible(bool(told))
        self.fit()

    def _decide(self) -> None:
        tie, when = self._ties[0], self.on.value
        chosen = tuple(number for number, tick in self.ticks.items() if tick.isChecked())
        if len(chosen) != tie.places:
            self.refuse(
                f"只剩 {tie.places} 个名额，现在勾了 {len(chosen)} 人。请勾 {tie.places} 人。"
            )
            return
        if when is None:
            self.refuse("没有写决定日期，或日期读不出来。请写成 2026-04-09。")
            return
        form = TieForm(
            tie.tier,
            tie.district_code,
            chosen,
            self.way.currentData(),
            self.by.text(),
            when,
        )
        campaign_id = self._id
        self._session.tasks.write(
            lambda work: decide_tie(work, campaign_id, form),
            topic=words.TOPIC,
            done=self._next,
            failed=self.refuse,
            reason=self.reason.text().strip(),
        )

    def _next(self, _: object) -> None:
        """A lower tier is looked at only when the higher ones are decided: read anew."""
        campaign_id = self._id
        self._session.tasks.read(
            lambda work: _read(work, campaign_id), self._go_on, failed=self.refuse
        )

    def _go_on(self, read: tuple[list[TieRow], list[DecidedTieRow]]) -> None:
        self._ties, before = read
        if not self._ties:
            self.accept()
            return
        self.refuse("")
        self._show_before(before)
        self._show()


def _described(one: TiedRow) -> str:
    marks = (("业绩", one.merit_milli), ("评审", one.review_milli))
    told = [f"{name} {words.points(milli)}" for name, milli in marks if milli is not None]
    rank = [f"推荐次序第 {one.unit_rank} 位"] if one.unit_rank else []
    return f"{one.name}（{one.number}）　{'，'.join([f'得分 {one.score}', *told, *rank])}"
