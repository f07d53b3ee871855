"""What collective honours ask for: kinds and places, a unit named, a meeting's choice, a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.honours.queries.collectives import CollectiveRow, Collectives, proposed_awards
from hrgrid.honours.rules.collectives import (
    ChoiceForm,
    CollectiveForm,
    CollectiveState,
    read_awards,
    votes_problem,
)
from hrgrid.honours.service import Evidence
from hrgrid.honours.service.collectives import (
    choose_collectives,
    exclude_collective,
    nominate_collective,
    set_awards,
)
from hrgrid.honours.service.honouring import revoke_collective
from hrgrid.ui import theme
from hrgrid.ui.forms import Choice, TextBox, TextField, label
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.matters.forms import MatterForm, ReasonForm, beside, day_of, filled, named
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session

_S = CollectiveState


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
