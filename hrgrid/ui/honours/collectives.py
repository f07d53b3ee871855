"""集体荣誉: units and teams named, chosen by the meeting, decided with the campaign."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QGridLayout, QMenu, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.queries import Board
from hrgrid.honours.queries.collectives import (
    CollectiveRow,
    Collectives,
    collectives,
    proposed_awards,
)
from hrgrid.honours.rules.collectives import (
    ChoiceForm,
    CollectiveForm,
    CollectiveState,
    read_awards,
    votes_problem,
)
from hrgrid.honours.rules.words import FROZEN, CampaignState
from hrgrid.honours.service import Evidence
from hrgrid.honours.service.collectives import (
    choose_collectives,
    decide_collectives,
    exclude_collective,
    issue_collective_certificates,
    move_collective,
    nominate_collective,
    revoke_collective,
    set_awards,
)
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.forms import Choice, TextBox, TextField, label
from hrgrid.ui.honours.rows_dialog import RowsDialog
from hrgrid.ui.honours.words import TOPIC, titled
from hrgrid.ui.matters.forms import MatterForm, ReasonForm, beside, day_of, filled, named
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column

_S = CollectiveState
_CHIPS = {
    _S.NOMINATED: "mute",
    _S.EXCLUDED: "mute",
    _S.CHOSEN: "info",
    _S.DECIDED: "ok",
    _S.REVOKED: "bad",
}
_COLUMNS: tuple[Column[CollectiveRow], ...] = (
    Column("单位或团队", lambda row: row.name, 190, grows=True, strong=True),
    Column("荣誉", lambda row: row.title, 120),
    Column("推荐次序", lambda row: str(row.unit_rank), 76, right=True, drops=True),
    Column("得票", lambda row: "" if row.votes is None else str(row.votes), 60, right=True),
    Column("名次", lambda row: "" if row.place is None else str(row.place), 60, right=True),
    Column("成员", lambda row: "、".join(row.members), 150, drops=True),
    Column("会议号或文号", lambda row: row.document_no or row.meeting_no, 160, drops=True),
    Column("状态", lambda row: row.state.label, 90, chip=lambda row: _CHIPS[row.state]),
)


class CollectivesDialog(RowsDialog[CollectiveRow]):
    """Everybody named for a collective honour, by kind."""

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        told = (
            "由会议定下给谁、谁在前，不按公式计算；随评选的决定一并公布，"
            "名单附在决定后面，证书和个人的一起打印。"
        )
        super().__init__(session, f"集体荣誉：{titled(board.campaign)}", told, _COLUMNS, parent)
        self._campaign = board.campaign
        self.found: Collectives | None = None
        self.kinds = label("", "label", wraps=True)
        self.body.insertWidget(2, self.kinds)
        runs = session.may(Right.RUN_HONOURS) and board.campaign.state is not CampaignState.ARCHIVED
        self.add = self.button("推荐一个…", self._add, main=True)
        self.choose = self.button("会议决定…", self._choose)
        self.further = self.button("更多", lambda: None)
        self.further.setMenu(QMenu(self.further))
        self.further.menu().aboutToShow.connect(self._fill)
        self._runs = runs
        for button in (self.add, self.choose):
            button.setVisible(runs)
        self.refresh()

    def refresh(self) -> None:
        """Read the kinds and the rows."""
        key = self._campaign.id
        self.session.tasks.read(lambda work: collectives(work, key), self._show, failed=self.refuse)

    def _show(self, found: Collectives) -> None:
        """Nobody is named before there is a kind; a meeting needs somebody named."""
        self.found = found
        self.model.show_rows(found.rows)
        awards = found.awards
        parts = []
        for title, places in awards:
            taken = len(found.of(title, _S.CHOSEN, _S.DECIDED))
            parts.append(f"{title} {places} 个名额，已定 {taken} 个")
        self.kinds.setText("；".join(parts) or "还没有设荣誉和名额。请先点“更多”里的“荣誉和名额”。")
        self.add.setEnabled(bool(awards))
        self.choose.setEnabled(any(found.of(title, _S.NOMINATED, _S.CHOSEN) for title, _ in awards))

    def _fill(self) -> None:
        menu, row, found = self.further.menu(), self.current, self.found
        menu.clear()
        if found is None:
            return
        if self._runs:
            _entry(menu, "荣誉和名额…", self._kinds)
            named = row is not None and row.state is _S.NOMINATED
            _entry(menu, "次序上移", lambda: self._move(up=True), able=named)
            _entry(menu, "次序下移", lambda: self._move(up=False), able=named)
            live = row is not None and row.state in (_S.NOMINATED, _S.CHOSEN)
            _entry(menu, "排除…", self._exclude, able=live)
            menu.addSeparator()
        frozen = found.campaign.state in FROZEN
        chosen = any(one.state is _S.CHOSEN for one in found.rows)
        decided = any(one.state is _S.DECIDED for one in found.rows)
        if self.session.may(Right.DECIDE_HONOURS):
            _entry(menu, "随评选决定一并公布", self._decide, able=frozen and chosen)
            own = row is not None and row.state is _S.DECIDED
            _entry(menu, "撤销…", self._revoke, able=own)
        if self.session.may(Right.PRINT_PAPERS):
            _entry(menu, "签发证书", self._issue, able=decided)

    # --- deeds --------------------------------------------------------------------------------

    def _kinds(self) -> None:
        if self.found is not None:
            self.do(AwardsForm(self.session, self.found, self))

    def _add(self) -> None:
        if self.found is not None:
            self.do(NominateForm(self.session, self.found, self))

    def _choose(self) -> None:
        if self.found is not None:
            self.do(ChooseForm(self.session, self.found, self))

    def _exclude(self) -> None:
        if self.current is not None:
            self.do(ExcludeForm(self.session, self.current, self))

    def _revoke(self) -> None:
        if self.current is not None:
            self.do(RevokeCollectiveForm(self.session, self.current, self))

    def _move(self, *, up: bool) -> None:
        row = self.current
        if row is not None:
            self._write(lambda work: move_collective(work, row.id, up=up), lambda _: "")

    def _decide(self) -> None:
        key = self._campaign.id
        self._write(
            lambda work: decide_collectives(work, key),
            lambda count: f"{count} 个集体荣誉已用评选的文号决定，名单附在决定文件后面。",
        )

    def _issue(self) -> None:
        key = self._campaign.id
        self._write(
            lambda work: issue_collective_certificates(work, key),
            lambda count: f"新签发集体证书 {count} 张，到“证书与报表”打印。",
        )

    def _write(self, job: Callable[[UnitOfWork], object], said: Callable[[object], str]) -> None:
        def done(came: object) -> None:
            self.refresh()
            sentence = said(came)
            if sentence:
                self.tell(Message(sentence, Kind.OK))

        self.session.tasks.write(job, topic=TOPIC, done=done, failed=self.refuse)


def _entry(menu: QMenu, text: str, does: Callable[[], object], *, able: bool = True) -> None:
    action = menu.addAction(text)
    action.setEnabled(able)
    action.triggered.connect(lambda *_: does())


class AwardsForm(MatterForm):
    """The kinds and their places, a line each."""

    TOPIC = TOPIC
    WIDTH = 460

    def __init__(self, session: Session, found: Collectives, parent: QWidget) -> None:
        super().__init__(session, "集体荣誉和名额", "保存", parent)
        self._id = found.campaign.id
        self.awards = TextBox("每行一项：名称 名额", "优秀街道 3", 6)
        self.form.addWidget(named(self.awards, hint="名称和名额之间空一格，先后就是名单的先后"))
        self.on_act(self._save)
        key = self._id
        if found.awards:
            self._put(found.awards)
        else:
            session.tasks.read(lambda work: proposed_awards(work, key), self._put)
        self.awards.setFocus()

    def _put(self, awards: Sequence[tuple[str, int]]) -> None:
        self.awards.setPlainText("\n".join(f"{title} {places}" for title, places in awards))

    def _save(self) -> None:
        awards = self.checked(lambda: read_awards(self.awards.toPlainText()))
        if awards is not None:
            key = self._id
            self.send(lambda work: set_awards(work, key, awards), "集体荣誉和名额已保存。")


class NominateForm(MatterForm):
    """One unit, or a team of one with its people."""

    TOPIC = TOPIC
    WIDTH = 520

    def __init__(self, session: Session, found: Collectives, parent: QWidget) -> None:
        super().__init__(session, "推荐集体荣誉", "推荐", parent)
        self._id = found.campaign.id
        self.kind = Choice("荣誉", [(title, title) for title, _ in found.awards])
        self.unit = TextField("单位", hint="街道、社区的名称或编码，例如：示例街道")
        self.team = TextField("团队名称（整个单位的空着）", hint="例如：平安先锋网格团队")
        self.members = TextField("团队成员（工号或姓名，用顿号隔开）", hint="例如：A001、张三")
        self.deeds = TextBox("主要事迹", "写清做了什么、效果怎样", 4)
        for control in (self.kind, self.unit, self.team, self.members, self.deeds):
            self.form.addWidget(named(control))
        self.on_act(self._save)
        self.unit.setFocus()

    def _read(self) -> CollectiveForm:
        members = tuple(filter(None, re.split(r"[、，,;；\s]+", self.members.text().strip())))
        return CollectiveForm(
            str(self.kind.currentData()),
            filled(self.unit, "示例街道"),
            self.team.text().strip(),
            members,
            self.deeds.toPlainText(),
        )

    def _save(self) -> None:
        form = self.checked(self._read)
        if form is not None:
            key = self._id
            self.send(lambda work: nominate_collective(work, key, form), "已推荐。")


class ChooseForm(MatterForm):
    """The meeting's decision on one kind: a place beside who is taken, votes where counted."""

    TOPIC = TOPIC
    WIDTH = 560

    def __init__(self, session: Session, found: Collectives, parent: QWidget) -> None:
        super().__init__(session, "登记会议定下的集体荣誉", "登记", parent)
        self._found = found
        self.lines: dict[int, tuple[TextField, TextField]] = {}
        kinds = [one for one in found.awards if found.of(one[0], _S.NOMINATED, _S.CHOSEN)]
        self.kind = Choice("荣誉", [(title, f"{title}（{n} 个名额）") for title, n in kinds])
        self.number = TextField("会议号", hint="例如：书记办公会纪要〔2026〕6号")
        self.on = DateField("会议日期")
        self.reason = TextField("改动的事由（已经定过的要写）", hint="例如：复核后会议重新议定")
        self._rows = QWidget()
        self.form.addWidget(named(self.kind))
        self.form.addLayout(beside(named(self.number), named(self.on)))
        self.form.addWidget(label("会议定下的填名次，没有定下的空着；票数没有计的空着。", "body2"))
        self.form.addWidget(self._rows)
        self.form.addWidget(named(self.reason))
        self.kind.currentIndexChanged.connect(lambda _: self._show())
        self.on_act(self._save)
        self._show()
        self.number.setFocus()

    def _show(self) -> None:
        """The units and teams of the kind; the old lines go."""
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        self.lines = {}
        for at, head in enumerate(("单位或团队", "得票", "名次")):
            grid.addWidget(label(head, "label"), 0, at)
        rows = self._found.of(str(self.kind.currentData()), _S.NOMINATED, _S.CHOSEN)
        for at, row in enumerate(rows, start=1):
            votes = TextField(f"{row.name}的得票", text="" if row.votes is None else str(row.votes))
            place = TextField(f"{row.name}的名次", text="" if row.place is None else str(row.place))
            grid.addWidget(label(row.name, wraps=True), at, 0)
            for column, control in ((1, votes), (2, place)):
                control.setFixedWidth(theme.length(72))
                grid.addWidget(control, at, column)
            self.lines[row.id] = votes, place
        self.form.replaceWidget(self._rows, fresh)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = fresh
        self.fit_soon()

    def _read(self) -> tuple[ChoiceForm, Evidence]:
        names = {row.id: row.name for row in self._found.rows}
        places: dict[int, int] = {}
        votes: dict[int, int] = {}
        for key, (own, place) in self.lines.items():
            for control, into, what in ((own, votes, "得票"), (place, places, "名次")):
                text = control.text().strip()
                if text and not (text.isascii() and text.isdecimal() and len(text) < 7):
                    raise UserError(f"“{names[key]}”的{what}“{text}”不是整数。请改这一格")
                if text:
                    into[key] = int(text)
        taken = sorted(places, key=lambda key: places[key])
        if [places[key] for key in taken] != list(range(1, len(taken) + 1)):
            raise UserError("名次要从 1 连着往下排，不能重复。请核对名次")
        if not taken:
            raise UserError("还没有填名次。请给会议定下的单位填上 1、2、3")
        form = ChoiceForm(str(self.kind.currentData()), tuple(taken), votes)
        problem = votes_problem(votes, taken)
        if problem and not self.reason.text().strip():
            raise UserError(f"{problem}，写在“改动的事由”里")
        return form, Evidence(filled(self.number), day_of(self.on))

    def _save(self) -> None:
        read = self.checked(self._read)
        if read is None:
            return
        form, meeting = read
        key = self._found.campaign.id
        self.send(
            lambda work: choose_collectives(work, key, form, meeting),
            f"会议定下的“{form.title}”已登记。",
            reason=self.reason.text(),
        )


