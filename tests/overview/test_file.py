"""一人一档: every part of a person's file, who sees which, and the same on paper."""

from __future__ import annotations

import datetime as dt
import io
import re

import pypdfium2 as pdfium
import pytest
from PIL import Image

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.demo.furnishing import Size, furnish
from hrgrid.demo.selection import select_honours
from hrgrid.honours.model import HonourGrant
from hrgrid.honours.queries.of_person import nominations_of
from hrgrid.honours.rules.words import GrantState, Outcome
from hrgrid.honours.service import issue_certificates
from hrgrid.overview.papers import PersonPaper, write_person
from hrgrid.overview.queries.duties import dues
from hrgrid.overview.queries.file import PARTS, person_file
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.paper.listing import Listing, PaperColumn
from hrgrid.storage.attachments import attach
from hrgrid.storage.desk import Desk
from hrgrid.workforce.model import Person, Post, StandIn
from hrgrid.workforce.queries.known import find_person
from hrgrid.workforce.rules import Employment, PayEffect
from hrgrid.workforce.service.posting import end_post
from tests.overview.build import plant_city
from tests.overview.test_duties import DAY, engage, this_day
from tests.statements import recorded
from tests.workforce.build import SINCE, enlist, id_number


@pytest.fixture
def city(desk):
    """Two people at two grids; the first also looked after the second's and helps there."""
    grids = desk.write(lambda work: plant_city(work, {"甲区": 2, "乙区": 1}))
    desk.write(lambda work: enlist(work, grids["甲区"][0], "王晓娟", 1, phone="19900001234"))
    desk.write(lambda work: enlist(work, grids["甲区"][1], "李安", 2))
    part = {"role": "网格长", "employment": Employment.PART}
    desk.write(lambda work: enlist(work, grids["乙区"][0], "王晓娟", 1, **part))
    first = desk.read(lambda work: find_person(work, "王晓娟"))
    engage(desk, first, 100, contract_no="HT-1", probation_to=this_day() - DAY * 200)

    def more(work) -> None:
        work.session.add(
            StandIn(
                area_id=grids["甲区"][1].id,
                person_id=first,
                reason="李安产假",
                valid_from=work.today - DAY * 60,
                valid_to=work.today - DAY * 30,
                pay_effect=PayEffect.NONE,
                allowance_fen=None,
            )
        )
        post = work.session.query(Post).filter_by(person_id=first, role="grid_leader").one()
        end_post(work, post.id, work.today - DAY)

    desk.write(more, reason="调整分工")
    return grids, first


def parts(desk, person_id) -> dict[str, list[tuple[str, str, str]]]:
    file = desk.read(lambda work: person_file(work, person_id))
    return {
        part.title: [(line.what, line.beside, line.part) for line in part.lines]
        for part in file.parts
    }


def test_the_file_tells_what_every_room_knows_with_its_source(desk, city):
    grids, first = city
    told = parts(desk, first)
    assert [(what, part) for what, _, part in told["任职"]] == [
        ("甲区第0网格　网格员（专职）", f"grid/{grids['甲区'][0].id}"),
        ("乙区第0网格　网格长（兼职）", f"grid/{grids['乙区'][0].id}"),
    ]
    [(what, beside, _)] = told["聘用关系"]
    assert what == "劳动合同，示例人力公司"
    assert beside.startswith("HT-1，试用期至 ")
    # Why somebody else was away is not told here.
    assert told["代管"] == [("代管甲区第1网格", "", f"grid/{grids['甲区'][1].id}")]
    assert told["评选推荐"] == []
    assert told["荣誉"] == []
    assert "end_post" in [what for what, *_ in told["操作留痕"]]
    assert "产假" not in str(told)


def test_each_journal_line_leads_to_its_entry(desk, city):
    _, first = city
    file = desk.read(lambda work: person_file(work, first))
    recorded_part = next(part for part in file.parts if part.title == "操作留痕")
    assert all(re.fullmatch(r"entry/\d+", line.part) for line in recorded_part.lines)
    assert recorded_part.coded


def test_namesakes_are_not_mixed_up_in_the_journal(desk, city):
    grids, first = city
    desk.write(lambda work: enlist(work, grids["乙区"][0], "王晓娟", 7))
    file = desk.read(lambda work: person_file(work, first))
    journal_part = next(part for part in file.parts if part.title == "操作留痕")
    assert "同名的有 2 人" in journal_part.told
    assert "end_post" not in [line.what for line in journal_part.lines]


def clerk(desk, *grants: tuple[Right, str]) -> Desk:
    held = frozenset(Grant(right, path) for right, path in grants)
    return Desk(desk.database, Actor(1, "分管", "经办人", "示例区", held), desk.keyring)


def test_each_sees_the_parts_that_he_may(desk, city):
    grids, first = city
    path = "/".join(grids["甲区"][0].path.split("/")[:2]) + "/"
    viewer = clerk(desk, (Right.VIEW_WORKFORCE, path))
    assert list(parts(viewer, first)) == ["任职", "聘用关系", "代管", "培训", "荣誉"]
    other = "/".join(grids["乙区"][0].path.split("/")[:2]) + "/"
    second = desk.read(lambda work: find_person(work, "李安"))
    with pytest.raises(Refused):
        parts(clerk(desk, (Right.VIEW_WORKFORCE, other)), second)
    with pytest.raises(UserError, match="没有这个人"):
        parts(desk, 987_654)


