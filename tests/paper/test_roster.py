"""Rosters on the page of GB/T 9704: five names a line, 22 lines a page, nothing parted wrongly."""

from __future__ import annotations

import itertools
import random
import re

import pypdf
import pytest

from hrgrid.core.errors import Cancelled, UserError
from hrgrid.core.progress import Progress
from hrgrid.paper.fonts import bundled_fonts
from hrgrid.paper.roster import Person, Roster, Section, slot_lines, write_roster
from tests.paper.honoured import BEYOND, RARE, TRACE, rosters
from tests.paper.measuring import last_of, mm, place_of, signs

EM = mm(15.75)
PITCH = mm(29.53)


def near(value):
    return pytest.approx(value, abs=0.1)


def written(tmp_path, *lists, trace=TRACE, name="名单.pdf", **more):
    path = tmp_path / name
    write_roster(path, lists, trace, bundled_fonts(), **more)
    return path


def listed(*names, title="张家港市"):
    return Roster("附件2", "优秀网格员名单", (Section(title, tuple(map(Person, names))),))


def pages_of(path):
    return [page.extract_text() for page in pypdf.PdfReader(path).pages]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The three annexes: 10, 100 and 1,000."""
    path = tmp_path_factory.mktemp("roster") / "名单.pdf"
    write_roster(path, rosters(), TRACE, bundled_fonts())
    return path


# --- what it says


def test_everybody_is_on_it_in_order_and_under_the_own_district(whole):
    text = "".join(pages_of(whole))
    for roster in rosters():
        at = text.index(f"{roster.title}\n")
        assert f"（{roster.count}名）" in text
        for heading, section in roster.headings():
            at = text.index(heading, at) if heading else at
            for person in section.people:
                at = text.index(person.name, at) + len(person.name)


def test_the_second_annex_begins_as_it_was_published(whole):
    """Seed of the layout: the list of 2018, two lines of it."""
    lines = pages_of(whole)[1].split("\n")
    found = [re.sub(r"\s", "", line) for line in lines]
    assert "（一）张家港市（10名）" in found
    flat = "".join(found)
    assert "叶江东刘海燕赵春敏潘怡高景云李忠华钱瑜锋倪俊杰龚伟〓赵凤强（二）常熟市（10名）" in flat


def test_no_name_holds_a_blank(whole):
    for page in pages_of(whole):
        assert "\u3000" not in page
    text = "".join(pages_of(whole))
    for name in ("潘怡", "夏伟", "陈健", "翟卫华", "陆健"):
        assert name in text


def test_rare_names_come_back(tmp_path):
    text = "".join(pages_of(written(tmp_path, listed(*RARE))))
    assert [name for name in RARE if name in text] == list(RARE)


# --- where it stands


def test_the_head_of_an_annex(whole):
    found = signs(whole, 1)
    annex, title = place_of(found, "附件2"), place_of(found, "优秀网格员名单")
    end = last_of(found, "优秀网格员名单")
    top = 37 + 0.88 * EM
    assert (annex.x, annex.y, annex.size) == (near(28), near(top), near(15.75))
    assert (title.y, title.size) == (near(top + 2 * PITCH), near(22))
    assert (title.x + end.x + mm(22)) / 2 == near(106)
    count = place_of(found, "（100名）")
    assert (count.y, count.size) == (near(top + 3 * PITCH), near(15.75))


def test_names_stand_in_columns_of_five_characters(whole):
    found = signs(whole, 1)
    line = place_of(found, "叶江东").y
    begins = [place_of(found, name).x for name in ("叶江东", "刘海燕", "赵春敏", "高景云")]
    assert begins == [near(28 + (2 + 5 * slot) * EM) for slot in (0, 1, 2, 4)]
    assert place_of(found, "李忠华").y == near(line + PITCH)
    assert last_of(found, "高景云").x + EM < 184


def test_two_characters_are_as_wide_as_three(tmp_path):
    """Measured where both are drawn by one face and nothing names them as one text."""
    path = written(tmp_path, listed("张三"))
    content = pypdf.PdfReader(path).pages[0].get_contents().get_data().decode("latin-1")
    (gap,) = set(re.findall(r"([\d.]+) Tc", content)) - {"0"}
    assert float(gap) == pytest.approx(15.75)


def test_a_page_holds_22_lines_of_28_characters(whole):
    for page in range(len(pages_of(whole))):
        found = [sign for sign in signs(whole, page) if sign.y < 263]
        assert len({round(sign.y) for sign in found}) <= 22
        assert min(sign.x for sign in found) > 28 - 0.1
        assert max(sign.x + mm(sign.size) for sign in found) < 184.2
        assert max(sign.y for sign in found) < 262.1


def test_page_numbers_stand_at_the_outer_edge(whole):
    for page in range(4):
        found = [sign for sign in signs(whole, page) if 263 < sign.y < 274]
        text = "".join(sign.text for sign in found)
        assert text == f"—{page + 1}—"
        assert {round(sign.size, 2) for sign in found} == {14.0}
        dash = found[0].ink
        assert (dash[1] + dash[3]) / 2 == pytest.approx(262 + 7, abs=0.6)
        if page % 2:
            assert found[0].x == near(28 + mm(14))
        else:
            assert found[-1].x == pytest.approx(184 - mm(14) - mm(14 * 0.89), abs=0.2)


def test_the_trace_stands_on_the_last_page_of_each_list(whole):
    text = "留痕校验 9f3c2ab1d4e5f607 · 第1284条 · 2019年4月15日"
    held = [page for page, content in enumerate(pages_of(whole)) if text in content]
    first = [p for p, content in enumerate(pages_of(whole)) if "附件" in content]
    assert held == [*(page - 1 for page in first[1:]), len(pages_of(whole)) - 1]
    sign = place_of(signs(whole, held[0]), "留痕校验")
    assert (sign.x, sign.size) == (near(28), near(7.5))
    assert sign.y < 290


def test_without_a_trace_there_is_none(tmp_path):
    assert "留痕" not in "".join(pages_of(written(tmp_path, listed("张三"), trace=None)))


# --- lines and pages


def test_longer_names_take_two_places_or_a_line():
    names = [
        "欧阳修文",
        "买买提·艾力",
        "王五",
        "阿不都热合曼",
        "赵六",
        "钱七",
        "司马相如光",
        "孙八",
    ]
    lines = slot_lines([Person(name) for name in names])
    assert [[(s.place, s.places, s.person.name) for s in line] for line in lines] == [
        [(0, 1, "欧阳修文"), (1, 2, "买买提·艾力"), (3, 1, "王五")],
        [(0, 2, "阿不都热合曼"), (2, 1, "赵六"), (3, 1, "钱七")],
        [(0, 2, "司马相如光"), (2, 1, "孙八")],
    ]
    long = Person("古丽娜尔·阿不都热依木·吐尔逊江")
    lines = slot_lines([Person("张三"), long, Person("李四")])
    assert [len(line) for line in lines] == [1, 1, 1]
    assert lines[1][0].places == 5


def test_no_two_names_touch(tmp_path):
    chance = random.Random(5)
    pool = [
        "欧阳修文",
        "张三",
        "李四五",
        "买买提·艾力",
        "阿布都热合曼江",
        "九个字的名字有这么",
        "古丽·某",
    ]
    names = chance.choices(pool, k=60)
    found = signs(written(tmp_path, listed(*names)))
    body = [sign for sign in found if sign.y < 263 and sign.size < 16]
    for line in {round(sign.y, 1) for sign in body}:
        marks = sorted((s.ink[0], s.ink[2]) for s in body if round(s.y, 1) == line)
        assert all(a[1] <= b[0] + 0.05 for a, b in itertools.pairwise(marks))


def test_a_name_longer_than_a_line_goes_on_in_the_next(tmp_path):
    name = "阿" * 30
    text = "".join(pages_of(written(tmp_path, listed(name, "张三"))))
    assert re.sub(r"\s", "", text).count(name) == 1


@pytest.mark.parametrize("seed", range(12))
def test_a_heading_is_never_the_last_line_of_a_page(tmp_path, seed):
    chance = random.Random(seed)
    sections = tuple(
        Section(f"第{n}板块", tuple(Person("张三丰") for _ in range(chance.randint(1, 30))))
        for n in range(1, 25)
    )
    path = written(tmp_path, Roster("附件1", "名单", sections))
    for page in pages_of(path):
        lines = [line for line in page.split("\n") if re.search(r"板块|张三丰", line)]
        assert "板块" not in lines[-1]


def test_every_list_begins_on_a_page_of_its_own(tmp_path):
    path = written(tmp_path, listed("张三"), listed("李四"))
    assert [("张三" in page, "李四" in page) for page in pages_of(path)] == [
        (True, False),
        (False, True),
    ]


# --- pioneers


def test_pioneers_stand_one_a_line_with_their_posts(whole):
    found = signs(whole, 0)
    top = place_of(found, "翟卫华").y
    assert place_of(found, "男").x == near(28 + 6 * EM)
    assert place_of(found, "锦丰镇永新社区网格书记").x == near(28 + 8 * EM)
    assert place_of(found, "孙晓家").y == near(top + PITCH)
    assert (
        len([sign for sign in found if sign.text in "男女" and abs(sign.x - 28 - 6 * EM) < 1]) == 10
    )


def test_what_goes_on_stands_below_the_unit_and_a_post_is_kept_whole(whole):
    found = signs(whole, 0)
    unit, post = place_of(found, "太仓市社会"), place_of(found, "副科长")
    assert post.x == near(unit.x)
    assert post.y == near(unit.y + PITCH)


def test_a_long_name_moves_the_column_for_all(tmp_path):
    people = (
        Person("张三", "男", "某街道", "网格员"),
        Person("欧阳修文", "女", "某镇", "网格长"),
        Person("古丽娜尔·阿不都热依木", "女", "某社区", "巡查员"),
    )
    path = written(tmp_path, Roster("附件1", "先锋", (Section("", people),), detailed=True))
    found = signs(path)
    units = [place_of(found, unit) for unit in ("某街道", "某镇", "某社区")]
    assert {round(unit.x, 1) for unit in units} == {round(28 + (2 + 6 + 3) * EM, 1)}
    assert place_of(found, "某社区").y == near(place_of(found, "古丽").y + PITCH)


# --- the file


def test_the_same_lists_give_the_same_bytes(tmp_path):
    one, two = (written(tmp_path, *rosters(), name=f"{n}.pdf").read_bytes() for n in "一二")
    assert one == two


def test_who_cannot_be_printed_is_named_with_the_district(tmp_path):
    with pytest.raises(UserError, match=r"昆山市张.*U\+2EBF0"):
        written(tmp_path, listed("张三"), listed(BEYOND, title="昆山市"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ([], "没有要输出的名单"),
        ([Roster("附件1", "先锋网格员名单", ())], "“先锋网格员名单”里没有人"),
        ([listed("张三", "")], "张家港市有人没有姓名"),
    ],
)
def test_what_cannot_be_a_roster_is_said(tmp_path, lists, said):
    with pytest.raises(UserError, match=said):
        written(tmp_path, *lists)


def test_progress_counts_pages_and_a_cancel_leaves_nothing(tmp_path):
    stages = []
    path = written(tmp_path, *rosters(), progress=Progress(stages.append))
    assert stages[-1].done == stages[-1].total == len(pages_of(path))
    path.unlink()
    progress = Progress(lambda stage: progress.cancel() if stage.done == 3 else None)
    with pytest.raises(Cancelled):
        written(tmp_path, *rosters(), progress=progress)
    assert list(tmp_path.iterdir()) == []
