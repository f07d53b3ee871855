"""常用筛选: one's own, shared ones, what is refused, and bringing one back."""

from __future__ import annotations

import pytest

from hrgrid.accounts.queries import RoleRow, journal_entries, saved_filters
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.accounts.service import filters as service
from hrgrid.core.errors import Refused, UserError
from hrgrid.storage.journal import JournalFilter

EAST = {"places": [[7, "城东街道", "street"]], "without_photo": True}


@pytest.fixture
def viewer(desk, database):
    """Somebody who may look and nothing else."""
    roles = (RoleRow(Role.VIEWER, ""),)
    form = OperatorForm("mayk", "马永康", "", "", roles, "Zq7-mima-2026")
    desk.write(lambda work: add_operator(work, form))
    return sign_in(database, "mayk", form.secret)


def save(desk, label="城东缺照片", conditions=EAST, list_name="people") -> int:
    return desk.write(lambda work: service.save_filter(work, list_name, label, conditions))


def kept(desk, list_name="people"):
    return desk.read(lambda work: saved_filters(work, list_name))


def share(desk, row, *, shared=True) -> int:
    return desk.write(lambda work: service.share_filter(work, row.id, row.version, shared=shared))


def test_everybody_keeps_his_own_and_sees_no_other(desk, viewer):
    save(desk)
    save(viewer, "我的")
    assert [(row.label, row.own, row.conditions) for row in kept(desk)] == [
        ("城东缺照片", True, EAST)
    ]
    assert [row.label for row in kept(viewer)] == ["我的"]
    assert kept(desk, "grids") == []


def test_a_shared_one_is_everybodys_and_says_whose(desk, viewer):
    save(desk)
    share(desk, kept(desk)[0])
    [row] = kept(viewer)
    assert (row.label, row.own, row.shared, row.owner) == (
        "城东缺照片", False, True, desk.actor.name,
    )  # fmt: skip
    share(desk, kept(desk)[0], shared=False)
    assert kept(viewer) == []


def test_a_name_is_unique_for_its_owner_and_list(desk, viewer):
    save(desk)
    with pytest.raises(UserError, match="已经有一个叫“城东缺照片”"):
        save(desk, "  城东缺照片 ")
    save(desk, list_name="grids")
    save(viewer)
    other = save(desk, "城西")
    with pytest.raises(UserError, match="换个名字"):
        desk.write(lambda work: service.rename_filter(work, other, 1, "城东缺照片"))


@pytest.mark.parametrize(
    ("label", "conditions", "told"),
    [
        (" ", EAST, "没有写名称"),
        ("长" * 21, EAST, "最多 20 个"),
        ("空的", {}, "没有筛选条件"),
        ("电话", {"text": "19900001234"}, "不存号码"),
        ("证件", {"narrowed": [{"words": "999999199001010017"}]}, "不存号码"),
        ("太多", {"narrowed": [{"values": ["某" * 50] * 200}]}, "条件太多"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(desk, label, conditions, told):
    with pytest.raises(UserError, match=told):
        save(desk, label, conditions)
    assert kept(desk) == []


def test_the_tail_of_a_number_may_be_kept_and_ids_are_no_numbers_of_persons(desk):
    save(desk, "尾号", {"text": "1234"})
    save(desk, "街道", {"narrowed": [{"values": ["12345678"]}]})
    assert len(kept(desk)) == 2


def test_sharing_and_changing_what_is_shared_takes_the_right(desk, viewer):
    save(viewer, "我的")
    with pytest.raises(Refused, match="维护规则"):
        share(viewer, kept(viewer)[0])
    save(desk)
    share(desk, kept(desk)[0])
    row = next(row for row in kept(viewer) if row.shared)
    for deed in (
        lambda work: service.remove_filter(work, row.id, row.version),
        lambda work: service.rename_filter(work, row.id, row.version, "别的"),
    ):
        with pytest.raises(Refused, match=f"“城东缺照片”是{desk.actor.name}给全机构共用的"):
            viewer.write(deed)
    assert [one.label for one in kept(desk)] == ["城东缺照片"]


def test_anothers_own_is_as_if_it_were_not_there(desk, viewer):
    save(desk)
    row = kept(desk)[0]
    with pytest.raises(UserError, match="不在了"):
        viewer.write(lambda work: service.remove_filter(work, row.id, row.version))


def test_what_was_removed_comes_back_as_it_was(desk):
    save(desk)
    share(desk, kept(desk)[0])
    before = kept(desk)[0]
    removed = desk.write(lambda work: service.remove_filter(work, before.id, before.version))
    assert kept(desk) == []
    desk.write(lambda work: service.restore_filter(work, removed))
    [after] = kept(desk)
    assert (after.label, after.conditions, after.shared) == ("城东缺照片", EAST, True)


def test_a_version_of_before_is_refused(desk):
    save(desk)
    row = kept(desk)[0]
    desk.write(lambda work: service.rename_filter(work, row.id, row.version, "城东"))
    with pytest.raises(UserError, match="“城东”刚被别人改过"):
        desk.write(lambda work: service.rename_filter(work, row.id, row.version, "城西"))


def test_it_is_on_record_without_its_conditions(desk):
    save(desk)
    entries = desk.read(lambda work: journal_entries(work, JournalFilter(action="save_filter")))
    assert [(entry.subject, entry.after) for entry in entries] == [("城东缺照片", "")]


def test_there_is_an_end_to_them(desk, monkeypatch):
    monkeypatch.setattr(service, "MOST_FILTERS", 2)
    save(desk, "一")
    save(desk, "二")
    with pytest.raises(UserError, match="不能再多"):
        save(desk, "三")
