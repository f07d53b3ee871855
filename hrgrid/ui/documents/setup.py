"""The right card: form, printer, range, how the printer is fitted, and why a number goes twice."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.documents.rules import PrintReason
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.documents.batches import FORMS, Fit, Order, PaperForm, form_of
from hrgrid.ui.documents.choosing import Chosen
from hrgrid.ui.documents.nudging import NudgeField
from hrgrid.ui.documents.printers import FORM, ORDER, PACK, PRINTER, Printers, fit_entry
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import Choice, TextField, clear, label, restyle
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session

_PAUSE_MS = 150
PDF_FILE = ""
_REASONS = (
    PrintReason.JAM,
    PrintReason.STAINED,
    PrintReason.MISALIGNED,
    PrintReason.LOST,
    PrintReason.OTHER,
)
_HINT = "可写 317-340, 402, 950-；空着就打所有待打的"


class PrintSetup(QFrame):
    """Remembers form and printer, and how each printer is fitted."""

    range_changed = Signal()
    changed = Signal()
    form_changed = Signal()
    why_asked = Signal(str)
    alignment_wanted = Signal()
    check_wanted = Signal()

    def __init__(self, session: Session, printers: Printers) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName("打印设置")
        self._settings, self._printers = session.settings, printers
        self.form = Choice("模板", [(form.key, form.label) for form in FORMS])
        self.printer = Choice("打印机")
        self._asked_why = ""
        self.order = Choice("打印顺序")
        self.pack = Choice("每批", _packs(session.settings.get(PACK)))
        self.range = TextField("编号范围", hint="317-340, 402, 950-")
        self.check = LinkButton("打印前检查", glyph="list-checks", does=self.check_wanted.emit)
        self.told = label(_HINT, "caption", wraps=True)
        self.across = NudgeField("左右", -300, 300)
        self.down = NudgeField("上下", -300, 300)
        self.scale = NudgeField("缩放", 900, 1100, signed=False)
        self.align = LinkButton("打印对位页", glyph="printer", does=self.alignment_wanted.emit)
        self.remembered = label("", "captionOk")
        self.warning = QVBoxLayout()
        self.reasons = {reason: Button(reason.label) for reason in _REASONS}
        self.note = TextField("是什么原因", hint="写明是什么原因")
        self._reason_row = QWidget()
        self._reason: PrintReason | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        for choice in (self.form, self.printer, self.order, self.pack):
            # Long names of printers must not make the card wider.
            choice.setSizeAdjustPolicy(
                Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(6)
        self._lay_out()
        self._load()
        self._connect()
        self.show_chosen(None)
        self.fit()

    # --- what is set ---------------------------------------------------------------------------

    @property
    def chosen_form(self) -> PaperForm:
        """The form on show."""
        return form_of(self.form.currentData())

    @property
    def chosen_printer(self) -> str:
        """The printer's name, or an empty text for a PDF file."""
        return str(self.printer.currentData() or PDF_FILE)

    @property
    def chosen_fit(self) -> Fit:
        """How the chosen printer is fitted."""
        return Fit((self.across.value, self.down.value), self.scale.value)

    @property
    def chosen_order(self) -> Order:
        """In what order they leave the printer."""
        found = self.order.currentData()
        return found if isinstance(found, Order) else Order.NUMBER

    @property
    def chosen_pack(self) -> int:
        """How many sheets go to the printer before somebody looks at them."""
        return int(self.pack.currentData())

    @property
    def reason(self) -> PrintReason | None:
        """Why numbers are printed again, where that is asked and told."""
        return self._reason if self._reason_row.isVisibleTo(self) else None

    @property
    def reason_told(self) -> bool:
        """Whether the reason is complete, or none is asked for."""
        if not self._reason_row.isVisibleTo(self):
            return True
        if self._reason is PrintReason.OTHER:
            return bool(self.note.text().strip())
        return self._reason is not None

    def clear_range(self) -> None:
        """After a run: the next begins with what waits."""
        self.range.clear()
        self._choose_reason(None)
        self._pause.stop()

    def type_into_range(self, text: str) -> None:
        """A digit typed in the list begins a range."""
        self.range.setText(text)
        self.range.setFocus()
        self.range.end(False)  # noqa: FBT003 - Qt's own signature
        self.range.textEdited.emit(text)

    def show_chosen(self, chosen: Chosen | None) -> None:
        """What the range means: how many, what was printed before, what is wrong."""
        problem = chosen.problem if chosen else ""
        self.check.setEnabled(bool(chosen and chosen.count))
        restyle(self.range, "wrong", bool(problem))
        restyle(self.told, "role", "problem" if problem else "caption")
        gone = (
            f"其中 {chosen.gone} 个编号已撤销、换发或空号，不打。" if chosen and chosen.gone else ""
        )
        self.told.setText(problem or gone or _HINT)
        self.range.setAccessibleDescription(problem)
        clear(self.warning)
        sentence = ""
        again = chosen.again if chosen and self.chosen_printer != PDF_FILE else 0
        if again and chosen:
            which = f"{chosen.span} " if again == chosen.count else f"其中 {again} 张"
            sentence = f"{which}已打过，将记为“补打”。旧证请收回作废。"
            self.warning.addWidget(Banner(Message(sentence, Kind.WARN)))
        self._ask_why(sentence)
        self._reason_row.setVisible(bool(again))
        self.note.setVisible(self._reason is PrintReason.OTHER)

    def renew_printers(self) -> None:
        """Printers come and go."""
        self._fill_printers()

    def fit(self) -> None:
        """Width for the text size."""
        self.setFixedWidth(theme.length(300))
        for field in (self.across, self.down, self.scale):
            field.fit()

    # --- building ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 12, 1, 8)
        scroll = Scroll(inside=True)
        outer.addWidget(scroll)
        column = scroll.column
        column.setContentsMargins(16, 0, 16, 0)
        column.setSpacing(8)
        column.addWidget(label("打印设置", "card"))
        column.addLayout(_row("模板", self.form))
        column.addLayout(_row("打印机", self.printer))
        column.addLayout(_row("编号范围", self.range))
        column.addWidget(self.told)
        column.addWidget(self.check, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self.warning)
        column.addWidget(self._lay_out_reasons())
        column.addLayout(_row("顺序", self.order))
        column.addLayout(_row("每批", self.pack))
        rule = QFrame()
        rule.setProperty("role", "rule")
        column.addWidget(rule)
        head = QHBoxLayout()
        head.addWidget(label("位置微调", "strong"))
        head.addStretch(1)
        head.addWidget(self.align)
        column.addLayout(head)
        for text, field in (
            ("左右（右为正，毫米）", self.across),
            ("上下（下为正，毫米）", self.down),
            ("缩放（%）", self.scale),
        ):
            column.addLayout(_row(text, field, grows=False))
        column.addWidget(self.remembered, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)

    def _lay_out_reasons(self) -> QWidget:
        column = QVBoxLayout(self._reason_row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label("补打原因", "label"))
        flow = QWidget()
        row = Flow(flow, 6)
        group = QButtonGroup(self)
        group.setExclusive(True)
        for reason, button in self.reasons.items():
            button.setCheckable(True)
            button.setAccessibleName(f"补打原因：{reason.label}")
            group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(lambda *_, one=reason: self._choose_reason(one))
        column.addWidget(flow)
        column.addWidget(self.note)
        return self._reason_row

    def _load(self) -> None:
        self.form.choose(self._settings.get(FORM))
        self._fill_orders()
        self.pack.choose(self._settings.get(PACK))
        self._fill_printers()
        kept = self._settings.get(PRINTER)
        self.printer.choose(kept or self._printers.default() or self.printer.itemData(0))
        self._show_fit()

    def _fill_printers(self) -> None:
        entries: list[tuple[object, str]] = [(name, name) for name in self._printers.names()]
        self.printer.fill([*entries, (PDF_FILE, "存为 PDF 文件")])

    def _fill_orders(self) -> None:
        # A separator sheet on a bought cover would be a cover lost.
        orders = [one for one in Order if one is not Order.SLIPS or not self.chosen_form.overprint]
        self.order.fill([(one, one.label) for one in orders])
        kept = self._settings.get(ORDER)
        self.order.choose(kept if kept in orders else Order.PLACE)

    def _connect(self) -> None:
        self.form.activated.connect(lambda _: self._take_form())
        self.order.activated.connect(lambda _: self._settings.put(ORDER, self.chosen_order))
        self.pack.activated.connect(lambda _: self._settings.put(PACK, self.chosen_pack))
        self.printer.activated.connect(lambda _: self._take_printer())
        for field in (self.across, self.down, self.scale):
            field.changed.connect(lambda _: self._keep_fit())
        self.range.textEdited.connect(lambda _: self._wait())
        self.note.textEdited.connect(lambda _: self.changed.emit())
        self._pause.timeout.connect(self.range_changed.emit)

    # --- what is done --------------------------------------------------------------------------

    def _wait(self) -> None:
        # What the button says must not be out of date while one types.
        self.changed.emit()
        self._pause.start()

    @property
    def waits(self) -> bool:
        """Whether the range was typed and not read yet."""
        return self._pause.isActive()

    def _ask_why(self, sentence: str) -> None:
        if sentence != self._asked_why:
            self._asked_why = sentence
            self.why_asked.emit(sentence)

    def _take_form(self) -> None:
        self._settings.put(FORM, self.chosen_form.key)
        self._fill_orders()
        self.form_changed.emit()

    def _take_printer(self) -> None:
        self._settings.put(PRINTER, self.chosen_printer)
        self._show_fit()
        self.range_changed.emit()

    def _show_fit(self) -> None:
        fit = self._settings.get(fit_entry(self.chosen_printer))
        self.across.put(fit.shift[0])
        self.down.put(fit.shift[1])
        self.scale.put(fit.scale)
        self.remembered.setText("已按打印机记住" if fit != Fit() else "")

    def _keep_fit(self) -> None:
        self._settings.put(fit_entry(self.chosen_printer), self.chosen_fit)
        self.remembered.setText("已按打印机记住")

    def _choose_reason(self, reason: PrintReason | None) -> None:
        self._reason = reason
        for one, button in self.reasons.items():
            button.setChecked(one is reason)
            restyle(button, "chosen", one is reason)
        self.note.setVisible(reason is PrintReason.OTHER)
        if reason is PrintReason.OTHER:
            self.note.setFocus()
        self.changed.emit()


def _packs(kept: int) -> list[tuple[object, str]]:
    sizes = sorted({10, 25, 50, 100, 200, kept})
    return [(size, f"{size} 张") for size in sizes]


def _row(text: str, control: QWidget, *, grows: bool = True) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    caption = label(text, "label")
    caption.setBuddy(control)
    if grows:
        caption.setFixedWidth(theme.length(60))
    row.addWidget(caption, 0 if grows else 1, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(control, 1 if grows else 0)
    return row
