"""核定编制: what a document grants to an area, corrected, ended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.hiring.queries.quotas import QuotaRow, quotas
from hrgrid.hiring.queries.vacancies import VacancyRow
from hrgrid.hiring.service.quotas import (
    QuotaChange,
    QuotaForm,
    end_quota,
    grant_quota,
)
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, clear, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.hiring.undoing import quota_step
from hrgrid.ui.hiring.words import TOPIC
from hrgrid.ui.matters.forms import NumberField, beside, day_of, filled, named, today_field
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.workforce.queries import RoleRow, roles
from hrgrid.workforce.rules import Employment

_COLUMNS: tuple[Column[QuotaRow], ...] = (
    Column("区域", lambda row: row.area, 110, grows=True, strong=True),
    Column("岗位", lambda row: f"{row.role_label}（{row.employment.label}）", 130, grows=True),
    Column("核定", lambda row: f"{row.granted.heads:,}", 56, right=True),
    Column("在岗", lambda row: f"{row.granted.used:,}", 56, right=True),
    Column("余", lambda row: f"{row.granted.left:,}".replace("-", "−"), 56, right=True),
    Column("文号", lambda row: row.document_no, 150, grows=True, drops=True),
    Column("起始", lambda row: full_day(row.valid_from), 100, drops=True),
)


class QuotaDialog(Dialog):
    """Every grant in force, and what may be done with it."""

    def __init__(
        self,
        session: Session,
        areas: Sequence[VacancyRow],
        chosen: VacancyRow | None,
        parent: QWidget,
    ) -> None:
        super().__init__("核定编制", parent)
        self.session, self._areas, self._chosen = session, list(areas), chosen
        self.model: RowsModel[QuotaRow] = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "核定编制")
        self.none = label(
            "还没有登记核定编制。有编制文件的登记在这里，缺额仍按网格数，二者不同会提醒。",
            "body2",
            wraps=True,
        )
        self._notice = QVBoxLayout()
        self.correct = Button("更正…", does=self._correct)
        self.end = Button("终止…", does=self._end)
        self.act = PrimaryButton("登记编制…", glyph="plus", does=self.grant)
        self._lay_out(parent)
        self.table.chosen.connect(self._tell)
        self.table.opened.connect(lambda _: self._correct())
        session.tasks.changed.connect(self._renew)
        self._tell(None)
        self._read()

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(720), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(280), max(100, room.height() - 260)))
        self.body.addWidget(self.none)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._notice)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.correct)
        foot.addWidget(self.end)
        foot.addStretch()
        away = Button("关闭", does=self.reject)
        for button in (self.correct, self.end, away, self.act):
            button.setAutoDefault(False)
        foot.addWidget(away)
        foot.addWidget(self.act)
        self.body.addLayout(foot)

    def _renew(self, topic: str) -> None:
        if topic == TOPIC and self.isVisible():
            self._read()

    def _read(self) -> None:
        self.session.tasks.read(lambda work: quotas(work, work.day), self._show)

    def _show(self, rows: list[QuotaRow]) -> None:
        self.model.show_rows(rows)
        self.none.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.fit()

    def _tell(self, row: QuotaRow | None) -> None:
        clear(self._notice)
        for button in (self.correct, self.end):
            button.setEnabled(row is not None)
        if row is not None:
            kind = Kind.WARN if row.granted.left < 0 else Kind.INFO
            told = f"{row.area}{row.role_label}：{row.granted.arithmetic}（{row.document_no}）"
            self._notice.addWidget(Banner(Message(told, kind)))

    def grant(self) -> None:
        """Register one more document."""
        GrantDialog(self.session, self._areas, self._chosen, self).exec()

    def _correct(self) -> None:
        if (row := self.table.current) is not None:
            CorrectQuotaDialog(self.session, row, self).exec()

    def _end(self) -> None:
        if (row := self.table.current) is not None:
            EndQuotaDialog(self.session, row, self).exec()


class GrantDialog(HiringForm):
    """What one document grants; an earlier grant of the same kind ends the day before."""

    WIDTH = 460

    def __init__(
        self,
        session: Session,
        areas: Sequence[VacancyRow],
        chosen: VacancyRow | None,
        parent: QWidget,
    ) -> None:
        super().__init__(session, "登记核定编制", "登记编制", parent)
        self.area = Choice("区域", [(row.area_id, row.names) for row in areas])
        if chosen is not None:
            self.area.choose(chosen.area_id)
        self.role = Choice("岗位", [("grid_worker", "网格员")])
        self.employment = Choice("专兼职", [(one, one.label) for one in Employment])
        self.heads = NumberField("核定人数", hint="例如：107")
        self.document = TextField("文号", hint="例如：盐南编〔2026〕3号")
        self.by = TextField("核定单位", hint="可不填")
        self.since = today_field("从哪天起")
        self.form.addWidget(named(self.area))
        self.form.addLayout(beside(named(self.role), named(self.employment), named(self.heads)))
        self.form.addLayout(beside(named(self.document), named(self.since), shares=(3, 2)))
        self.form.addWidget(named(self.by))
        told = "同一区域、同一岗位原来的编制到前一天为止。"
        self.form.addWidget(label(told, "caption", wraps=True))
        self.on_act(self._grant)
        self.heads.setFocus()
        session.tasks.read(roles, self._show_roles)

    def _show_roles(self, rows: list[RoleRow]) -> None:
        self.role.fill([(row.code, row.label) for row in rows])

    def _read(self) -> QuotaForm:
        return QuotaForm(
            int(self.area.currentData()),
            self.heads.value,
            filled(self.document, "盐南编〔2026〕3号"),
            day_of(self.since),
            str(self.role.currentData()),
            self.employment.currentData(),
            self.by.text().strip(),
        )

    def _grant(self) -> None:
        form = self.checked(self._read)
        if form is not None:
            said = f"已登记{self.area.currentText()}核定编制 {form.heads:,} 名。"
            self.send(lambda work: grant_quota(work, form), said)


class CorrectQuotaDialog(HiringForm):
    """Heads or document that were typed wrong."""

    def __init__(self, session: Session, row: QuotaRow, parent: QWidget) -> None:
        super().__init__(session, f"更正{row.area}的编制", "更正编制", parent)
        self._row = row
        self.heads = NumberField("核定人数", value=row.granted.heads)
        self.document = TextField("文号", text=row.document_no)
        self.by = TextField("核定单位", text=row.granted_by)
        self.reason = TextField("更正原因", hint="例如：人数录错")
        told = "更正表示登记时就写错了。编制后来有变动的，请登记新文件。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.heads), named(self.document), shares=(1, 2)))
        self.form.addWidget(named(self.by))
        self.form.addWidget(named(self.reason))
        self.on_act(self._correct)
        self.heads.setFocus()

    def _read(self) -> QuotaChange:
        row = self._row
        document = filled(self.document)
        filled(self.reason, "人数录错")
        return QuotaChange(row.id, row.version, self.heads.value, document, self.by.text())

    def _correct(self) -> None:
        change = self.checked(self._read)
        if change is not None:
            self.send_step(
                quota_step(self.session, change),
                f"{self._row.area}的编制已更正。",
                f"更正{self._row.area}的编制",
                reason=self.reason.text(),
            )


class EndQuotaDialog(HiringForm):
    """The last day of a grant."""

    def __init__(self, session: Session, row: QuotaRow, parent: QWidget) -> None:
        title = f"终止{row.area}的编制"
        super().__init__(session, title, "终止编制", parent, takes_away=True)
        self._row = row
        self.last = today_field("最后一天")
        self.reason = TextField("事由", hint="例如：机构调整，收回编制")
        told = f"{row.role_label} {row.granted.heads:,} 名（{row.document_no}）到这一天为止。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.last))
        self.form.addWidget(named(self.reason))
        self.on_act(self._end)
        self.reason.setFocus()

    def _end(self) -> None:
        read = self.checked(lambda: (day_of(self.last), filled(self.reason)))
        if read is not None:
            (day, reason), quota_id = read, self._row.id
            self.send(
                lambda work: end_quota(work, quota_id, day),
                f"{self._row.area}的编制到 {day:%Y-%m-%d} 为止。",
                reason=reason,
            )
