"""公示牌: what a board says, whose number stands on it, and which boards are to be replaced."""

from __future__ import annotations

import datetime as dt
import json

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form
from hrgrid.storage import journal
from hrgrid.workforce.model import Area, GridBoard, Post
from hrgrid.workforce.papers import BoardOrder, DueList, write_boards, write_boards_due
from hrgrid.workforce.queries.board_register import boards_due, issued_boards
from hrgrid.workforce.queries.board_words import consents_of, words_of
from hrgrid.workforce.queries.boards import boards
from hrgrid.workforce.rules import Employment, PostState
from hrgrid.workforce.rules.boards import (
    DUTIES,
    VACANT,
    BoardSays,
    BoardSize,
    BoardText,
    PhoneSource,
    board_title,
    differences,
    says_of,
)
from hrgrid.workforce.service.boards import (
    ConsentForm,
    Issue,
    give_consent,
    issue_boards,
    mark_hanging,
    mark_removed,
    set_words,
    withdraw_consent,
)
from hrgrid.workforce.service.posting import begin_stand_in
from tests.paper.measuring import texts_of
from tests.statements import recorded
from tests.workforce.build import SINCE, enlist, id_number, plant_street

PHONE, DUTY, STATION = "13812341234", "19900001234", "0512-88881234"
VIEWER = OperatorForm("mayk", "马永康", "", "示例区", (RoleRow(Role.VIEWER, ""),), "Zq7-mima-2026")
PAPER = ConsentForm(SINCE, "同意书 1 号")


@pytest.fixture
def street(desk):
    """丁一 with a number of his own at the first of three grids, 王二 leads it."""
    grids = desk.write(plant_street)

    def staff(work):
        enlist(work, grids[0], "丁一", 1, phone=PHONE)
        enlist(work, grids[0], "王二", 2, role="网格长", employment=Employment.PART)
        enlist(work, grids[1], "李三", 3)

    desk.write(staff)
    return grids


def today(desk) -> dt.date:
    return desk.read(lambda work: work.today)


def board(desk, grid, on=None):
    [row] = desk.read(lambda work: boards(work, on or work.today, [grid.id]))
    return row


def area_of(desk, name: str) -> int:
    def find(work):
        from hrgrid.workforce.queries import find_area

        return find_area(work, name, work.today).id

    return desk.read(find)


def word(desk, area_id: int, kind: BoardText, text: str, since=SINCE) -> None:
    desk.write(lambda work: set_words(work, area_id, kind, text, since))


def issue(desk, *grids, size=BoardSize.A4, copies=1) -> int:
    rows = [board(desk, grid) for grid in grids]
    printed = [Issue(row.area_id, row.says) for row in rows]
    return desk.write(lambda work: issue_boards(work, printed, size, work.today, copies))


def due(desk, on=None):
    return desk.read(lambda work: boards_due(work, on or work.today))


# --- what stands on a board -----------------------------------------------------------------------


def test_a_board_names_place_worker_posts_and_area(desk, street):
    row = board(desk, street[0])
    assert row.says.title == "示例街道示例社区第0网格"
    assert (row.says.name, row.says.duty) == ("丁一", "专职网格员")
    assert row.says.posts == (("网格长", ("王二",)),)
    assert row.says.scope == "示例社区第0网格，共400户"
    assert (row.says.duties, row.says.oversight) == (DUTIES, "12345")


@pytest.mark.parametrize(
    ("street_", "community", "grid", "title"),
    [
        ("示例街道", "示例社区", "第3网格", "示例街道示例社区第3网格"),
        ("示例街道", "示例社区", "示例社区第3网格", "示例街道示例社区第3网格"),
        ("示例街道", "", "示例街道企业网格", "示例街道企业网格"),
        ("", "", "第3网格", "第3网格"),
    ],
)
def test_a_title_names_each_place_once(street_, community, grid, title):
    assert board_title(street_, community, grid) == title


def test_without_his_word_nobodys_own_number_is_shown(desk, street):
    row = board(desk, street[0])
    assert (row.phone, row.source) == ("", PhoneSource.NONE)
    assert "电话空着：本人手机未经同意，请填工作手机或服务站电话" in row.hints


def test_the_duty_phone_goes_before_the_own_and_the_station_comes_last(desk, street):
    grid, community = street[0], area_of(desk, "示例社区")
    word(desk, community, BoardText.STATION_PHONE, STATION)
    assert (board(desk, grid).phone, board(desk, grid).source) == (STATION, PhoneSource.STATION)
    person = board(desk, grid).person_id
    desk.write(lambda work: give_consent(work, person, PAPER))
    assert (board(desk, grid).phone, board(desk, grid).source) == (PHONE, PhoneSource.OWN)
    word(desk, grid.id, BoardText.DUTY_PHONE, "199 0000 1234")
    assert (board(desk, grid).phone, board(desk, grid).source) == (DUTY, PhoneSource.DUTY)


