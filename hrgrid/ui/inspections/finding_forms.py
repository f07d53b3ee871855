"""登记整改, 复查销号, 退回: one fault or many with the same words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hrgrid.assessment.rules.inspection_rows import FindingRow
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import TextBox, TextField, label
from hrgrid.ui.inspections.forms import InspectionForm
from hrgrid.ui.inspections.photos import PhotoStrip, Picture, add_photos
from hrgrid.ui.matters.forms import beside, day_of, day_or_none, filled, named, today_field
from hrgrid.ui.matters.words import day, some_names
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session


def whose(rows: Sequence[FindingRow]) -> str:
    """What the form is about: the fault, or how many and of whom."""
    if len(rows) == 1:
        [row] = rows
        return f"{row.name}（{row.street}）：{row.content}。期限 {day(row.due_on)}。"
    names = some_names(list(dict.fromkeys(row.name for row in rows)))
    return f"{len(rows)} 个问题，一样登记：{names}。"


class _FindingForm(InspectionForm):
    WIDTH = 480

    def __init__(
        self, session: Session, rows: Sequence[FindingRow], title: str, act: str, parent: QWidget
    ) -> None:
        super().__init__(session, title, act, parent)
        self.rows = list(rows)
        self.form.addWidget(label(whose(rows), "body2", wraps=True))


class RectifyDialog(_FindingForm):
    """Put right: when, by whom, what was done; a picture of it where it is one fault."""

    def __init__(self, session: Session, rows: Sequence[FindingRow], parent: QWidget) -> None:
        count = len(rows)
        act = "登记整改" if count == 1 else f"登记 {count} 个整改"
        super().__init__(session, rows, "登记整改", act, parent)
        self.text = TextBox("整改情况", "做了什么，例如：补齐走访记录，网格长核对过", 2)
        self.on = today_field("整改日期")
        self.by = TextField("谁整改的", hint="例如：网格员本人、社区")
        if len({row.name for row in rows}) == 1:
            self.by.setText(rows[0].name)
        self.photos = PhotoStrip(session, "整改后的照片")
        self._pictures: list[Picture] = []
        self.chosen = label("", "captionOk", wraps=True)
        self.form.addWidget(named(self.text))
        self.form.addLayout(beside(named(self.on), named(self.by), shares=(1, 2)))
        if count == 1:
            self.form.addWidget(self.photos)
            self.form.addWidget(self.chosen)
        self.chosen.hide()
        self.photos.added.connect(self._take)
        self.photos.refused.connect(self.refuse)
        self.form.addStretch(1)
        self.on_act(self._save)
        self.text.setFocus()

    def _take(self, pictures: list[Picture]) -> None:
        self._pictures += pictures
        names = "、".join(one.name for one in self._pictures)
        self.chosen.setText(f"登记时一起存：{names}")
        self.chosen.show()
        self.fit_soon()

    def _read(self) -> tuple[str, str]:
        text = self.text.toPlainText().strip()
        if not text:
            raise UserError("没有写怎样整改的。请写明做了什么，例如：补齐走访记录")
        return text, filled(self.by, "社区")

    def _save(self) -> None:
        read = self.checked(lambda: (*self._read(), day_of(self.on)))
        if read is None:
            return
        text, by, on = read
        rows, pictures = self.rows, list(self._pictures)

        def job(work: UnitOfWork) -> int:
            from hrgrid.assessment.service.findings import rectify

            count = rectify(work, [row.id for row in rows], on, text, by)
            if pictures:
                [row] = rows
                add_photos(row.visit_id, pictures, finding_id=row.id, after=True)(work)
            return count

        self.send(job, lambda count: f"已登记 {count} 个问题的整改，等候复查。")


class CloseFindingsDialog(_FindingForm):
    """Looked at again by somebody else, and right: closed for good."""

    def __init__(self, session: Session, rows: Sequence[FindingRow], parent: QWidget) -> None:
        count = len(rows)
        act = "销号" if count == 1 else f"销号 {count} 个问题"
        super().__init__(session, rows, "复查销号", act, parent)
        self.by = TextField("复查人", text=session.desk.actor.name)
        self.on = today_field("复查日期")
        told = "复查人不能是整改的人，也不能是被查的本人。销号以后不能再改。"
        self.form.addLayout(beside(named(self.by), named(self.on), shares=(2, 1)))
        self.form.addWidget(label(told, "caption", wraps=True))
        self.form.addStretch(1)
        self.on_act(self._save)
        self.by.setFocus()
        self.by.selectAll()

    def _save(self) -> None:
        read = self.checked(lambda: (filled(self.by, "王兰"), day_of(self.on)))
        if read is None:
            return
        by, on = read
        ids = [row.id for row in self.rows]

        def job(work: UnitOfWork) -> int:
            from hrgrid.assessment.service.findings import close_findings

            return close_findings(work, ids, by, on)

        self.send(job, lambda count: f"已销号 {count} 个问题。")


class SendBackDialog(_FindingForm):
    """Looked at again, and not right yet."""

    def __init__(self, session: Session, rows: Sequence[FindingRow], parent: QWidget) -> None:
        super().__init__(session, rows, "退回重新整改", "退回重新整改", parent)
        self.reason = TextField("哪里还没有改好", hint="例如：走访记录补了，还缺 11 月 3 日一天")
        self.due = DateField("新的期限", hint="不填由程序定")
        self.form.addWidget(named(self.reason))
        self.form.addWidget(named(self.due))
        self.form.addStretch(1)
        self.on_act(self._save)
        self.reason.setFocus()

    def _save(self) -> None:
        read = self.checked(lambda: (filled(self.reason), day_or_none(self.due)))
        if read is None:
            return
        reason, due = read
        ids = [row.id for row in self.rows]

        def job(work: UnitOfWork) -> int:
            from hrgrid.assessment.service.findings import send_back

            return send_back(work, ids, reason, due)

        self.send(job, lambda count: f"已退回 {count} 个问题，重新整改。")


class ChangeFindingDialog(_FindingForm):
    """Other words, another day."""

    def __init__(self, session: Session, row: FindingRow, parent: QWidget) -> None:
        super().__init__(session, [row], "改问题内容、期限", "保存问题", parent)
        self.content = TextBox("问题", "在哪里、什么不对", 2)
        self.content.setPlainText(row.content)
        self.due = today_field("整改期限", row.due_on)
        self.form.addWidget(named(self.content))
        self.form.addWidget(named(self.due))
        self.form.addStretch(1)
        self.on_act(self._save)
        self.content.setFocus()

    def _save(self) -> None:
        due = self.checked(lambda: day_of(self.due))
        if due is None:
            return
        [row], content = self.rows, self.content.toPlainText()

        def job(work: UnitOfWork) -> None:
            from hrgrid.assessment.service.findings import change_finding

            change_finding(work, row.id, row.version, content, due)

        self.send(job, "问题已改好。")
