"""八定 cards: a page a grid, smaller type before a second page, names that no font has."""

from __future__ import annotations

import pytest
from pypdfium2 import PdfDocument

from hrgrid.core.errors import UserError
from hrgrid.paper.eight import TITLE, EightCard, Settled, write_cards
from hrgrid.paper.fonts import bundled_fonts
from hrgrid.workforce.rules.eight import LONGEST_TERM, EightKind

FOOT = ("工作站：精网微格工作站，值班电话 0512-63000000", "已定 7/8 项，截至 2026年11月22日")


def card(text="信息采集、便民服务", note="按示例街道统一规定", grid="示例社区第1网格（0001）"):
    rows = tuple(Settled(kind.label, text, note) for kind in EightKind)
    return EightCard(grid, "示例区 / 示例街道 / 示例社区", rows, FOOT)


def pages(path):
    document = PdfDocument(path)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def write(path, *cards):
    return write_cards(path, cards, bundled_fonts())


def test_each_grid_has_its_page_with_all_eight(tmp_path):
    path = tmp_path / "八定卡.pdf"
    assert write(path, card(), card(grid="示例社区第2网格（0002）")) == 2
    first, second = pages(path)
    assert first.startswith("".join(TITLE.split()))
    for kind in EightKind:
        assert kind.label in first
    assert "示例社区第1网格（0001）" in first
    assert "示例社区第2网格（0002）" in second
    assert "值班电话0512-63000000" in first
    assert first.count("按示例街道统一规定") == 8


def test_a_long_card_shrinks_before_it_takes_a_second_page(tmp_path):
    path = tmp_path / "八定卡.pdf"
    assert write(path, card("信息采集、便民服务、隐患排查、矛盾化解。" * 5)) == 1
    longest = "责" * LONGEST_TERM
    count = write(path, card(longest))
    told = pages(path)
    assert count == len(told) > 1
    # Nothing is lost, and only the last page says of which day it is.
    assert sum(page.count("责") for page in told) == 8 * LONGEST_TERM + sum(
        page.count("定责") for page in told
    )
    assert [("截至" in page) for page in told] == [False] * (count - 1) + [True]
    assert all("（续）" in page for page in told[1:])


def test_lines_that_were_typed_stay_lines(tmp_path):
    path = tmp_path / "八定卡.pdf"
    write(path, card("一、信息采集\n二、便民服务"))
    assert "一、信息采集二、便民服务" in pages(path)[0]


def test_what_no_font_draws_is_named(tmp_path):
    path = tmp_path / "八定卡.pdf"
    with pytest.raises(UserError, match="U\\+E000"):
        write(path, card(text="\ue000"))
    assert not path.exists()


def test_no_grid_is_no_paper(tmp_path):
    with pytest.raises(UserError, match="这里没有网格"):
        write_cards(tmp_path / "八定卡.pdf", [])
