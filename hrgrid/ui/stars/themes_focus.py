"""每月主题: the theme on which a street or a community lays weight in a month."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from hrgrid.assessment.queries.themes import focus_of
from hrgrid.assessment.rules.months import month_words
from hrgrid.assessment.rules.themes import FocusRow, SheetPart, SheetPlace, ThemeSheet
from hrgrid.assessment.service.themes import drop_focus, set_focus
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import Button
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import named
from hrgrid.ui.matters.undoing import offer_undo
from hrgrid.ui.session import Session
from hrgrid.ui.stars.forms import StarForm
from hrgrid.ui.stars.words import TOPIC


@dataclass(frozen=True)
class Weight:
    """A theme of a month, and how it is called there; empty for the name of the theme."""

    code: str
    title: str


def focus_words(focus: FocusRow | None) -> str:
    """本月主题：反诈宣传月（沿用示例区）."""
    if focus is None:
        return "还没有定本月主题"
    told = focus.title
    if focus.theme_label not in told:
        told = f"{told}（{focus.theme_label}）"
    return f"本月主题：{told}，沿用{focus.area}" if focus.inherited else f"本月主题：{told}"


class FocusDialog(StarForm):
    """Enter sets it; where an area has its own, it may be taken out again."""

    WIDTH = 460

    def __init__(
        self,
        session: Session,
        sheet: ThemeSheet,
        area: SheetPlace | SheetPart,
        parent: QWidget,
    ) -> None:
        super().__init__(session, "定每月主题", "定为每月主题", parent)
        self._away.setText("不改")
        self._month, self._area = sheet.month, area
        self._where = f"{area.name} {month_words(sheet.month)}"
        themes, focus = sheet.themes, sheet.focus
        told = f"{self._where}着重抓哪个主题。{len(themes)} 个主题照样都要填。"
        if focus is not None and focus.inherited:
            told = f"{told}现在沿用{focus.area}的“{focus.title}”。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.theme = Choice("主题", [(one.code, one.label) for one in themes])
        self.words = TextField("叫法（可不填）", hint="例如：反诈宣传月")
        if focus is not None:
            self.theme.choose(focus.theme)
            if not focus.inherited and focus.title != focus.theme_label:
                self.words.setText(focus.title)
        self.form.addWidget(named(self.theme))
        self.form.addWidget(named(self.words))
        self.drop = Button("取消自己的主题", does=self._drop)
        self.drop.setAutoDefault(False)
        self.drop.setVisible(focus is not None and not focus.inherited)
        self.form.addWidget(self.drop)
        self.on_act(self._set)
        self.theme.setFocus()

    def _set(self) -> None:
        wanted = Weight(str(self.theme.currentData()), self.words.text().strip())
        shown = wanted.title or self.theme.currentText()
        self._put(wanted, f"{self._where}的主题定为“{shown}”。")

    def _drop(self) -> None:
        self._put(None, f"{self._where}不再有自己的主题。")

    def _put(self, wanted: Weight | None, said: str) -> None:
        month, area = self._month, self._area
        text = f"定每月主题（{self._where}）"

        def done(before: Weight | None) -> str:
            offer_undo(
                self.session,
                text,
                lambda work: put_weight(work, month, area, before),
                topic=TOPIC,
                came=lambda was: lambda work: put_weight(work, month, area, was),
            )
            return said

        self.send(lambda work: put_weight(work, month, area, wanted), done, title="正在定每月主题")


def put_weight(
    work: UnitOfWork, month: int, area: SheetPlace | SheetPart, wanted: Weight | None
) -> Weight | None:
    """Give an area its own theme of a month, or none; hands back what it had."""
    focus = focus_of(work, month, area.path)
    before = None
    if focus is not None and not focus.inherited:
        before = Weight(focus.theme, focus.title)
    if wanted is not None:
        set_focus(work, month, area.id, wanted.code, wanted.title)
    elif before is not None:
        drop_focus(work, month, area.id)
    return before
