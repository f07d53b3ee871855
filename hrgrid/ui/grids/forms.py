"""Forms about one grid: a new one, another name, another parent, its end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.grids.parts import Effect, EffectFields
from hrgrid.ui.grids.rows import KINDS
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.areas import find_area
from hrgrid.workforce.rules import typed_households
from hrgrid.workforce.service.regridding import GridForm, create_grid
from hrgrid.workforce.service.reshaping import close_area, move_area, rename_area


class _EffectDialog(FormDialog):
    """A form with day, paper and reason; what it does is one function of them."""

    WIDTH = 560

    def __init__(
        self, session: Session, title: str, act: str, parent: QWidget, *, takes_away: bool = False
    ) -> None:
        super().__init__(title, act, parent, takes_away=takes_away)
        self._session = session
        self.effect = EffectFields(hint="例如：社区规模调整")
        self.on_act(self._do)

    def job(self, effect: Effect) -> Callable[[UnitOfWork], object]:
        """The deed; raises UserError for what is missing."""
        raise NotImplementedError

    def said(self) -> str:
        """What the shell says when it is done."""
        raise NotImplementedError

    def _do(self) -> None:
        try:
            effect = self.effect.typed()
            job = self.job(effect)
        except UserError as error:
            self.refuse(error.sentence)
            return
        self._session.tasks.write(
            job, topic="workforce", done=self._done, failed=self.refuse, reason=effect.reason
        )

    def _done(self, _: object) -> None:
        self.accept()
        self._session.say(self.said())


class NewGridDialog(_EffectDialog):
    """A grid by hand, under a community or what there is instead."""

    def __init__(self, session: Session, parent_id: int, place: str, parent: QWidget) -> None:
        super().__init__(session, f"在“{place}”新建网格", "新建网格", parent)
        self._parent_id = parent_id
        self.name = TextField("网格名称")
        self.code = TextField("网格编码")
        self.kind = Choice("网格类型", KINDS)
        self.households = TextField("户数", hint="可不填")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        fields = (
            ("网格名称", self.name),
            ("网格编码", self.code),
            ("网格类型", self.kind),
            ("户数", self.households),
        )
        for at, (text, control) in enumerate(fields):
            grid.addWidget(Field(text, control), at // 2, at % 2)
        self.form.addLayout(grid)
        self.form.addWidget(self.effect)
        self.name.setFocus()

    def job(self, effect: Effect) -> Callable[[UnitOfWork], object]:
        """A new grid."""
        name, code = " ".join(self.name.text().split()), self.code.text().strip()
        households = typed_households(self.households.text())
        form = GridForm(name, code, self.kind.currentData(), households)
        parent_id = self._parent_id
        return lambda work: create_grid(work, parent_id, form, effect.on, effect.document)

    def said(self) -> str:
        """Its name."""
        return f"已新建网格“{self.name.text().strip()}”。"


class RenameDialog(_EffectDialog):
    """Another name from a day on."""

    def __init__(self, session: Session, area_id: int, name: str, parent: QWidget) -> None:
        super().__init__(session, f"给“{name}”更名", "更名", parent)
        self._area_id, self._name = area_id, name
        self.name = TextField("新名称", text=name)
        self.form.addWidget(Field("新名称", self.name, hint="以前各天仍用原来的名称。"))
        self.form.addWidget(self.effect)
        self.name.selectAll()
        self.name.setFocus()

    def job(self, effect: Effect) -> Callable[[UnitOfWork], object]:
        """Another name."""
        area_id, name = self._area_id, self.name.text()
        return lambda work: rename_area(work, area_id, name, effect.on, effect.document)

    def said(self) -> str:
        """Both names."""
        return f"“{self._name}”已更名为“{self.name.text().strip()}”。"


class MoveDialog(_EffectDialog):
    """Another parent from a day on."""

    def __init__(self, session: Session, area_id: int, name: str, parent: QWidget) -> None:
        super().__init__(session, f"改变“{name}”的上级", "改属", parent)
        self._area_id, self._name = area_id, name
        self.parent_name = TextField("新上级", hint="社区的编码、名称或完整路径")
        self.form.addWidget(Field("新上级", self.parent_name, hint="以前各天仍在原来的上级下。"))
        self.form.addWidget(self.effect)
        self.parent_name.setFocus()

    def job(self, effect: Effect) -> Callable[[UnitOfWork], object]:
        """Another parent."""
        typed, area_id = self.parent_name.text().strip(), self._area_id
        if not typed:
            raise UserError("没有写新上级。请写社区的编码或名称")

        def move(work: UnitOfWork) -> None:
            parent = find_area(work, typed, effect.on)
            move_area(work, area_id, parent.id, effect.on, effect.document)

        return move

    def said(self) -> str:
        """Where it hangs now."""
        return f"“{self._name}”已改属“{self.parent_name.text().strip()}”。"


class CloseDialog(_EffectDialog):
    """The end of a grid in which nobody works."""

    def __init__(self, session: Session, area_id: int, name: str, parent: QWidget) -> None:
        title = f"停用“{name}”"
        super().__init__(session, title, "停用网格", parent, takes_away=True)
        self._area_id, self._name = area_id, name
        told = (
            "生效日期起没有这个网格，以前各天照旧。还有人任职的网格不能停用；要并到别处请用合并。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(self.effect)
        self.effect.reason.setFocus()

    def job(self, effect: Effect) -> Callable[[UnitOfWork], object]:
        """Its end."""
        area_id = self._area_id
        return lambda work: close_area(work, area_id, effect.on, effect.document)

    def said(self) -> str:
        """Its name."""
        return f"“{self._name}”已停用。"
