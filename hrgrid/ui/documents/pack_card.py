"""What is asked after each pack: whether its sheets are good, and whether old ones are back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.documents.queries import PackRow
from hrgrid.documents.rules import PrintReason, meant
from hrgrid.documents.service import Spoiled
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.documents.listing import short
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import Choice, Field, TextField, label, restyle


class PackCard(QFrame):
    """The question; Enter says that all are good."""

    good = Signal()
    enough_good = Signal()
    spoiled_wanted = Signal()
    nothing_came = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "info")
        self.pack: PackRow | None = None
        self.sentence = label("", "banner", wraps=True)
        self.all_good = PrimaryButton("这批都好", does=self.good.emit)
        # Enter presses it as Space does: a pack is a key.
        self.all_good.setAutoDefault(True)
        self.enough = Button("都好，先打到这里", does=self.enough_good.emit)
        self.some_bad = Button("有没打好的…", does=self.spoiled_wanted.emit)
        self.none_came = Button("都没打出来", does=self.nothing_came.emit)
        self.none_came.setAutoDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(6)
        column.addWidget(self.sentence)
        row = Flow(None, 8)
        for part in (self.all_good, self.enough, self.some_bad, self.none_came):
            row.addWidget(part)
        column.addLayout(row)
        self.hide()

    def ask(self, pack: PackRow, left: int, trouble: str = "") -> None:
        """Ask about a pack; `left` certificates of its job follow, `trouble` stopped it."""
        # Asked again after a refresh, it must not take the focus from whoever types.
        asked_before = (self.pack.run_id, self.pack.pack) if self.pack else None
        self.pack = pack
        restyle(self, "kind", "warn" if trouble else "info")
        span = short(pack.first)
        if pack.count > 1:
            span = f"{span} – {short(pack.last)}" if pack.in_order else f"{span} 等 {pack.count} 张"
        told = f"已送打 {span}（{pack.printer}）。"
        if pack.owed:
            told += f"旧证 {pack.owed} 张请收回作废。"
        self.sentence.setText(f"{trouble} {told}请看打出来的纸。" if trouble else told)
        if pack.owed:
            text = f"这 {pack.count} 张都好，已收回作废 {pack.owed} 张"
        else:
            text = f"这 {pack.count} 张都好" + ("，打下一批" if left else "")
        self.all_good.setText(text)
        self.all_good.setAccessibleName(text)
        self.enough.setVisible(bool(left))
        self.show()
        if asked_before != (pack.run_id, pack.pack):
            # Where printing stopped, a hasty Enter must not call the sheets good.
            (self.none_came if trouble else self.all_good).setFocus()

    def away(self) -> None:
        """Nothing to ask."""
        self.pack = None
        self.hide()


class SpoiledDialog(FormDialog):
    """Which sheets of a pack are no good, and why."""

    def __init__(self, pack: PackRow, parent: QWidget) -> None:
        super().__init__("登记没打好的", "登记作废", parent)
        self._away.setText("再看看")
        self._pack = pack
        self.numbers = TextField("没打好的编号", hint="例如：3, 7-9")
        self.why = Choice(
            "原因", [(one, one.label) for one in PrintReason if one is not PrintReason.LOST]
        )
        self.note = TextField("说明", hint="选“其他”时写明原因")
        to = "到" if pack.in_order else "起，按街道排，最后是"
        span = f"这一批是 {short(pack.first)} {to} {short(pack.last)}，共 {pack.count} 张。"
        self._field = Field("没打好的编号", self.numbers, hint=span)
        self.form.addWidget(self._field)
        self.form.addWidget(Field("原因", self.why))
        self.form.addWidget(Field("说明", self.note))
        told = "登记后这些编号变为“待补打”，其余的都算打好了。打坏的纸请收回销毁。"
        self.form.addWidget(label(told, "caption", wraps=True))
        self.on_act(self._check)
        self.numbers.setFocus()

    @property
    def spoiled(self) -> Spoiled:
        """What was told. Raises UserError where a number is not of this pack."""
        numbers = meant(self.numbers.text(), self._pack.numbers)
        return Spoiled(numbers, self.why.currentData(), self.note.text().strip())

    def _check(self) -> None:
        try:
            told = self.spoiled
        except UserError as error:
            self._field.complain(error.sentence)
            self.refuse("")
            return
        if not told.numbers:
            self._field.complain("请写没打好的编号，例如 3, 7-9。")
            self.refuse("")
        elif told.reason is PrintReason.OTHER and not told.note:
            self.refuse("原因选了“其他”，请在说明里写明是什么原因。")
        else:
            self.accept()
