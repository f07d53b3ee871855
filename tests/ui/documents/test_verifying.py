"""核验: by text, by file, by what was let fall; nothing of it is kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from hrgrid.documents.papers.issued import printed_row
from hrgrid.documents.queries import Wanted, certificates
from hrgrid.documents.service import revoke
from hrgrid.paper.certificate import Design, write_certificates
from hrgrid.paper.fonts import bundled_fonts
from hrgrid.paper.pades import read_certificate, sign_file
from hrgrid.ui.documents.verifying import VerifyDialog
from tests.paper.signing import HOLDER, ISSUER, NOW, PASSWORD, pkcs12
from tests.ui.hands import let_fall


@pytest.fixture
def issued(desk, batch):
    return desk.read(lambda work: certificates(work, Wanted(batch)))


@pytest.fixture
def dialog(qtbot, session, window, issued):
    made = VerifyDialog(session, window)
    qtbot.addWidget(made)
    made.show()
    return made


def findings(qtbot, dialog):
    qtbot.waitUntil(lambda: not dialog._session.tasks.running)
    return [row.finding.label for row in dialog.model.rows]


def tells(qtbot, dialog, sentence):
    """Wait until it says this."""

    def told() -> str:
        shown = (label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
        return " ".join(shown)

    qtbot.waitUntil(lambda: sentence in told())


def test_the_text_of_a_code_is_verified(qtbot, dialog, issued):
    assert not dialog.verify.isEnabled()
    dialog.text.setPlainText(issued[0].code_text)
    QTest.mouseClick(dialog.verify, Qt.MouseButton.LeftButton)
    assert findings(qtbot, dialog) == ["有效"]
    tells(qtbot, dialog, "1 份都是本机关发的，现在有效")
    dialog.text.setPlainText(issued[0].code_text.replace(issued[0].name, "张三丰"))
    QTest.mouseClick(dialog.verify, Qt.MouseButton.LeftButton)
    assert findings(qtbot, dialog) == ["签名不符"]
    tells(qtbot, dialog, "签名不符：内容被改动过")
    dialog.text.setPlainText("别的文字")
    QTest.mouseClick(dialog.verify, Qt.MouseButton.LeftButton)
    assert findings(qtbot, dialog) == ["没有读到校验码"]


def test_a_file_that_is_let_fall_is_verified_page_by_page(qtbot, dialog, issued, desk, tmp_path):
    desk.write(lambda work: revoke(work, issued[1].number), reason="名单核减")
    path = tmp_path / "证书.pdf"
    design = Design(("某委",), "2019年4月15日")
    write_certificates(
        path, [printed_row(row) for row in issued[:3]], design, fonts=bundled_fonts()
    )
    let_fall(dialog, path)
    assert findings(qtbot, dialog) == ["有效", "已撤销", "有效"]
    tells(qtbot, dialog, "3 份中有 1 份核验不过（已撤销）")


def test_who_signed_a_file_is_told_beside_its_codes(qtbot, dialog, issued, tmp_path):
    path = tmp_path / "证书.pdf"
    rows = [printed_row(row) for row in issued[:2]]
    write_certificates(path, rows, Design(("某委",), "2019年4月15日"), fonts=bundled_fonts())
    certificate = read_certificate(pkcs12(tmp_path / "章.p12"), PASSWORD, NOW.date())
    sign_file(path, certificate, "两份")
    dialog.look_at(path)
    assert findings(qtbot, dialog) == ["有效", "有效"]
    tells(qtbot, dialog, f"数字签名：{HOLDER}（{ISSUER}签发")
    tells(qtbot, dialog, "签名后没有改动")


def test_another_file_is_refused_in_a_sentence(qtbot, dialog, tmp_path):
    (tmp_path / "别的.png").write_bytes(b"nothing")
    dialog.look_at(tmp_path / "别的.png")
    tells(qtbot, dialog, "不是能读的 PDF、PNG 或 JPEG 文件")
    assert not dialog.table.isVisible()
