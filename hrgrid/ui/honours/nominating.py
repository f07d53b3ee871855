"""What is done while nominations are taken: workbooks out and in, forms by hand, order, papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.exchange.rules.words import CollectKind
from hrgrid.honours.papers import Form, write_nomination_sheets, write_nomination_summary
from hrgrid.honours.queries import Board, CandidateRow
from hrgrid.honours.queries.nominating import SUBJECT, NomineeForm, nominee_form
from hrgrid.honours.rules.words import CampaignState
from hrgrid.honours.service.nominating import (
    Inverse,
    move_nominee,
    take_back,
    withdraw_nomination,
)
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.honours.middle import Middle
from hrgrid.ui.honours.nomination_look import NominationLook
from hrgrid.ui.honours.nominee_dialog import Ground, NomineeDialog
from hrgrid.ui.honours.words import TOPIC, titled
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session


class Nominating(QObject):
    """Deeds about nominations; what they said goes to the page."""

    told = Signal(object)
    shown = Signal(object)

    def __init__(self, session: Session, middle: Middle, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._middle, self._over = session, middle, over
        self._saving = Saving(session, over)
        self.board: Board | None = None
        middle.candidates.moved.connect(self.move)
        middle.adjust.nominating = middle.adjust_here.nominating = self

    @property
    def open_now(self) -> bool:
        """Whether nominations are taken, by somebody who may."""
        return (
            self.board is not None
            and self.board.campaign.state is CampaignState.NOMINATING
            and self._session.may(Right.RUN_HONOURS)
        )

    # --- menus ------------------------------------------------------------------------------------

    def fill(self, menu: QMenu) -> None:
        """The entries of 更多."""
        board = self.board
        if board is None or (not board.candidates and not self.open_now):
            return
        if self.open_now:
            _add(menu, "向单位下发、收回推荐表…", self.collect)
            _add(menu, "录入推荐对象…\tIns", self.enter)
        if board.candidates:
            _add(menu, "推荐情况…", self.look)
            if self._session.may(Right.PRINT_PAPERS):
                self._fill_papers(menu.addMenu("推荐审批表和汇总表"))

    def _fill_papers(self, menu: QMenu) -> None:
        person, unit = self._middle.person, self._middle.unit
        if person is not None:
            one = person.nomination_id
            name = f"{person.name}推荐审批表"
            _add(menu, f"{name}（PDF）…", lambda: self.sheets(name, Form.PDF, nomination_id=one))
            _add(menu, f"{name}（Excel）…", lambda: self.sheets(name, Form.XLSX, nomination_id=one))
            menu.addSeparator()
        if unit is not None:
            own, area = unit.name, unit.area_id
            whole = f"{own}推荐审批表"
            _add(menu, f"{whole}（PDF）…", lambda: self.sheets(whole, Form.PDF, area_id=area))
            _add(menu, f"{whole}（Excel）…", lambda: self.sheets(whole, Form.XLSX, area_id=area))
            told = f"{own}推荐汇总表"
            _add(menu, f"{told}（PDF）…", lambda: self.summary(told, Form.PDF, area))
            _add(menu, f"{told}（Excel）…", lambda: self.summary(told, Form.XLSX, area))
            menu.addSeparator()
        every = "推荐汇总表"
        _add(menu, "各单位推荐汇总表（PDF）…", lambda: self.summary(every, Form.PDF, None))
        _add(menu, "各单位推荐汇总表（Excel）…", lambda: self.summary(every, Form.XLSX, None))

    def deeds_for(self, row: CandidateRow) -> list[tuple[str, Callable[[QWidget], object]]]:
        """What may be done about a nominee now."""
        if not self.open_now or row.removal is not None:
            return []
        return [
            ("修改推荐…", lambda _: self.edit(row)),
            ("推荐次序上移\tCtrl+↑", lambda _: self.move(row, -1)),
            ("推荐次序下移\tCtrl+↓", lambda _: self.move(row, 1)),
            ("撤回推荐…", lambda _: self.withdraw(row)),
        ]

    def deeds_after(self, row: CandidateRow) -> list[tuple[str, Callable[[QWidget], object]]]:
        """What of a form may still change once nominations are closed; behind everything else."""
        may = self._session.may(Right.RUN_HONOURS) and self._session.day is None
        if self.open_now or row.removal is not None or not may:
            return []
        return [("照片和事迹印入宣传册…", lambda _: self.ask_consent(row))]

    # --- workbooks --------------------------------------------------------------------------------

    def collect(self, paths: Sequence[Path] = ()) -> None:
        """Hand workbooks out to the districts, or take in those that came back."""
        from hrgrid.ui.collecting.dialog import CollectingDialog

        if self.board is None:
            return
        subject = f"{SUBJECT}{self.board.campaign.id}"
        box = CollectingDialog(self._session, CollectKind.NOMINATION, subject, self._over.window())
        if paths:
            box.receive_when_read(paths)
        box.open()

    @property
    def round_open(self) -> bool:
        """Whether workbooks are out, so that files let fall on the page are theirs."""
        board = self.board
        return self.open_now and board is not None and bool(board.returned)

    # --- by hand ----------------------------------------------------------------------------------

    def enter(self) -> None:
        """A form for somebody whom no workbook named."""
        if self.board is None or not self.open_now:
            return
        unit, tier = self._middle.unit, self._middle.tier
        ground = Ground(tier or self.board.tiers[0].tier, unit.area_id if unit else None)
        self._ask(ground, "已录入。")

    def edit(self, row: CandidateRow) -> None:
        """The form of a nominee."""

        def show(form: NomineeForm) -> None:
            self._ask(Ground(form.tier, form.area_id, form), f"已修改{row.name}的推荐。")

        one = row.nomination_id
        self._session.tasks.read(lambda work: nominee_form(work, one), show, failed=self._refused)

    def ask_consent(self, row: CandidateRow) -> None:
        """Whether a nominee may be shown in the booklet, once his form is closed."""
        from hrgrid.ui.honours.consent import ConsentForm

        one = row.nomination_id
        self._session.tasks.read(
            lambda work: nominee_form(work, one),
            lambda form: ConsentForm(self._session, form, self._over.window()).exec(),
            failed=self._refused,
        )

    def _ask(self, ground: Ground, said: str) -> None:
        if self.board is None:
            return
        box = NomineeDialog(self._session, self.board, ground, self._over.window())
        if box.exec() == QDialog.DialogCode.Accepted and box.inverse is not None:
            self._say(said, box.inverse)

    def move(self, row: CandidateRow, by: int) -> None:
        """Up or down in the order of recommendation."""
        if not self.open_now or row.removal is not None:
            return
        one = row.nomination_id
        self._session.tasks.write(
            lambda work: move_nominee(work, one, by), topic=TOPIC, failed=self._refused
        )

    def withdraw(self, row: CandidateRow) -> None:
        """Take a nomination back, with a reason."""
        box = ReasonDialog(
            f"撤回{row.name}的推荐",
            "撤回推荐",
            self._over.window(),
            example="例如：本人不愿参加",
            told="后面的人推荐次序前移。截止推荐以前可以再推荐。",
            missing="请写明为什么撤回",
        )
        if box.exec() != QDialog.DialogCode.Accepted:
            return
        one = row.nomination_id
        self._session.tasks.write(
            lambda work: withdraw_nomination(work, one),
            topic=TOPIC,
            done=lambda inverse: self._say(f"已撤回{row.name}的推荐。", inverse),
            failed=self._refused,
            reason=box.reason.text().strip(),
        )

    def _say(self, sentence: str, inverse: Inverse) -> None:
        self._session.say(sentence, Kind.OK, ("撤销", lambda: self._take_back(inverse)))

    def _take_back(self, inverse: Inverse) -> None:
        self._session.tasks.write(
            lambda work: take_back(work, inverse),
            topic=TOPIC,
            done=lambda _: self._session.say("已撤销。"),
            failed=self._refused,
            reason="撤销刚才的操作",
        )

    def _refused(self, sentence: str) -> None:
        if sentence:
            self.told.emit(Message(sentence, Kind.BAD))

    # --- to look at and to print ------------------------------------------------------------------

    def look(self) -> None:
        """Shares, and what is to be looked at in the forms."""
        if self.board is None:
            return
        box = NominationLook(self._session, self.board, self._over.window())
        box.wanted.connect(self._go_to)
        box.exec()

    def _go_to(self, nomination_id: int) -> None:
        rows = self.board.candidates if self.board is not None else ()
        row = next((one for one in rows if one.nomination_id == nomination_id), None)
        if row is not None:
            self.shown.emit(row)

    def sheets(
        self, name: str, form: Form, *, area_id: int | None = None, nomination_id: int | None = None
    ) -> None:
        """推荐审批表."""
        board, desk = self.board, self._session.desk
        if board is None:
            return
        campaign_id = board.campaign.id

        def write(path: Path, progress: Progress) -> object:
            return write_nomination_sheets(
                desk,
                campaign_id,
                path,
                form,
                area_id=area_id,
                nomination_id=nomination_id,
                progress=progress,
            )

        self._save(board, name, form, write)

    def summary(self, name: str, form: Form, area_id: int | None) -> None:
        """推荐汇总表."""
        board, desk = self.board, self._session.desk
        if board is None:
            return
        campaign_id = board.campaign.id

        def write(path: Path, progress: Progress) -> object:
            return write_nomination_summary(
                desk, campaign_id, path, form, area_id=area_id, progress=progress
            )

        self._save(board, name, form, write)

    def _save(
        self, board: Board, name: str, form: Form, write: Callable[[Path, Progress], object]
    ) -> None:
        self._saving.save(
            Writing(
                f"{titled(board.campaign)} {name}",
                write,
                f"正在写出{name}",
                topic="journal",
                kind=PAGES if form is Form.PDF else WORKBOOKS,
            )
        )


def _add(menu: QMenu, text: str, does: Callable[[], object]) -> None:
    menu.addAction(text).triggered.connect(lambda *_: does())
