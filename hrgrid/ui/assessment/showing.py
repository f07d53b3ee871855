"""本人查看: how many of each unit were shown their results, noted by unit or one by one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QWidget

from hrgrid.assessment.queries.shown import showings_of
from hrgrid.assessment.rules.period_rows import PeriodRow, ShowingRow, ShownUnit
from hrgrid.assessment.rules.words import PeriodState, Shown
from hrgrid.assessment.service.showing import ShowForm, show_to, show_unit, unshow
from hrgrid.core.errors import UserError
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.assessment.deeds import Deeds
from hrgrid.ui.assessment.forms import AssessmentForm
from hrgrid.ui.assessment.parts import ListedPart
from hrgrid.ui.assessment.reading import Read
from hrgrid.ui.assessment.undoing import offer, two_ways
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import beside, day_of, named, today_field
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.matters.words import full_day, some_names
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

COLUMNS: tuple[Column[ShownUnit], ...] = (
    Column("单位", lambda row: row.unit, 150, grows=True, strong=True),
    Column("有结果", lambda row: f"{row.of:,}", 84, right=True),
    Column("已查看", lambda row: f"{row.shown:,}", 84, right=True),
    Column("还没有", lambda row: f"{row.of - row.shown:,}" if row.shown < row.of else "", 84,
           right=True),
    Column("情况", lambda row: "已全部查看" if row.shown >= row.of else "未办完", 110,
           chip=lambda row: "ok" if row.shown >= row.of else "warn"),
)  # fmt: skip


class ShownPart(ListedPart):
    """A line a unit; Enter shows its people."""

    def __init__(self, session: Session, deeds: Deeds) -> None:
        super().__init__(session, deeds)
        self.model: RowsModel[ShownUnit] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "各单位本人查看情况")
        self.put_table(self.table)
        self.sheets = Button("打印考核表…", glyph="printer", does=self._print)
        self.people = Button("逐人登记…", does=self._open_current)
        self.mark = Button("整个单位已签…", glyph="check", does=self._mark_current)
        self.add_deeds((self.sheets, self.people, self.mark))
        self.table.opened.connect(lambda _: self._open_current())
        self.table.chosen.connect(lambda _: self._offer())

    @property
    def current(self) -> ShownUnit | None:
        """The unit under the cursor."""
        row = self.table.current
        return row if isinstance(row, ShownUnit) else None

    def show_read(self, read: Read) -> None:
        """Show what was read."""
        # What is left to do stands on top.
        rows = sorted(read.data, key=lambda row: row.shown >= row.of)
        current = self.current
        self.model.show_rows(rows)
        ids = [row.unit_id for row in rows]
        if current is not None and current.unit_id in ids:
            self.table.selectRow(ids.index(current.unit_id))
        shown, of = sum(row.shown for row in rows), sum(row.of for row in rows)
        row = read.board.card.row
        until = f"申诉到 {full_day(row.appeals_until)}。" if row.appeals_until else ""
        told = f"{shown:,} / {of:,} 人已查看。{until}" if of else ""
        self.told.setText(told or "计算以后才有结果给本人查看。")
        self._offer()
        none = EmptyState(
            "users-three",
            "还没有结果给本人查看",
            "计算并处理完问题以后，点“给本人查看”，再按单位登记签字或送达。",
        )
        self.say_empty(None if rows else none)

    def _offer(self) -> None:
        shows, row = self.deeds.shows, self.current
        self.mark.setVisible(shows)
        self.people.setVisible(row is not None)
        self.people.setText("逐人登记…" if shows else "看名单…")
        left = row.of - row.shown if row is not None else 0
        self.mark.setEnabled(bool(left))
        self.mark.setText(f"登记 {left:,} 人已签…" if left else "都已查看")
        self.sheets.setVisible(bool(self.model.rows))

    def _print(self) -> None:
        row = self.current
        self.deeds.paper_wanted.emit("person_sheets", row.unit_id if row is not None else None)

    def _open_current(self) -> None:
        row, period = self.current, self.deeds.row
        if row is not None and period is not None:
            ShowingDialog(
                self.session, period, row, self.window(), open_now=self.deeds.shows
            ).exec()

    def _mark_current(self) -> None:
        row, period = self.current, self.deeds.row
        if row is not None and period is not None and self.session.is_today():
            ShowDialog(self.session, period.id, self.window(), unit=row).exec()


class ShowDialog(AssessmentForm):
    """How and when results were shown: to a whole unit, or to some of its people."""

    WIDTH = 460

    def __init__(
        self,
        session: Session,
        period_id: int,
        parent: QWidget,
        *,
        unit: ShownUnit | None = None,
        people: Sequence[ShowingRow] = (),
    ) -> None:
        many = unit.of - unit.shown if unit is not None else len(people)
        super().__init__(session, "登记本人查看", f"登记 {many:,} 人", parent)
        self._period, self._unit, self._people = period_id, unit, list(people)
        ways = [one for one in Shown if unit is None or one is not Shown.REFUSED]
        self.how = Choice("方式", [(one, one.label) for one in ways])
        self.on = today_field("日期")
        self.witness = TextField("见证人", hint="例如：社区书记 徐雪芳")
        self.scan = ScanField("签字页扫描件")
        if unit is not None:
            told = f"{unit.unit}还没有查看的 {many:,} 人一起登记，已登记的不变。"
        else:
            told = f"{some_names([one.name for one in people], 6)}。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.how), named(self.on), shares=(3, 2)))
        self._witness = named(self.witness)
        self.form.addWidget(self._witness)
        self.form.addWidget(self.scan)
        self.how.currentIndexChanged.connect(lambda _: self._fold())
        self.on_act(self._show)
        self._fold()
        self.act.setFocus()

    def _fold(self) -> None:
        self._witness.setVisible(self.how.currentData() is Shown.REFUSED)
        self.fit()

    def _read(self) -> ShowForm:
        how = Shown(self.how.currentData())
        witness = self.witness.text().strip() if how is Shown.REFUSED else ""
        if how is Shown.REFUSED and not witness:
            raise UserError("拒签要有见证人。请填见证人的姓名和职务")
        return ShowForm(how, day_of(self.on), witness)

    def _show(self) -> None:
        form = self.checked(self._read)
        if form is None:
            return
        key, path = self._period, self.scan.path
        unit = self._unit.unit_id if self._unit is not None else None
        ids = [one.assessee_id for one in self._people]
        given = form

        def with_scan(work: UnitOfWork) -> ShowForm:
            if path is None:
                return given
            sha256 = attach(work, *read_scan(path)).sha256
            return ShowForm(given.how, given.shown_on, given.witness, sha256)

        if unit is not None:
            self.send(
                lambda work: show_unit(work, key, unit, with_scan(work)),
                lambda many: f"已登记 {many:,} 人：{given.how.label}。",
            )
            return

        def told(_came: object) -> str:
            fresh = [one.assessee_id for one in self._people if one.how is None]
            if len(fresh) == len(ids):
                undo = two_ways(
                    lambda work: unshow(work, key, ids),
                    lambda work: show_to(work, key, ids, given),
                )
                offer(self.session, "登记本人查看", undo)
            return f"已登记 {len(ids):,} 人：{given.how.label}。"

        self.send(lambda work: show_to(work, key, ids, with_scan(work)), told)


def how_words(row: ShowingRow) -> str:
    """Signed, sent, refused before whom; nothing yet."""
    if row.how is None:
        return "还没有"
    return f"{row.how.label}（见证人 {row.witness}）" if row.witness else row.how.label


PEOPLE: tuple[Column[ShowingRow], ...] = (
    Column("姓名", lambda row: row.name, 96, strong=True),
    Column("工号", lambda row: row.number, 110, quiet=True, drops=True),
    Column("查看", how_words, 170, grows=True),
    Column("日期", lambda row: full_day(row.shown_on), 100),
)


class ShowingDialog(Dialog):
    """The people of one unit; those that are selected are noted together."""

    def __init__(
        self,
        session: Session,
        period: PeriodRow,
        unit: ShownUnit,
        parent: QWidget,
        *,
        open_now: bool,
    ) -> None:
        super().__init__(f"{unit.unit}：本人查看", parent)
        self._session, self._period, self._unit = session, period, unit
        self.model: RowsModel[ShowingRow] = RowsModel(PEOPLE, self)
        self.table = Table(self.model, "本人查看名单")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(620), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(360), room.height() - 220))
        self.told = label("", "body2", wraps=True)
        self.body.addWidget(self.told)
        self.body.addWidget(self.table, 1)
        self.note = Button("登记选中的人…", glyph="check", does=self._note)
        self.forget = Button("取消登记", does=self._forget)
        self.away = Button("关闭", does=self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.note)
        foot.addWidget(self.forget)
        foot.addStretch()
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        self.note.setVisible(open_now)
        # Once the results are published, everybody was shown his.
        self.forget.setVisible(open_now and period.state is PeriodState.SHOWN)
        for button in (self.note, self.forget):
            button.setAutoDefault(False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        session.tasks.changed.connect(self._renew)
        self._renew(AssessmentForm.TOPIC)

    def _renew(self, topic: str) -> None:
        if topic != AssessmentForm.TOPIC:
            return
        key, unit = self._period.id, self._unit.unit_id
        self._session.tasks.read(lambda work: showings_of(work, key, unit_id=unit), self._take)

    def _take(self, rows: list[ShowingRow]) -> None:
        self.model.show_rows(rows)
        shown = sum(row.how is not None for row in rows)
        self.told.setText(
            f"{shown:,} / {len(rows):,} 人已查看。按住 Ctrl 或 Shift 选几个人一起登记。"
        )

    @property
    def chosen(self) -> list[ShowingRow]:
        """The selected people."""
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [row for row in map(self.model.row_at, places) if row is not None]

    def _note(self) -> None:
        rows = self.chosen
        if rows and self._session.is_today():
            ShowDialog(self._session, self._period.id, self, people=rows).exec()

    def _forget(self) -> None:
        ids = [row.assessee_id for row in self.chosen if row.how is not None]
        key = self._period.id
        if ids and self._session.is_today():
            self._session.tasks.write(
                lambda work: unshow(work, key, ids),
                topic=AssessmentForm.TOPIC,
                done=lambda many: self._session.say(f"已取消 {many:,} 人的登记。"),
            )
