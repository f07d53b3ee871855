"""Certificates of other rooms on the page: prizes, stars and classes are printed as honours are."""

from __future__ import annotations

from dataclasses import replace

import pypdf
import pytest

from hrgrid.documents.papers.issued import printed_row, shared_design, write_issued
from hrgrid.documents.queries import Wanted, certificates
from hrgrid.ui.documents.batches import batch_design, read_overview
from tests.documents.build import issued
from tests.ui.documents.clerk import Clerk


@pytest.mark.parametrize("batch", ["competition:7", "star_round:7"])
def test_a_batch_of_another_room_is_listed_drawn_and_printed(qtbot, desk, opened, tray, batch):
    issued(desk, batch, XF=2)
    page = opened()
    assert page.overview.title == "先锋网格员证书（苏政法〔2019〕12号）"
    clerk = Clerk(qtbot, page)
    clerk.says("打印待打的 2 张")
    qtbot.waitUntil(lambda: page.preview.paper._image is not None)
    clerk.press_in_dialog(page.head.primary)
    clerk.asked()
    [path] = tray.files
    assert len(pypdf.PdfReader(path).pages) == 2


def test_what_was_issued_before_faces_were_kept_says_what_its_kind_says(desk, tmp_path):
    for batch, title, closing in (
        ("training_class:3", "结业证书", "特发此证。"),
        ("competition:3", "荣誉证书", "特发此证，以资鼓励。"),
    ):
        issued(desk, batch, NS=1)
        found = desk.read(lambda work, batch=batch: certificates(work, Wanted(batch)))
        [row] = [replace(one, face="") for one in found]
        assert (printed_row(row).face, printed_row(row).closing) == (None, closing)
        path = tmp_path / "以前.pdf"
        design = desk.read(lambda work, batch=batch: batch_design(work, batch))
        write_issued(path, [row], design, lambda _: None)
        told = pypdf.PdfReader(path).pages[0].extract_text().replace("\n", "")
        assert title in told.replace(" ", "")
        assert "2019年4月15日" in told
        assert closing in told


def test_an_empty_batch_has_no_title_to_invent(desk):
    issued(desk, "competition:7", XF=1)
    assert desk.read(lambda work: read_overview(work, "campaign:99")).batch == "competition:7"
    assert desk.read(lambda work: shared_design(work, "competition:8")).day == ""
