"""建议户数: how many households a grid should have; a new version of the rule, from a day on."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.grids.parts import EffectFields
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.sizes import grid_sizes
from hrgrid.workforce.rules import GridSizes, typed_households
from hrgrid.workforce.service.sizes import keep_grid_sizes


class SizesDialog(FormDialog):
    """Two ranges, each with both ends, with day, paper and reason."""

    WIDTH = 560

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("网格建议户数", "采用这些户数", parent)
        self._session = session
        told = "户数在范围以外的网格，在常用筛选“户数超出建议范围”里列出，只作提醒，不影响办理。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.ends = {
            name: TextField(text)
            for name, text in (
                ("general_least", "综合网格最少户数"),
                ("general_most", "综合网格最多户数"),
                ("micro_least", "微网格最少户数"),
                ("micro_most", "微网格最多户数"),
            )
        }
        table = QGridLayout()
        table.setHorizontalSpacing(8)
        for line, (title, least, most) in enumerate(
            (
                ("综合网格", "general_least", "general_most"),
                ("微网格", "micro_least", "micro_most"),
            )
        ):
            table.addWidget(label(title, "label"), line, 0)
            table.addWidget(self.ends[least], line, 1)
            table.addWidget(label("到"), line, 2)
            table.addWidget(self.ends[most], line, 3)
            table.addWidget(label("户"), line, 4)
        self.form.addLayout(table)
        self.effect = EffectFields(hint="例如：按省里新的划分标准")
        self.form.addWidget(self.effect)
        self.on_act(self._keep)
        session.tasks.read(lambda work: grid_sizes(work, work.today), self._show)

    def _show(self, sizes: GridSizes) -> None:
        for name, field in self.ends.items():
            field.setText(str(getattr(sizes, name)))
        self.ends["general_least"].selectAll()
        self.ends["general_least"].setFocus()

    def _keep(self) -> None:
        try:
            effect = self.effect.typed()
            counted = {name: typed_households(each.text()) for name, each in self.ends.items()}
            sizes = GridSizes(**{name: count or 0 for name, count in counted.items()}).check()
        except UserError as error:
            self.refuse(error.sentence)
            return

        def job(work: UnitOfWork) -> None:
            keep_grid_sizes(work, sizes, effect.on, effect.document)

        self._session.tasks.write(
            job, topic="workforce", done=self._done, failed=self.refuse, reason=effect.reason
        )

    def _done(self, _: object) -> None:
        self.accept()
        self._session.say("网格建议户数已经更新。")
