"""What the dialog does: hand out, take back, merge, remind, excuse, end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from hrgrid.exchange.papers.collecting import Written, write_reminders, write_sheets
from hrgrid.exchange.rules.collect_rows import UnitRow, reminder_text
from hrgrid.exchange.service.merging import MergeReport, merge
from hrgrid.exchange.service.returns import OpenedReturn, ReceivedFile, open_returns, receive
from hrgrid.exchange.service.rounds import (
    HandedOut,
    cancel_round,
    close_round,
    excuse,
    hand_out_again,
    hand_out_to,
    open_round,
    remind,
)
from hrgrid.exchange.service.undoing import undo_import
from hrgrid.overview.service.collecting import UNDOABLE
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind
from hrgrid.ui.collecting.words import TOPIC, merged_words
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.saving import WORKBOOKS, Saving, Writing, ask_folder

if TYPE_CHECKING:
    from hrgrid.ui.collecting.dialog import CollectingDialog

T = TypeVar("T")
_TABLES = "表格 (*.xlsx *.xls *.xlsm *.et *.ods *.csv);;所有文件 (*)"


class Deeds(QObject):
    """Each deed of one dialog."""

    def __init__(self, dialog: CollectingDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._session = dialog.session
        self._saving = Saving(dialog.session, dialog, dialog.tell)

    def _write(
        self,
        job: Callable[[UnitOfWork], T],
        done: Callable[[T], object],
        *,
        title: str,
        reason: str = "",
        topic: str = TOPIC,
    ) -> None:
        def came(result: T) -> None:
            self._dialog.ended()
            done(result)
            if topic != TOPIC:
                self._session.tasks.changed.emit(TOPIC)

        self._dialog.begin(
            self._session.tasks.write(
                job, topic=topic, done=came, failed=self._dialog.refuse, title=title, reason=reason
            )
        )

    # --- handing out --------------------------------------------------------------------------

    def hand_out(self) -> None:
        """A round begins: its workbooks go into a folder."""
        dialog = self._dialog
        due_on, units = dialog.opening.due_on, dialog.opening.chosen
        folder = self._folder()
        if due_on is None or not units or folder is None:
            return
        collecting, subject = dialog.collecting, dialog.subject

        def job(work: UnitOfWork) -> tuple[HandedOut, Written]:
            made = open_round(work, collecting, subject, due_on, units)
            return made, write_sheets(work, collecting, made.sheet_ids, folder)

        self._write(job, lambda made: self._handed(folder, *made), title="正在下发")

    def hand_out_to(self) -> None:
        """Units that were left out get theirs."""
        dialog, folder = self._dialog, self._folder()
        view, current = dialog.view, dialog.current
        if view is None or current is None or folder is None:
            return
        paths = [one.path for one in view.not_asked]
        collecting = dialog.collecting

        def job(work: UnitOfWork) -> tuple[HandedOut, Written]:
            made = hand_out_to(work, collecting, current.id, paths)
            return made, write_sheets(work, collecting, made.sheet_ids, folder)

        self._write(job, lambda made: self._handed(folder, *made), title="正在下发")

    def hand_out_again(self, row: UnitRow) -> None:
        """A new edition for one unit."""
        asked = self._reason(
            f"给{row.unit_name}重新下发",
            "重新下发",
            "例如：上次发错了；单位把表弄坏了",
            "换成新的一版，已有的内容重新填好。旧的一版交回来只能比较，不再合并。",
        )
        folder = self._folder() if asked else None
        if folder is None:
            return
        collecting = self._dialog.collecting

        def job(work: UnitOfWork) -> tuple[HandedOut, Written]:
            made = hand_out_again(work, collecting, [row.sheet_id])
            return made, write_sheets(work, collecting, made.sheet_ids, folder)

        self._write(job, lambda made: self._handed(folder, *made), title="正在下发", reason=asked)

    def save_again(self, rows: Sequence[UnitRow]) -> None:
        """The same workbooks once more, into a folder."""
        folder = self._folder()
        if folder is None or not rows:
            return
        collecting, ids = self._dialog.collecting, [row.sheet_id for row in rows]
        self._write(
            lambda work: write_sheets(work, collecting, ids, folder),
            lambda written: self._told_folder(f"已存 {len(written.paths)} 份表", folder),
            title="正在存表",
        )

    def _handed(self, folder: Path, made: HandedOut, written: Written) -> None:
        told = f"已下发 {len(written.paths)} 个单位的表"
        left = [*made.nothing, *made.empty]
        if left:
            names = "、".join(left[:3]) + ("等" if len(left) > 3 else "")
            told += f"；{names} {len(left)} 个单位没有要填的，没有发"
        if written.secrets:
            told += "。表里有完整手机号，请只发给该单位"
        self._told_folder(told, folder)
        self._dialog.read()

    def _told_folder(self, told: str, folder: Path) -> None:
        url = QUrl.fromLocalFile(str(folder))
        opens = ("打开文件夹", lambda: QDesktopServices.openUrl(url))
        self._dialog.say(f"{told}。存在 {folder}。", Kind.OK, opens)

    def _folder(self) -> Path | None:
        title = "各单位的表存到哪个文件夹"
        return ask_folder(self._session.settings, self._dialog, title, WORKBOOKS)

    # --- taking back --------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Files that units sent back."""
        chosen, _ = QFileDialog.getOpenFileNames(self._dialog, "选择单位交回的表", "", _TABLES)
        if chosen:
            self.receive([Path(path) for path in chosen])

    def receive(self, paths: Sequence[Path]) -> None:
        """Read files, then keep what was recognised."""
        dialog, current = self._dialog, self._dialog.current
        if current is None or dialog.running is not None:
            return
        collecting, round_id = dialog.collecting, current.id
        dialog.begin(
            self._session.tasks.read(
                lambda work: open_returns(work, collecting, round_id, paths),
                lambda opened: self._keep(round_id, opened),
                failed=dialog.refuse,
                title="正在读取交回的表",
            )
        )

    def _keep(self, round_id: int, opened: list[OpenedReturn]) -> None:
        collecting = self._dialog.collecting

        def job(work: UnitOfWork) -> list[ReceivedFile]:
            return receive(work, collecting, round_id, opened)

        self._write(job, self._dialog.show_received, title="正在收回")

    # --- merging ------------------------------------------------------------------------------

    def merge(self, *, partial: bool = False) -> None:
        """Take over what the units reported, as it was chosen."""
        dialog, current = self._dialog, self._dialog.current
        ids = [row.sheet_id for row in dialog.ready]
        if current is None or not ids:
            return
        collecting, choices = dialog.collecting, dialog.comparing.choices

        def job(work: UnitOfWork) -> MergeReport:
            return merge(work, collecting, current.id, ids, choices, partial=partial)

        self._write(
            job,
            self._merged,
            title="正在合并",
            reason=current.title,
            topic=collecting.topic,
        )

    def _merged(self, report: MergeReport) -> None:
        dialog = self._dialog
        dialog.comparing.forget()
        kind = Kind.WARN if report.waiting or report.refused else Kind.OK
        job_id = report.job_id
        undo = (
            (("撤销这次合并", lambda: self._take_back(job_id)),)
            if job_id is not None and dialog.collecting.undo is not None
            else ()
        )
        dialog.show_units()
        dialog.say(merged_words(report), kind, *undo)
        dialog.read()

    def _take_back(self, job_id: int) -> None:
        self._write(
            lambda work: undo_import(work, job_id, UNDOABLE),
            lambda _: self._told("已撤销这次合并，单位报的还在，可以重新合并。"),
            title="正在撤销",
            reason="撤销这次合并",
            topic=self._dialog.collecting.topic,
        )

    # --- the rest -----------------------------------------------------------------------------

    def remind(self, rows: Sequence[UnitRow]) -> None:
        """Copy the words of a reminder and note the day."""
        dialog, view, current = self._dialog, self._dialog.view, self._dialog.current
        if view is None or current is None or not rows:
            return
        text, ids = reminder_text(current, rows, view.today), [row.sheet_id for row in rows]
        collecting = dialog.collecting

        def done(count: int) -> None:
            QGuiApplication.clipboard().setText(text)
            dialog.say(
                f"{count} 个单位的催报通知已复制，可以贴到工作群里。",
                Kind.OK,
                ("存成催报单", lambda: self.save_reminders(rows)),
            )
            dialog.read()

        self._write(lambda work: remind(work, collecting, ids), done, title="正在登记催报")

    def save_reminders(self, rows: Sequence[UnitRow]) -> None:
        """The reminder list as a workbook."""
        current = self._dialog.current
        if current is None:
            return
        ids = [row.sheet_id for row in rows]
        self._saving.save(
            Writing(
                f"{current.title}催报单",
                lambda path, _progress: write_reminders(current, ids, path),
                "正在存催报单",
            )
        )

    def excuse(self, row: UnitRow) -> None:
        """A unit need not return its workbook."""
        asked = self._reason(
            f"{row.unit_name}这一轮免报",
            "登记免报",
            "例如：本期没有考核对象",
            "不再催报。以后又交回来的，照样可以收。",
        )
        if asked:
            collecting = self._dialog.collecting
            self._write(
                lambda work: excuse(work, collecting, [row.sheet_id]),
                lambda _: self._told(f"{row.unit_name}已登记免报。"),
                title="正在登记",
                reason=asked,
            )

    def close_round(self) -> None:
        """No more workbooks are taken."""
        current = self._dialog.current
        if current is None:
            return
        left = [*current.waited_for, *current.came]
        asked = ""
        if left:
            asked = self._reason(
                f"还有 {len(left)} 个单位没有办完，办结这一轮",
                "办结",
                "例如：已电话核实，不再等",
                "办结以后不再收这一轮的表；还没有合并的不会合并。",
            )
            if not asked:
                return
        collecting = self._dialog.collecting
        self._write(
            lambda work: close_round(work, collecting, current.id),
            lambda _: self._told("这一轮已办结。"),
            title="正在办结",
            reason=asked,
        )

    def cancel_round(self) -> None:
        """The round was not meant."""
        current = self._dialog.current
        asked = self._reason(
            "取消这一轮收集",
            "取消这一轮",
            "例如：下发的期限写错了",
            "单位手里的表都不再收；已经合并的不会退回。",
        )
        if current is not None and asked:
            collecting = self._dialog.collecting
            self._write(
                lambda work: cancel_round(work, collecting, current.id),
                lambda _: self._told("这一轮已取消。"),
                title="正在取消",
                reason=asked,
            )

    def _told(self, sentence: str) -> None:
        self._dialog.say(sentence)
        self._dialog.read()

    def _reason(self, title: str, act: str, example: str, told: str) -> str:
        asking = ReasonDialog(
            title,
            act,
            self._dialog,
            example=example,
            told=told,
            missing="请写明事由",
            away="再看看",
        )
        return asking.reason.text().strip() if asking.exec() else ""
