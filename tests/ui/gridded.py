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
    desk.write(stand_behind, reason="常态化管理")
    desk.write(look_after, reason="网格员请假")


def stand_behind(work: Any) -> None:
    """What stands behind the grids of the community: 八定, bodies, volunteers."""
    from hrgrid.workforce.rules.eight import STATION_ITEMS, BodyKind, EightKind
    from hrgrid.workforce.service.bodies import BodyForm, check_station, found_body
    from hrgrid.workforce.service.facts import change_terms
    from hrgrid.workforce.service.volunteers import count_volunteers

    area, grids = _around(work)
    day = dt.date(2026, 1, 1)
    texts = {
        EightKind.HOURS: "工作日 8:30—17:30，每天巡查不少于 2 次；汛期、节日按街道安排值班",
        EightKind.DUTIES: "信息采集、便民服务、隐患排查、矛盾化解、治安防范、法治宣传",
        EightKind.DEMANDS: "每天签到，事件 5 分钟内响应，请假提前 1 天",
        EightKind.STANDARD: "按月考核，满分 100 分，60 分以上合格",
    }
    change_terms(work, area.parent_id, texts, day, "吴政法〔2026〕3 号")
    october = dt.date(2026, 10, 1)
    ids = [grid.id for grid in grids]
    east = next(grid.id for grid in grids if grid.name == EAST)
    extent = {EightKind.GRID: "示例路以东、示例小区 1—6 幢"}
    change_terms(work, east, extent, dt.date(2026, 10, 8))
    given = {"grid_ids": ids, "on": october}
    branch = BodyForm("吴江区社区第一网格党支部", "沈建国", place="社区党群服务中心")
    found_body(work, BodyKind.PARTY_BRANCH, area.id, branch, **given)
    station = BodyForm("精网微格工作站", place="示例小区东门", telephone="0512-63000000")
    made = found_body(work, BodyKind.STATION, area.id, station, **given)
    checks = {item: item != "有工作流程" for item in STATION_ITEMS}
    check_station(work, made, checks, dt.date(2026, 11, 2), by="陈敏", note="流程图月底前上墙")
    heads = {"an_an_squad": 12, "building_head": 6, "micro_volunteer": 9}
    count_volunteers(work, east, heads, dt.date(2026, 10, 31))


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
    yield "dialog_grid_card_low", scenes.card_low
    yield "dialog_grid_card_bare", scenes.bare
    yield "dialog_grid_terms", scenes.terms
    yield "dialog_area_terms", scenes.area_terms
    yield "dialog_grid_facts", scenes.facts
    yield "dialog_grid_assign", scenes.assign
    yield "dialog_grid_body", scenes.body
    yield "dialog_grid_join", scenes.join
    yield "dialog_grid_check", scenes.check
    yield "dialog_grid_volunteers", scenes.volunteers
    yield "dialog_volunteer_kinds", scenes.kinds
    yield from _past(window, settled)


def _past(window: Any, settled: Callable[..., Any]) -> Iterator[tuple[str, Callable[[], Any]]]:
    """As of a day before the split: the choice, the tree, the card, the dashboard."""
    from hrgrid.ui.as_of import AsOfPopup
    from hrgrid.ui.grids.card import GridDialog
    from hrgrid.workforce.queries import find_area
    from hrgrid.workforce.queries.grids import grids_of

    day = dt.date(2026, 3, 1)

    def popup() -> Any:
        window.show_page("workforce")
        settled()
        window.top.as_of.open()
        return window.top.as_of.findChild(AsOfPopup)

    def people() -> Any:
        for one in window.top.as_of.findChildren(AsOfPopup):
            one.close()
        window.show_page("workforce")
        window.session.look_at(day)
        settled()
        settled()
        return window

    def dashboard() -> Any:
        window.show_page("dashboard")
        window.session.look_at(day)
        settled()
        return window

    def grid() -> Any:
        window.session.look_at(day)
        area = window.session.desk.read(lambda work: find_area(work, COMMUNITY, work.today))
        rows = window.session.desk.read(lambda work: grids_of(work, area.id, work.day))
        dialog = GridDialog(window.session, rows[3].id, rows[3].name, window)
        dialog.setModal(True)
        dialog.show()
        return settled(dialog)

    def journal() -> Any:
        window.show_page("journal")
        window.session.look_at(day)
        return settled(window)

    yield "asof_popup", popup
    yield "asof_people", people
    yield "asof_dash", dashboard
    yield "asof_grid", grid
    yield "asof_journal", journal
    window.session.look_at(None)


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

    def card_low(self) -> Any:
        """The same card, scrolled to its end."""
        card = self.card()
        bar = card.view.verticalScrollBar()
        bar.setValue(bar.maximum())
        return card

    def bare(self) -> Any:
        """A grid on a day before anything was written."""
        from hrgrid.ui.grids.card import GridDialog

        first, day = self.grids[0], dt.date(2025, 6, 30)
        return self.shown(GridDialog(self.session, first.id, first.name, self.window, on=day))

    def read(self) -> Any:
        """The card of the grid that came of a split."""
        from hrgrid.workforce.queries.dossier import grid_card

        east = next(grid for grid in self.grids if grid.name == EAST)
        return self.session.desk.read(lambda work: grid_card(work, east.id, work.today))

    def terms(self) -> Any:
        """八定 of a grid."""
        from hrgrid.ui.grids.fact_forms import TermsDialog

        return self.shown(TermsDialog(self.session, self.read(), self.window))

    def area_terms(self) -> Any:
        """八定 for all grids of a community."""
        from hrgrid.ui.grids.fact_forms import TermsDialog

        return self.shown(TermsDialog(self.session, self.area, self.window))

    def facts(self) -> Any:
        """Kind and households."""
        from hrgrid.ui.grids.fact_forms import GridFactsDialog

        return self.shown(GridFactsDialog(self.session, self.read(), self.window))

    def assign(self) -> Any:
        """Somebody for a vacant role."""
        from hrgrid.ui.grids.fact_forms import AssignDialog

        card = self.read()
        role = next(one for one in card.crew if not one.held)
        return self.shown(AssignDialog(self.session, card, role, self.window))

    def body(self) -> Any:
        """A station as it stands."""
        from hrgrid.ui.grids.body_forms import ChangeBodyDialog
        from hrgrid.workforce.rules.eight import BodyKind

        body = self.read().body(BodyKind.STATION)
        return self.shown(ChangeBodyDialog(self.session, body, self.window))

    def join(self) -> Any:
        """A police grid for a grid that has none."""
        from hrgrid.ui.grids.body_forms import JoinDialog
        from hrgrid.workforce.rules.eight import BodyKind

        kind = BodyKind.POLICE_GRID
        return self.shown(JoinDialog(self.session, self.read(), kind, self.window))

    def check(self) -> Any:
        """四有 of a station."""
        from hrgrid.ui.grids.body_forms import CheckDialog
        from hrgrid.workforce.rules.eight import BodyKind

        body = self.read().body(BodyKind.STATION)
        return self.shown(CheckDialog(self.session, body, self.window))

    def volunteers(self) -> Any:
        """How many of each kind."""
        from hrgrid.ui.grids.volunteer_forms import CountDialog

        return self.shown(CountDialog(self.session, self.read(), self.window))

    def kinds(self) -> Any:
        """The kinds."""
        from hrgrid.ui.grids.volunteer_forms import KindsDialog

        return self.shown(KindsDialog(self.session, self.window))
