"""Pictures of the grids of a community: menu, list, forms, and the card of one that was split."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

COMMUNITY, EAST, WEST = "吴江区社区", "吴江区社区第3网格东", "吴江区社区第3网格西"


def split_one(desk: Any) -> None:
    """Split a grid of the community, so that a card has a history."""
    from hrgrid.workforce.queries.known import find_person
    from hrgrid.workforce.service.posting import begin_stand_in
    from hrgrid.workforce.service.regridding import GridForm, Part, split_grid

    parts = (
        Part(6_500, GridForm(EAST, "G60301", households=260)),
        Part(3_500, GridForm(WEST, "G60302", households=140)),
    )

    def deed(work: Any) -> None:
        grids = _around(work)[1]
        split_grid(work, grids[3].id, parts, dt.date(2026, 10, 1), "吴政法〔2026〕15 号")

    def look_after(work: Any) -> None:
        east = next(grid for grid in _around(work)[1] if grid.name == EAST)
        person = find_person(work, "G0000001")
        begin_stand_in(work, east.id, person, dt.date(2026, 11, 1), None, allowance_fen=50_000)

    desk.write(deed, reason="户数超过 400 户")
    desk.write(look_after, reason="网格员请假")


def _around(work: Any) -> Any:
    from hrgrid.workforce.queries import find_area
    from hrgrid.workforce.queries.grids import grids_of

    area = find_area(work, COMMUNITY, work.today)
    return area, grids_of(work, area.id, work.today)


def pictures(window: Any, settled: Callable[..., Any]) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every picture by name."""
    scenes = Scenes(window, settled)
    yield "grids_menu", scenes.menu
    yield "grids_list", scenes.listing
    yield "grids_editing", scenes.every
    yield "grids_odd", scenes.odd
    yield "grids_numbers", scenes.numbers
    yield "dialog_sizes", scenes.sizes
    yield "dialog_new_grid", scenes.new
    yield "dialog_rename", scenes.rename
    yield "dialog_split", scenes.split
    yield "dialog_split_wrong", scenes.split_wrong
    yield "dialog_merge", scenes.merge
    yield "dialog_merge_into", scenes.merge_into
    yield "dialog_grid_card", scenes.card
    yield "dialog_stand_in", scenes.stand_in


class Scenes:
    """What the pictures show; nothing of it is written."""

    def __init__(self, window: Any, settled: Callable[..., Any]) -> None:
        self.window, self.settled, self.session = window, settled, window.session
        self.area, self.grids = self.session.desk.read(_around)

    def shown(self, dialog: Any) -> Any:
        """A dialog with what it read."""
        dialog.setModal(True)
        dialog.show()
        return self.settled(dialog)

    def tried(self, dialog: Any) -> Any:
        """With the outcome of the trial."""
        self.shown(dialog)
        dialog.trial._rest.stop()
        dialog.trial._ask()
        return self.settled(dialog)

    def menu(self) -> Any:
        """What the tree offers for the community."""
        from hrgrid.ui.grids.menu import area_menu

        made = area_menu(self.session, self.area, self.window)
        made.popup(self.window.mapToGlobal(self.window.rect().center()))
        return made

    def listing(self) -> Any:
        """The grids of the community."""
        self.window.show_page("workforce", f"grids/{self.area.id}")
        return self.settled(self.window)

    def every(self) -> Any:
        """All grids, being edited."""
        from hrgrid.ui.grids.conditions import GridConditions

        self.window.show_page("workforce", "grids/")
        view = self.window.page.grids
        view.want(GridConditions())
        self.settled(self.window)
        view.parts.edit()
        view.parts.editing.strip.reason.setText("核对 7 月户数")
        view.table.step(3, 5)
        return self.settled(self.window)

    def odd(self) -> Any:
        """Those outside the suggested households, numbers asked for."""
        from hrgrid.ui.grids.conditions import GridConditions

        view = self.window.page.grids
        view.parts.editing.end()
        view.want(GridConditions(odd_size=True))
        self.settled(self.window)
        return self.window

    def numbers(self) -> Any:
        """From how many households to how many."""
        from hrgrid.workforce.queries.gridlist import GridHeading

        view = self.window.page.grids
        view.parts.filters.open(GridHeading.HOUSEHOLDS)
        self.settled(self.window)
        return view.parts.filters.popup

    def sizes(self) -> Any:
        """The suggested households."""
        from hrgrid.ui.grids.sizes import SizesDialog

        return self.shown(SizesDialog(self.session, self.window))

    def new(self) -> Any:
        """A grid by hand."""
        from hrgrid.ui.grids.forms import NewGridDialog

        return self.shown(NewGridDialog(self.session, self.area.id, COMMUNITY, self.window))

    def rename(self) -> Any:
        """Another name."""
        from hrgrid.ui.grids.forms import RenameDialog

        return self.shown(RenameDialog(self.session, self.area.id, COMMUNITY, self.window))

    def split(self) -> Any:
        """Shares by households."""
        from hrgrid.ui.grids.splitting import SplitDialog

        dialog = SplitDialog(self.session, self.grids[0], self.window)
        for row, count in zip(dialog.rows.rows, ("260", "140"), strict=True):
            row.households.setText(count)
        dialog.rows.by_households.click()
        dialog.effect.document.setText("吴政法〔2026〕15 号")
        dialog.effect.reason.setText("户数超过 400 户")
        return self.tried(dialog)

    def split_wrong(self) -> Any:
        """Shares that are no whole."""
        from hrgrid.ui.grids.splitting import SplitDialog

        dialog = SplitDialog(self.session, self.grids[0], self.window)
        dialog.rows.add_source()
        dialog.rows.rows[0].share.setText("40")
        return self.tried(dialog)

    def merge(self) -> Any:
        """Two full-time workers in the way."""
        from hrgrid.ui.grids.merging import MergeDialog

        dialog = MergeDialog(self.session, self.grids[:2], self.window)
        dialog.name.setText("吴江区社区第1网格（新）")
        dialog.code.setText("G6N1")
        return self.tried(dialog)

    def merge_into(self) -> Any:
        """Into one of them, the second worker part-time."""
        from hrgrid.ui.grids.merging import MergeDialog

        dialog = MergeDialog(self.session, self.grids[1:3], self.window)
        dialog.into.setCurrentIndex(1)
        self.shown(dialog)
        full = [row for row in dialog.people._rows if row.is_the_worker]
        dialog.people.choices[full[-1].post_id].setCurrentIndex(1)
        return self.tried(dialog)

    def card(self) -> Any:
        """One that came of a split."""
        from hrgrid.ui.grids.card import GridDialog

        east = next(grid for grid in self.grids if grid.name == EAST)
        return self.shown(GridDialog(self.session, east.id, east.name, self.window))

    def stand_in(self) -> Any:
        """Somebody looks after a grid for an allowance."""
        from hrgrid.ui.grids.standing_in import StandInDialog

        dialog = StandInDialog(self.session, self.grids[0], self.window)
        dialog.person.setText(self.grids[1].worker)
        dialog.reason.setText("网格员请假")
        dialog.pay.setCurrentIndex(1)
        dialog.allowance.setText("500")
        return self.shown(dialog)
