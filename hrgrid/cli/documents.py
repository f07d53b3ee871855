"""Commands on papers: roster, certificates, certificates verify."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hrgrid.cli import opening
from hrgrid.cli.outcomes import Outcome, table
from hrgrid.cli.usage import Parser, coded, whole_number
from hrgrid.core.errors import UserError
from hrgrid.documents.service import (
    Book,
    KeySheet,
    codes_of,
    key_sheet,
    read_key_sheet,
    signatures_in,
    verification_book,
    verified,
)
from hrgrid.honours.papers import Form, Picked, Written, write_certificates, write_roster
from hrgrid.honours.rules.words import RosterOrder, Tier
from hrgrid.honours.service import issue_certificates
from hrgrid.paper.pades import SigningCertificate, read_certificate
from hrgrid.storage.files import paper_file

_SIGN_SECRET = "HRGRID_SIGN_SECRET_FILE"  # noqa: S105 - the name of a variable

# --- roster ---------------------------------------------------------------------------------------


def declare_roster(parser: Parser) -> None:
    """Arguments of `roster`."""
    _declare_paper(parser)
    parser.add_argument(
        "--order",
        choices=[order.value for order in RosterOrder],
        default=RosterOrder.SUBMITTED.value,
        help="，".join(f"{order.value} {order.label}" for order in RosterOrder),
    )


def make_roster(options: argparse.Namespace) -> Outcome:
    """The lists of a campaign, an annex a tier; the journal says that they were made."""
    path = options.out.absolute()
    form, order = coded(Form, options.format), coded(RosterOrder, options.order)
    with opening.writing_desk(options) as desk:
        written = write_roster(desk, options.campaign, path, form, order=order)
    return _told(written, "名单")


# --- certificates ---------------------------------------------------------------------------------


def declare_certificates(parser: Parser) -> None:
    """Arguments of `certificates`."""
    _declare_paper(parser)
    parser.add_argument(
        "--tier",
        choices=[tier.value for tier in Tier],
        help="，".join(f"{tier.value} {tier.label}" for tier in Tier),
    )
    parser.add_argument(
        "--range", type=_range, metavar="317-340", help="只要编号末尾的序号在这个范围里的"
    )
    parser.add_argument(
        "--keys", type=Path, metavar="文件.json", help="把核验用的公钥和撤销清单另存到这个文件"
    )
    parser.add_argument(
        "--sign",
        type=Path,
        metavar="证书.p12",
        help=f"给 PDF 加数字签名（PAdES）；证书的密码写在 {_SIGN_SECRET} 所指的文件里",
    )


def make_certificates(options: argparse.Namespace) -> Outcome:
    """The certificates of a decided campaign: issued the first time, the same ones ever after."""
    path, form = options.out.absolute(), coded(Form, options.format)
    first, last = options.range or (None, None)
    picked = Picked(coded(Tier, options.tier) if options.tier else None, first, last)
    # Before anything is issued: a wrong password costs nothing.
    signing = _signing(options.sign, form)
    with opening.writing_desk(options) as desk:
        issued = desk.write(lambda work: issue_certificates(work, options.campaign))
        written = write_certificates(
            desk, options.campaign, path, form, picked=picked, certificate=signing
        )
        if options.keys is not None:
            sheet = desk.write(key_sheet)
            with paper_file(options.keys.absolute()) as part:
                part.write_bytes(sheet)
    notes = [f"新签发 {issued.new} 份。"] if issued.new else []
    if signing is not None:
        notes.append(f"已用 {signing.holder} 的证书签名。")
    if issued.held:
        notes.append(f"姓名缺字、按登记的选择先不印：{'、'.join(issued.held)}。")
    return _told(written, "证书", notes)


def _signing(path: Path | None, form: Form) -> SigningCertificate | None:
    if path is None:
        return None
    if form is not Form.PDF:
        raise UserError("只有 PDF 能加数字签名。请用 --format pdf，或去掉 --sign")
    today = dt.datetime.now().astimezone().date()
    return read_certificate(path, opening.secret(_SIGN_SECRET) or "", today)


def _range(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", text)
    if found is None or not 1 <= int(found[1]) <= int(found[2] or found[1]):
        raise argparse.ArgumentTypeError(f"要写成 317-340 这样的范围，现在是“{text}”")
    return int(found[1]), int(found[2] or found[1])


def _declare_paper(parser: Parser) -> None:
    parser.add_argument(
        "campaign", type=whole_number(1), metavar="评选", help="honours list 里的编号"
    )
    parser.add_argument(
        "--format", choices=[form.value for form in Form], required=True, help="文件格式"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="文件", help="写到哪里")


def _told(written: Written, what: str, notes: list[str] | None = None) -> Outcome:
    report = {"path": str(written.path), "pages": written.pages, "rows": written.rows}
    line = f"{what} {written.rows} 人、{written.pages} 页，已写到：{written.path}"
    return Outcome(report, [*(notes or []), line])


# --- certificates verify --------------------------------------------------------------------------


def declare_verify(parser: Parser) -> None:
    """Arguments of `certificates verify`."""
    parser.add_argument(
        "what", metavar="文件或文字", help="证书的 PDF、PNG、JPEG，或扫码得到的文字"
    )
    parser.add_argument(
        "--keys",
        type=Path,
        metavar="文件.json",
        help="公钥文件，里面的撤销清单一并照办；不给就用数据里的",
    )


def verify_certificates(options: argparse.Namespace) -> Outcome:
    """Whether the codes are true; with the data also whether the certificates are in force."""
    with _book(options) as book:
        rows = verified(codes_of(options.what), book)
    signatures = signatures_in(options.what)
    broken = [one for one in signatures if not one.good]
    report = {
        "valid": all(row.finding.valid for row in rows) and not broken,
        "certificates": [
            {
                "page": row.page,
                "valid": row.finding.valid,
                "number": row.number,
                "name": row.name,
                "honour": row.honour,
                "status": row.finding.value,
            }
            for row in rows
        ],
    }
    if signatures:
        report["signatures"] = [
            {
                "holder": one.holder,
                "issuer": one.issuer,
                "serial": one.serial,
                "at": one.at.isoformat() if one.at else None,
                "intact": one.intact,
                "whole": one.whole,
            }
            for one in signatures
        ]
    lines = table(
        ("页", "结果", "编号", "姓名", "称号"),
        [(row.page, row.finding.label, row.number, row.name, row.honour) for row in rows],
    )
    lines += [f"{one.shown}。" for one in signatures]
    wrong = sum(not row.finding.valid for row in rows)
    if not wrong and not broken:
        return Outcome(report, lines)
    if not wrong:
        refusal = "数字签名核验不过，见上。请向出文单位要原件。"
        return Outcome(report, lines, refusal=refusal)
    refusal = f"{len(rows)} 份中有 {wrong} 份核验不过，见上。请与发证机关核对原件。"
    return Outcome(report, lines, refusal=refusal)


@contextmanager
def _book(options: argparse.Namespace) -> Iterator[Book]:
    if options.keys is not None and options.data is None:
        given = _given_keys(options.keys)
        yield Book(given.keys, given.states)
        return
    with opening.reading(options) as database, database.reading() as work:
        book = verification_book(work)
        if options.keys is not None:
            given = _given_keys(options.keys)
            book = Book(given.keys, {**given.states, **book.states})
        yield book


def _given_keys(path: Path) -> KeySheet:
    try:
        return read_key_sheet(path.read_bytes(), path.name)
    except OSError as error:
        raise UserError(f"读不了公钥文件“{path}”。请检查路径和权限") from error