def test_the_statements_do_not_grow_with_the_years(desk, city):
    _, first = city
    with recorded() as told:
        desk.read(lambda work: person_file(work, first))
    assert len(told) <= 4 * len(PARTS) + 4


@pytest.fixture
def village(desk, tmp_path):
    """A village whose honours were decided; returns somebody honoured and the campaign."""
    furnish(desk, tmp_path / "村", Size.VILLAGE, Progress())
    campaign_id = select_honours(desk, tmp_path / "村", Size.VILLAGE, Progress())
    waiting = desk.read(lambda work: [due for due in dues(work) if due.kind is DutyKind.HONOURS])
    desk.write(lambda work: issue_certificates(work, campaign_id))
    person_id = desk.read(
        lambda work: (
            work.session.query(HonourGrant.person_id)
            .filter_by(state=GrantState.DECIDED)
            .order_by(HonourGrant.id)
            .first()[0]
        )
    )
    return campaign_id, person_id, waiting


def test_honours_nominations_and_certificates_stand_with_their_numbers(desk, village, tmp_path):
    campaign_id, person_id, waiting = village
    assert [(due.page, due.told.partition("：")[2]) for due in waiting] == [
        ("honours", "颁发证书（日程安排）"),
        ("honours", "已作出决定，待签发证书"),
    ]
    after = desk.read(lambda work: [due for due in dues(work) if due.kind is DutyKind.HONOURS])
    assert after == []
    told = parts(desk, person_id)
    [(what, beside, part)] = told["评选推荐"]
    assert "推荐为" in what
    assert beside.endswith(Outcome.SELECTED.label)
    assert part == f"campaign/{campaign_id}"
    [row] = desk.read(lambda work: nominations_of(work, person_id))
    assert row.outcome is Outcome.SELECTED
    [(honour, _, _)] = told["荣誉"]
    [(certificate, printed, source)] = told["证书"]
    assert honour in certificate
    assert "〔" in certificate
    assert printed == "还没有打印"
    assert source == f"certificate/campaign:{campaign_id}/{certificate.partition('　')[0]}"
    path = tmp_path / "档案.pdf"
    assert write_person(desk, person_id, PersonPaper.FILE, path, Progress()) == 1
    text = text_of(path)
    assert certificate.partition("　")[0] in text


def text_of(path) -> str:
    document = pdfium.PdfDocument(path)
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")


def test_the_paper_is_one_page_and_never_holds_a_full_number(desk, city, tmp_path):
    _, first = city
    for paper in PersonPaper:
        path = tmp_path / f"{paper.value}.pdf"
        assert write_person(desk, first, paper, path, Progress()) == 1
        text = text_of(path)
        assert paper.label in text
        assert "王晓娟" in text
        assert "甲区第0网格" in text
        assert id_number(1) not in text
        assert "19900001234" not in text
        assert "end_post" not in text
        assert ("怎样更正" in text) == (paper is PersonPaper.OWN)


def test_a_photo_stands_on_the_paper(desk, city, tmp_path):
    _, first = city
    made = io.BytesIO()
    Image.new("RGB", (295, 413), "#8FB3DC").save(made, "JPEG")

    def take(work) -> None:
        kept = attach(work, "照片.jpg", made.getvalue(), "image/jpeg")
        work.session.get_one(Person, first).photo_sha256 = kept.sha256

    desk.write(take)
    path = tmp_path / "档案.pdf"
    write_person(desk, first, PersonPaper.FILE, path, Progress())
    page = pdfium.PdfDocument(path)[0].render(scale=1).to_pil()
    colours = page.convert("RGB").getcolors(page.width * page.height)
    blue = sum(count for count, (red, _, full) in colours if full > red + 40)
    assert blue > 2_000


def test_a_name_without_a_face_is_refused_by_name(desk, city, tmp_path):
    _, first = city
    desk.write(
        lambda work: setattr(work.session.get_one(Person, first), "name", "王\U000f1234"),
    )
    path = tmp_path / "档案.pdf"
    with pytest.raises(UserError, match="U\\+F1234"):
        write_person(desk, first, PersonPaper.FILE, path, Progress())
    assert not path.exists()


def test_a_long_table_goes_on_with_its_headings_on_the_next_page(tmp_path):
    paper = Listing("试", "页脚")
    paper.head(["第一行"])
    paper.heading("很长", "200 项")
    columns = (PaperColumn("序", 100, right=True), PaperColumn("内容", 600))
    paper.table(columns, [(str(at), f"第 {at} 项" * (1 + at % 9)) for at in range(200)])
    path = tmp_path / "长.pdf"
    count = paper.write(path, [], Progress())
    document = pdfium.PdfDocument(path)
    assert len(document) == count > 3
    texts = [page.get_textpage().get_text_range() for page in document]
    assert all("内容" in text and "页脚" in text for text in texts)
    assert f"第 2 页，共 {count} 页" in texts[1]
    # Nothing is lost between two pages.
    whole = "".join(texts)
    assert all(f"第 {at} 项" in whole for at in range(200))


def test_the_past_is_in_the_file_whatever_day_is_looked_at(desk, city):
    _, first = city
    desk.day = SINCE
    assert len(parts(desk, first)["任职"]) == 2
    desk.day = dt.date(2000, 1, 1)
    assert len(parts(desk, first)["任职"]) == 2
    desk.day = None
