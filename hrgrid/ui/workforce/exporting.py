"""The list that is seen, written to Excel; with full numbers only for a reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from hrgrid.core.progress import Progress
from hrgrid.ui.deed_dialog import ReasonDialog
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
            dialog = ReasonDialog(
                "带完整的证件号和手机号导出",
                "记下事由并导出",
                self._over,
                example="例如：报送人社局办理参保",
                told="谁在什么时候、为什么导出，都写进操作留痕。导出的文件请妥善保管。",
                missing="请写明为什么要完整号码，写一句就行。",
                away="先不导出",
            )
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