def test_a_word_holds_from_its_day_until_it_is_taken_back(desk, street):
    person = board(desk, street[0]).person_id
    given_on = dt.date(2024, 5, 1)
    desk.write(lambda work: give_consent(work, person, ConsentForm(given_on, "同意书")))
    back = dt.date(2025, 6, 1)
    desk.write(lambda work: withdraw_consent(work, person, back))
    day = dt.timedelta(days=1)
    shown = [
        board(desk, street[0], on).phone for on in (given_on - day, given_on, back - day, back)
    ]
    assert shown == ["", PHONE, PHONE, ""]
    [kept] = desk.read(lambda work: consents_of(work, person))
    assert (kept.given_on, kept.withdrawn_on, kept.document) == (given_on, back, "同意书")


def test_a_word_is_given_on_paper_once_and_not_ahead(desk, street):
    person = board(desk, street[0]).person_id
    other = board(desk, street[1]).person_id
    tomorrow = today(desk) + dt.timedelta(days=1)
    for person_id, form, told in (
        (person, ConsentForm(SINCE, " "), "没有写依据"),
        (person, ConsentForm(tomorrow, "书"), "还没到"),
        (other, PAPER, "李三没有登记手机号"),
    ):
        with pytest.raises(UserError, match=told):
            desk.write(lambda work, p=person_id, f=form: give_consent(work, p, f))
    desk.write(lambda work: give_consent(work, person, PAPER))
    with pytest.raises(UserError, match="已经登记过"):
        desk.write(lambda work: give_consent(work, person, PAPER))
    with pytest.raises(UserError, match="没有登记过同意"):
        desk.write(lambda work: withdraw_consent(work, other, today(desk)))


def test_a_scan_of_what_was_signed_goes_along(desk, street):
    person = board(desk, street[0]).person_id
    form = ConsentForm(SINCE, "同意书", ("同意书.pdf", b"%PDF-1.4", "application/pdf"))
    desk.write(lambda work: give_consent(work, person, form))
    [kept] = desk.read(lambda work: consents_of(work, person))
    assert kept.scan_sha256


def test_words_of_an_area_hold_below_until_a_nearer_one(desk, street):
    district, grid = area_of(desk, "示例区"), street[1]
    word(desk, district, BoardText.PROMISE, "十分钟到场")
    assert board(desk, grid).says.promise == "十分钟到场"
    word(desk, grid.id, BoardText.PROMISE, "三分钟响应")
    assert [board(desk, one).says.promise for one in street[:2]] == ["十分钟到场", "三分钟响应"]
    rows = {row.kind: row for row in desk.read(lambda work: words_of(work, grid.id, work.today))}
    assert (rows[BoardText.PROMISE].own, rows[BoardText.PROMISE].above) == (
        "三分钟响应",
        "十分钟到场",
    )


def test_words_are_dated_and_may_end(desk, street):
    grid, later = street[0], dt.date(2025, 1, 1)
    word(desk, grid.id, BoardText.SCOPE, "东区，共80户")
    word(desk, grid.id, BoardText.SCOPE, "西区", since=later)
    day = dt.timedelta(days=1)
    assert board(desk, grid, later - day).says.scope == "东区，共80户"
    assert board(desk, grid).says.scope == "西区，共400户"
    word(desk, grid.id, BoardText.SCOPE, "", since=later)
    assert board(desk, grid).says.scope == "示例社区第0网格，共400户"
    with pytest.raises(UserError, match="网格上填"):
        word(desk, area_of(desk, "示例社区"), BoardText.DUTY_PHONE, DUTY)
    with pytest.raises(UserError, match="电话号码应为"):
        word(desk, grid.id, BoardText.DUTY_PHONE, "打电话")


def test_who_looks_after_a_grid_stands_there_in_the_workers_place(desk, street):
    person = board(desk, street[1]).person_id
    empty = board(desk, street[2])
    assert (empty.says.name, empty.hints[0]) == (VACANT, "没有网格员，也没有代管")
    grid = street[2].id
    desk.write(lambda work: begin_stand_in(work, grid, person, SINCE, None), reason="暂时没有人")
    row = board(desk, street[2])
    assert (row.says.name, row.says.duty) == ("李三", "代管网格员")


