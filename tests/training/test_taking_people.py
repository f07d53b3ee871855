"""Who may take a competition away, who keys on the laptop, and as whom it comes home."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import set_policy, sign_in
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.policies import Policy, Setting
from hrgrid.panels.rules.words import SheetState
from hrgrid.storage.database import Database
from hrgrid.training.queries import taking as reading
from hrgrid.training.service import taking, unpacking
from tests.accounts.conftest import houses
from tests.accounts.houses import House
from tests.training.taken import Place, compete

__all__ = ["houses"]
A, B = (1, 1, "content"), (1, 1, "manner")


@pytest.fixture
def house(houses: object) -> Iterator[House]:
    """单人办公 with somebody of every role."""
    with houses.open(Setting.SINGLE) as opened:  # type: ignore[attr-defined]
        yield opened


@pytest.fixture
def contest(house):
    return house.desk(Role.OWNER).write(lambda work: compete(work, 2, 1))


@pytest.fixture
def double(house):
    house.desk(Role.OWNER).write(
        lambda work: set_policy(work, Policy.SECOND_ENTRY, 1), reason="成绩由两人录"
    )


@pytest.fixture
def goes(house):
    """Who goes along."""
    return house.id(Role.OWNER), house.id(Role.TRAINER)


@pytest.fixture
def pack(house, contest, goes, double, tmp_path):
    path = tmp_path / "比武.hrpack"
    house.desk(Role.OWNER).write(
        lambda work: taking.take_away(work, contest.id, (), goes, path), reason="到赛场"
    )
    return path


@pytest.fixture
def laptop(pack, contest, tmp_path):
    """Both at the laptop, each by the temporary password that he was given."""
    keys = unpacking.open_package(tmp_path / "外带.hrg", pack)
    with Database.open(keys.location) as database:
        desks = [sign_in(database, name, secret) for name, secret in keys.passwords]
        assert [desk.actor.name for desk in desks] == ["赵一手", "李录入"]
        yield Place(desks[0], contest), desks[1]


def test_two_people_key_on_the_laptop_and_both_are_told(house, contest, laptop, goes, tmp_path):
    place, other = laptop
    place.key({A: 92_600, B: 88_000})
    with pytest.raises(UserError, match="另一遍就是"):
        place.key({A: 92_600}, pass_no=2)
    place.key({A: 92_600, B: 88_000}, pass_no=2, desk=other)
    place.key({(2, 1, "content"): 70_000, (2, 1, "manner"): 71_000})
    place.key({(2, 1, "content"): 70_000, (2, 1, "manner"): 17_000}, 2, other)
    place.send_back(tmp_path / "回.hrpack")
    office = Place(house.desk(Role.OWNER), contest)
    office.bring_back(tmp_path / "回.hrpack")
    one, two = office.carried().sheets
    assert (one.state, two.state) == (SheetState.DEFINITIVE, SheetState.DIFFERENT)
    assert (one.first.name, one.second.name) == ("赵一手", "李录入")
    assert (one.first.by, one.second.by, one.first.alone) == (*goes, False)


def test_the_second_typing_may_be_done_at_the_office(house, contest, laptop, tmp_path):
    place, _ = laptop
    place.key({A: 92_600, B: 88_000})
    place.send_back(tmp_path / "回.hrpack")
    office = Place(house.desk(Role.OWNER), contest)
    office.bring_back(tmp_path / "回.hrpack")
    with pytest.raises(UserError, match="另一遍就是"):
        office.key({A: 92_600}, pass_no=2)
    office.key({A: 92_600, B: 88_000}, pass_no=2, desk=house.desk(Role.TRAINER))
    assert [s.state for s in office.carried().sheets] == [SheetState.DEFINITIVE]


def test_a_sheet_keyed_by_two_on_both_sides_is_taken_from_one_side_whole(
    house, contest, laptop, tmp_path
):
    place, other = laptop
    office = Place(house.desk(Role.OWNER), contest)
    office.key({A: 60_000, B: 61_000}, desk=house.desk(Role.TRAINER))
    place.key({A: 92_600, B: 88_000})
    place.key({A: 92_600, B: 88_000}, pass_no=2, desk=other)
    place.send_back(tmp_path / "回.hrpack")
    conflict = office.preview(tmp_path / "回.hrpack").conflicts[0]
    assert conflict.what == "整份评分"
    assert (conflict.office.text, conflict.laptop.text) == ("60、61", "92.6、88 / 92.6、88")
    assert (conflict.office.by, conflict.laptop.by) == ("李录入", "赵一手、李录入")
    from hrgrid.panels.rules.merging import Side

    office.bring_back(tmp_path / "回.hrpack", {conflict.key: Side.LAPTOP})
    sheets = office.carried()
    assert [s.state for s in sheets.sheets] == [SheetState.DEFINITIVE]
    assert [(s.first.name, dict(s.first.marks)) for s in sheets.past] == [
        ("李录入", {"content": 60_000, "manner": 61_000})
    ]


def test_who_was_added_on_the_laptop_keys_nothing_that_comes_home(house, contest, laptop, tmp_path):
    from hrgrid.accounts.queries import RoleRow, actor_of, operators
    from hrgrid.accounts.service import OperatorForm, add_operator
    from hrgrid.storage.desk import Desk

    place, _ = laptop
    form = OperatorForm("x", "路过的人", "", "", (RoleRow(Role.TRAINER, ""),), "Zq7-mima-2026")
    place.desk.write(lambda work: add_operator(work, form))
    row = place.desk.read(lambda work: next(r for r in operators(work) if r.login == "x"))
    place.key({A: 92_600}, desk=Desk(place.desk.database, actor_of(row), place.desk.keyring))
    place.send_back(tmp_path / "回.hrpack")
    office = Place(house.desk(Role.OWNER), contest)
    with pytest.raises(UserError, match="由“路过的人”录入，他没有随包外带"):
        office.bring_back(tmp_path / "回.hrpack")
    assert office.marks() == {}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CHIEF, Role.AUDITOR])
def test_who_may_not_run_it_neither_takes_nor_brings(house, contest, pack, role, tmp_path):
    desk = house.desk(role)
    package = house.desk(Role.OWNER).read(lambda work: reading.packages_of(work, contest.id))[0]
    deeds = (
        lambda work: taking.take_away(work, contest.id, (), (1,), tmp_path / "x.hrpack"),
        lambda work: taking.save_again(work, package.id, tmp_path / "x.hrpack"),
        lambda work: taking.cancel_package(work, package.id),
        lambda work: reading.taking_view(work, contest.id),
    )
    for deed in deeds:
        with pytest.raises(Refused):
            desk.write(deed, reason="试")
    assert not (tmp_path / "x.hrpack").exists()


def test_nobody_goes_along_or_a_stranger_does(house, contest, tmp_path):
    for goes in ((), (999,), (house.id("stopped"),)):
        with pytest.raises(UserError, match="没有选由谁外带录分"):
            house.desk(Role.OWNER).write(
                lambda work, goes=goes: taking.take_away(
                    work, contest.id, (), goes, tmp_path / "x.hrpack"
                ),
                reason="到赛场",
            )
