"""Pictures of what is done for people: changes, corrections, absences, duplicates, rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

AWAY, RENAMED = "G0000003", "G0000005"


def prepare(desk: Any) -> None:
    """One on leave with a stand-in, one with another name, some who are on file twice."""
    from hrgrid.core.identity import check_digit
    from hrgrid.workforce.model import Person
    from hrgrid.workforce.queries import person_card, tree_index
    from hrgrid.workforce.queries.absences import grids_of_worker
    from hrgrid.workforce.queries.known import find_person
    from hrgrid.workforce.queries.listing import ID_NUMBER
    from hrgrid.workforce.rules import (
        AbsenceKind,
        AbsencePay,
        Employment,
        FormerField,
        LeaveKind,
        RoleRuleKind,
    )
    from hrgrid.workforce.service.absences import AbsenceForm, Cover, begin_absence
    from hrgrid.workforce.service.changing import ChangeForm, change_person
    from hrgrid.workforce.service.enlisting import Enlisting
    from hrgrid.workforce.service.incumbents import PostForm
    from hrgrid.workforce.service.matching import PersonForm
    from hrgrid.workforce.service.roles import add_role_rule

    def away(work: Any) -> None:
        person, cover = find_person(work, AWAY), find_person(work, "G0000007")
        on = dt.date(2026, 10, 12)
        form = AbsenceForm(
            AbsenceKind.LEAVE, on, dt.date(2026, 12, 31), LeaveKind.MATERNITY, pay=AbsencePay.FULL
        )
        covers = {one.area_id: Cover(cover, 50_000) for one in grids_of_worker(work, person, on)}
        begin_absence(work, person, form, covers)

    def renamed(work: Any) -> None:
        card = person_card(work, find_person(work, RENAMED))
        form = ChangeForm(
            FormerField.NAME, f"{card.name[0]}梓涵", dt.date(2026, 9, 1), "户口簿变更记录"
        )
        change_person(work, card.id, card.version, form)

    def twice(work: Any) -> None:
        enlisting = Enlisting(work, tree_index(work, work.today))
        grids = [row for row in enlisting.index.by_code.values() if row.kind is not None]
        for at, number in enumerate(("G0000009", "G0000013")):
            person = work.session.get_one(Person, find_person(work, number))
            whole = work.keyring.open(ID_NUMBER, person.id_number)
            first = whole[:16] + str((int(whole[16]) + 2) % 10)
            form = PersonForm(person.name, first + check_digit(first), party="中共党员")
            enlisting.take(
                form,
                PostForm(
                    grids[40 + at], enlisting.roles["联络员"], Employment.PART, dt.date(2024, 3, 1)
                ),
            )
        enlisting.write()

    def breach(work: Any) -> None:
        enlisting = Enlisting(work, tree_index(work, work.today))
        person = work.session.get_one(Person, find_person(work, "G0000002"))
        whole = work.keyring.open(ID_NUMBER, person.id_number)
        grid = next(
            row
            for row in enlisting.index.by_code.values()
            if row.name == "姑苏区社区第0网格" or row.name.startswith("姑苏区第0")
        )
        enlisting.take(
            PersonForm(person.name, whole),
            PostForm(grid, enlisting.roles["联络员"], Employment.PART, dt.date(2024, 3, 1)),
        )
        enlisting.write()

    def rule(work: Any) -> None:
        add_role_rule(work, RoleRuleKind.EXCLUSIVE, "grid_leader", "liaison")

    desk.write(away)
    desk.write(renamed, reason="户口簿上改名")
    desk.write(twice)
    desk.write(breach)
    desk.write(rule)


def pictures(window: Any, settled: Callable[..., Any]) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every picture by name."""
    scenes = Scenes(window, settled)
    for name in (
        "change", "change_post", "correct_person", "correct_post", "absence", "secondment",
        "back", "plan", "void_absence", "duplicates", "merge", "undo_merge", "role_rules",
        "role_rule", "undo_split", "end_stand_in", "away_card", "deeds_menu",
    ):  # fmt: skip
        yield f"folk_{name}", getattr(scenes, name)


