"""Step 4: the import while it runs, then what it did."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import Glyph
from hrgrid.ui.forms import label
from hrgrid.ui.imports.checking import Checked
from hrgrid.ui.imports.tiles import CountRow, CountTile
from hrgrid.ui.imports.view import StepView


class OutcomeView(StepView):
    """Figures of the import that was just done, and the two things that may follow."""

    export_wanted = Signal()
    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("再导入一批")
        self.glyph = Glyph("check-circle-fill", "ok", 56)
        self.title = label("", "empty")
        self.told = label("", "body2", wraps=True)
        self.new = CountTile("新增", "ok")
        self.changed = CountTile("更新已有的", "accent")
        self.unchanged = CountTile("和系统里一样", "text2")
        self.bad = CountTile("没有导入", "bad")
        self.export = Button("导出要改的行", glyph="download-simple", does=self.export_wanted.emit)
        self.tiles = CountRow([self.new, self.changed, self.unchanged, self.bad])
        self._lay_out()
        self.primary.clicked.connect(lambda *_: self.again_wanted.emit())

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "panel")
        inside = QVBoxLayout(card)
        inside.setSpacing(12)
        inside.addStretch()
        inside.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignHCenter)
        for text in (self.title, self.told):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(text)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.tiles, 4)
        middle.addStretch(1)
        inside.addLayout(middle)
        inside.addStretch()
        self.column.addWidget(card, 1)
        self.add_foot([self.export])

    def show_running(self, checked: Checked) -> None:
        """Say that it runs; how far it is stands in the panel with the button to cancel."""
        self.glyph.show_icon("upload-simple-light", "text3")
        self.title.setText(f"正在导入 {checked.importable:,} 行…")
        self.told.setText("可以随时取消，取消后什么也不会写入。")
        self.tiles.hide()
        self.export.hide()
        self.primary.hide()

    def show_done(self, checked: Checked, seconds: int) -> None:
        """Show the figures of `checked`, which is what was imported."""
        report = checked.report
        self.glyph.show_icon("check-circle-fill", "ok")
        self.title.setText(f"已导入 {checked.importable:,} 行，用时 {seconds} 秒")
        left = checked.left_out
        self.told.setText(
            f"还有 {left:,} 行没有导入：导出来改好，再当作新文件导入。"
            if left
            else "所有行都导入了。30 天内可以在“导入数据”里整批撤销。"
        )
        self.new.show_count(report.new)
        self.changed.show_count(report.changed)
        self.unchanged.show_count(report.unchanged)
        self.bad.show_count(left)
        self.bad.setVisible(left > 0)
        self.export.setText(f"导出这 {left:,} 行")
        self.export.setAccessibleName(self.export.text())
        self.export.setVisible(left > 0)
        self.tiles.show()
        self.primary.show()
