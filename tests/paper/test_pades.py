"""PDF files signed with a certificate, and read back: real keys, real files, one changed byte."""

from __future__ import annotations

import datetime as dt

import pytest
from reportlab.pdfgen.canvas import Canvas

from hrgrid.core.errors import UserError
from hrgrid.paper.pades import read_certificate, sign_file, signatures_of
from tests.paper.signing import DAY, HOLDER, ISSUER, NOW, PASSWORD, pkcs12

TODAY = NOW.date()


@pytest.fixture
def paper(tmp_path):
    """Three pages, without a signature."""
    path = tmp_path / "证书.pdf"
    canvas = Canvas(str(path))
    for page in range(3):
        canvas.drawString(100, 700, f"No {page}")
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize("curve", [False, True])
def test_a_signed_file_begins_with_the_bytes_that_were_there(paper, tmp_path, curve):
    plain = paper.read_bytes()
    assert signatures_of(paper) == []
    certificate = read_certificate(pkcs12(tmp_path / "章.p12", curve=curve), PASSWORD, TODAY)
    assert certificate.shown.startswith(f"{HOLDER}（{TODAY - DAY} 至 ")
    assert certificate.shown.endswith(f"，由 {ISSUER} 签发）")
    assert (certificate.serial, len(certificate.fingerprint)) == ("123456789ABCDEF0", 64)
    sign_file(paper, certificate, "NS0001 至 NS0003")
    assert paper.read_bytes().startswith(plain)
    assert b"/ETSI.CAdES.detached" in paper.read_bytes()
    (row,) = signatures_of(paper)
    assert (row.holder, row.issuer, row.serial) == (HOLDER, ISSUER, "123456789ABCDEF0")
    assert row.good
    assert abs(row.at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
    assert row.shown.endswith("签名后没有改动")


def test_a_changed_byte_and_an_addition_are_told_apart(paper, tmp_path):
    certificate = read_certificate(pkcs12(tmp_path / "章.p12"), PASSWORD, TODAY)
    sign_file(paper, certificate, "试")
    signed = paper.read_bytes()
    at = signed.index(b"stream") + 20
    paper.write_bytes(signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :])
    (row,) = signatures_of(paper)
    assert (row.intact, row.good) == (False, False)
    assert row.shown.endswith("内容被改动过")
    paper.write_bytes(signed)
    sign_file(paper, certificate, "又")
    first, second = signatures_of(paper)
    assert (first.intact, first.whole, second.good) == (True, False, True)
    assert first.shown.endswith("签名后又加了内容")


@pytest.mark.parametrize(
    ("made", "password", "told"),
    [
        ({}, "别的", "密码不对"),
        ({"begin": NOW - 9 * DAY, "end": NOW - 2 * DAY}, PASSWORD, "有效期是 .*现在不能用"),
        ({"begin": NOW + 2 * DAY}, PASSWORD, "有效期是 .*现在不能用"),
        ({"signs": False}, PASSWORD, "不是签名用的"),
        ({"keyless": True}, PASSWORD, "没有私钥"),
    ],
)
def test_what_cannot_sign_is_refused_with_what_to_do(tmp_path, made, password, told):
    path = pkcs12(tmp_path / "章.p12", **made)
    with pytest.raises(UserError, match=told):
        read_certificate(path, password, TODAY)


def test_what_is_no_certificate_is_told(tmp_path, paper):
    for path in (paper, tmp_path / "没有.p12"):
        with pytest.raises(UserError, match=r"不是数字证书文件|读不了证书文件"):
            read_certificate(path, PASSWORD, TODAY)
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(UserError, match="文件可能坏了"):
        signatures_of(broken)
