"""What is done with a notice: objections, papers, its end; one button leads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.paper.forms import Form
from hrgrid.publicity.queries import EntryRow, NoticeRow
from hrgrid.publicity.rules import NoticeState
from hrgrid.publicity.service import (
    Closing,
    close_notice,
    extend_notice,
    vouch_for_time,
    withdraw_notice,
)
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.deed_dialog import DeedDialog
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.publicity.papers import save_notice
from hrgrid.ui.publicity.words import TOPIC
from hrgrid.ui.saving import PAGES, Saving, Writing
from hrgrid.ui.session import Session


class NoticeDeeds(QWidget):
    """The tools of a notice; what is not lawful now is not offered."""

    def __init__(
        self, session: Session, substitutes: Callable[[], Sequence[str]], *, leads: bool
    ) -> None:
        super().__init__()
        self._session, self._substitutes = session, substitutes
        self._notice: NoticeRow | None = None
        self._entries: tuple[EntryRow, ...] = ()
        self._doubts: tuple[str, ...] = ()
        kind = PrimaryButton if leads else Button
        self.close_it = kind("结束公示…", glyph="check", does=self._close)
        self.file = Button("登记异议…", glyph="plus", does=self._file)
        self.papers = Button("生成公示", glyph="file-text")
        self.more = Button("其他…", name="公示的其他操作")
        self._papers_menu, self._more_menu = QMenu(self), QMenu(self)
        self.papers.setMenu(self._papers_menu)
        self.more.setMenu(self._more_menu)
        self._saving = Saving(session, self)
        row = Flow(self)
        for button in (self.close_it, self.file, self.papers, self.more):
            row.addWidget(button)

    def show_notice(
        self,
        notice: NoticeRow,
        entries: tuple[EntryRow, ...],
        doubts: tuple[str, ...],
        today: dt.date,
    ) -> None:
        """Offer what may be done with this notice now."""
        self._notice, self._entries, self._doubts = notice, entries, doubts
        runs = self._session.may(notice.handling)
        is_open = notice.state is NoticeState.OPEN
        self.close_it.setVisible(runs and is_open and notice.is_over(today))
        self.file.setVisible(
            runs and notice.state is not NoticeState.WITHDRAWN and today >= notice.first_day
        )
        self.papers.setVisible(self._session.may(Right.PRINT_PAPERS))
        self._fill_papers(notice)
        self._fill_more(notice, runs=runs, is_open=is_open)
        self._session.off_unless_today(self.close_it, self.file, self.more)

    def _fill_papers(self, notice: NoticeRow) -> None:
        self._papers_menu.clear()
        offer = [
            ("公示和名单（PDF）…", lambda: self._write(Form.PDF)),
            ("公示名单（Excel）…", lambda: self._write(Form.XLSX)),
        ]
        if notice.state is NoticeState.CLOSED:
            offer.append(("公示情况报告（PDF）…", self._write_report))
        for text, does in offer:
            self._papers_menu.addAction(text).triggered.connect(lambda *_, does=does: does())

    def _fill_more(self, notice: NoticeRow, *, runs: bool, is_open: bool) -> None:
        self._more_menu.clear()
        offer: list[tuple[str, Callable[[], object]]] = []
        if runs and is_open:
            offer.append(("延长公示…", lambda: ExtendDialog(self._session, notice, self).exec()))
            offer.append(("撤回公示…", lambda: WithdrawDialog(self._session, notice, self).exec()))
        sees = runs or self._session.may(notice.deciding)
        if sees and is_open and self._doubts:
            offer.append(("核实时间…", lambda: VouchDialog(self._session, notice, self).exec()))
        for text, does in offer:
            self._more_menu.addAction(text).triggered.connect(lambda *_, does=does: does())
        self.more.setVisible(bool(offer))

    # --- deeds

    def _file(self) -> None:
        if self._notice is not None and self._session.is_today():
            forms = import_module("hrgrid.ui.publicity.objection_forms")
            forms.FileObjectionDialog(self._session, self._notice, self._entries, self).exec()

    def _close(self) -> None:
        if self._notice is not None and self._session.is_today():
            CloseDialog(self._session, self._notice, self._doubts, self).exec()

    # --- papers

    def _write(self, form: Form) -> None:
        if self._notice is not None:
            notice = self._notice
            save_notice(self._session, self._saving, notice.id, notice.title, form)

    def _write_report(self) -> None:
        notice, desk = self._notice, self._session.desk
        if notice is None:
            return
        substitutes = tuple(self._substitutes())

        def write(path: Path, progress: Progress) -> object:
            from hrgrid.publicity.papers import write_report

            return write_report(desk, notice.id, path, substitutes, progress)

        self._saving.save(
            Writing(f"{notice.title}情况报告", write, "正在生成报告", topic=TOPIC, kind=PAGES)
        )


class _NoticeDialog(DeedDialog):
    """A deed about one notice with its reason."""

    TOPIC = TOPIC

    def __init__(
        self,
        session: Session,
        notice: NoticeRow,
        parent: QWidget,
        title: str,
        act: str,
        *,
        takes_away: bool = False,
    ) -> None:
        super().__init__(title, act, parent, takes_away=takes_away)
        self._session, self._notice = session, notice
        self.reason = TextField("事由")


class ExtendDialog(_NoticeDialog):
    """Some working days more, and why."""

    def __init__(self, session: Session, notice: NoticeRow, parent: QWidget) -> None:
        super().__init__(session, notice, parent, "延长公示", "延长公示")
        self.days = TextField("延长几个工作日", text="1")
        self.days.setMaxLength(3)
        told = f"“{notice.title}”现在公示到 {notice.last_day:%Y-%m-%d}。公示期只能延长，不能缩短。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("延长几个工作日", self.days))
        self.form.addWidget(Field("事由", self.reason))
        self.on_act(self._extend)
        self.days.selectAll()
        self.days.setFocus()

    def _extend(self) -> None:
        text = self.days.text().strip()
        if not (text.isascii() and text.isdigit()):
            self.refuse("延长的工作日数要写成数字，例如 2。请改正再办")
            return
        notice_id, days = self._notice.id, int(text)
        came: list[dt.date] = []

        def job(work: UnitOfWork) -> None:
            came[:] = [extend_notice(work, notice_id, days)]

        self.send(job, lambda: f"公示延长到 {came[0]:%Y-%m-%d}。")


class WithdrawDialog(_NoticeDialog):
    """A notice that is wrong is taken down; it stays in the register."""

    def __init__(self, session: Session, notice: NoticeRow, parent: QWidget) -> None:
        super().__init__(session, notice, parent, "撤回公示", "撤回公示", takes_away=True)
        told = (
            f"“{notice.title}”撤回后不能恢复，改正名单后要另公示一次，重新算满工作日。"
            "已登记的异议照旧办理。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("事由", self.reason, hint="例如：名单有一人的单位写错。"))
        self.on_act(self._withdraw)
        self.reason.setFocus()

    def _withdraw(self) -> None:
        notice_id = self._notice.id
        self.send(lambda work: withdraw_notice(work, notice_id), lambda: "公示已撤回。")


class VouchDialog(_NoticeDialog):
    """A second person says how he knows that the days did pass."""

    def __init__(self, session: Session, notice: NoticeRow, parent: QWidget) -> None:
        super().__init__(session, notice, parent, "核实公示时间", "核实时间")
        told = "电脑时间不能证明公示已满，须由发布人以外的一人核实。写明的依据会留在公示上。"
        self.form.addWidget(label(told, "body2", wraps=True))
        hint = "例如：公示栏照片逐日可查，最后一张摄于 11 月 27 日。"
        self.form.addWidget(Field("怎样核实的", self.reason, hint=hint))
        self.reason.setAccessibleName("怎样核实的")
        self.on_act(self._vouch)
        self.reason.setFocus()

    def _vouch(self) -> None:
        notice_id = self._notice.id
        self.send(lambda work: vouch_for_time(work, notice_id), lambda: "公示时间已核实。")


class CloseDialog(_NoticeDialog):
    """The end: who goes on, who waits; under a doubt about the time, how it was checked."""

    def __init__(
        self, session: Session, notice: NoticeRow, doubts: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(session, notice, parent, "结束公示", "结束公示")
        count = notice.open_objections
        waits = f"有 {count} 件异议没有办结，被反映的人暂缓，其他人继续办理。" if count else ""
        told = f"“{notice.title}”{notice.last_day:%Y-%m-%d} 满期。{waits}结束后不能再改。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self._how = Field("怎样核实公示确已满期", self.reason, hint="；".join(doubts))
        self.reason.setAccessibleName("怎样核实公示确已满期")
        self.form.addWidget(self._how)
        self._how.setVisible(bool(doubts))
        self._came: Closing | None = None
        self.on_act(self._close)
        self._away.setText("再看看")
        # Enter closes no notice.
        self.act.setDefault(False)
        self.act.setAutoDefault(False)
        (self.reason if doubts else self._away).setFocus()

    def _close(self) -> None:
        notice_id = self._notice.id

        def job(work: UnitOfWork) -> None:
            self._came = close_notice(work, notice_id)

        self.send(job, self._told, "正在结束公示")

    def _told(self) -> str:
        came = self._came
        if came is None:
            return "公示已结束。"
        names = "、".join(name for _, name in came.waiting)
        waits = f"{len(came.waiting)} 人等候异议办结（{names}），" if came.waiting else ""
        out = f"异议成立 {len(came.removed)} 人，" if came.removed else ""
        return f"公示已结束：{waits}{out}{len(came.clear)} 人可以继续办理。"
