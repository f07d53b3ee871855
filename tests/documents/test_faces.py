"""Templates in editions, and certificates that stay as they were issued."""

from __future__ import annotations

from dataclasses import replace

import pypdf
import pytest

from hrgrid.core.errors import UserError
from hrgrid.documents import service
from hrgrid.documents.papers.issued import printed_row, write_issued
from hrgrid.documents.queries import Wanted, certificates
from hrgrid.documents.queries.faces import template_editions
from hrgrid.documents.service import Correction
from hrgrid.paper.certificate import TEMPLATES, Design, Frame, Part, Template
from hrgrid.storage.office import Office
from tests.documents.build import BATCH, issued

LATER = Design(("后来的机关",), "2030年1月1日")


def rows(desk, batch=BATCH):
    return desk.read(lambda work: certificates(work, Wanted(batch)))


def renamed(work):
    work.session.get_one(Office, 1).name = "改过名的机关"


def kept(desk, template, before=0, purpose="campaign"):
    return desk.write(lambda work: service.keep_template(work, purpose, template, before))


def drawn(desk, path, batch=BATCH):
    write_issued(path, rows(desk, batch), LATER, lambda _: None)
    return path


def text(path, page=0):
    return pypdf.PdfReader(path).pages[page].extract_text().replace("\n", "")


def test_what_was_issued_comes_out_the_same_to_the_last_byte(desk, tmp_path):
    issued(desk, NS=3)
    office = desk.read(lambda work: work.session.get_one(Office, 1).name)
    before = drawn(desk, tmp_path / "以前.pdf").read_bytes()
    desk.write(renamed)
    kept(desk, replace(TEMPLATES[1], title="奖状", closing="特发此状。"))
    path = drawn(desk, tmp_path / "以后.pdf")
    assert path.read_bytes() == before
    assert office in text(path)
    assert "后来的机关" not in text(path)


def test_what_is_issued_later_has_the_template_of_its_day(desk, tmp_path):
    issued(desk, NS=1)
    kept(desk, replace(TEMPLATES[1], title="奖状", signers=("甲委员会", "乙委员会")))
    issued(desk, "campaign:2", XF=1)
    path = drawn(desk, tmp_path / "新.pdf", "campaign:2")
    for told in ("奖状", "甲委员会", "乙委员会", "二〇一九年四月十五日"):
        assert told in text(path)
    assert "荣誉证书" in text(drawn(desk, tmp_path / "旧.pdf"))


def test_pages_of_two_faces_go_into_one_file(desk, tmp_path):
    issued(desk, NS=1)
    kept(desk, replace(TEMPLATES[0], title="奖状"))
    issued(desk, "campaign:2", XF=1)
    both = rows(desk) + rows(desk, "campaign:2")
    path = tmp_path / "合.pdf"
    write_issued(path, both, LATER, lambda _: None)
    assert "荣誉证书" in text(path)
    assert "奖状" in text(path, 1)
    assert "荣誉证书" not in text(path, 1)


def test_a_copy_and_a_correction_look_as_what_they_replace(desk):
    issued(desk, NS=2)
    first, second = rows(desk)
    kept(desk, replace(TEMPLATES[0], title="奖状"))
    desk.write(lambda work: service.duplicate(work, first.number), reason="遗失")
    right = Correction("张三丰", second.unit, with_unit=False, body=second.body)
    desk.write(lambda work: service.correct(work, second.number, right), reason="错字")
    assert {printed_row(row).face.title for row in rows(desk)} == {"荣誉证书"}


def test_a_class_says_that_it_is_completed(desk, tmp_path):
    issued(desk, "training_class:1", NS=1)
    told = text(drawn(desk, tmp_path / "结业.pdf", "training_class:1"))
    assert "结业证书" in told
    assert "特发此证。" in told
    assert "以资鼓励" not in told


def test_editions_are_counted_and_two_who_edit_do_not_overwrite_each_other(desk):
    one, two = replace(TEMPLATES[0], title="奖状"), replace(TEMPLATES[0], title="证书")
    assert kept(desk, one) == 1
    with pytest.raises(UserError, match="刚有别人改过"):
        kept(desk, two)
    with pytest.raises(UserError, match="和现在的模板一样"):
        kept(desk, one, before=1)
    assert kept(desk, two, before=1) == 2
    found = desk.read(lambda work: template_editions(work, "campaign"))
    assert [Template.read(row.content).title for row in found] == ["证书", "奖状"]
    assert desk.read(lambda work: service.template_in_use(work, "stars"))[0] == TEMPLATES[0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "标题是空的"),
        ({"title": "很长" * 10}, "标题有 20 个字"),
        ({"closing": "甲\n乙"}, "只能写一行"),
        ({"signers": ("甲",) * 5}, "最多 4 行"),
        ({"name": " "}, "没有名称"),
        ({"look": replace(TEMPLATES[0].look, body_size=900)}, "正文的字号要在 18 到 30 磅"),
        ({"look": TEMPLATES[0].look.moved(Part.TITLE, 9_999, 0)}, "标题移得太远"),
    ],
)
def test_a_template_that_cannot_stand_on_paper_is_refused(desk, change, sentence):
    with pytest.raises(UserError, match=sentence):
        kept(desk, replace(TEMPLATES[0], **change))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_a_template_and_its_face_are_read_as_they_were_written(template):
    moved = replace(template, look=template.look.moved(Part.DAY, -5, 12), signers=("甲", "乙"))
    template.check()
    assert Template.read(moved.write()) == moved
    with pytest.raises(UserError, match="最新版本"):
        Template.read(moved.write().replace('"frame"', '"border"'))
    assert moved.look.moved(Part.DAY, 0, 0) == template.look
    assert Frame.GOLD in {one.look.frame for one in TEMPLATES}
