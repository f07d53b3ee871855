"""考核对象: who is assessed, who is left out and why; taken anew, left out or taken in by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QWidget

from hrgrid.assessment.queries.people import assessees_of, people_changes
from hrgrid.assessment.rules.period_rows import AssesseeRow, PeriodRow, SnapshotDiff
from hrgrid.assessment.rules.words import LeftOut
from hrgrid.assessment.service.snapshot import leave_out, take_in, take_people
from hrgrid.core.names import match_key
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.assessment.base_deeds import BaseDeeds
from hrgrid.ui.assessment.forms import AssessmentReason
from hrgrid.ui.assessment.undoing import offer, two_ways
from hrgrid.ui.assessment.words import TOPIC
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.table_export import save_table
from hrgrid.ui.matters.words import some_names
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_REST_MS = 150


def state_words(row: AssesseeRow) -> str:
    """Assessed, or why not."""
    return "参加" if row.left_out is None else row.left_out.label


COLUMNS: tuple[Column[AssesseeRow], ...] = (
    Column("姓名", lambda row: row.name, 90, strong=True),
    Column("单位", lambda row: row.unit, 110, grows=True),
    Column("网格", lambda row: row.area, 130, grows=True),
    Column("在岗天数", lambda row: f"{row.served_days}", 84, right=True),
    Column("考核", state_words, 110, chip=lambda row: "mute" if row.left_out else "ok"),
    Column("说明", lambda row: row.left_out_note, 150, grows=True, quiet=True),
    Column("工号", lambda row: row.number, 100, quiet=True, drops=True),
)


@dataclass(frozen=True)
class _Read:
    rows: list[AssesseeRow]
    changed: SnapshotDiff | None


def diff_words(diff: SnapshotDiff) -> str:
    """Who came, went, changed, since the people were taken."""
    told = []
    for rows, verb in ((diff.came, "新列入"), (diff.went, "不再列入"), (diff.moved, "有变动")):
        if rows:
            told.append(f"{verb} {some_names([one.name for one in rows])}")
    return "，".join(told)


def leave_out_with(
    deeds: BaseDeeds, ids: Sequence[int], names: Sequence[str], over: QWidget | None = None
) -> None:
    """Ask why, then leave them out; 撤销 takes them in again."""
    session = deeds.session
    told = f"{some_names(names, 5)}这一期不参加考核，没有得分也没有等次，名单里写明原因。"
    box = AssessmentReason(
        session, "这一期不参加考核", "不参加考核", over or deeds.window, told=told,
        example="长期借调市委组织部，由借用单位考核",
    )  # fmt: skip

    def go() -> None:
        note = box.reason_given()
        if note is None:
            return

        def done(_: object) -> str:
            undo = two_ways(
                lambda work: take_in(work, ids), lambda work: leave_out(work, ids, note)
            )
            offer(session, "不参加考核", undo)
            return f"{len(ids)} 人这一期不参加考核。"

        box.send(lambda work: leave_out(work, ids, note), done, reason=note)

    box.on_act(go)
    box.exec()


class PeopleDialog(Dialog):
    """Everybody of a period; found by a few letters, narrowed to those left out."""

    def __init__(
        self, session: Session, row: PeriodRow, parent: QWidget, *, deeds: BaseDeeds
    ) -> None:
        super().__init__(f"{row.title}：考核对象", parent)
        self._session, self._row, self._deeds = session, row, deeds
        self._asked = 0
        self._open = deeds.takes_figures
        self.search = TextField("找人", hint="姓名、工号、单位")
        ways: list[tuple[object, str]] = [(None, "全部"), ("in", "参加考核")]
        ways += [(one, one.label) for one in LeftOut]
        self.which = Choice("是否参加", ways)
        self.told = label("正在读取…", "label")
        self.changed = label("", "captionWarn", wraps=True)
        self.model: RowsModel[AssesseeRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "考核对象")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.rows: list[AssesseeRow] = []
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(820), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(360), room.height() - 250))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        head.addWidget(self.which)
        head.addWidget(self.told)
        self.body.addLayout(head)
        self.body.addWidget(self.changed)
        self.body.addWidget(self.table, 1)
        self.renew = Button("按现在的花名册核对", glyph="arrow-clockwise", does=self._renew)
        self.out = Button("不参加…", does=self._leave_out)
        self.back = Button("恢复参加", does=self._take_in)
        self.export = Button("导出 Excel", glyph="download-simple", does=self._export)
        self.away = PrimaryButton("关闭", does=self.accept)
        foot = QHBoxLayout()
        for button in (self.renew, self.out, self.back, self.export):
            button.setAutoDefault(False)
            foot.addWidget(button)
        foot.addStretch()
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        for button in (self.renew, self.out, self.back):
            button.setVisible(self._open)
        self._saving = Saving(session, self)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._show)
        self.search.textChanged.connect(lambda _: self._rest.start())
        self.which.currentIndexChanged.connect(lambda _: self._show())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        session.tasks.changed.connect(self._follow)
        self.changed.hide()
        self.table.setFocus()
        self._read()

    def _follow(self, topic: str) -> None:
        if topic == TOPIC:
            self._read()

    def _read(self) -> None:
        self._asked += 1
        asked, key, looks = self._asked, self._row.id, self._open

        def read(work: UnitOfWork) -> _Read:
            return _Read(assessees_of(work, key), people_changes(work, key) if looks else None)

        def take(found: _Read) -> None:
            if asked != self._asked:
                return
            self.rows = found.rows
            changed = found.changed
            shown = changed is not None and not changed.nothing
            self.changed.setText(
                f"花名册后来有变动：{diff_words(changed)}。" if shown and changed else ""
            )
            self.changed.setVisible(shown)
            self.renew.setEnabled(shown)
            self._show()

        self._session.tasks.read(read, take)

    def _show(self) -> None:
        word, which = self.search.text().strip(), self.which.currentData()
        key = match_key(word)
        found = [
            row
            for row in self.rows
            if (which is None or row.left_out is (None if which == "in" else which))
            and (
                not word
                or key in match_key(row.name)
                or word in row.number
                or word in f"{row.unit}{row.area}"
            )
        ]
        self.model.show_rows(found)
        inside = sum(row.left_out is None for row in self.rows)
        self.told.setText(f"共 {len(found):,} 人，参加考核 {inside:,} 人")
        self.export.setEnabled(bool(found))
        self._offer()

    @property
    def chosen(self) -> list[AssesseeRow]:
        """The selected people."""
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [row for row in map(self.model.row_at, places) if row is not None]

    def _offer(self) -> None:
        rows = self.chosen
        inside = [row for row in rows if row.left_out is None]
        by_hand = [row for row in rows if row.left_out is LeftOut.OTHER]
        self.out.setEnabled(bool(inside))
        self.out.setText(f"{len(inside)} 人不参加…" if len(inside) > 1 else "不参加…")
        self.back.setEnabled(bool(by_hand))

    def _renew(self) -> None:
        key = self._row.id
        self._session.tasks.write(
            lambda work: take_people(work, key),
            topic=TOPIC,
            done=lambda _: self._session.say("考核对象已按现在的花名册核对。"),
            title="正在核对考核对象",
        )

    def _leave_out(self) -> None:
        rows = [row for row in self.chosen if row.left_out is None]
        if rows and self._session.is_today():
            leave_out_with(self._deeds, [row.id for row in rows], [row.name for row in rows], self)

    def _take_in(self) -> None:
        ids = [row.id for row in self.chosen if row.left_out is LeftOut.OTHER]
        if ids and self._session.is_today():
            self._session.tasks.write(
                lambda work: take_in(work, ids),
                topic=TOPIC,
                done=lambda _: self._session.say(f"{len(ids)} 人恢复参加考核。"),
            )

    def _export(self) -> None:
        name = f"{self._row.title}考核对象 {len(self.model.rows)} 人"
        save_table(self._saving, name, COLUMNS, self.model.rows, "考核对象")