class Scenes:
    """What the pictures show; but for the merge nothing of it is written."""

    def __init__(self, window: Any, settled: Callable[..., Any]) -> None:
        self.window, self.settled = window, settled
        self.session = window.session

    def _shown(self, dialog: Any) -> Any:
        dialog.setModal(True)
        dialog.show()
        self.settled()
        self.settled()
        dialog.fit()
        return dialog

    def _card(self, number: str) -> Any:
        from hrgrid.workforce.queries import person_card
        from hrgrid.workforce.queries.known import find_person

        return self.session.desk.read(lambda work: person_card(work, find_person(work, number)))

    def change(self) -> Any:
        """A name, with its paper."""
        from hrgrid.ui.workforce.change_forms import ChangeDialog

        dialog = ChangeDialog(self.session, self._card("G0000011"), self.window)
        dialog.text.setText("王梓涵")
        dialog.document.setText("户口簿变更记录")
        dialog.reason.setText("户口簿上改名")
        return self._shown(dialog)

    def change_post(self) -> Any:
        """Part time from a day on."""
        from hrgrid.ui.workforce.change_forms import ChangePostDialog

        return self._shown(ChangePostDialog(self.session, self._card("G0000011"), self.window))

    def correct_person(self) -> Any:
        """Results used the name."""
        from hrgrid.overview.queries.results import ResultRow
        from hrgrid.ui.workforce.person_forms import CorrectDialog

        dialog = CorrectDialog(self.session, self._card("G0000011"), self.window)
        self._shown(dialog)
        run = "2026 年“十百千网格员”第 1 次冻结，第 1 次计算"
        dialog.results._show(
            [
                ResultRow(f"{run}（作废）", "优秀网格员：候补", stands=False),
                ResultRow(
                    run.replace("第 1 次计算", "第 2 次计算（采用）"),
                    "优秀网格员：入选",
                    stands=True,
                ),
                ResultRow("2026 年“十百千网格员”优秀网格员", "已决定，印作“李水平”", stands=True),
                ResultRow("证书 苏政法网格〔2026〕YX017", "有效，写着“李水平”", stands=True),
            ]
        )
        self.settled()
        dialog.fit()
        return dialog

    def correct_post(self) -> Any:
        """A day typed wrong."""
        from hrgrid.ui.workforce.change_forms import CorrectPostDialog

        return self._shown(CorrectPostDialog(self.session, self._card("G0000011"), self.window))

    def absence(self) -> Any:
        """Leave, with who looks after the grid."""
        from hrgrid.ui.workforce.absence_forms import AbsenceDialog

        return self._shown(AbsenceDialog(self.session, self._card("G0000011"), self.window))

    def secondment(self) -> Any:
        """Lent to another office."""
        from hrgrid.ui.workforce.absence_forms import AbsenceDialog

        dialog = AbsenceDialog(self.session, self._card("G0000011"), self.window)
        dialog.kind.setCurrentIndex(2)
        self._shown(dialog)
        dialog.covers[0].person.setText("G0000015")
        dialog.covers[0].pay.setCurrentIndex(1)
        dialog.act.click()
        self.settled()
        return dialog

    def back(self) -> Any:
        """The return."""
        from hrgrid.ui.workforce.absence_forms import ReturnDialog

        return self._shown(ReturnDialog(self.session, self._card(AWAY), self.window))

    def plan(self) -> Any:
        """A longer leave."""
        from hrgrid.ui.workforce.absence_forms import PlanDialog

        return self._shown(PlanDialog(self.session, self._card(AWAY), self.window))

    def void_absence(self) -> Any:
        """One that never was."""
        from hrgrid.ui.workforce.absence_forms import VoidAbsenceDialog

        return self._shown(VoidAbsenceDialog(self.session, self._card(AWAY), self.window))

    def duplicates(self) -> Any:
        """The list."""
        from hrgrid.ui.workforce.duplicates import DuplicatesDialog

        return self._shown(DuplicatesDialog(self.session, self.window))

    def _pair(self) -> Any:
        from hrgrid.workforce.queries.duplicates import duplicates

        pair = self.session.desk.read(duplicates)[0]
        return self._card(pair.one.number), self._card(pair.other.number)

    def merge(self) -> Any:
        """Side by side."""
        from hrgrid.ui.workforce.merge_forms import MergePeopleDialog

        kept, other = self._pair()
        return self._shown(MergePeopleDialog(self.session, kept, self.window, other))

    def undo_merge(self) -> Any:
        """Two again."""
        from hrgrid.ui.workforce.merge_forms import UndoMergeDialog
        from hrgrid.workforce.service.merging import merge_people

        kept, other = self._pair()
        self.session.desk.write(
            lambda work: merge_people(work, kept.id, other.id), reason="两次导入"
        )
        return self._shown(UndoMergeDialog(self.session, self._card(kept.number), self.window))

    def role_rules(self) -> Any:
        """Rules and who breaks them."""
        from hrgrid.ui.office.role_rules import RoleRulesDialog

        return self._shown(RoleRulesDialog(self.session, self.window))

    def role_rule(self) -> Any:
        """One more."""
        from hrgrid.ui.office.role_rules import RoleRuleDialog

        return self._shown(RoleRuleDialog(self.session, self.window))

    def _grid(self) -> Any:
        from hrgrid.workforce.queries import find_area
        from hrgrid.workforce.queries.dossier import grid_card
        from tests.ui.gridded import EAST

        def read(work: Any) -> Any:
            return grid_card(work, find_area(work, EAST, work.today).id, work.today)

        return self.session.desk.read(read)

    def undo_split(self) -> Any:
        """The split that furnished the office."""
        from hrgrid.ui.grids.undoing import UndoChangeDialog

        change = next(one for one in self._grid().history.changes if one.undoable)
        return self._shown(UndoChangeDialog(self.session, change, self.window))

    def end_stand_in(self) -> Any:
        """Its last day."""
        from hrgrid.ui.grids.standing_in import EndStandInDialog

        card = self._grid()
        dialog = EndStandInDialog(self.session, card.row, card.stand_ins[0], self.window)
        return self._shown(dialog)

    def away_card(self) -> Any:
        """Somebody on leave, beside the list."""
        self.window.show_page("workforce")
        self.settled()
        page = self.window.page
        page.person.view.show_card(self._card(AWAY))
        page.person.show()
        self.settled()
        return self.window

    def deeds_menu(self) -> Any:
        """What may be done."""
        self.away_card()
        menu = self.window.page.person.view.deeds.menu()
        menu.popup(self.window.mapToGlobal(self.window.rect().center()))
        self.settled()
        return menu
