"""Forms of entrants: a list pasted, somebody out with the reason, numbers drawn."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import EntrantState, MemberRole, Side
from hrgrid.training.rules.competition_rows import CompetitorRow, EventRow
from hrgrid.ui.competitions import services
from hrgrid.ui.competitions.forms import CompetitionForm
from hrgrid.ui.competitions.new_form import EntrantBox
from hrgrid.ui.competitions.pasting import entrants_in
from hrgrid.ui.forms import Choice, TextField, Tick, label, restyle
from hrgrid.ui.matters.forms import beside, filled, named
from hrgrid.ui.session import Session


class AddEntrantsDialog(CompetitionForm):
    """A pasted list, or one line typed: name and unit; a team where there is one."""

    WIDTH = 500

    def __init__(self, session: Session, competition_id: int, parent: QWidget) -> None:
        super().__init__(session, "加参赛者", "加进比武", parent)
        self._id = competition_id
        self.entrants = EntrantBox()
        self.guest = Tick("都是表演，不计名次")
        self.found = label("", "caption", wraps=True)
        told = (
            "一行一人：姓名、单位，有代表队的再加一列队名；姓名和单位之间空一格或一个制表符。"
            "同名同单位的会按人员名单对上。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.entrants))
        self.form.addWidget(self.found)
        self.form.addWidget(self.guest)
        self.entrants.textChanged.connect(self._count)
        self.on_act(self._add)
        self.entrants.setFocus()

    def _text(self) -> str:
        # One typed line has blanks where Excel has tabs.
        text = self.entrants.toPlainText()
        return text if "\t" in text else "\n".join(_tabbed(line) for line in text.splitlines())

    def _count(self) -> None:
        try:
            found = entrants_in(self._text())
        except UserError as error:
            self.found.setText(error.sentence)
            restyle(self.found, "role", "problem")
            return
        self.found.setText(f"认出 {len(found)} 人。" if found else "")
        restyle(self.found, "role", "captionOk")

    def _add(self) -> None:
        found, competition_id = self.checked(lambda: entrants_in(self._text())), self._id
        if found is None:
            return
        if not found:
            self.refuse("还没有粘贴名单。请从 Excel 复制姓名和单位，再按 Ctrl+V。")
            return
        guest = self.guest.isChecked()
        self.send(
            lambda work: services.add_pasted(work, competition_id, found, guest=guest),
            f"已加 {len(found)} 人。",
            title="正在加参赛者",
        )


def _tabbed(line: str) -> str:
    return "\t".join(line.split())


class OutDialog(CompetitionForm):
    """Somebody withdraws or is disqualified, from here on and everywhere; or comes back."""

    def __init__(
        self, session: Session, row: CompetitorRow, state: EntrantState, parent: QWidget
    ) -> None:
        acts = {
            EntrantState.WITHDRAWN: "登记退赛",
            EntrantState.DISQUALIFIED: "取消资格",
            EntrantState.ENTERED: "恢复参赛",
        }
        super().__init__(
            session,
            f"{row.number} 号 {row.name}：{acts[state]}",
            acts[state],
            parent,
            takes_away=state is not EntrantState.ENTERED,
        )
        self._id, self._name, self._state = row.id, row.name, state
        self.reason = TextField("事由", hint="例如：本人因病退赛")
        told = {
            EntrantState.WITHDRAWN: "退赛后各项都不再打分、不排名，打过的分留底。",
            EntrantState.DISQUALIFIED: "取消资格后各项都不计成绩、不排名，打过的分留底。",
            EntrantState.ENTERED: "恢复后照常打分、排名。",
        }[state]
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.reason))
        self.on_act(self._go)
        self.reason.setFocus()

    def _go(self) -> None:
        reason = self.checked(lambda: filled(self.reason))
        if reason is None:
            return
        entrant_id, state = self._id, self._state
        self.send(
            lambda work: services.set_state(work, entrant_id, state, reason),
            f"{self._name}：{state.label}。",
            reason=reason,
        )


class AbsentDialog(CompetitionForm):
    """What became of somebody in one event: absent, out, disqualified, or competing after all."""

    def __init__(
        self,
        session: Session,
        row: CompetitorRow,
        events: Sequence[EventRow],
        parent: QWidget,
    ) -> None:
        super().__init__(session, f"{row.number} 号 {row.name}：单项的参赛状态", "记下状态", parent)
        self._id, self._name = row.id, row.name
        self.of_event = Choice("项目", [(one.id, one.title) for one in events])
        self.status = Choice("状态", [(one, one.label) for one in EntrantStatus])
        self.status.choose(EntrantStatus.ABSENT)
        self.reason = TextField("事由", hint="例如：点名未到")
        self.form.addLayout(beside(named(self.of_event), named(self.status)))
        self.form.addWidget(named(self.reason))
        self.form.addWidget(label("缺席不是 0 分：没有成绩，也没有名次。", "caption"))
        self.on_act(self._go)

    def _go(self) -> None:
        status, entrant_id = self.status.currentData(), self._id
        entered = status is EntrantStatus.ENTERED
        reason = self.checked(lambda: self.reason.text() if entered else filled(self.reason))
        if reason is None:
            return
        event_id = int(self.of_event.currentData())
        told = f"{self._name}在“{self.of_event.currentText()}”：{status.label}。"
        self.send(
            lambda work: services.set_event_status(work, event_id, entrant_id, status, reason),
            told,
            reason=reason,
        )


class ChangeEntrantDialog(CompetitionForm):
    """Unit, team, role, guest or not of one entry."""

    def __init__(
        self,
        session: Session,
        row: CompetitorRow,
        teams: Sequence[CompetitorRow],
        parent: QWidget,
    ) -> None:
        super().__init__(session, f"改 {row.number} 号 {row.name}", "保存改动", parent)
        self._row = row
        self.name = TextField("名称", text=row.name)
        self.unit = TextField("单位", text=row.unit)
        entries: list[tuple[object, str]] = [(None, "不在代表队里")]
        self.team = Choice("代表队", [*entries, *((one.id, one.name) for one in teams)])
        self.team.choose(row.team_id)
        self.role = Choice("队里的身份", [(one, one.label) for one in MemberRole])
        self.role.choose(row.role)
        self.guest = Tick("表演，不计名次")
        self.guest.setChecked(row.guest)
        self.form.addLayout(beside(named(self.name), named(self.unit), shares=(2, 3)))
        if row.side is Side.PERSON and teams:
            self.form.addLayout(beside(named(self.team), named(self.role), shares=(3, 2)))
        self.form.addWidget(self.guest)
        self.on_act(self._go)

    def _go(self) -> None:
        name = self.checked(lambda: filled(self.name))
        if name is None:
            return
        row, unit, guest = self._row, self.unit.text().strip(), self.guest.isChecked()
        team = self.team.currentData()
        role = self.role.currentData() if team is not None else None

        def job(work: UnitOfWork) -> None:
            services.change_entrant(
                work, row, name=name, unit=unit, guest=guest, team_id=team, role=role
            )

        self.send(job, f"已改{name}。")


class DrawDialog(CompetitionForm):
    """Numbers by lot, with a seed that anybody may repeat it from."""

    def __init__(self, session: Session, event: EventRow, parent: QWidget) -> None:
        super().__init__(session, f"{event.title}：抽出场号", f"抽 {event.competing} 个号", parent)
        self._event = event
        self.seed = TextField("抽签种子", text=secrets.token_hex(4))
        told = "出场次序用种子抽定，谁都能照种子重算。已经录过分的项目不能再抽。"
        if event.drawn:
            told = f"已有 {event.drawn} 个出场号，再抽就换掉。{told}"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.seed))
        self.on_act(self._draw)

    def _draw(self) -> None:
        seed = self.checked(lambda: filled(self.seed, "一串数字"))
        if seed is None:
            return
        event = self._event
        self.send(
            lambda work: services.draw_numbers(work, event.id, seed),
            f"“{event.title}”的出场号已抽定。",
            title="正在抽号",
        )
