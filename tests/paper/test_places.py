"""The frames on the screen are round what is printed, on every form and with every template."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from hrgrid.core.errors import UserError
from hrgrid.paper.certificate import (
    A3_FOLD,
    A4,
    K6,
    K8,
    K12,
    TEMPLATES,
    Design,
    Part,
    Template,
    differences,
    places,
    remarkable,
    seal_space,
    write_certificates,
)
from hrgrid.paper.fonts import bundled_fonts
from tests.paper.honoured import SIGNER, certificate
from tests.paper.measuring import place_of, signs

DAY = dt.date(2019, 4, 15)
MOVED = TEMPLATES[0].look
for part, across, down in ((Part.NAME, 55, -20), (Part.NUMBER, 10, 7), (Part.DAY, -30, 12)):
    MOVED = MOVED.moved(part, across, down)
LOOKS = (*TEMPLATES, replace(TEMPLATES[0], look=MOVED))


def drawn(path, template, layout):
    """The design, the row and every sign of its page."""
    face = template.face(SIGNER, DAY, ("苏州市",))
    row = replace(certificate(7), face=face, closing=face.closing)
    design = Design(face.signers, face.day, layout=layout, title=face.title, kept=face.kept)
    write_certificates(path, [row], design, fonts=bundled_fonts())
    return design, row, signs(path)


@pytest.mark.parametrize("layout", [A4, A3_FOLD, K6, K8, K12])
def test_every_frame_is_where_the_text_is_printed(tmp_path, layout):
    for at, template in enumerate(LOOKS):
        design, row, found = drawn(tmp_path / f"{at}.pdf", template, layout)
        boxes = {each.part: each for each in places(design, row, bundled_fonts())}
        assert set(boxes) == set(Part) - {Part.CODE}
        day = design.day
        texts = {
            Part.TITLE: design.title,
            Part.NAME: f"{row.name}同志",
            Part.SIGNER: SIGNER,
            Part.DAY: day,
            Part.NUMBER: "编号：",
        }
        for part, text in texts.items():
            sign, box = place_of(found, text), boxes[part]
            assert sign.x == pytest.approx(box.left / 10, abs=0.3), (template.name, part)
            assert sign.y == pytest.approx(box.base / 10, abs=0.3), (template.name, part)
        within = [sign for sign in found if sign.text in row.body]
        body = boxes[Part.BODY]
        assert any(body.holds(sign.x * 10, sign.y * 10) for sign in within)
        width, height = layout.page
        for box in boxes.values():
            assert 0 < box.left < box.left + box.width < width
            assert 0 < box.top < box.top + box.height < height


def test_the_seal_goes_where_the_form_has_it_and_with_the_signer(tmp_path):
    design, row, _ = drawn(tmp_path / "a.pdf", TEMPLATES[0], A4)
    assert seal_space(design, row) == (2220, 1670, 420)
    look = TEMPLATES[0].look.moved(Part.SIGNER, -100, 50)
    design, row, _ = drawn(tmp_path / "b.pdf", replace(TEMPLATES[0], look=look), A4)
    assert seal_space(design, row) == (2120, 1720, 420)


def test_a_shift_moves_the_print_by_just_what_was_typed(tmp_path):
    design, row, before = drawn(tmp_path / "a.pdf", TEMPLATES[0], K8)
    path = tmp_path / "b.pdf"
    write_certificates(path, [row], replace(design, shift=(13, -27)), fonts=bundled_fonts())
    for old, new in zip(before, signs(path), strict=True):
        assert new.x - old.x == pytest.approx(1.3, abs=0.02)
        assert new.y - old.y == pytest.approx(-2.7, abs=0.02)


def test_the_longest_and_the_rarest_of_a_batch_are_found():
    names = ["王芳", "阿卜杜热西提·买买提江", "𬱖云", "李\U0002b740", "欧阳长生"]
    rows = [certificate(at, name) for at, name in enumerate(names, start=1)]
    best = remarkable(rows, bundled_fonts())
    assert names[best.longest] == "阿卜杜热西提·买买提江"
    assert names[best.rarest] in {"𬱖云", "李\U0002b740"}


def test_what_was_changed_is_told_in_words():
    old = TEMPLATES[0]
    look = replace(old.look, body_size=2350).moved(Part.NAME, 0, 15)
    text = "在{year}年度被命名为{city}“能手网格员”。"
    new = replace(old, title="奖状", citations=(("能手网格员", text),), look=look)
    assert differences(old, old) == []
    assert differences(old, new) == [
        "标题“荣誉证书”改为“奖状”",
        "“能手网格员”的正文",
        "正文字号 22 → 23.5 磅",
        "称谓移到右 0.0、下 1.5 毫米",
    ]
    assert Template.read(new.write()) == new


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("在{month}月被命名为“能手网格员”。", "不认识的空位"),
        ("在{year}年度表现优秀。", "没有写这个称号"),
        ("", "空的"),
    ],
)
def test_a_citation_that_cannot_stand_is_refused(text, why):
    with pytest.raises(UserError, match=why):
        replace(TEMPLATES[0], citations=(("能手网格员", text),)).check()
