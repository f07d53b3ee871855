"""外带: a competition goes to the hall on a laptop, and what was keyed there comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.exchange.queries import PackageRow
from hrgrid.exchange.rules.words import PackageState
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.taking import (
    MergeView,
    TakeableEvent,
    TakingView,
    packed_file_name,
    taking_view,
)
from hrgrid.training.service import taking as service
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.competitions.bringing import BringDialog
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, Tick, clear, label
from hrgrid.ui.session import Session

TOPIC = "competitions"
PACKS = "外带比武包 (*.hrpack)"
_ONE = "外带的电脑不用密码，打开就能录分。"
_TWO = (
    "本机构规定成绩由两人各录一遍：选两人，两遍都在赛场录；只选一人，第二遍收回后在单位录。"
    "每人会得到一个临时密码。"
)
_LEAN = "文件里只有姓名、单位、号次、评委和已录的分，没有证件号、手机号和出生日期。"


def away_banner(row: PackageRow) -> str:
    """What the board says while a package is elsewhere."""
    when = f"{row.made_at.astimezone():%m-%d %H:%M}"
    return f"{row.made_by}在 {when} 外带了评分，还没有收回。这里再录的分，收回时要逐格核对。"


def came_banner(row: PackageRow) -> str:
    """What the board says on the laptop itself."""
    sent = f"已送回 {len(row.returns)} 次" if row.returns else "还没有送回"
    return f"这场比武是从“{row.office_name}”外带来的，{sent}。录完请送回。"


class TakingDialog(FormDialog):
    """What is away, what may go, what went before; on the laptop, sending back.

    It stays open after a deed, showing how things stand now.
    """

    WIDTH = 560

    def __init__(self, session: Session, competition_id: int, parent: QWidget) -> None:
        super().__init__("外带比武", "带走", parent)
        self._session, self._competition_id = session, competition_id
        self.view: TakingView | None = None
        self.events: dict[int, Tick] = {}
        self.keyers: dict[int, Tick] = {}
        self.reason = TextField("事由", hint="例如：到区文化馆赛场录分，现场没有网络")
        self._reason = Field("事由", self.reason)
        self.bring = Button("收回…", glyph="download-simple", does=self._choose_return)
        self.bring.setAutoDefault(False)
        self._said = QVBoxLayout()
        self._inside = QVBoxLayout()
        self._inside.setSpacing(10)
        self.form.addLayout(self._said)
        self.form.addLayout(self._inside)
        self._away.setText("收起")
        self.act.setEnabled(False)
        self.on_act(self._act)
        self.read()

    def read(self) -> None:
        """Read how things stand."""
        competition_id = self._competition_id
        self._session.tasks.read(
            lambda work: taking_view(work, competition_id), self._show, failed=self.refuse
        )

    def refuse(self, sentence: str) -> None:
        """The button stays off where there is nothing to take."""
        super().refuse(sentence)
        if self.view is None or self.view.came is None:
            self._count()

    # --- what is shown ----------------------------------------------------------------------

    def _show(self, view: TakingView) -> None:
        self.view = view
        self.bring.setParent(None)
        self._reason.setParent(None)
        clear(self._inside)
        self.events, self.keyers = {}, {}
        if view.came is not None:
            self._show_came(view.came)
        else:
            self._show_packages(view)
            self._show_taking(view)
        self.fit_soon()

    def _show_came(self, package: PackageRow) -> None:
        self._inside.addWidget(label(came_banner(package), "body2", wraps=True))
        for sent in package.returns:
            when = f"{sent.packed_at.astimezone():%m-%d %H:%M}"
            told = f"第 {sent.edition} 次送回：{sent.packed_by}，{when}"
            self._inside.addWidget(label(told, "caption", wraps=True))
        told = "把送回的文件拷到单位，在那里点“收回”。送回以后还可以接着录，再送回一次。"
        self._inside.addWidget(label(told, "caption", wraps=True))
        self.act.setText("送回…")
        self.act.setEnabled(True)
        self.act.setFocus()

    def _show_packages(self, view: TakingView) -> None:
        if not view.packages:
            return
        head = QHBoxLayout()
        head.addWidget(label("外带的", "card"), 1)
        head.addWidget(self.bring)
        self._inside.addLayout(head)
        titles = {event.code: event.title for event in view.events}
        for package in view.packages:
            self._inside.addWidget(self._package(package, titles))

    def _package(self, package: PackageRow, titles: dict[str, str]) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "well")
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        parts = "、".join(titles.get(code, code) for code in package.parts)
        words.addWidget(label(f"{parts}（{package.state.label}）", "strong", wraps=True))
        words.addWidget(label(_told(package), "caption", wraps=True))
        row.addLayout(words, 1)
        if package.state is PackageState.AWAY:
            row.addWidget(self._link("再存一份…", lambda: self._save_again(package)))
            row.addWidget(self._link("作废…", lambda: self._cancel(package)))
        elif package.state is PackageState.CANCELLED:
            row.addWidget(self._link("恢复…", lambda: self._restore(package)))
        return frame

    def _link(self, text: str, does: Callable[[], object]) -> LinkButton:
        button = LinkButton(text, does=does)
        button.setAutoDefault(False)
        return button

    def _show_taking(self, view: TakingView) -> None:
        free = [event for event in view.events if not event.refusal]
        if view.refusal or not free:
            told = view.refusal or "没有可以带走的项目。"
            self._inside.addWidget(label(told, "body2", wraps=True))
            self.act.setText("带走")
            self.act.setEnabled(False)
            return
        self._inside.addWidget(label("带走哪些项目", "card"))
        for event in view.events:
            tick = Tick(_event_words(event))
            tick.setChecked(not event.refusal)
            tick.setEnabled(not event.refusal)
            tick.toggled.connect(lambda _: self._count())
            self.events[event.id] = tick
            self._inside.addWidget(tick)
        self._inside.addWidget(label("谁去录分", "card"))
        for keyer in view.keyers:
            tick = Tick(f"{keyer.name}（{keyer.post}）" if keyer.post else keyer.name)
            tick.setChecked(keyer.own)
            tick.toggled.connect(lambda _: self._count())
            self.keyers[keyer.id] = tick
            self._inside.addWidget(tick)
        told = f"{_TWO if view.second_entry else _ONE}{_LEAN}"
        self._inside.addWidget(label(told, "caption", wraps=True))
        self._inside.addWidget(self._reason)
        self._reason.show()
        self._count()
        self.reason.setFocus()

    def _count(self) -> None:
        events, keyers = len(_ticked(self.events)), len(_ticked(self.keyers))
        self.act.setText(f"带走 {events} 个项目…" if events else "带走")
        self.act.setEnabled(bool(events and keyers))

    # --- deeds ------------------------------------------------------------------------------

    def _act(self) -> None:
        view = self.view
        if view is None:
            return
        if view.came is not None:
            self._send_back(view.came)
            return
        if not self.reason.text().strip():
            self._reason.complain("外带要写明事由。")
            self.refuse("")
            self.reason.setFocus()
            return
        self._reason.complain("")
        path = self._ask_place(packed_file_name(view.title, _today()))
        if path is None:
            self.refuse("")
            return
        competition_id = self._competition_id
        events, keyers = _ticked(self.events), _ticked(self.keyers)
        self._write(
            lambda work: service.take_away(work, competition_id, events, keyers, path),
            f"外带包已存到 {path}。拷到外带的电脑，第一次打开程序时选“打开外带比武包”。",
            self.reason.text().strip(),
            title="正在写外带包",
        )

    def _send_back(self, package: PackageRow) -> None:
        name = packed_file_name(package.title, _today()).replace("_外带_", "_送回_")
        path = self._ask_place(name)
        if path is None:
            self.refuse("")
            return
        self._write(
            lambda work: service.send_back(work, package.id, path),
            f"送回的文件已存到 {path}。拷到单位，在那里点“收回”。",
            title="正在写送回的文件",
        )

    def _save_again(self, package: PackageRow) -> None:
        path = self._ask_place(packed_file_name(package.title, _today()))
        if path is not None:
            self._write(
                lambda work: service.save_again(work, package.id, path),
                f"同一个外带包已再存到 {path}。",
            )

    def _cancel(self, package: PackageRow) -> None:
        box = ReasonDialog(
            "这次外带不再收回",
            "作废这次外带",
            self,
            example="例如：电脑损坏，改在单位录分",
            told="作废后不再提醒。文件若找到了，恢复以后仍可收回。",
            missing="作废要写明事由。",
        )
        if box.exec():
            self._write(
                lambda work: service.cancel_package(work, package.id),
                "这次外带已作废。",
                box.reason.text().strip(),
            )

    def _restore(self, package: PackageRow) -> None:
        box = ReasonDialog(
            "恢复这次外带",
            "恢复这次外带",
            self,
            example="例如：电脑找到了",
            told="恢复后可以收回那台电脑送回的文件。",
            missing="恢复要写明事由。",
        )
        if box.exec():
            self._write(
                lambda work: service.restore_package(work, package.id),
                "这次外带已恢复，等待收回。",
                box.reason.text().strip(),
            )

    def _choose_return(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "收回哪个文件", "", PACKS)
        if chosen:
            self.look_at(Path(chosen))

    def look_at(self, path: Path) -> None:
        """Show what a file that came back would bring."""
        self.refuse("")
        self._session.tasks.read(
            lambda work: service.preview(work, path),
            lambda view: self._bring(path, view),
            failed=self.refuse,
            title="正在核对送回的文件",
        )

    def _bring(self, path: Path, view: MergeView) -> None:
        self.merge = BringDialog(self._session, path, view, self)
        self.merge.accepted.connect(self._brought)
        self.merge.open()

    def _brought(self) -> None:
        self._tell(self.merge.told)
        self.read()

    def _ask_place(self, name: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self, "外带包存到哪里", name, PACKS)
        return Path(chosen) if chosen else None

    def _write(
        self,
        job: Callable[[UnitOfWork], object],
        told: str,
        reason: str = "",
        *,
        title: str = "正在保存",
    ) -> None:
        def done(_: object) -> None:
            self._tell(told)
            self.read()

        self._session.tasks.write(
            job, topic=TOPIC, done=done, failed=self.refuse, title=title, reason=reason
        )

    def _tell(self, sentence: str) -> None:
        self.refuse("")
        clear(self._said)
        self._said.addWidget(Banner(Message(sentence, Kind.OK)))


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the desk's day, for a file's name


def _told(package: PackageRow) -> str:
    went = f"{package.made_by}在 {package.made_at.astimezone():%m-%d %H:%M} 带走"
    if package.state is PackageState.CANCELLED:
        when = f"{package.ended_at.astimezone():%m-%d %H:%M}" if package.ended_at else ""
        return f"{went}；{package.ended_by}在 {when} 作废：{package.cancel_reason}"
    came = [
        f"{each.merged_by}在 {each.merged_at.astimezone():%m-%d %H:%M} 收回 "
        f"{each.counts.get('taken', 0)} 处"
        for each in package.returns
    ]
    return "；".join([went, *came])


def _event_words(event: TakeableEvent) -> str:
    judges = f"，{event.judges} 名评委" if event.judges else ""
    counts = f"{event.entrants} 名选手{judges}"
    return f"{event.title}（{event.refusal or counts}）"


def _ticked(ticks: dict[int, Tick]) -> tuple[int, ...]:
    return tuple(key for key, tick in ticks.items() if tick.isChecked())
