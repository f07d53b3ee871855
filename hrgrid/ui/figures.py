"""The dashboard's figures of the workforce: tiles, and 一格一员 by area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.ui import theme
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.cards import Card, Tile
from hrgrid.ui.charts import Bar, BarChart
from hrgrid.ui.forms import label
from hrgrid.ui.session import Session

if TYPE_CHECKING:
    # The tables behind it take long to load; the reading thread loads them after the window.
    from hrgrid.overview.queries import HeadcountRow, PartRow, StaffingRow


def rate_text(basis_points: int) -> str:
    """One decimal, rounded down: 100.0% is said only where nothing is missing."""
    tenths = basis_points // 10
    return f"{tenths // 10}.{tenths % 10}%"


# What four tiles need side by side, at the standard text size.
_FOUR_FROM = 780


class Tiles(QWidget):
    """The figures at the top; in a narrow window the first two."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.missing = LinkButton(
            "看名单", does=lambda: session.go("workforce", "photo/"), name="看缺证件照的名单"
        )
        self.grids = Tile("网格 / 专职配备", "tree-structure")
        self.people = Tile("网格员总数", "users-three")
        self.rate = Tile("一格一员配备率", "check-circle")
        self.photos = Tile("缺证件照", "user", self.missing)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for tile in (self.grids, self.people, self.rate, self.photos):
            row.addWidget(tile, 1)
        self._fold(wide=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many as there is room for."""
        super().resizeEvent(event)
        self._fold(wide=self.width() >= theme.length(_FOUR_FROM))

    def _fold(self, *, wide: bool) -> None:
        for tile in (self.rate, self.photos):
            tile.setVisible(wide)

    def show_staffing(self, staffing: StaffingRow) -> None:
        """Show how the grids are staffed."""
        vacant = f" · 缺 {staffing.vacant:,} 个" if staffing.vacant else "，没有缺员"
        self.grids.show_figure(
            f"{staffing.grids:,}",
            f"已配 {staffing.filled:,}{vacant}",
            "captionWarn" if staffing.vacant else "caption",
        )
        self._show_rate(staffing)

    def _show_rate(self, staffing: StaffingRow) -> None:
        from hrgrid.overview.queries import LOW_BP

        low = sum(part.low for part in staffing.parts)
        line = f"{LOW_BP // 100}%"
        rate = staffing.filled * 10_000 // staffing.grids if staffing.grids else 10_000
        self.rate.show_figure(
            rate_text(rate),
            f"低于 {line} 的区域 {low} 个" if low else f"各区域都不低于 {line}",
            "captionWarn" if low else "caption",
        )

    def show_headcount(self, count: HeadcountRow) -> None:
        """Show how many people there are."""
        self.people.show_figure(
            f"{count.people:,}", f"专职 {count.full_time:,} · 兼职 {count.part_time:,}"
        )
        self.missing.setVisible(count.without_photo > 0)
        self.photos.show_figure(f"{count.without_photo:,}", f"已有 {count.with_photo:,} 人的照片")


class CoverageCard(Card):
    """Vacant grids by area as bars from zero, the rate as text, low rates marked."""

    def __init__(self, session: Session) -> None:
        self.link = LinkButton("缺员网格", does=self._show_all)
        super().__init__("一格一员", " ", [self.link])
        self._session = session
        self._parts: tuple[PartRow, ...] = ()
        self.chart = BarChart("各区域缺员网格")
        self._none = label("每个综合网格都有专职网格员。", "body2", wraps=True)
        self.column.addWidget(self._none)
        self.column.addWidget(self.chart)
        self.column.addStretch()
        self.chart.chosen.connect(self._show_part)

    @property
    def has_grids(self) -> bool:
        """Whether there is anything to show."""
        return bool(self._parts)

    def show_staffing(self, staffing: StaffingRow) -> None:
        """Show how the grids are staffed."""
        from hrgrid.overview.queries import LOW_BP

        self.beside.setText(f"缺员最多的在前，配备率低于 {LOW_BP // 100}% 标黄")
        self._parts = staffing.parts
        self.link.setText(f"缺员网格 {staffing.vacant:,} 个")
        self.link.setVisible(staffing.vacant > 0)
        self._none.setVisible(not staffing.vacant)
        self.chart.show_bars([_bar(part) for part in staffing.parts])

    def show_most(self, most: int) -> int:
        """Show no more areas than this; returns how many there are to show."""
        self.chart.show_most(most)
        return len(self.chart.bars)

    def _show_all(self) -> None:
        self._open("")

    def _show_part(self, at: int) -> None:
        if self._parts[at].vacant:
            self._open(self._parts[at].path)

    def _open(self, under: str) -> None:
        from hrgrid.ui.workforce.vacancies import VacanciesDialog

        VacanciesDialog(self._session, self._parts, under, self).exec()


def _bar(part: PartRow) -> Bar:
    told = f"缺 {part.vacant:,}" if part.vacant else "不缺"
    return Bar(part.name, part.vacant, told, rate_text(part.rate_bp), part.low)
