"""Every paper of a competition; its printed figures are reckoned anew by a second reader."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from hrgrid.accounts.service import approve
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.storage.journal import JournalFilter, entries
from hrgrid.storage.pace import Pace
from hrgrid.training.model import CompetitionEntrant
from hrgrid.training.papers import PaperOptions, Subject, paper_by_code, papers_of, write_paper
from hrgrid.training.queries.competition_prizes import prizes_of
from hrgrid.training.queries.competition_standings import stored_standings
from hrgrid.training.queries.rescores import rescore_preview, rescores_of
from hrgrid.training.rules.competing import ChangeKind, CompetitionState
from hrgrid.training.service.applying import apply_rescore
from hrgrid.training.service.certificates import issue_prizes
from hrgrid.training.service.rescoring import (
    ApplyForm,
    AwardAnswer,
    ChangeForm,
    add_change,
    open_rescore,
    rescore_subject,
)
from tests.offices import Clock
from tests.paper.measuring import place_of, signs, texts_of
from tests.training import papered_contest
from tests.training.papered_contest import DOCUMENT, NOTICE, TEAMS, Contest

BEYOND = "张\U0002ebf0"
MARK = r"(?:-?[0-9]+(?:\.[0-9]+)?|—)"


@pytest.fixture
def clock() -> Clock:
    """Two days on: the competition of the template is over by then."""
    found = Clock()
    found.move(dt.timedelta(days=2))
    return found


@pytest.fixture
def template(template, furnished) -> str:
    """A competition to its prizes and one correction, made once."""

    def build(desk: Desk) -> None:
        clock = Clock()
        desk.database.clock = clock
        desk.database.pace = Pace(clock, None)
        contest = papered_contest.entered(desk, clock)
        for step in (
            papered_contest.marked,
            papered_contest.ranked,
            papered_contest.awarded,
            papered_contest.corrected,
        ):
            step(contest)

    return furnished("competition papers", build)


@pytest.fixture
def contest(desk, clock) -> Contest:
    """The competition, its prizes given and one mark corrected."""
    return Contest(desk, clock, 1)


def write(contest: Contest, code: str, folder: Path, form: Form = Form.PDF, **options) -> Path:
    path = folder / f"{code}.{form.value}"
    given = PaperOptions(**options)
    write_paper(contest.desk, code, contest.id, path, form, options=given)
    return path


def text_of(path: Path) -> str:
    """The text of all pages without line ends."""
    return "".join(texts_of(path)).replace("\n", "")


def lines_of(path: Path) -> list[str]:
    """Every printed line."""
    return [line for page in texts_of(path) for line in page.split("\n")]


def rounded(value: Fraction, places: int = 2) -> str:
    """Half up, by hand."""
    whole = (value * 10**places * 2 + 1) // 2
    return f"{whole // 10**places}.{whole % 10**places:0{places}d}"


# --- the second reader ----------------------------------------------------------------------------


def results_of(path: Path, items: tuple[tuple[int, int], ...]) -> dict[tuple[str, str], tuple]:
    """What the printed marks of an event come to: exact, and the printed score and place.

    `items` are full mark and weight in percent. Nothing is read but the text of the pages.
    """
    found: dict[tuple[str, str], tuple] = {}
    rows: list[list[str]] = []
    row = r"((?:" + MARK + r" )*" + MARK + r")"
    head = re.compile(r"(?:[0-9]{2} )?(\S+) (\S+) (?:[^\s0-9—]\S* )?" + row)
    later = re.compile(r"\S+ " + row)
    name: tuple[str, str] | None = None
    judges = 0
    for line in lines_of(path):
        if line.startswith("抽签号"):
            judges = line.count("评委")
            adjusted = "加扣分" in line
        elif judges and (match := head.match(line)) and match[2] in TEAMS:
            name = (match[1], match[2])
            figures = match[3].split()
            rows = [figures[:judges]]
            rest = figures[judges:]
            taken = Fraction(rest.pop(0)) if adjusted and len(rest) == 3 else Fraction(0)
            found[name] = (rows, taken, rest)
        elif name and len(items) > len(rows) and (match := later.fullmatch(line)):
            rows.append(match[1].split())
    made = {}
    for who, (marks, taken, rest) in found.items():
        assert len(marks) == len(items), who
        totals = [
            sum(
                Fraction(mark) * weight / full
                for mark, (full, weight) in zip(column, items, strict=True)
            )
            for column in zip(*marks, strict=True)
            if "—" not in column
        ]
        # One highest and one lowest go from five marks on.
        kept = sorted(totals)[1:-1] if len(totals) >= 5 else totals
        made[who] = (sum(kept, Fraction(0)) / len(kept) + taken, *rest)
    return made


EVENTS = {
    "理论笔试": ("theory", ((100, 100),), 40),
    "实务操作": ("practical", ((60, 60), (40, 40)), 40),
    "现场展示": ("show", ((100, 100),), 20),
}


def test_published_figures_follow_from_the_printed_marks(contest, tmp_path):
    """Marks to scores, scores to totals and places, members to teams, all from the paper alone."""
    exact: dict[str, dict[tuple[str, str], Fraction]] = {}
    for title, (code, items, _) in EVENTS.items():
        read = results_of(write(contest, "mark_table", tmp_path, event=code), items)
        # 24 of the teams, one of whom stayed away; the guest is ranked beside them.
        assert len(read) == 23
        exact[title] = {who: row[0] for who, row in read.items()}
        for who, (value, score, place) in read.items():
            assert score == rounded(value), who
            better = sum(1 for other in read.values() if Fraction(other[1]) > Fraction(score))
            assert int(place) == 1 + better, who
    totals = {
        who: sum(exact[title][who] * weight / 100 for title, (*_, weight) in EVENTS.items())
        for who in exact["理论笔试"]
    }
    lines = lines_of(write(contest, "person_scores", tmp_path))
    pattern = re.compile(r"([0-9]+|（[0-9]+）) (\S+) (\S+) ((?:[0-9.]+ ?)+)")
    printed = {
        (match[2], match[3]): (match[1], match[4].split())
        for line in lines
        if (match := pattern.match(line)) and match[3] in TEAMS
    }
    assert printed.keys() == totals.keys()
    places = Counter()
    for who, (place, figures) in printed.items():
        assert figures[:3] == [rounded(exact[title][who]) for title in EVENTS]
        assert figures[-1] == rounded(totals[who]), who
        places[int(place)] += 1
        better = sum(1 for total in totals.values() if total > totals[who])
        assert int(place) - 1 - better in {0, 1}, who
    # The lot parted the equals: every place from 1 to 23 once.
    assert places == Counter(range(1, 24))
    teams = lines_of(write(contest, "team_scores", tmp_path))
    quick = {
        match[1]: Fraction(match[2])
        for line in lines_of(write(contest, "point_sheets", tmp_path))
        if (match := re.match(r"[0-9]{2} (\S+) \S+ .*?(-?[0-9.]+)$", line))
    }
    assert len(quick) == 8
    seen = 0
    for line in teams:
        match = re.match(r"([0-9]+) (\S+) (.*) ([0-9.]+) ([0-9.]+)(?: \S+等奖)?$", line)
        if match:
            seen += 1
            members = [total for who, total in totals.items() if who[1] == match[2]]
            assert len(members) == 3
            assert match[5] == rounded(sum(members) + quick[match[2]]), line
    assert seen == 7


def test_the_bulletin_says_what_the_tables_say(contest, tmp_path):
    said = text_of(write(contest, "bulletin", tmp_path))
    for part in (
        DOCUMENT,
        "结果的通报",
        "8支代表队23名选手参加",
        "设理论笔试（40%）、实务操作（40%）、现场展示（20%）、业务抢答（100%）4个项目",
        "7名评委评分，实务操作、现场展示去掉一个最高分和一个最低分取平均值，保留两位小数",
        "一、团体奖",
        "二、个人奖",
        "优秀组织奖（2个）：东街道、西街道。",
        "附件：1.个人成绩表2.团体成绩表",
    ):
        assert part in said, part
    rows = lines_of(write(contest, "person_scores", tmp_path))
    for label, count in (("一等奖", 2), ("二等奖", 4), ("三等奖", 8)):
        listed = [line.split()[1:3] for line in rows if line.endswith(label)]
        assert len(listed) == count
        told = "、".join(f"{name}（{team}）" for name, team in listed)
        assert f"{label}（{count}名）：{told}。" in said


def test_the_bulletin_stands_where_the_standard_says(contest, tmp_path):
    """GB/T 9704: the red head 35 mm below the text's upper edge, margins 37, 28 and 26 mm."""
    path = write(contest, "bulletin", tmp_path)
    found = signs(path)
    head = place_of(found, "示例区委政法委文件")
    assert head.ink[1] == pytest.approx(37 + 35, abs=1.5)
    text = [one for one in found if one.size == pytest.approx(15.75, abs=0.05)]
    assert min(one.ink[0] for one in text) >= 27.9
    assert max(one.ink[2] for one in text) <= 210 - 25.9
    assert {round(one.size, 2) for one in found if one.text in "关于结果的通报"} >= {22.0}
    for page in (2, 3, 4):
        annex = signs(path, page)
        assert min(one.ink[1] for one in annex) >= 36.5
        assert max(one.ink[2] for one in annex) <= 210 - 25.9


