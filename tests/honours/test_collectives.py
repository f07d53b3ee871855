"""Collective honours: named, chosen by a meeting, decided with the campaign, certified, revoked."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.core.errors import Refused, UserError
from hrgrid.documents.queries import Wanted, certificates
from hrgrid.documents.rules import CertificateState
from hrgrid.honours import queries
from hrgrid.honours.papers import DecisionForm, Form, write_decision, write_roster
from hrgrid.honours.papers.collectives import (
    NAMED_THAT_DAY,
    collective_annexes,
    collective_sentence,
)
from hrgrid.honours.queries.collectives import collectives, proposed_awards
from hrgrid.honours.rules.certificates import batch_of
from hrgrid.honours.rules.collectives import (
    PROPOSED,
    ChoiceForm,
    CollectiveForm,
    CollectiveState,
    read_awards,
    votes_problem,
)
from hrgrid.honours.service import Evidence
from hrgrid.honours.service.collectives import (
    choose_collectives,
    exclude_collective,
    move_collective,
    nominate_collective,
    set_awards,
)
from hrgrid.honours.service.honouring import (
    decide_collectives,
    issue_collective_certificates,
    revoke_collective,
)
from tests.honours import years
from tests.paper.measuring import texts_of
from tests.ui.honours import campaigns

STREET, TEAM = "优秀街道", "优秀网格团队"
AWARDS = [(STREET, 1), (TEAM, 2)]
MEETING = Evidence("书记办公会纪要〔2026〕6号", dt.date(2026, 1, 20))
S = CollectiveState


def office(desk):
    """Years of honours, and a campaign of 2025 that may still be given collective ones."""
    years.build(desk)
    key = desk.read(queries.campaigns)[0].id
    desk.write(lambda work: set_awards(work, key, AWARDS))


@pytest.fixture
def template(template, furnished):
    return furnished("collective honours", office)


@pytest.fixture
def key(desk):
    return desk.read(queries.campaigns)[0].id


@pytest.fixture
def streets(desk):
    """The names of two units."""
    return ["甲区", "乙区"]


def name(desk, key, unit, title=STREET, **more):
    form = CollectiveForm(title, unit, **more)
    return desk.write(lambda work: nominate_collective(work, key, form))


def choose(desk, key, *taken, title=STREET, votes=None, reason=""):
    form = ChoiceForm(title, taken, votes or {})
    desk.write(lambda work: choose_collectives(work, key, form, MEETING), reason=reason)


def states(desk, key):
    rows = desk.read(lambda work: collectives(work, key)).rows
    return [(row.name, row.state, row.place) for row in rows]


def test_units_and_teams_go_all_the_way_with_the_campaigns_document(desk, key, streets, tmp_path):
    people = desk.read(lambda work: queries.board(work, key)).candidates[:2]
    first = name(desk, key, streets[0], deeds="化解矛盾纠纷三百件")
    name(desk, key, streets[1])
    team = name(
        desk, key, streets[0], TEAM, team="平安网格团队", members=tuple(p.number for p in people)
    )
    choose(desk, key, first)
    choose(desk, key, team, title=TEAM, votes={team: 11})
    assert states(desk, key) == [
        (streets[0], S.CHOSEN, 1),
        (streets[1], S.NOMINATED, None),
        (f"{streets[0]}平安网格团队", S.CHOSEN, 1),
    ]
    row = desk.read(lambda work: collectives(work, key)).rows[2]
    assert (row.votes, sorted(row.members)) == (11, sorted(p.name for p in people))
    assert desk.write(lambda work: decide_collectives(work, key)) == 2
    campaign = desk.read(lambda work: queries.campaign(work, key))
    decided = [
        one for one in desk.read(lambda work: collectives(work, key)).rows if one.state is S.DECIDED
    ]
    assert {(one.document_no, one.granted_on) for one in decided} == {
        (campaign.document_no, campaign.decided_on)
    }
    _on_papers(desk, key, streets[0], tmp_path)
    _certified(desk, key, streets[0])


def _on_papers(desk, key, unit, folder):
    path = folder / "决定.pdf"
    form = DecisionForm("各区委政法委", "评选办法（示例〔2025〕1号）", "再接再厉")
    write_decision(desk, key, path, form)
    text = "".join(texts_of(path)).replace("\n", "").replace("　", "").replace(" ", "")
    assert f"评定{unit}为2025年度" in text
    assert f"{unit}平安网格团队" in text
    assert "附件4" in text
    assert "（1个）" in text
    written = write_roster(desk, key, folder / "名单.xlsx", Form.XLSX)
    assert written.rows == 9 + 2


def _certified(desk, key, unit):
    assert desk.write(lambda work: issue_collective_certificates(work, key)) == 2
    assert desk.write(lambda work: issue_collective_certificates(work, key)) == 0
    made = desk.read(lambda work: certificates(work, Wanted(batch_of(key))))
    assert [row.name for row in made] == [unit, f"{unit}平安网格团队"]
    assert "JT" in made[0].number
    assert made[0].body == (
        f"在2025年度网格化社会治理工作中成绩突出，被评为2025年度“网格化工作{STREET}”。"
    )
    assert made[0].source.startswith("unit-")
    first = desk.read(lambda work: collectives(work, key)).rows[0]
    desk.write(
        lambda work: revoke_collective(work, first.id, "苏政法〔2026〕31号"), reason="弄虚作假"
    )
    made = desk.read(lambda work: certificates(work, Wanted(batch_of(key))))
    assert [row.state for row in made] == [CertificateState.REVOKED, CertificateState.ISSUED]


def test_a_decision_still_names_whom_it_named_and_a_list_does_not(desk, key, streets):
    choose(desk, key, name(desk, key, streets[0]))
    desk.write(lambda work: decide_collectives(work, key))
    row = desk.read(lambda work: collectives(work, key)).rows[0]
    desk.write(lambda work: revoke_collective(work, row.id, "〔2026〕31号"), reason="弄虚作假")
    found = desk.read(lambda work: collectives(work, key))
    assert collective_annexes(found, 4) == []
    assert [one.annex for one in collective_annexes(found, 4, NAMED_THAT_DAY)] == ["附件4"]
    assert f"评定{streets[0]}为2025年度" in collective_sentence(found)


def test_nothing_is_decided_before_the_campaign_is(desk, streets):
    city = campaigns.City(desk, {}, None, campaigns.scheme(years.PLACES))
    draft = campaigns.draft(city, 2026)
    desk.write(lambda work: set_awards(work, draft, [(STREET, 1)]))
    choose(desk, draft, name(desk, draft, streets[0]))
    with pytest.raises(UserError, match="评选还没有作出决定"):
        desk.write(lambda work: decide_collectives(work, draft))


def test_a_later_meeting_needs_a_reason_and_takes_the_place_of_the_first(desk, key, streets):
    one, two = name(desk, key, streets[0]), name(desk, key, streets[1])
    choose(desk, key, one)
    with pytest.raises(UserError, match="事由"):
        choose(desk, key, two)
    choose(desk, key, two, reason="复核后会议重新议定")
    assert states(desk, key)[0] == (streets[1], S.CHOSEN, 1)
    with pytest.raises(UserError, match="名额 1 个，会议定了 2 个"):
        choose(desk, key, one, two, reason="再加一个")


def test_who_is_out_stays_on_record_and_may_be_named_anew(desk, key, streets):
    one = name(desk, key, streets[0])
    with pytest.raises(UserError, match="已经推荐过这项集体荣誉"):
        name(desk, key, streets[0])
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: exclude_collective(work, one))
    desk.write(lambda work: exclude_collective(work, one), reason="当年发生责任事故")
    again = name(desk, key, streets[0])
    rows = {row.id: row for row in desk.read(lambda work: collectives(work, key)).rows}
    assert (rows[one].state, rows[one].reason) == (S.EXCLUDED, "当年发生责任事故")
    assert rows[again].state is S.NOMINATED


def test_the_order_of_nomination_is_moved_step_by_step(desk, key, streets):
    one, two = name(desk, key, streets[0]), name(desk, key, streets[1])
    desk.write(lambda work: move_collective(work, two, up=True))
    assert [row[0] for row in states(desk, key)] == [streets[1], streets[0]]
    with pytest.raises(UserError, match="已经排在最后"):
        desk.write(lambda work: move_collective(work, one, up=False))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"unit": "没有这条街"}, "没有叫“没有这条街”的单位"),
        ({"title": "没有这一项"}, "没有集体荣誉“没有这一项”"),
        ({"members": ("张三",)}, "没有写团队名称"),
        ({"unit": " "}, "没有写单位"),
    ],
)
def test_a_form_that_cannot_be_right_is_refused(desk, key, more, told):
    form = CollectiveForm(**({"title": STREET, "unit": "甲区"} | more))
    with pytest.raises(UserError, match=told):
        desk.write(lambda work: nominate_collective(work, key, form))


def test_a_kind_stays_while_somebody_is_named_for_it(desk, key, streets):
    name(desk, key, streets[0])
    with pytest.raises(UserError, match=f"“{STREET}”已经推荐了 1 个，不能去掉"):
        desk.write(lambda work: set_awards(work, key, [(TEAM, 2)]))
    desk.write(lambda work: set_awards(work, key, [("示范社区", 3), (STREET, 2)]))
    awards = desk.read(lambda work: collectives(work, key)).awards
    assert awards == (("示范社区", 3), (STREET, 2))


def test_the_kinds_of_the_last_campaign_are_proposed(desk, key):
    assert desk.read(lambda work: proposed_awards(work, key)) == PROPOSED
    city = campaigns.City(desk, {}, None, campaigns.scheme(years.PLACES))
    draft = campaigns.draft(city, 2026)
    assert desk.read(lambda work: proposed_awards(work, draft)) == tuple(AWARDS)


def test_lines_of_kinds_are_read_and_a_bad_one_is_named():
    assert read_awards("优秀街道 3\n\n 网格 团队  12 ") == [("优秀街道", 3), ("网格 团队", 12)]
    for text, told in (
        ("优秀街道", "看不出名额"),
        ("优秀街道 三", "看不出名额"),
        ("优秀街道 0", "名额是 0"),
        ("优秀街道 1\n优秀街道 2", "写了两次"),
    ):
        with pytest.raises(UserError, match=told):
            read_awards(text)


def test_votes_that_do_not_go_with_the_order_are_told():
    assert votes_problem({1: 9, 2: 7}, [1, 2]) == ""
    assert "票数多的排在票数少的后面" in votes_problem({1: 7, 2: 9}, [1, 2])
    assert votes_problem({2: 9}, [1, 2]) == ""


def test_who_may_not_run_selections_names_no_unit(apart):
    desk = apart.desk(Role.AUDITOR)
    with pytest.raises(Refused):
        desk.write(lambda work: set_awards(work, 1, AWARDS))
