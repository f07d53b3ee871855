"""Every version of a scheme: since when, by whom and why, and what it changed in words."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.queries.indicators import indicators
from hrgrid.assessment.queries.schemes import scheme_versions
from hrgrid.assessment.rules.fact_rows import IndicatorRow
from hrgrid.assessment.rules.scheme_rows import SchemeRow, SchemeVersion
from hrgrid.assessment.rules.scheme_words import differences_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


def _number(row: SchemeVersion) -> str:
    return f"第 {row.number} 版" if row.number else "随程序提供"


_COLUMNS: tuple[Column[SchemeVersion], ...] = (
    Column("版本", _number, 84, strong=True),
    Column("从哪天起", lambda row: full_day(row.valid_from), 92),
    Column("事由", lambda row: row.reason, 120, grows=True, quiet=True),
    Column("谁存的", lambda row: row.made_by, 72, drops=True),
    Column("用它的考核期", lambda row: f"{len(row.used_by)}", 92, right=True, drops=True),
    Column("", lambda row: "现行" if row.in_force else "", 60,
           chip=lambda row: "ok" if row.in_force else ""),
)  # fmt: skip


class VersionsDialog(Dialog):
    """The newest first; below it what the chosen one changed and which periods go by it."""

    def __init__(self, session: Session, row: SchemeRow, parent: QWidget) -> None:
        super().__init__(f"“{row.title}”的各版本", parent)
        self._versions: list[SchemeVersion] = []
        self._labels: dict[str, str] = {}
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(720), room.width() - 60))
        self.model: RowsModel[SchemeVersion] = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "各版本")
        self.table.setMinimumHeight(min(theme.length(180), max(90, room.height() - 340)))
        self._told = Scroll(inside=True)
        self._told.setMinimumHeight(min(theme.length(190), max(80, room.height() - 360)))
        self._told.column.setSpacing(4)
        self._lines: QVBoxLayout = self._told.column
        self.away = PrimaryButton("关闭", does=self.accept)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.away)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._told, 1)
        self.body.addLayout(foot)
        self.table.chosen.connect(self._look)
        code = row.code

        def job(work: UnitOfWork) -> tuple[list[SchemeVersion], list[IndicatorRow]]:
            return scheme_versions(work, code), indicators(work)

        session.tasks.read(job, lambda read: self._show(*read))
        self.table.setFocus()

    def _show(self, versions: list[SchemeVersion], known: list[IndicatorRow]) -> None:
        self._versions = versions
        self._labels = {one.code: one.label for one in known}
        self.model.show_rows(versions)

    def sentences(self, row: SchemeVersion) -> list[str]:
        """What a version changed, and what rests on it."""
        at = self._versions.index(row)
        before = self._versions[at + 1] if at + 1 < len(self._versions) else None
        if before is None:
            told = [f"最早的一版，{len(row.scheme.items)} 项。"]
        else:
            found = differences_of(before.scheme, row.scheme, self._labels)
            told = [f"和{_number(before)}相比，改了 {len(found)} 处："]
            told += [one.sentence for one in found]
        if row.document_no:
            told.append(f"依据：{row.document_no}")
        if row.used_by:
            told.append("用它的考核期：" + "、".join(one.title for one in row.used_by))
        if row.locked_for:
            told.append(f"“{row.locked_for}”已按它定稿，这一版不再改。")
        return told

    def _look(self, row: SchemeVersion | None) -> None:
        clear(self._lines)
        if row is None:
            return
        for at, sentence in enumerate(self.sentences(row)):
            self._lines.addWidget(label(sentence, "strong" if not at else "body2", wraps=True))
        self._lines.addStretch()