def test_who_stayed_away_gave_up_and_has_no_nought(contest, tmp_path):
    book = openpyxl.load_workbook(write(contest, "person_scores", tmp_path, Form.XLSX))
    (sheet,) = book
    rows = [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]]
    (away,) = [row for row in rows if "弃权" in row]
    assert (away[0] or "", away[3:6], away[7]) == ("", ("弃权",) * 3, "弃权")
    assert 0 not in [value for row in rows for value in row]
    team = text_of(write(contest, "team_scores", tmp_path))
    assert f"{away[1]} 弃权" in team
    assert "无总分" in team


def test_struck_marks_recusals_and_a_struck_judge(contest, tmp_path):
    book = openpyxl.load_workbook(write(contest, "mark_table", tmp_path, Form.XLSX))
    assert book.sheetnames == ["理论笔试", "实务操作", "现场展示"]
    heads = [cell.value for cell in book["现场展示"][3]]
    assert "评委6" not in heads
    assert "评委7" in heads
    for row in book["实务操作"].iter_rows(min_row=4):
        marks = [cell for cell in row[4:11] if cell.value not in (None, "")]
        if len(marks) == 7:
            assert sum(bool(cell.font.strike) for cell in marks) == 2
    assert sum(cell.value == "—" for row in book["实务操作"].iter_rows() for cell in row) == 2
    said = text_of(write(contest, "mark_table", tmp_path))
    for part in (
        "主评委签名：",
        "记分员签名：",
        "1 评委甲（主评委）",
        "去掉 1 个最高分、1 个最低分",
    ):
        assert part in said, part


