"""What the document that names the honoured says besides its lists."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.honours.papers import DecisionForm
from hrgrid.honours.queries import Board
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.honours.words import titled


class DecisionPaperDialog(FormDialog):
    """Asks for what the data cannot know; numbers and first names come from the lists."""

    def __init__(self, board: Board, parent: QWidget) -> None:
        super().__init__("输出决定文件", "存为 PDF", parent)
        found = board.campaign
        self.document = Choice(
            "哪一次决定",
            [
                (one.document_no, f"{one.document_no}，{one.day:%Y-%m-%d}，{one.people:,} 人")
                for one in board.decisions
            ],
        )
        several = len(board.decisions) > 1
        which = "" if several else f"，{found.document_no}"
        told = f"{titled(found)}{which}。人数和每份名单的首名取自附件，成文日期是决定日期。"
        self.addressee = TextField("主送机关", text="各有关单位")
        self.basis = TextField(
            "评选依据", hint="例如：《“十百千网格员”评选办法》（政法〔2024〕30号）"
        )
        self.task = TextField("工作要求", hint="例如：为建设平安苏州作出新的贡献")
        self.copies = TextField("抄送", hint="例如：市委办公室，市政府办公室")
        self.printed = TextField("印发日期", hint="例如：2025年4月16日")
        self.form.addWidget(label(told, "body2", wraps=True))
        if several:
            self.form.addWidget(Field("哪一次决定", self.document))
        for field, hint in (
            (self.addressee, ""),
            (self.basis, "写进“根据……，经基层推荐”"),
            (self.task, "写进“向‘十百千网格员’学习，……”"),
            (self.copies, "可不填"),
            (self.printed, "可不填，填了就有“办公室……印发”一行"),
        ):
            self.form.addWidget(Field(field.accessibleName(), field, hint=hint))
        self.on_act(self._take)
        self.basis.setFocus()

    @property
    def wanted(self) -> DecisionForm:
        """What was typed."""
        return DecisionForm(
            self.addressee.text(),
            self.basis.text(),
            self.task.text(),
            self.copies.text(),
            self.printed.text(),
            str(self.document.currentData() or ""),
        )

    def _take(self) -> None:
        for field in (self.basis, self.task):
            if not field.text().strip():
                field.setFocus()
                self.refuse(f"没有写{field.accessibleName()}。填好才能输出决定文件。")
                return
        self.accept()
