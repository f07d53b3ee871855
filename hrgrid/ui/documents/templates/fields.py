"""The words, sizes and places of a template as fields."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from hrgrid.paper.certificate import CITATIONS, SIZES, Frame, Ink, Part, Template
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.documents.nudging import NudgeField
from hrgrid.ui.documents.templates.looking import Basis, Purpose
from hrgrid.ui.forms import Choice, TextBox, TextField, Tick, label
from hrgrid.ui.matters.forms import beside, named

_REST_MS = 250
# As far as a template lets a part stand from its place.
_FAR = 1500


class TemplateFields(QWidget):
    """Tells of each change by the whole template and what was changed, once typing rests."""

    edited = Signal(object, str)
    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._template = Template("")
        self._filling = False
        self._typed = ""
        self.name = TextField("模板名称")
        self.title = TextField("标题")
        self.closing = TextField("结语")
        self.signers = TextBox("署名", "不写就署本机关；几个机关一行一个", 2)
        self.chinese_day = Tick("日期用汉字（二〇一九年四月十五日）")
        self.frame = Choice("花边", [(one, one.label) for one in Frame])
        self.ink = Choice("标题颜色", [(one, one.label) for one in Ink])
        self.sizes = {
            name: NudgeField(f"{what}（磅）", least // 10, most // 10, signed=False)
            for name, (what, least, most) in SIZES.items()
        }
        self.texts = {honour: TextBox(f"“{honour}”的正文", "", 3) for honour in CITATIONS}
        parts = [(one, one.label) for one in Part]
        self.part = Choice("移动哪一部分", [(None, "还没有选"), *parts])
        self.across = NudgeField("向右（毫米）", -_FAR, _FAR)
        self.down = NudgeField("向下（毫米）", -_FAR, _FAR)
        self.back = LinkButton("放回原处", does=self._put_back)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._lay_out()
        self._connect()

    def show_basis(self, basis: Basis) -> None:
        """Citations are an office's own only where honours have them."""
        self._texts.setVisible(basis.purpose is Purpose.CAMPAIGN)

    def show_template(self, template: Template) -> None:
        """Fill the fields without telling."""
        self._rest.stop()
        self._template, self._filling = template, True
        for field, text in (
            (self.name, template.name),
            (self.title, template.title),
            (self.closing, template.closing),
        ):
            if field.text() != text:
                field.setText(text)
        _put(self.signers, "\n".join(template.signers))
        for honour, box in self.texts.items():
            _put(box, template.citation(honour, CITATIONS[honour]))
        self.chinese_day.setChecked(template.chinese_day)
        self.frame.choose(template.look.frame)
        self.ink.choose(template.look.ink)
        for name, sized in self.sizes.items():
            sized.put(getattr(template.look, name) // 10)
        self._filling = False
        self.show_part(self.part.currentData())

    def show_part(self, part: Part | None) -> None:
        """The part in hand, and how far it stands from its place."""
        if self.part.currentData() is not part:
            self.part.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            self.part.choose(part)
            self.part.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        across, down = self._template.look.move(part) if part else (0, 0)
        self.across.put(across)
        self.down.put(down)
        for control in (self.across, self.down, self.back):
            control.setEnabled(part is not None)

    def flush(self) -> None:
        """Take what is being typed at once."""
        if self._rest.isActive():
            self._rest.stop()
            self._tell()

    # --- building ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for field in (self.name, self.title, self.closing, self.signers):
            column.addWidget(named(field))
        column.addWidget(self.chinese_day)
        column.addLayout(beside(named(self.frame), named(self.ink)))
        column.addWidget(label("字号", "strong"))
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        for row, sized in enumerate(self.sizes.values()):
            grid.addWidget(label(sized.name, "label"), row, 0)
            grid.addWidget(sized, row, 1)
        grid.setColumnStretch(0, 1)
        column.addLayout(grid)
        column.addWidget(label("位置", "strong"))
        column.addWidget(named(self.part, hint="拖动版面上的框，或用方向键移 0.1 毫米"))
        places = QGridLayout()
        places.setVerticalSpacing(6)
        for row, nudged in enumerate((self.across, self.down)):
            places.addWidget(label(nudged.name, "label"), row, 0)
            places.addWidget(nudged, row, 1)
        places.setColumnStretch(0, 1)
        column.addLayout(places)
        column.addWidget(self.back)
        self._texts = QWidget()
        texts = QVBoxLayout(self._texts)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(10)
        texts.addWidget(label("正文", "strong"))
        told = "{year} 会换成年度，{city} 换成城市；称号要写进正文。"
        texts.addWidget(label(told, "caption", wraps=True))
        for box in self.texts.values():
            texts.addWidget(named(box))
        column.addWidget(self._texts)
        column.addStretch()

    def _connect(self) -> None:
        self._rest.timeout.connect(self._tell)
        for field in (self.name, self.title, self.closing):
            field.textEdited.connect(lambda _, field=field: self._wait(field.accessibleName()))
        for box in (self.signers, *self.texts.values()):
            box.textChanged.connect(lambda box=box: self._wait(box.accessibleName()))
        self.chinese_day.toggled.connect(lambda _: self._tell_now("日期写法"))
        self.frame.currentIndexChanged.connect(lambda _: self._tell_now("花边"))
        self.ink.currentIndexChanged.connect(lambda _: self._tell_now("标题颜色"))
        for sized in self.sizes.values():
            sized.changed.connect(lambda _, sized=sized: self._tell_now(_sized(sized)))
        self.part.currentIndexChanged.connect(lambda _: self.picked.emit(self.part.currentData()))
        for nudged in (self.across, self.down):
            nudged.changed.connect(lambda _: self._move())

    # --- telling -------------------------------------------------------------------------------

    def _wait(self, what: str) -> None:
        if not self._filling:
            self._typed = what
            self._rest.start()

    def _tell_now(self, what: str) -> None:
        if not self._filling:
            self._typed = what
            self._tell()

    def _tell(self) -> None:
        self._template = self._read()
        self.edited.emit(self._template, self._typed)

    def _move(self) -> None:
        part = self.part.currentData()
        if part is None:
            return
        look = self._template.look.moved(part, self.across.value, self.down.value)
        self._template = replace(self._template, look=look)
        self.edited.emit(self._template, f"{part.label}的位置")

    def _put_back(self) -> None:
        self.across.put(0)
        self.down.put(0)
        self._move()

    def _read(self) -> Template:
        texts = {honour: " ".join(box.toPlainText().split()) for honour, box in self.texts.items()}
        own = tuple((honour, text) for honour, text in texts.items() if text != CITATIONS[honour])
        lines = (line.strip() for line in self.signers.toPlainText().splitlines())
        sizes: dict[str, Any] = {name: field.value * 10 for name, field in self.sizes.items()}
        return replace(
            self._template,
            name=self.name.text().strip(),
            title=self.title.text().strip(),
            closing=self.closing.text().strip(),
            signers=tuple(line for line in lines if line),
            chinese_day=self.chinese_day.isChecked(),
            citations=own,
            look=replace(
                self._template.look,
                frame=self.frame.currentData(),
                ink=self.ink.currentData(),
                **sizes,
            ),
        )


def _sized(field: NudgeField) -> str:
    return f"{field.name.removesuffix('（磅）')}的字号"


def _put(box: TextBox, text: str) -> None:
    if box.toPlainText() != text:
        box.setPlainText(text)