# --- all of them ----------------------------------------------------------------------------------


def test_every_paper_goes_on_record_and_public_ones_tell_no_number(contest, tmp_path):
    written = []
    for paper in papers_of(Subject.COMPETITION):
        assert paper.ready(CompetitionState.ARCHIVED)
        for form in paper.forms:
            path = write(contest, paper.code, tmp_path, form)
            written.append((paper.code, form.value))
            if form is Form.PDF:
                text = text_of(path)
                assert len(text) > 40, paper.label
            else:
                book = openpyxl.load_workbook(path)
                cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
                assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
                text = "\n".join(str(cell.value or "") for cell in cells)
            if paper.public:
                assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{17}[\dX]", text), paper.label
    told = contest.desk.read(
        lambda work: entries(work.session, JournalFilter(action="write_training_paper"))
    )
    after = [json.loads(row.after) for row in told]
    assert sorted((row["paper"], row["form"]) for row in after) == sorted(written)


def test_judges_see_numbers_and_no_names(contest, tmp_path):
    names = {
        one
        for one in contest.desk.read(
            lambda work: [row.name for row in work.session.query(CompetitionEntrant)]
        )
        if len(one) > 2 and one not in TEAMS
    }
    for code in ("judge_sheets", "judge_slips", "entrant_sheets"):
        text = text_of(write(contest, code, tmp_path, event="practical"))
        assert not [name for name in names if name in text], code
        assert "抽签号" in text
    # Seven judges before 24, one of whom keeps out of one.
    slips = text_of(write(contest, "judge_slips", tmp_path, event="practical"))
    assert slips.count("评委签名：") == 7 * 24 - 1
    one = text_of(write(contest, "judge_sheets", tmp_path, event="practical", seat_no=2))
    assert (one.count("回避"), "评委 3" in one) == (3, False)


def test_prizes_are_printed_by_prize_with_number_and_name(contest, tmp_path):
    contest.desk.write(lambda work: issue_prizes(work, contest.id))
    prizes = contest.desk.read(lambda work: prizes_of(work, contest.id))
    labels = {(one.ranking, one.label): one for one in prizes}
    first = texts_of(
        write(contest, "certificates", tmp_path, prize_id=labels["person", "一等奖"].id)
    )
    assert len(first) == 2
    for page in first:
        plain = page.replace("\n", "").replace("\u3000", "")
        assert re.search("编号：示政法比武〔2026〕BW[0-9]{3}", plain)
        assert re.search("[^ ]{2,3}同志：", plain)
        assert "在示例区2026年网格员业务技能比武中荣获个人一等奖。" in plain
    team = texts_of(write(contest, "certificates", tmp_path, prize_id=labels["team", "一等奖"].id))
    assert "同志" not in team[0]
    assert "新城镇：" in team[0]
    listed = lines_of(write(contest, "prizes", tmp_path))
    numbers = [match[0] for line in listed if (match := re.search("〔2026〕B[WTZ][0-9]{3}", line))]
    assert len(numbers) == len(set(numbers)) == 1 + 2 + 3 + 2 + 4 + 8 + 2


def test_the_correction_tells_what_changed_and_no_more(contest, tmp_path):
    said = text_of(write(contest, "correction", tmp_path))
    for part in (NOTICE, DOCUMENT, "第三席评委的评分表录入有误", "现更正如下", "更正后"):
        assert part in said, part
    assert re.search("个人总分由[0-9.]+更正为[0-9.]+，名次由第2名更正为第[0-9]+名", said)
    assert re.search("个人总分另有[0-9]+个参赛者成绩不变，名次相应调整", said)
    assert said.count("收回") == said.count("授予") > 0


