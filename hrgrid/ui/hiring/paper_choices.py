"""What some papers of a batch cannot know by themselves; every field may be left as it is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.hiring.papers import AnnouncementWords, HiringPaper, PaperOptions
from hrgrid.hiring.papers.options import CONTACT
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import TextField, Tick, label
from hrgrid.ui.matters.forms import NumberField, day_or_none, filled, named
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session

ASKED = ("announcement", "registrations", "seating", "substitutes", "decision", "letters")
# Desks beside each other in a room.
_MOST = 10
_HINTS = ("例如：区政务服务中心 3 号窗口", "例如：0515-12345678", "例如：0515-87654321")


class PaperChoices(FormDialog):
    """The fields of one paper; `chosen` holds them once they can be read."""

    WIDTH = 440

    def __init__(self, session: Session, paper: HiringPaper, parent: QWidget) -> None:
        super().__init__(f"生成{paper.label}", "选择存到哪里…", parent)
        self.paper = paper
        self.chosen: PaperOptions | None = None
        self._away.setText("不生成")
        self.contact = tuple(
            TextField(name.rstrip("："), hint=hint)
            for name, hint in zip(CONTACT, _HINTS, strict=True)
        )
        self.full = Tick("印完整的证件号码和手机号")
        self.reason = TextField("事由", hint="例如：归入录用人员档案")
        self._why = named(self.reason, "和打印的人一起记进日志。")
        self.columns = NumberField("每排几张课桌", value=PaperOptions().columns)
        self.day = DateField("哪天以前办理")
        self.report_to = TextField("到哪里报到", hint="例如：区人力资源公司 201 室")
        self.addressee = TextField("主送机关", text="各有关单位")
        self._lay_out(shows=session.may(Right.SHOW_SENSITIVE))
        self.on_act(self._take)
        first = {
            "announcement": self.contact[0],
            "registrations": self.full,
            "seating": self.columns,
            "substitutes": self.day,
            "decision": self.addressee,
        }.get(paper.code, self.report_to)
        first.setFocus()
        self.fit_soon()

    def _lay_out(self, *, shows: bool) -> None:
        # Two papers ask for it, and a control stands in one place only.
        report = named(self.report_to)
        asked: dict[str, tuple[str, list[QWidget]]] = {
            "announcement": ("没有填的，公告上留空手写。", [named(one) for one in self.contact]),
            "registrations": (
                "每人一页。号码只印头尾，归档要完整号码的另外说明事由。",
                [self.full, self._why] if shows else [],
            ),
            "seating": ("座次表按课桌的排列画。", [named(self.columns)]),
            "substitutes": (
                "没有填的，通知书上留空手写。",
                [named(self.day), report],
            ),
            "decision": ("文号、日期和名单取自录用决定。", [named(self.addressee)]),
            "letters": ("没有填的，写“到录用单位报到”。", [report]),
        }
        told, fields = asked[self.paper.code]
        self.form.addWidget(label(told, "body2", wraps=True))
        for field in fields:
            self.form.addWidget(field)
        self._why.setVisible(False)
        self.full.toggled.connect(self._fold)
        if self.paper.code == "substitutes":
            self.report_to.setPlaceholderText("例如：区医院体检中心")

    def _fold(self, on: bool) -> None:
        self._why.setVisible(on)
        self.fit()
        if on:
            self.reason.setFocus()

    def _read(self) -> PaperOptions:
        code, plain = self.paper.code, PaperOptions()
        if code == "announcement":
            lines = tuple(
                f"{name}{field.text().strip()}"
                for name, field in zip(CONTACT, self.contact, strict=True)
            )
            return replace(plain, words=AnnouncementWords(contact=lines))
        if code == "registrations":
            full = self.full.isChecked()
            return replace(plain, full=full, reason=filled(self.reason) if full else "")
        if code == "seating":
            columns = self.columns.value
            if not 1 <= columns <= _MOST:
                raise UserError(f"每排几张课桌写 1 到 {_MOST}。请改正")
            return replace(plain, columns=columns)
        if code == "decision":
            return replace(plain, addressee=self.addressee.text().strip())
        day = day_or_none(self.day) if code == "substitutes" else None
        return replace(plain, day=day, report_to=self.report_to.text().strip())

    def _take(self) -> None:
        try:
            self.chosen = self._read()
        except UserError as error:
            self.refuse(error.sentence)
            return
        self.accept()