def test_a_role_that_the_grid_lacks_is_looked_for_above_but_not_at_the_district(desk, street):
    def place(work, name, where):
        from hrgrid.workforce.queries import find_area

        area = find_area(work, where, work.today)
        enlist(work, area, name, None, role="网格警务员", employment=Employment.PART)

    desk.write(lambda work: place(work, "赵四", "示例区"))
    assert "网格警务员" not in dict(board(desk, street[1]).says.posts)
    desk.write(lambda work: place(work, "钱五", "示例街道"))
    assert dict(board(desk, street[1]).says.posts)["网格警务员"] == ("钱五",)


# --- the register ---------------------------------------------------------------------------------


def test_a_board_that_still_says_what_is_true_is_not_due(desk, street):
    assert issue(desk, street[0]) == 1
    assert due(desk) == []
    assert issue(desk, street[0]) == 0
    [kept] = desk.read(issued_boards)
    assert (kept.edition, kept.copies, kept.says.name) == (1, 1, "丁一")


def change_worker(desk, grid) -> None:
    def change(work):
        post = work.session.scalars(
            select(Post).where(Post.area_id == grid.id, Post.fills_grid)
        ).one()
        post.state, post.valid_to = PostState.ENDED, work.today
        work.session.flush()
        enlist(work, grid, "孙六", 6, since=work.today)

    desk.write(change)


def test_a_new_worker_phone_or_area_makes_a_board_due(desk, street):
    issue(desk, *street[:2])
    change_worker(desk, street[0])
    word(desk, street[1].id, BoardText.DUTY_PHONE, DUTY)
    word(desk, street[1].id, BoardText.SCOPE, "东区")
    assert [(row.board.code, row.reasons, row.told) for row in due(desk)] == [
        ("0000", ("网格员",), "待印新牌"),
        ("0001", ("电话", "管辖区域"), "待印新牌"),
    ]


def test_one_number_for_another_is_seen_though_it_is_kept_masked(desk, street):
    word(desk, street[0].id, BoardText.DUTY_PHONE, "19900001234")
    issue(desk, street[0])
    word(desk, street[0].id, BoardText.DUTY_PHONE, "19911111234", since=today(desk))
    [row] = due(desk)
    assert row.reasons == ("电话",)
    assert row.board.says.phone == "199****1234"
    kept = desk.read(lambda work: work.session.scalars(select(GridBoard.says)).one())
    assert "19900001234" not in kept


def test_no_id_number_stands_in_the_register(desk, street):
    issue(desk, street[0])
    kept = desk.read(lambda work: work.session.scalars(select(GridBoard.says)).one())
    assert id_number(1) not in kept
    assert id_number(1)[:6] not in kept
    assert set(json.loads(kept)) >= {"name", "title", "phone_mark"}


def test_a_new_board_waits_to_be_hung_until_the_old_one_is_marked(desk, street):
    issue(desk, street[0], copies=4)
    change_worker(desk, street[0])
    assert issue(desk, street[0], copies=4) == 1
    [row] = due(desk)
    assert (row.board.edition, row.told) == (1, "新牌已印，待更换")
    assert desk.write(lambda work: mark_removed(work, [row.board.id], work.today)) == 1
    assert due(desk) == []
    assert desk.write(lambda work: mark_removed(work, [row.board.id], work.today)) == 0
    assert desk.write(lambda work: mark_hanging(work, [row.board.id])) == 1
    assert [one.board.edition for one in due(desk)] == [1]


def test_sizes_are_kept_apart(desk, street):
    issue(desk, street[0], size=BoardSize.A4)
    issue(desk, street[0], size=BoardSize.POSTER)
    change_worker(desk, street[0])
    issue(desk, street[0], size=BoardSize.POSTER)
    assert {(row.board.size, row.renewed) for row in due(desk)} == {
        (BoardSize.A4, False),
        (BoardSize.POSTER, True),
    }


def test_the_board_of_a_grid_that_is_no_more_is_to_be_taken_down(desk, street):
    issue(desk, street[2])

    def close(work):
        work.session.get_one(Area, street[2].id).valid_to = work.today

    desk.write(close)
    [row] = due(desk)
    assert (row.reasons, row.now, row.told) == (("网格已撤并",), None, "拆牌")


def test_a_day_ahead_shows_what_will_have_to_be_replaced(desk, street):
    issue(desk, street[0])
    tomorrow = today(desk) + dt.timedelta(days=1)
    word(desk, street[0].id, BoardText.DUTY_PHONE, DUTY, since=tomorrow)
    assert due(desk) == []
    assert [row.reasons for row in due(desk, tomorrow)] == [("电话",)]


texts = st.text("甲乙丙丁", max_size=3)
sayings = st.builds(
    BoardSays,
    *[texts] * 6,
    st.lists(st.tuples(texts, st.lists(texts, max_size=2).map(tuple)), max_size=2).map(tuple),
    *[texts] * 5,
)