def test_each_correction_tells_its_own_prizes_alone(contest, tmp_path):
    def told(rescore_id):
        said = text_of(write(contest, "correction", tmp_path, rescore_id=rescore_id))
        return said.count("收回"), said.count("授予")

    first = contest.desk.read(lambda work: rescores_of(work, contest.id))[0].id
    before = told(first)
    assert before[0] == before[1] > 0
    winner = contest.desk.read(lambda work: stored_standings(work, contest.id)).of("person")[0]
    lost = ChangeForm(
        ChangeKind.DEDUCTION,
        contest.events()["practical"].id,
        winner.competitor_id,
        "违规",
        value_milli=90_000,
        label="冒名",
    )
    again = contest.do(open_rescore, "查实冒名")
    contest.desk.write(lambda work: add_change(work, again, lost))
    subject = contest.desk.read(lambda work: rescore_subject(work, again))
    contest.desk.write(lambda work: approve(work, subject))
    touched = contest.desk.read(lambda work: rescore_preview(work, again)).touched
    assert touched
    answers = {one.award_id: AwardAnswer(keep=False, reason="查实冒名") for one in touched}
    form = ApplyForm("政法〔2026〕12 号", answers)
    contest.desk.write(lambda work: apply_rescore(work, again, form))
    assert told(again) == (len(touched), 0)
    assert told(first) == before


def test_a_lot_and_a_protest_are_pages_to_be_signed(contest, tmp_path):
    lot = text_of(write(contest, "lots", tmp_path))
    assert "张监督、李公证" in lot
    assert "现场抽签" in lot
    protest = text_of(write(contest, "protests", tmp_path))
    assert "申诉不成立" in protest
    assert "经核对原始评分表，录入无误" in protest


def test_the_posted_list_says_until_when_one_may_protest(contest, tmp_path):
    said = text_of(write(contest, "ranking", tmp_path, ranking="person"))
    assert re.search("对成绩有异议的，在 [0-9]+年[0-9]+月[0-9]+日 [0-9:]{5} 前", said)
    assert len(texts_of(tmp_path / "ranking.pdf")) <= 2


# --- what stands in the way -----------------------------------------------------------------------


def test_what_is_not_there_is_a_sentence(contest, tmp_path):
    with pytest.raises(UserError, match=r"没有文书“hello”.*bulletin（成绩通报）"):
        paper_by_code("hello")
    with pytest.raises(UserError, match="成绩通报没有 Excel 格式，请选 PDF"):
        write(contest, "bulletin", tmp_path, Form.XLSX)
    with pytest.raises(UserError, match="没有第 99 号比武"):
        write_paper(contest.desk, "bulletin", 99, tmp_path / "a.pdf", Form.PDF)
    with pytest.raises(UserError, match="没有项目“x”。现有的是：theory（理论笔试）"):
        write(contest, "mark_table", tmp_path, event="x")
    with pytest.raises(UserError, match="没有由评委打分的项目"):
        write(contest, "judge_sheets", tmp_path, event="quick")
    with pytest.raises(UserError, match="没有排名“x”"):
        write(contest, "ranking", tmp_path, ranking="x")
    with pytest.raises(UserError, match="没有所选的奖项"):
        write(contest, "certificates", tmp_path, prize_id=99)
    assert not [*tmp_path.glob("*.pdf"), *tmp_path.glob("*.xlsx")]


def test_a_name_that_no_font_draws_stops_the_papers_and_is_named(contest, tmp_path):
    def spoil(work) -> None:
        one = work.session.query(CompetitionEntrant).filter_by(side="person").first()
        one.name = BEYOND

    contest.desk.write(spoil)
    for code in ("entry_list", "person_scores", "ranking", "bulletin", "sign_in"):
        with pytest.raises(UserError, match=r"U\+2EBF0"):
            write(contest, code, tmp_path)
        assert not (tmp_path / f"{code}.pdf").exists()


def test_without_the_rights_there_is_no_paper(contest, tmp_path):
    def desk(*rights: Right, path: str = "") -> Desk:
        own = contest.desk
        rows = frozenset(Grant(right, path) for right in rights)
        actor = Actor(own.actor.operator_id, "某人", "某职", "某单位", rows)
        return Desk(own.database, actor, own.keyring)

    for limited in (
        desk(Right.PRINT_PAPERS),
        desk(Right.RUN_TRAINING),
        desk(Right.PRINT_PAPERS, Right.RUN_TRAINING, path="ELSEWHERE/"),
    ):
        with pytest.raises(Refused):
            write_paper(limited, "person_scores", contest.id, tmp_path / "a.pdf", Form.PDF)
