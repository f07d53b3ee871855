"""The list that is seen, written to Excel; with full numbers only for a reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from hrgrid.core.progress import Progress
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField
from hrgrid.ui.saving import Saving, Writing
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column
from hrgrid.ui.workforce.conditions import Conditions
from hrgrid.workforce.papers import PeopleList, SeenColumn, export_people, export_seen
from hrgrid.workforce.queries import PeopleOrder, PersonRow

_MASKED = "号码是遮住的。"


class PeopleExporting(QObject):
    """Asks why where numbers go out in full, then where to, and writes."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self._saving = Saving(session, over)

    def ask(
        self, conditions: Conditions, order: PeopleOrder, found: int | None, *, full: bool
    ) -> None:
        """Write the people whom the conditions find, `found` of them as far as is known."""
        reason = ""
        if full:
            dialog = ReasonDialog(self._over)
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
            reason = dialog.reason.text().strip()
        self._saving.save(self._writing(conditions, order, found, reason))

    def write_seen(
        self,
        conditions: Conditions,
        order: PeopleOrder,
        found: int | None,
        columns: Sequence[Column[PersonRow]],
    ) -> None:
        """Write the same people as the list shows them: its columns, in its order."""
        desk = self._session.desk
        # A screen has some seven px for a letter of a sheet.
        seen = [SeenColumn(one.title, one.text, one.width // 7, one.right) for one in columns]

        def write(path: Path, progress: Progress) -> int:
            wanted = desk.read(lambda work: conditions.wanted(work.day))
            return export_seen(desk, PeopleList(wanted, order), seen, path, progress)

        self._saving.save(
            Writing(_name(conditions, found), write, "正在导出名单", told=_MASKED, dated=True)
        )

    def _writing(
        self, conditions: Conditions, order: PeopleOrder, found: int | None, reason: str
    ) -> Writing:
        desk = self._session.desk

        def write(path: Path, progress: Progress) -> int:
            wanted = desk.read(lambda work: conditions.wanted(work.day))
            asked = PeopleList(wanted, order, full=bool(reason), reason=reason)
            return export_people(desk, asked, path, progress)

        return Writing(
            _name(conditions, found),
            write,
            "正在导出名单",
            told="" if reason else _MASKED,
            topic="journal" if reason else "",
            dated=True,
        )


def _name(conditions: Conditions, found: int | None) -> str:
    """What the file is called: the place where there is one, and how many."""
    place = conditions.places[0].name if len(conditions.places) == 1 else ""
    return f"{place}人员名单" + (f" {found} 人" if found is not None else "")


class ReasonDialog(FormDialog):
    """Why full numbers shall leave the program; the reason goes into the journal."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("带完整的证件号和手机号导出", "记下事由并导出", parent)
        self._away.setText("先不导出")
        self.reason = TextField("事由", hint="例如：报送人社局办理参保")
        hint = "谁在什么时候、为什么导出，都写进操作留痕。导出的文件请妥善保管。"
        self._field = Field("事由", self.reason, hint=hint)
        self.form.addWidget(self._field)
        self.on_act(self._check)
        self.reason.setFocus()

    def _check(self) -> None:
        if self.reason.text().strip():
            self.accept()
            return
        self._field.complain("请写明为什么要完整号码，写一句就行。")
        self.refuse("")
        self.reason.setFocus()
