"""岗位类别: whom places are laid down for by themselves, a line each, and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.honours.queries import Board
from hrgrid.honours.rules.categories import BUREAU, MOST, Category, check_categories
from hrgrid.honours.rules.scheme import WHOLE
from hrgrid.honours.service import OpenDraw, set_categories
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import BareButton, Button, LinkButton
from hrgrid.ui.cells.menus import TickMenu
from hrgrid.ui.forms import TextField, Tick, clear, label
from hrgrid.ui.honours.weight_fields import basis_points
from hrgrid.ui.honours.words import TOPIC, percent
from hrgrid.ui.matters.forms import MatterForm, beside, filled, named
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.roles import RoleRow, roles
from hrgrid.workforce.rules import Level

_UNITS = [(level.value, level.label) for level in Level] + [(BUREAU, "机关单位")]
_REST = "其余人员"
_PROPOSED = (
    Category("leaders", "网格长", 2_000, roles=("grid_leader",)),
    Category("bureaus", "机关单位人员", 1_000, units=(BUREAU,)),
    Category("rest", _REST, 7_000),
)
"""A first set to begin with; every office has its own."""


_TOLD = (
    "从上往下看，第一个对得上的类别收这个人；岗位、单位都选了的要同时符合。"
    "按截止日的主要岗位定。保存后各级名额重新统计、重新分配，人工调整过的要再调。"
)
_LEAST = 2
_NAME, _SHARE, _BESIDE = 132, 64, 92
"""Widths of the name and the share, and of what stands behind the share."""

_NAMED = 2
"""So many entries a button names; its tooltip names all."""


class SomeButton(Button):
    """A choice of several entries; the menu stays open while one ticks."""

    def __init__(self, name: str, entries: Sequence[tuple[str, str]]) -> None:
        super().__init__("", name=name, glyph="caret-down", does=self._open)
        self._name, self._entries = name, list(entries)
        self.values: tuple[str, ...] = ()
        self.setAutoDefault(False)
        # The arrow stands behind the words.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._show()

    def put(self, values: Sequence[str]) -> None:
        """Tick these."""
        self.values = tuple(values)
        self._show()

    def menu_of_ticks(self) -> TickMenu:
        """What opens: an entry each, ticked or not."""
        menu = TickMenu(self)
        for code, text in self._entries:
            menu.add_tick(text, on=code in self.values, does=partial(self._tick, code))
        return menu

    def _tick(self, code: str, on: bool) -> None:
        wanted = {*self.values, code} if on else {*self.values} - {code}
        self.put([own for own, _ in self._entries if own in wanted])

    def _open(self) -> None:
        menu = self.menu_of_ticks()
        menu.exec(self.mapToGlobal(self.rect().bottomLeft()))
        menu.deleteLater()

    def _show(self) -> None:
        texts = [text for code, text in self._entries if code in self.values]
        more = f" 等 {len(texts)} 种" if len(texts) > _NAMED else ""
        self.setText(("、".join(texts[:_NAMED]) + more) or "不限")
        self.setToolTip(f"{self._name}：{'、'.join(texts) or '不限'}")
        self.setAccessibleDescription("、".join(texts) or "不限")


class CategoryLine(QWidget):
    """One category: its name, whom it takes, its share; the last takes whoever is left."""

    def __init__(self, one: Category, known: Sequence[RoleRow], *, last: bool) -> None:
        super().__init__()
        self.key = one.key
        self.name = TextField("类别名称", text=one.label)
        self.share = TextField("名额比例（%）", text=percent(one.share_bp)[:-1])
        self.share.setFixedWidth(theme.length(_SHARE))
        self.name.setFixedWidth(theme.length(_NAME))
        self.roles = SomeButton(
            "岗位", [(role.code, role.label) for role in known if role.may_be_honoured]
        )
        self.units = SomeButton("单位", _UNITS)
        self.roles.put(one.roles)
        self.units.put(one.units)
        self.up = BareButton("caret-up", "上移", lambda: None)
        self.off = BareButton("x", "删去这一类", lambda: None)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.name)
        if last:
            row.addWidget(label("不在上面各类的人", "caption"), 1)
        else:
            row.addWidget(self.roles, 1)
            row.addWidget(self.units, 1)
        row.addWidget(self.share)
        row.addWidget(label("%"))
        for button in (self.up, self.off):
            button.setAutoDefault(False)
            policy = button.sizePolicy()
            # The shares stand below each other in the last line too.
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
            row.addWidget(button)
            button.setHidden(last)

    def read(self, *, last: bool) -> Category:
        """The category as it is typed. Raises UserError where its share is none."""
        name = self.name.text().strip()
        share = basis_points(self.share.text() or "0", f"“{name}”的比例")
        if last:
            return Category(self.key, name, share)
        return Category(self.key, name, share, self.roles.values, self.units.values)


def _headings() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    first, share = label("类别名称", "caption"), label("比例", "caption")
    first.setFixedWidth(theme.length(_NAME))
    share.setFixedWidth(theme.length(_SHARE + _BESIDE))
    row.addWidget(first)
    row.addWidget(label("岗位", "caption"), 1)
    row.addWidget(label("单位", "caption"), 1)
    row.addWidget(share)
    return row


class CategoriesForm(MatterForm):
    """Switched on, each category ranks its own people; the places are shared anew with it."""

    TOPIC = TOPIC
    WIDTH = 640

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        super().__init__(session, "按岗位类别分名额", "保存并重新分配", parent)
        self._board, self._known = board, list[RoleRow]()
        self.lines: list[CategoryLine] = []
        self.on = Tick("给各岗位类别单独留名额，各排各的名次")
        self.on.setAccessibleName("按岗位类别分名额")
        self.on.setChecked(bool(board.scheme.categories))
        self.add = LinkButton("添加类别", glyph="plus", does=self._add)
        self.sum = label("", "strong")
        self.reason = TextField("理由", hint="例如：经研究，网格长和网格员分开评选")
        self.document = TextField("文号", hint="可不填")
        self.form.addWidget(self.on)
        self.form.addWidget(label(_TOLD, "caption", wraps=True))
        self._inner = QWidget()
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        inner = QVBoxLayout(self._inner)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(_headings())
        inner.addLayout(self._column)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch()
        foot.addWidget(self.sum)
        inner.addLayout(foot)
        self.form.addWidget(self._inner)
        self.form.addLayout(beside(named(self.reason), named(self.document), shares=(3, 2)))
        self.on.toggled.connect(self._follow)
        self.on_act(self._save)
        session.tasks.read(roles, self._take, failed=self.refuse)

    def _take(self, known: list[RoleRow]) -> None:
        self._known = known
        self._put(self._board.scheme.categories or _PROPOSED)

    def _put(self, categories: Sequence[Category]) -> None:
        clear(self._column)
        self.lines = []
        for at, one in enumerate(categories):
            line = CategoryLine(one, self._known, last=at == len(categories) - 1)
            line.share.textChanged.connect(lambda _: self._add_up())
            line.up.clicked.connect(lambda _=False, at=at: self._move(at))
            line.off.clicked.connect(lambda _=False, at=at: self._remove(at))
            line.up.setEnabled(at > 0)
            line.off.setEnabled(len(categories) > _LEAST)
            self.lines.append(line)
            self._column.addWidget(line)
        self.add.setEnabled(len(categories) < MOST)
        self._follow()
        self._add_up()

    def _follow(self) -> None:
        self._inner.setEnabled(self.on.isChecked())
        self.fit_soon()

    def _typed(self) -> list[Category]:
        """The lines as they stand, a share that is none as nought."""
        found = []
        for at, line in enumerate(self.lines):
            try:
                found.append(line.read(last=at == len(self.lines) - 1))
            except UserError:
                kept = Category(line.key, line.name.text(), 0, line.roles.values, line.units.values)
                found.append(kept)
        return found

    def _add(self) -> None:
        typed = self._typed()
        taken = {one.key for one in typed}
        key = next(name for at in range(MOST + 1) if (name := f"c{at + 1}") not in taken)
        self._put([*typed[:-1], Category(key, "", 0), typed[-1]])
        self.lines[-2].name.setFocus()

    def _move(self, at: int) -> None:
        typed = self._typed()
        typed[at - 1], typed[at] = typed[at], typed[at - 1]
        self._put(typed)
        self.lines[at - 1].up.setFocus()

    def _remove(self, at: int) -> None:
        typed = self._typed()
        self._put([*typed[:at], *typed[at + 1 :]])

    def _add_up(self) -> None:
        total = sum(one.share_bp for one in self._typed())
        self.sum.setText(f"合计 {percent(total)}" + ("" if total == WHOLE else "，要是 100%"))

    def _read(self) -> tuple[tuple[Category, ...], str]:
        found: tuple[Category, ...] = ()
        if self.on.isChecked():
            last = len(self.lines) - 1
            found = tuple(line.read(last=at == last) for at, line in enumerate(self.lines))
            check_categories(found)
        return found, filled(self.reason, "网格长和网格员分开评选")

    def _save(self) -> None:
        read = self.checked(self._read)
        if read is None:
            return
        (wanted, reason), document = read, self.document.text().strip()
        campaign_id = self._board.campaign.id

        def job(work: UnitOfWork) -> list[OpenDraw]:
            return set_categories(work, campaign_id, wanted, document)

        self.send(job, "名额已重新统计和分配。", reason=reason, title="正在分配名额")
