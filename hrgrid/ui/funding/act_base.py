"""What every paper about budgets asks, and fields that take a block of amounts from Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.money import parse_money
from hrgrid.funding.rules.budget_forms import ActForm, MoveForm
from hrgrid.funding.rules.words import ActKind
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.cells.clipboard import Block, block_of
from hrgrid.ui.exits.forms.base import MoneyField, kept
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.funding.words import TOPIC, yuan
from hrgrid.ui.matters.forms import MatterForm, beside, day_of, filled, named, today_field
from hrgrid.ui.matters.scans import ScanField
from hrgrid.ui.matters.undoing import offer_undo
from hrgrid.ui.session import Session


class AmountField(MoneyField):
    """An amount that may be below zero where the paper allows it; a pasted block is handed on."""

    pasted = Signal(object)

    def __init__(self, name: str, *, below_zero: bool = False, hint: str = "") -> None:
        super().__init__(name, hint=hint or ("减少写 -1000" if below_zero else "0.00"))
        self._below_zero = below_zero

    @property
    def value(self) -> int:
        """Fen. Raises UserError naming the field where it cannot be read."""
        if not self.text().strip():
            return 0
        try:
            return parse_money(self.text(), negative=self._below_zero)
        except UserError as error:
            raise UserError(f"{self.accessibleName()}：{error.sentence}") from error

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A block from Excel goes to all fields, a single cell into this one."""
        if event.matches(QKeySequence.StandardKey.Paste):
            block = block_of(QGuiApplication.clipboard().text())
            if len(block) > 1 or len(block[0]) > 1:
                self.pasted.emit(block)
                return
        super().keyPressEvent(event)


class AmountTable(QWidget):
    """A name and an amount in each row; a pasted block fills by name, or from the field down."""

    changed = Signal()

    def __init__(self, rows: Sequence[tuple[object, str, str]], *, below_zero: bool) -> None:
        super().__init__()
        self.fields: dict[object, AmountField] = {}
        self._names: dict[str, AmountField] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, (key, name, told) in enumerate(rows):
            field = AmountField(f"{name}的金额（元）", below_zero=below_zero)
            grid.addWidget(label(name), at, 0)
            grid.addWidget(label(told, "caption"), at, 1)
            grid.addWidget(field, at, 2)
            self.fields[key] = self._names[name] = field
            field.textChanged.connect(lambda _: self.changed.emit())
            field.pasted.connect(lambda block, field=field: self._paste(field, block))
        self.refused: list[str] = []

    @property
    def total(self) -> int:
        """What stands there as far as it can be read."""
        return sum(one.readable or 0 for one in self.fields.values())

    def amounts(self) -> dict[object, int]:
        """What is not nought, by key. Raises UserError where a field cannot be read."""
        read = {key: one.value for key, one in self.fields.items()}
        return {key: fen for key, fen in read.items() if fen}

    def _paste(self, field: AmountField, block: Block) -> None:
        """Two columns are names and amounts; one column goes down from where it was pasted."""
        self.refused = []
        if len(block[0]) > 1:
            for name, *rest in block:
                wanted = self._names.get(name.strip())
                if wanted is not None:
                    wanted.setText(rest[-1].strip())
                elif name.strip():
                    self.refused.append(name.strip())
        else:
            fields = list(self.fields.values())
            start = fields.index(field)
            for one, (text,) in zip(fields[start:], block, strict=False):
                one.setText(text.strip())
            spare = len(block) - (len(fields) - start)
            if spare > 0:
                self.refused.append(f"多出的 {spare} 行")
        self.changed.emit()


class ActDialog(MatterForm):
    """A paper about budgets: number, day and reason; subclasses add where the money goes."""

    TOPIC = TOPIC
    WIDTH = 560
    KIND: ActKind
    ACT = "拟文件"

    def __init__(self, session: Session, parent: QWidget, year: int, told: str = "") -> None:
        kind = self.KIND
        super().__init__(session, kind.label, self.ACT, parent)
        self.year = year
        self.area_path = ""
        self.title = TextField("文件名称", text=f"{year} 年网格员经费{kind.label}")
        self.number = TextField("文号", hint="审批时补也可以")
        self.day = today_field("日期")
        self.why = TextField("事由", hint="可不填")
        self.scan = ScanField("文件扫描件")
        self.sum = label("", "strong", wraps=True)
        if told:
            self.form.addWidget(label(told, "body2", wraps=True))
        self.on_act(self._go)

    def add_ending(self) -> None:
        """What every paper asks, below its amounts."""
        self.form.addWidget(self.sum)
        self.form.addWidget(named(self.title))
        self.form.addLayout(beside(named(self.number), named(self.day), shares=(3, 2)))
        self.form.addWidget(named(self.why))
        self.form.addWidget(named(self.scan))

    def say_sum(self, words: str, fen: int) -> None:
        """What is left while amounts are typed; the deed is off while it is below nought."""
        over = fen < 0
        self.sum.setText(f"{words} {yuan(fen)}" if not over else f"{words}不够，超出 {yuan(-fen)}")
        self.sum.setProperty("role", "problem" if over else "strong")
        self.sum.style().polish(self.sum)
        self.act.setEnabled(not over)

    # --- what subclasses say ------------------------------------------------------------------

    def moves(self) -> Callable[[UnitOfWork], list[MoveForm]]:
        """Read the fields now; the lines are made in the unit of work. Raises UserError."""
        raise NotImplementedError

    # --- doing it -----------------------------------------------------------------------------

    def _go(self) -> None:
        given = self.checked(
            lambda: (
                self.moves(),
                filled(self.title),
                day_of(self.day),
                self.number.text().strip(),
                self.why.text().strip(),
            )
        )
        if given is None:
            return
        moves, title, day, number, why = given
        path, year, kind, area = self.scan.path, self.year, self.KIND, self.area_path

        def draft(work: UnitOfWork) -> int:
            from hrgrid.funding.service.acts import draft_act

            lines = moves(work)
            form = ActForm(year, kind, area, title, number, day, why, lines, kept(work, path))
            return draft_act(work, form)

        def said(act_id: int) -> str:
            _offer_back(self.session, title, draft, act_id)
            return f"已拟“{title}”，审批后计入预算。"

        self.send(draft, said)


def _offer_back(
    session: Session, title: str, draft: Callable[[UnitOfWork], int], act_id: int
) -> None:
    """撤销 voids the paper while nobody approved it, 恢复 drafts it again."""

    def void(act: int) -> Callable[[UnitOfWork], int | None]:
        def do(work: UnitOfWork) -> int | None:
            from hrgrid.funding.service.acts import void_act

            void_act(work, act, "刚拟就撤销")
            return None

        return do

    def came(result: int | None) -> Callable[[UnitOfWork], int | None]:
        return draft if result is None else void(result)

    offer_undo(session, f"拟“{title}”", void(act_id), topic=TOPIC, came=came)