@given(sayings, sayings)
def test_two_boards_differ_exactly_where_their_fingerprints_do(one, other):
    assert bool(differences(one, other)) == (one.sha256 != other.sha256)
    assert differences(one, one) == ()


@given(sayings)
def test_what_was_kept_reads_back_the_same(one):
    assert says_of(json.loads(json.dumps(one.plain(), ensure_ascii=False))) == one


# --- on paper -------------------------------------------------------------------------------------


def test_a_batch_is_drawn_and_then_told(desk, street, tmp_path):
    person = board(desk, street[0]).person_id
    desk.write(lambda work: give_consent(work, person, PAPER))
    path, told = tmp_path / "公示牌.pdf", []
    order = BoardOrder(today(desk), BoardSize.A4, area_of(desk, "示例社区"))
    assert write_boards(desk, order, path, Progress(), told.extend) == 4
    assert [row.says.title for row in told][:1] == ["示例街道示例社区第0网格"]
    first, *_ = texts_of(path)
    for part in ("丁", "138 1234 1234", "网格长：王二", "编号：0000", "监督电话：12345"):
        assert part in first
    assert "138" not in "".join(texts_of(path)[1:])
    whole = path.read_bytes()
    assert id_number(1).encode() not in whole


def test_a_name_without_a_glyph_stops_the_whole_batch(desk, street, tmp_path):
    desk.write(lambda work: enlist(work, street[2], "张\U0002ebf0", 5))
    order, told = BoardOrder(today(desk), BoardSize.A4), []
    with pytest.raises(UserError, match=r"第2网格.*U\+2EBF0"):
        write_boards(desk, order, tmp_path / "牌.pdf", Progress(), told.extend)
    assert (told, list(tmp_path.glob("*牌*"))) == ([], [])


def test_an_area_in_words_that_is_too_long_is_named(desk, street, tmp_path):
    word(desk, street[0].id, BoardText.SCOPE, "示例小区" * 49)
    with pytest.raises(UserError, match=r"第0网格.*的管辖区域缩到最小也放不下"):
        write_boards(desk, BoardOrder(today(desk), BoardSize.A4), tmp_path / "牌.pdf", Progress())


def test_an_area_without_grids_has_no_boards(desk, street, tmp_path):
    order = BoardOrder(SINCE - dt.timedelta(days=1), BoardSize.A4)
    with pytest.raises(UserError, match="没有公示牌可印"):
        write_boards(desk, order, tmp_path / "牌.pdf", Progress())


def test_the_list_of_boards_to_replace_as_a_workbook(desk, street, tmp_path):
    issue(desk, street[0], copies=3)
    change_worker(desk, street[0])
    path = tmp_path / "待换牌.xlsx"
    assert write_boards_due(desk, DueList(today(desk)), Form.XLSX, path, Progress()) == 1
    sheet = openpyxl.load_workbook(path).active
    row = {cell.value: value.value for cell, value in zip(sheet[3], sheet[4], strict=True)}
    assert (row["变了什么"], row["牌上的网格员"], row["现在的网格员"]) == ("网格员", "丁一", "孙六")
    assert (row["块数"], row["要做什么"]) == (3, "待印新牌")


def test_who_may_not_print_prints_and_notes_nothing(desk, street, database, tmp_path):
    desk.write(lambda work: add_operator(work, VIEWER))
    row = board(desk, street[0])
    viewer = sign_in(database, "mayk", VIEWER.secret)
    with pytest.raises(Refused, match="打印证书与文书"):
        write_boards(viewer, BoardOrder(today(desk), BoardSize.A4), tmp_path / "牌.pdf", Progress())
    printed = [Issue(row.area_id, row.says)]
    with pytest.raises(Refused):
        viewer.write(lambda work: issue_boards(work, printed, BoardSize.A4, work.today))
    with pytest.raises(Refused):
        viewer.write(lambda work: give_consent(work, row.person_id, PAPER))
    assert desk.read(issued_boards) == []


def test_every_deed_is_on_record_without_a_number(desk, street):
    person = board(desk, street[0]).person_id
    desk.write(lambda work: give_consent(work, person, PAPER))
    issue(desk, street[0])
    rows = desk.read(lambda work: journal.entries(work.session, journal.JournalFilter()))
    found = {row.action: row for row in rows}
    assert {"give_phone_consent", "issue_boards"} <= set(found)
    assert PHONE not in "".join(f"{row.before}{row.after}{row.subject}" for row in rows)


def test_the_number_of_statements_does_not_grow_with_the_boards(desk, street):
    def asked(grids) -> int:
        ids = [one.id for one in grids]
        with recorded() as told:
            desk.read(lambda work: boards(work, work.today, ids))
        return len(told)

    asked(street)
    assert asked(street) == asked(street[:1])
