"""The demonstration's year of training and competitions; its figures reckoned anew from print."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from decimal import Decimal

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from hrgrid.accounts.service import sign_in
from hrgrid.demo.bestowing import FOLDER
from hrgrid.demo.competing import ADVANCING, ENTRIES, SELECTIONS
from hrgrid.demo.office import OPERATOR
from hrgrid.storage.database import Database
from hrgrid.training.model import Attendance, CompetitionProtest, EventPoint
from hrgrid.training.queries.classes import ClassFilter, classes
from hrgrid.training.queries.competition_events import events_of
from hrgrid.training.queries.competition_prizes import awards_of
from hrgrid.training.queries.competition_standings import lots_of, stored_standings
from hrgrid.training.queries.competitions import competition_list
from hrgrid.training.queries.results import results
from hrgrid.training.rules.competing import (
    PERSON_RANKING,
    CompetitionState,
    ProtestState,
)
from hrgrid.training.rules.words import ClassMode, ClassState, CourseKind, Presence
from tests.demo.second_reader import (
    exact,
    places,
    read_points,
    read_scores,
    read_tables,
    read_weights,
    rounded,
    totals,
)


@pytest.fixture(scope="module")
def folder(made):
    return made[0].data.parent / "文书" / FOLDER


def asked(done, job):
    with closing(sign_in(Database.open(done.data), OPERATOR)) as desk:
        return desk.read(job)


# --- what was done --------------------------------------------------------------------------------


def test_classes_were_held_sent_to_closed_and_planned(made):
    rows = asked(made[0], lambda work: classes(work, ClassFilter()))
    assert Counter((row.kind, row.mode, row.state) for row in rows) == {
        (CourseKind.ROTATION, ClassMode.OWN, ClassState.ARCHIVED): 1,
        (CourseKind.SPECIAL, ClassMode.EXTERNAL, ClassState.CONFIRMED): 1,
        (CourseKind.CLOSED, ClassMode.OWN, ClassState.CONFIRMED): 1,
        (CourseKind.ROTATION, ClassMode.OWN, ClassState.OPEN): 1,
    }
    held = next(row for row in rows if row.state is ClassState.ARCHIVED)

    def read(work):
        cells = work.session.scalars(select(Attendance.presence))
        return results(work, held.id), Counter(cells)

    told, presences = asked(made[0], read)
    # One missed a whole day and the test, one was away for a morning; who failed first, passed.
    assert Counter(row.passed for row in told) == {True: len(told) - 2, False: 2}
    assert set(presences) >= {
        Presence.PRESENT,
        Presence.LATE,
        Presence.LEFT_EARLY,
        Presence.LEAVE,
        Presence.ABSENT,
    }


def test_the_selections_led_to_a_final_with_everything_that_may_happen(made):
    def read(work):
        *below, final = sorted(competition_list(work), key=lambda row: row.first_day)
        return (
            below,
            final,
            events_of(work, final.id),
            lots_of(work, final.id),
            list(work.session.scalars(select(CompetitionProtest.state))),
            list(work.session.scalars(select(EventPoint).where(EventPoint.undone_reason != ""))),
            awards_of(work, final.id),
            stored_standings(work, final.id),
        )

    below, final, events, lots, protests, undone, awards, ranked = asked(made[0], read)
    assert [row.state for row in below] == [CompetitionState.ARCHIVED] * SELECTIONS
    assert {row.next_id for row in below} == {final.id}
    assert final.state is CompetitionState.AWARDED
    assert len(events) == 4
    assert lots
    assert all(lot.witnesses for lot in lots)
    assert protests == [ProtestState.DENIED]
    assert len(undone) == 1
    people = ranked.of(PERSON_RANKING)
    assert len(people) == SELECTIONS * ADVANCING + 1
    assert [row.name for row in people if row.guest] == ["邻区观摩选手"]
    assert sum(row.rank is None and not row.guest for row in people) == 2
    assert Counter(award.label for award in awards)["优秀组织奖"] == 1


def test_the_same_seed_gives_the_same_ranks(made):
    def told(work):
        found = []
        for row in competition_list(work):
            lines = stored_standings(work, row.id).lines
            found.append([(one.ranking, one.name, one.published, one.rank) for one in lines])
        return found

    first, second = (asked(done, told) for done in made)
    assert first == second


# --- the second reader ----------------------------------------------------------------------------


def read_events(folder, beside):
    tables = read_tables(folder / f"{beside}评分明细表.xlsx")
    return {table.title: read_scores(table) for table in tables}


def selections(folder):
    ends = " 评分明细表.xlsx"
    found = [path.name.removesuffix(ends[1:]) for path in folder.glob(f"*选拔赛{ends}")]
    assert len(found) == SELECTIONS
    return sorted(found)


@pytest.fixture(params=["final", "selections"])
def competitions(request, folder):
    return ["总决赛 "] if request.param == "final" else selections(folder)


def test_the_score_of_every_event_follows_from_the_printed_marks(folder, competitions):
    for beside in competitions:
        for scores in read_events(folder, beside).values():
            assert any(one.score is not None for one in scores.values())
            for name, one in scores.items():
                shown = None if one.score is None else rounded(one.score)
                assert one.published == shown, name
                assert one.struck_rightly, name
            ranked = {
                name: one.score
                for name, one in scores.items()
                if not one.guest and one.score is not None
            }
            assert {name: scores[name].rank for name in ranked} == places(ranked)
            assert all(one.rank is None for name, one in scores.items() if name not in ranked)


def test_totals_and_ranks_of_people_follow_from_the_printed_marks(folder, competitions):
    for beside in competitions:
        events = read_events(folder, beside)
        (table,) = read_tables(folder / f"{beside}个人成绩表.xlsx")
        reckoned = totals(events, read_weights(table.notes))
        printed = {table.words(row, "姓名"): row for row in table.rows}
        assert printed.keys() == reckoned.keys()
        guests = {name for scores in events.values() for name, one in scores.items() if one.guest}
        ranked = {
            name: total
            for name, total in reckoned.items()
            if total is not None and name not in guests
        }
        ranks = {name: int(table.words(printed[name], "名次")) for name in ranked}
        for name, total in reckoned.items():
            row = printed[name]
            if total is None:
                assert (table.words(row, "总分"), table.words(row, "名次")) == ("弃权", "")
                continue
            assert Decimal(table.words(row, "总分")).quantize(Decimal("0.01")) == rounded(total)
            for title, scores in events.items():
                assert exact(table.words(row, title)) == exact(scores[name].published), name
            if name in guests:
                better = sum(other > total for other in ranked.values())
                assert table.words(row, "名次") == f"（{better + 1}）"
        # A lot parts equals: nobody shares a rank, and none stands before a better one.
        assert sorted(ranks.values()) == list(range(1, len(ranked) + 1))
        in_order = sorted(ranked, key=lambda name: ranks[name])
        assert [ranked[name] for name in in_order] == sorted(ranked.values(), reverse=True)


def test_equals_stand_as_the_printed_lot_says(folder):
    events = read_events(folder, "总决赛 ")
    (table,) = read_tables(folder / "总决赛 个人成绩表.xlsx")
    reckoned = totals(events, read_weights(table.notes))
    ranks = {table.words(row, "姓名"): table.words(row, "名次") for row in table.rows}
    lots = [page.extract_text() for page in PdfReader(folder / "总决赛 抽签记录.pdf").pages]
    (lot,) = (text for text in lots if "个人总分" in text)
    drawn = re.findall(r"^(\d)\. \d+ 号(\S+)$", lot, re.MULTILINE)
    names = [name for _, name in drawn]
    assert len(names) == 2
    assert len({reckoned[name] for name in names}) == 1
    assert [int(ranks[name]) for name in names] == [1, 2]


def test_the_results_of_teams_follow_from_the_printed_marks(folder):
    events = read_events(folder, "总决赛 ")
    (people,) = read_tables(folder / "总决赛 个人成绩表.xlsx")
    reckoned = totals(events, read_weights(people.notes))
    (sheet,) = read_tables(folder / "总决赛 抢答和风险题记分表.xlsx")
    points = read_points(sheet)
    assert all(summed == printed for summed, printed in points.values())
    (table,) = read_tables(folder / "总决赛 团体成绩表.xlsx")
    scores, ranks = {}, {}
    for row in table.rows:
        team = table.words(row, "代表队")
        told = table.words(row, "队员得分").split("、")
        members = dict(one.rsplit(" ", 1) for one in told)
        assert len(members) == ADVANCING
        for name, shown in members.items():
            assert people_team(people, name) == team
            total = reckoned[name]
            assert shown == ("弃权" if total is None else str(rounded(total)))
        assert exact(table.words(row, "业务抢答")) == points[team][0]
        parts = [reckoned[name] for name in members]
        if None in parts:
            assert table.words(row, "名次") == ""
            continue
        scores[team] = sum(parts) + points[team][0]
        ranks[team] = int(table.words(row, "名次"))
        printed = Decimal(table.words(row, "总分")).quantize(Decimal("0.01"))
        assert printed == rounded(scores[team])
    assert len(scores) == SELECTIONS - 1
    assert ranks == places(scores)


def people_team(table, name):
    (row,) = (row for row in table.rows if table.words(row, "姓名") == name)
    return table.words(row, "代表队")


def test_the_first_of_each_selection_are_those_of_the_final(folder):
    (final,) = read_tables(folder / "总决赛 个人成绩表.xlsx")
    for beside in selections(folder):
        (table,) = read_tables(folder / f"{beside}个人成绩表.xlsx")
        assert len(table.rows) == ENTRIES
        ranks = {table.words(row, "姓名"): int(table.words(row, "名次")) for row in table.rows}
        first = {name for name, rank in ranks.items() if rank <= ADVANCING}
        team = f"{beside[: beside.index('2025年')]}代表队"
        came = [row for row in final.rows if final.words(row, "代表队") == team]
        assert {final.words(row, "姓名") for row in came} == first


def test_the_bulletin_says_what_the_tables_say(folder):
    """Page by page as printed: annex 1 row by row, the prizes by rank."""
    pages = [page.extract_text() for page in PdfReader(folder / "总决赛 成绩通报.pdf").pages]
    whole = re.sub(r"— \d+ —|\s", "", "".join(pages))
    (table,) = read_tables(folder / "总决赛 个人成绩表.xlsx")
    prizes: dict[str, list[str]] = {}
    for row in table.rows:
        if prize := table.words(row, "奖项"):
            prizes.setdefault(prize, []).append(table.words(row, "姓名"))
    assert {prize: len(names) for prize, names in prizes.items()} == {
        "一等奖": 1,
        "二等奖": 2,
        "三等奖": 4,
    }
    personal = whole[whole.index("二、个人奖") : whole.index("三、优秀组织奖")]
    for prize, names in prizes.items():
        told = re.search(rf"{prize}（{len(names)}名）：(.*?)。", personal).group(1)
        assert re.findall(r"(?:^|、)([^（、]+)（", told) == names
    printed = dict(annex_rows(pages, table))
    for row in table.rows:
        name = table.words(row, "姓名")
        total = table.words(row, "总分")
        if total != "弃权" and not table.words(row, "名次").startswith("（"):
            figures = [f"{Decimal(table.words(row, one)):.2f}" for one in EVENTS]
            told = [one for one in printed[name] if re.fullmatch(r"\d+\.\d\d", one)]
            # A long name is broken into lines and no line of names: its figures come after.
            assert told[:4] == [*figures, f"{Decimal(total):.2f}"]


EVENTS = ("理论笔试", "实务操作", "现场展示")


def annex_rows(pages, table):
    """From a name to the next one, each line of the annex a cell."""
    names = {table.words(row, "姓名") for row in table.rows}
    lines = [
        line
        for page in pages
        for line in page.split("\n")
        if "个人成绩表" in "".join(pages[: pages.index(page) + 1])
    ]
    found: list[tuple[str, list[str]]] = []
    for line in lines[lines.index("个人成绩表") :]:
        if line == "团体成绩表":
            break
        if line in names:
            found.append((line, []))
        elif found:
            found[-1][1].append(line)
    return found


# --- its papers -----------------------------------------------------------------------------------


def test_every_paper_is_there_with_its_pages(made, folder):
    rows = [one for one in made[0].papers if one.path.parent == folder]
    assert {one.path for one in rows} == set(folder.iterdir())
    kinds = Counter(one.kind for one in rows)
    assert {"bulletin", "prize_certificate", "form", "register", "report"} <= set(kinds)
    for one in rows:
        assert one.look
        if one.path.suffix == ".pdf":
            assert len(PdfReader(one.path).pages) == one.pages


def test_a_struck_judge_a_withdrawn_and_an_absent_one_stand_on_the_table(folder):
    show = read_tables(folder / "总决赛 评分明细表.xlsx")[2]
    judges = [heading for heading in show.rows[0] if heading.startswith("评委")]
    assert len(judges) == 6
    remarks = {show.words(row, "备注") for row in show.rows}
    assert {"因病退赛", "现场展示未到场", "表演赛"} <= remarks
    away = [row for row in show.rows if show.words(row, "得分") == "弃权"]
    assert len(away) == 2
    assert all(row[judge].value is None for row in away for judge in judges)
