"""One line of the scheme in fields: how it counts, what it reads, bands as offices write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.rules.fact_rows import IndicatorRow
from hrgrid.assessment.rules.words import RATIOS, FormulaKind, Missing, NotApplicable
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import BareButton, LinkButton
from hrgrid.ui.forms import Choice, TextField, Tick, clear, label
from hrgrid.ui.matters.forms import beside, named
from hrgrid.ui.schemes.draft import RATED, DraftBand, DraftInput, DraftItem, of_kind

_VERBS = {FormulaKind.DEDUCT: "扣", FormulaKind.COUNT: "得", FormulaKind.BONUS: "加"}


class FaultLine(QWidget):
    """Where a fault is said, in place; nothing where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.sentence = ""
        self.hide()

    def say(self, sentence: str) -> None:
        """Say this, or nothing."""
        if sentence == self.sentence:
            return
        self.sentence = sentence
        clear(self._column)
        if sentence:
            self._column.addWidget(Banner(Message(sentence, Kind.BAD)))
        self.setVisible(bool(sentence))


class ItemForm(QWidget):
    """`changed` carries the line as it reads now and which field it was; fields are built anew
    only where their number changes."""

    changed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.item: DraftItem | None = None
        self.known: Mapping[str, IndicatorRow] = {}
        self.enabled = True
        self.fault = FaultLine()
        self._body = QVBoxLayout()
        self._body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.fault)
        column.addLayout(self._body)
        column.addStretch()
        self.fields: dict[str, TextField] = {}
        self.choices: dict[str, Choice] = {}

    def show_item(self, item: DraftItem | None, known: Mapping[str, IndicatorRow]) -> None:
        """Show this line."""
        self.item, self.known = item, known
        clear(self._body)
        self.fields, self.choices = {}, {}
        if item is None:
            self._body.addWidget(
                label("方案里还没有项目。按“加一项”添上第一项。", "body2", wraps=True)
            )
            return
        self._lay_out(item)
        for part in (*self.fields.values(), *self.choices.values()):
            part.setEnabled(self.enabled)

    def _lay_out(self, item: DraftItem) -> None:
        veto = item.kind is FormulaKind.VETO
        code = self._text("代码", "code", item.code)
        name = self._text("名称", "label", item.label, hint="例如：日常巡查走访")
        self._body.addLayout(beside(named(code), named(name), shares=(1, 3)))
        kinds = self._choice("计分办法", [(one, one.label) for one in FormulaKind], item.kind)
        kinds.currentIndexChanged.connect(lambda _: self._turn(kinds.currentData()))
        row: list[QWidget] = [named(kinds, hint=item.kind.explanation)]
        if not veto:
            told = "上限" if item.kind is FormulaKind.BONUS else "满分"
            row.append(named(self._text(told, "full", item.full, hint="例如 10")))
        self._body.addLayout(beside(*row, shares=(3, 1)[: len(row)]))
        self._inputs(item)
        if item.kind is FormulaKind.BANDS:
            self._bands(item)
        elif item.kind is FormulaKind.LINEAR:
            low = self._text("零分线（%）", "low", item.low)
            high = self._text("满分线（%）", "high", item.high)
            self._body.addLayout(beside(named(low), named(high)))
        elif item.kind is FormulaKind.PASS:
            self._body.addWidget(named(self._text("达标线", "passing", item.passing)))
        if item.kind is FormulaKind.COUNT:
            tick = Tick("从总分里扣，不占总分（例如双随机检查）")
            tick.setChecked(item.deducted)
            tick.setEnabled(self.enabled)
            tick.toggled.connect(lambda on: self._put("deducted", again=True, deducted=on))
            self._body.addWidget(tick)
        if item.kind not in {FormulaKind.BONUS, FormulaKind.VETO}:
            self._policies(item)

    def _policies(self, item: DraftItem) -> None:
        applies = self._choice(
            "这一项对某人不适用时", [(one, one.label) for one in NotApplicable], item.not_applicable
        )
        missing = self._choice("没有数据时", [(one, one.label) for one in Missing], item.missing)
        applies.currentIndexChanged.connect(
            lambda _: self._put("not_applicable", not_applicable=applies.currentData())
        )
        missing.currentIndexChanged.connect(
            lambda _: self._put("missing", missing=missing.currentData())
        )
        self._body.addWidget(named(applies))
        self._body.addWidget(named(missing))

    # --- indicators ---------------------------------------------------------------------------

    def _inputs(self, item: DraftItem) -> None:
        rated, single = item.kind in RATED, item.kind in RATIOS or item.kind is FormulaKind.PASS
        self._body.addWidget(label("指标和每件的分" if rated else "指标", "label"))
        offered = [
            (code, f"{row.label}（{row.unit}）")
            for code, row in self.known.items()
            if row.active and (item.kind not in RATIOS or row.based)
        ]
        for at, each in enumerate(item.inputs):
            line = QHBoxLayout()
            line.setSpacing(6)
            mine = [("", "请选指标"), *offered]
            if each.indicator and each.indicator not in [code for code, _ in offered]:
                row = self.known.get(each.indicator)
                mine.append((each.indicator, f"{row.label if row else each.indicator}（不能用）"))
            choice = self._choice(f"第 {at + 1} 个指标", mine, each.indicator, key=f"input{at}")
            choice.setSizeAdjustPolicy(
                Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.currentIndexChanged.connect(
                lambda _, at=at, own=choice: self._input(at, indicator=own.currentData())
            )
            line.addWidget(choice, 1)
            if rated:
                row = self.known.get(each.indicator)
                unit = row.unit if row else "件"
                line.addWidget(label(f"每{unit}{_VERBS[item.kind]}", "label"))
                rate = self._text(f"第 {at + 1} 个指标每件几分", f"rate{at}", each.rate, bind=False)
                rate.setFixedWidth(theme.length(60))
                rate.textEdited.connect(lambda text, at=at: self._input(at, rate=text))
                line.addWidget(rate)
                line.addWidget(label("分", "label"))
            if len(item.inputs) > 1:
                line.addWidget(self._bare(f"去掉第 {at + 1} 个指标", partial(self._drop_input, at)))
            self._body.addLayout(line)
        if not single and self.enabled:
            more = LinkButton("加一个指标", glyph="plus", does=self._add_input)
            more.setAutoDefault(False)
            self._add_link(more)

    def _input(self, at: int, **given: str) -> None:
        item = self.item
        if item is None:
            return
        inputs = list(item.inputs)
        inputs[at] = replace(inputs[at], **given)
        self._put(f"input{at}{'rate' if 'rate' in given else ''}", inputs=tuple(inputs))

    def _add_input(self) -> None:
        if self.item is not None:
            at = len(self.item.inputs)
            self._put("inputs", again=True, inputs=(*self.item.inputs, DraftInput("")))
            self.choices[f"input{at}"].setFocus()

    def _drop_input(self, at: int) -> None:
        if self.item is not None:
            left = tuple(one for place, one in enumerate(self.item.inputs) if place != at)
            self._put("inputs", again=True, inputs=left)

    # --- bands --------------------------------------------------------------------------------

    def _bands(self, item: DraftItem) -> None:
        self._body.addWidget(label("分档：从（含）到（不含），上限空着是“以上”", "label"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(6)
        for at, one in enumerate(item.bands):
            parts: list[QWidget] = [label("从", "label")]
            for name, value, after in (
                ("start", one.start, "% 到"),
                ("to", one.to, "%，得满分的"),
                ("share", one.share, "%"),
            ):  # fmt: skip
                told = {"start": "下限", "to": "上限", "share": "得分"}[name]
                field = self._text(f"第 {at + 1} 档{told}", f"band{at}{name}", value, bind=False)
                field.setMinimumWidth(theme.length(50))
                field.textEdited.connect(
                    lambda text, at=at, name=name: self._band(at, **{name: text})
                )
                parts += [field, label(after, "label")]
            if len(item.bands) > 1:
                parts.append(self._bare(f"去掉第 {at + 1} 档", partial(self._drop_band, at)))
            for place, part in enumerate(parts):
                grid.addWidget(part, at, place)
        self._body.addLayout(grid)
        if self.enabled:
            more = LinkButton("加一档", glyph="plus", does=self._add_band)
            more.setAutoDefault(False)
            self._add_link(more)

    def _band(self, at: int, **given: str) -> None:
        if self.item is None:
            return
        bands = list(self.item.bands)
        bands[at] = replace(bands[at], **given)
        self._put(f"band{at}{next(iter(given))}", bands=tuple(bands))

    def _add_band(self) -> None:
        if self.item is not None:
            at = len(self.item.bands)
            self._put("bands", again=True, bands=(*self.item.bands, DraftBand("", "", "")))
            self.fields[f"band{at}start"].setFocus()

    def _drop_band(self, at: int) -> None:
        if self.item is not None:
            left = tuple(one for place, one in enumerate(self.item.bands) if place != at)
            self._put("bands", again=True, bands=left)

    # --- parts --------------------------------------------------------------------------------

    def _add_link(self, link: LinkButton) -> None:
        row = QHBoxLayout()
        row.addWidget(link)
        row.addStretch()
        self._body.addLayout(row)

    def _bare(self, name: str, does: Callable[[], object]) -> BareButton:
        made = BareButton("x", name, does)
        made.setAutoDefault(False)
        made.setEnabled(self.enabled)
        return made

    def _text(
        self, name: str, key: str, value: str, *, hint: str = "", bind: bool = True
    ) -> TextField:
        field = TextField(name, text=value, hint=hint)
        self.fields[key] = field
        if bind:
            field.textEdited.connect(lambda text: self._put(key, **{key: text}))
        return field

    def _choice(
        self, name: str, entries: Sequence[tuple[object, str]], value: object, key: str = ""
    ) -> Choice:
        made = Choice(name, entries)
        made.choose(value)
        self.choices[key or name] = made
        return made

    def _turn(self, kind: FormulaKind) -> None:
        if self.item is not None and kind is not self.item.kind:
            self.item = of_kind(self.item, kind)
            self._tell("kind", again=True)
            self.choices["计分办法"].setFocus()

    def _put(self, what: str, *, again: bool = False, **given: object) -> None:
        if self.item is not None:
            self.item = replace(self.item, **given)  # type: ignore[arg-type]
            self._tell(what, again=again)

    def _tell(self, what: str, *, again: bool) -> None:
        item = self.item
        if again:
            self.show_item(item, self.known)
        self.changed.emit(item, what)