class ExcludeForm(ReasonForm):
    """One unit or team is out."""

    TOPIC = TOPIC

    def __init__(self, session: Session, row: CollectiveRow, parent: QWidget) -> None:
        super().__init__(
            session,
            f"排除{row.name}",
            "排除",
            parent,
            told=f"排除后不再参加“{row.title}”的评定，推荐留底。",
            example="当年发生责任事故",
            takes_away=True,
        )
        self._id = row.id
        self.on_act(self._exclude)

    def _exclude(self) -> None:
        reason = self.reason_given()
        if reason is not None:
            key = self._id
            self.send(lambda work: exclude_collective(work, key), "已排除。", reason=reason)


class RevokeCollectiveForm(ReasonForm):
    """A collective honour is taken back by its own document."""

    TOPIC = TOPIC

    def __init__(self, session: Session, row: CollectiveRow, parent: QWidget) -> None:
        super().__init__(
            session,
            f"撤销{row.name}的“{row.title}”",
            "撤销荣誉",
            parent,
            told="撤销后证书同时作废，记录留底。",
            example="弄虚作假",
            takes_away=True,
        )
        self._id = row.id
        self.document = TextField("撤销决定的文号", hint="例如：苏政法〔2026〕30号")
        self.form.addWidget(named(self.document))
        self.on_act(self._revoke)

    def _revoke(self) -> None:
        reason = self.reason_given()
        document = self.checked(lambda: filled(self.document)) if reason is not None else None
        if reason is not None and document is not None:
            key = self._id
            self.send(
                lambda work: revoke_collective(work, key, document), "已撤销。", reason=reason
            )
