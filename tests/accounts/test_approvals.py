"""Approvals: by whom, how many, signed or on paper; given once and never taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hrgrid.accounts import queries
from hrgrid.accounts.model import Approval, How
from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Deed, Role, approvals_needed
from hrgrid.accounts.service import (
    OperatorForm,
    add_operator,
    choose_setting,
)
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Setting
from tests.accounts.deeds import given, paper, recording, requiring, signing, subject
from tests.accounts.houses import (
    NAMES,
    SECOND_CHIEF,
    House,
    execute,
    refused,
    rows_of,
)

SINGLE, DOUBLE, SEPARATE = Setting
CLERK, CHIEF = Role.CLERK, Role.CHIEF
OTHERS = [deed for deed in Deed if deed not in {Deed.EXIT, Deed.AWARD}]


# --- how many -----------------------------------------------------------------------------------


@pytest.mark.parametrize("deed", [Deed.EXIT, Deed.AWARD])
def test_under_separation_exits_and_awards_need_two_people(shared, deed):
    house = shared(SEPARATE)
    of = subject(house, deed)
    assert "须有 2 人审批，现有 0 人" in refused(house, CLERK, requiring(of))
    state = house.desk(CHIEF).write(signing(of))
    assert (state.needed, state.given, state.complete) == (2, 1, False)
    assert "须有 2 人审批，现有 1 人" in refused(house, CLERK, requiring(of))
    state = house.desk(SECOND_CHIEF).write(signing(of))
    assert (state.given, state.complete) == (2, True)
    assert state.words == "审批：科长孙审批、副书记陈副书记"
    assert house.desk(CLERK).write(requiring(of)) == state


@pytest.mark.parametrize("deed", OTHERS)
@pytest.mark.parametrize("setting", [DOUBLE, SEPARATE])
def test_everything_else_needs_one(shared, setting, deed):
    house = shared(setting)
    of = subject(house, deed)
    assert house.desk(CHIEF).write(signing(of)).complete
    house.desk(CLERK).write(requiring(of))


@pytest.mark.parametrize("deed", list(Deed))
def test_under_double_review_another_person_suffices(shared, deed):
    house = shared(DOUBLE)
    of = subject(house, deed)
    refused(house, CLERK, requiring(of))
    state = house.desk(CHIEF).write(signing(of))
    assert (state.needed, state.complete, state.words) == (1, True, "审批：科长孙审批")


@pytest.mark.parametrize("deed", list(Deed))
def test_alone_one_approves_his_own_and_the_paper_says_so(shared, deed):
    house = shared(SINGLE)
    of = subject(house, deed, Role.OWNER)
    state = house.desk(Role.OWNER).write(signing(of))
    assert (state.needed, state.complete) == (1, True)
    assert state.words == "单人审批：科员赵一手"


@pytest.mark.parametrize("deed", list(Deed))
def test_only_exits_and_awards_follow_the_policy(deed):
    assert [approvals_needed(deed, count) for count in (1, 2, 3)] == (
        [1, 2, 3] if deed in {Deed.EXIT, Deed.AWARD} else [1, 1, 1]
    )


def test_one_deed_is_not_approved_by_the_approval_of_another(shared):
    house = shared(DOUBLE)
    award = subject(house, Deed.AWARD)
    house.desk(CHIEF).write(signing(award))
    for other in (replace(award, deed=Deed.EXIT), replace(award, key="another")):
        assert "现有 0 人" in refused(house, CLERK, requiring(other))


def test_the_words_follow_the_setting_under_which_the_approval_was_given(double):
    of = subject(double, Deed.HIRE)
    double.desk(CHIEF).write(signing(of))
    double.office_keeper.write(lambda work: choose_setting(work, SINGLE), reason="只剩一人")
    alone = subject(double, Deed.HIRE, CHIEF)
    double.desk(CHIEF).write(signing(alone))
    with double.database.reading() as work:
        assert queries.approval_state(work, of.deed, of.key).words == "审批：科长孙审批"
        assert queries.approval_state(work, of.deed, alone.key).words == "单人审批：科长孙审批"


# --- by whom --------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", [DOUBLE, SEPARATE])
def test_nobody_approves_what_he_proposed(shared, setting):
    house = shared(setting)
    own = subject(house, Deed.AWARD, CHIEF)
    assert "经办人不能审批自己经办的事项" in refused(house, CHIEF, signing(own))
    for name in ("孙审批", " 孙审批", "孙 审 批", "孙\u3000审批", "孙审批\u200b"):
        told = refused(house, CLERK, recording(own, paper(name)))
        assert "经办人不能审批自己经办的事项" in told
    assert given(house, own) == 0
    assert house.desk(SECOND_CHIEF).write(signing(own)).given == 1


@pytest.mark.parametrize("setting", [DOUBLE, SEPARATE])
def test_one_person_counts_once_however_he_approves(shared, setting):
    house = shared(setting)
    signed = subject(house, Deed.AWARD)
    house.desk(CHIEF).write(signing(signed))
    assert "同一个人已经审批过" in refused(house, CHIEF, signing(signed))
    assert "同一个人已经审批过" in refused(
        house, CLERK, recording(signed, paper("孙 审批", "主任"))
    )
    assert given(house, signed) == 1
    papers = subject(house, Deed.AWARD)
    house.desk(CLERK).write(recording(papers, paper("马 书 记", "书记")))
    for again in (
        paper("马书记", "书记"),
        paper("马书记", "兼综治办主任"),
        paper("马\u3000书记", "x"),
    ):
        assert "同一个人已经审批过" in refused(house, CLERK, recording(papers, again))
    assert given(house, papers) == 1


def test_a_paper_and_then_the_same_person_signing_count_once(shared):
    house = shared(SEPARATE)
    of = subject(house, Deed.EXIT)
    house.desk(CLERK).write(recording(of, paper("孙审批", "副主任")))
    assert "同一个人已经审批过" in refused(house, CHIEF, signing(of))
    assert house.desk(SECOND_CHIEF).write(signing(of)).complete


def test_two_operators_of_one_name_are_two_people(shared):
    separate = shared(SEPARATE)
    twin = OperatorForm(
        "twin", NAMES[CHIEF], "政委", "示例区", (RoleRow(CHIEF, ""),), "shuang-bao-tai"
    )
    separate.operators_keeper.write(lambda work: add_operator(work, twin))
    of = subject(separate, Deed.AWARD)
    separate.desk(CHIEF).write(signing(of))
    assert separate.desk("twin").write(signing(of)).complete


def test_a_chief_of_one_area_approves_there_only(shared):
    double = shared(DOUBLE)
    there = RoleRow(CHIEF, "3205/320508/")
    form = OperatorForm("local", "韩街道", "书记", "某街道", (there,), "jie-dao-shu-ji")
    double.operators_keeper.write(lambda work: add_operator(work, form))
    inside = subject(double, Deed.HIRE, area="3205/320508/001/")
    assert double.desk("local").write(signing(inside)).complete
    for area in ("", "3205/", "3205/320509/"):
        told = refused(double, "local", signing(subject(double, Deed.HIRE, area=area)))
        assert "没有“审批”的权限" in told


# --- once given, it stays -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE approval SET approver_name = '别人'",
        "UPDATE approval SET step = step + 10",
        "DELETE FROM approval",
    ],
)
def test_an_approval_is_never_changed_or_removed(shared, statement):
    house = shared(DOUBLE)
    of = subject(house, Deed.HIRE)
    house.desk(CHIEF).write(signing(of))
    with pytest.raises(UserError, match="审批登记后不能改也不能删"):
        execute(house.database, statement)
    assert given(house, of) == 1


def test_a_server_does_not_empty_the_table_of_approvals(shared, engine_name):
    house = shared(DOUBLE)
    if engine_name == "sqlite":
        statement = "DELETE FROM approval WHERE 1"
        house.desk(CHIEF).write(signing(subject(house, Deed.HIRE)))
    else:
        statement = "TRUNCATE approval"
    with pytest.raises(UserError, match="不能改也不能删"):
        execute(house.database, statement)


@pytest.mark.parametrize("by_name", [False, True], ids=["by id", "by name"])
@pytest.mark.parametrize("setting", [DOUBLE, SEPARATE])
def test_the_database_itself_refuses_ones_own_approval(shared, setting, by_name):
    house = shared(setting)
    proposer = house.row(CHIEF)
    with pytest.raises(UserError, match="经办人不能审批自己经办的事项"):
        _insert(house, proposer.id, None if by_name else proposer.id, "孙审批" if by_name else "甲")


def test_the_database_itself_refuses_one_person_twice(shared):
    house = shared(DOUBLE)
    proposer, chief = house.id(CLERK), house.id(CHIEF)
    key = _insert(house, proposer, chief, "孙审批")
    with pytest.raises(UserError, match="同一个人已经审批过"):
        _insert(house, proposer, chief, "改过的名", key=key, step=2)
    with pytest.raises(UserError, match="同一个人已经审批过"):
        _insert(house, proposer, None, "孙审批", key=key, step=2)
    with pytest.raises(UserError, match="这一步审批已经登记过了"):
        _insert(house, proposer, None, "另一人", key=key, step=1)
    _insert(house, proposer, None, "另一人", key=key, step=2)
    held = rows_of(house.database, "SELECT step FROM approval WHERE subject = :key", key=key)
    assert sorted(held) == [(1,), (2,)]


def _insert(
    house: House, proposer: int, approver: int | None, name: str, *, key: str = "", step: int = 1
) -> str:
    """An approval written past the use case, as another program would."""
    key = key or subject(house, Deed.AWARD).key
    house.desk(CLERK).write(
        lambda work: work.session.add(
            Approval(
                deed=Deed.AWARD,
                subject=key,
                step=step,
                how=How.PAPER if approver is None else How.SIGNED,
                approver_id=approver,
                approver_name=name,
                approver_post="科长",
                decided_on=work.today,
                document_no="1号",
                scan_sha256=None,
                proposer_id=proposer,
                setting=house.setting,
                recorded_by=work.actor.operator_id,
                recorded_at=work.now,
            )
        )
    )
    return key
