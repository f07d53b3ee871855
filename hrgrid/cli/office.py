"""Commands on an office's data: init, check, backup, restore, journal verify, export-all."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path

from hrgrid.accounts import queries
from hrgrid.accounts.service import (
    FirstKeys,
    FirstOperator,
    OfficeForm,
    recover,
    set_up_office,
)
from hrgrid.cli import opening
from hrgrid.cli.outcomes import Outcome, table
from hrgrid.cli.usage import Parser, coded
from hrgrid.core.errors import UserError
from hrgrid.core.paths import safe_name
from hrgrid.core.policies import Policy, Setting
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.storage import anchors, journal
from hrgrid.storage.backup import back_up
from hrgrid.storage.checks import check
from hrgrid.storage.database import Database
from hrgrid.storage.export import export_all
from hrgrid.storage.files import write_whole
from hrgrid.storage.location import Location
from hrgrid.storage.restore import restore
from hrgrid.storage.sealed import looks_like_recovery_code
from hrgrid.storage.upgrade import open_upgraded

_GOOD = {"ok": True, "findings": []}


# --- init ---------------------------------------------------------------------------------------


def declare_init(parser: Parser) -> None:
    """Arguments of `init`."""
    parser.add_argument("file", metavar="文件", help="新数据文件（.hrg）或空的 PostgreSQL 地址")
    parser.add_argument(
        "--policy",
        choices=[setting.value for setting in Setting],
        default=Setting.SINGLE.value,
        help="，".join(f"{setting.value} {setting.label}" for setting in Setting),
    )


def init_office(options: argparse.Namespace) -> Outcome:
    """A new data file with its first operator; the recovery code goes to a file beside it."""
    location = Location.of(options.file)
    sheet = _recovery_sheet(location)
    if sheet.exists():
        raise UserError(f"“{sheet}”已经存在，里面可能是别的数据的恢复码，没有覆盖。请先移走它")
    name = location.name
    people: tuple[FirstOperator, ...] = ()
    if options.user is not None:
        people = (FirstOperator(options.user, options.user, secret=opening.secret()),)
    setting = coded(Setting, options.policy)
    try:
        keys = set_up_office(
            options.file,
            OfficeForm(name, name, setting, people),
            keep=lambda keys: _write_sheet(sheet, keys),
        )
    except BaseException:
        with suppress(OSError):
            sheet.unlink()
        raise
    codes = "恢复码和初始密码" if keys.passwords else "恢复码"
    return Outcome(
        _GOOD,
        [
            f"已新建：{keys.location.shown}（{setting.label}）",
            f"{codes}在 {sheet}，请打印后收好，再从电脑上删掉。",
        ],
    )


def _recovery_sheet(location: Location) -> Path:
    if location.file is not None:
        return location.file.with_name(location.file.name + ".recovery.txt")
    return Path.cwd() / f"{safe_name(location.name)}.recovery.txt"


def _write_sheet(sheet: Path, keys: FirstKeys) -> None:
    lines = [
        "网格员队伍管理 恢复码",
        f"数据：{keys.location.shown}",
        "",
        keys.recovery_code,
        "",
        "电脑损坏、换电脑或忘记密码时，只有它能打开加密的个人信息。请打印后锁好，不要存在同一台电脑上。",
    ]
    for login, password in keys.passwords:
        lines.append(f"操作员“{login}”的初始密码：{password}（首次登录后请改）")
    try:
        write_whole(sheet, ("\n".join(lines) + "\n").encode("utf-8-sig"))
    except OSError as error:
        raise UserError(f"恢复码写不进“{sheet}”，没有新建数据。请换个可以写的文件夹") from error


# --- check, backup, restore ---------------------------------------------------------------------


def declare_nothing(_parser: Parser) -> None:
    """For commands without arguments of their own."""


def check_data(options: argparse.Namespace) -> Outcome:
    """Integrity, row hashes, attachments and journal."""
    with opening.reading(options) as database:
        keyring = opening.sit_down(database, options).keyring if options.user else None
        findings = check(database, keyring=keyring)
    return _verdict(findings, "数据完好")


def _verdict(findings: list[str], good: str) -> Outcome:
    report = {"ok": not findings, "findings": findings}
    if not findings:
        return Outcome(report, [good])
    return Outcome(report, findings, refusal=f"共 {len(findings)} 处不对，见上。")


def declare_backup(parser: Parser) -> None:
    """Arguments of `backup`."""
    parser.add_argument("folder", type=Path, metavar="文件夹", help="备份放在哪里")


def back_up_data(options: argparse.Namespace) -> Outcome:
    """A verified backup, beside an open window if need be."""
    with opening.reading_desk(options) as desk:
        desk.read(lambda work: work.require(Right.MANAGE_OFFICE))
        row = back_up(desk.database, options.folder.absolute(), keyring=desk.keyring)
    return Outcome(_GOOD, [f"已备份并核对：{row.path}", f"操作留痕首部：{row.head}"])


def declare_restore(parser: Parser) -> None:
    """Arguments of `restore`."""
    parser.add_argument("file", type=Path, metavar="备份文件", help="备份文件（.hrg）")


def restore_data(options: argparse.Namespace) -> Outcome:
    """Restore beside the old data; whoever restores must be able to open the backup."""
    target = opening.location_of(options)
    backup = options.file.absolute()
    if not backup.exists():
        raise UserError(f"没有找到备份“{backup}”。请检查路径或U盘")
    with Database.open(backup, read_only=True) as kept:
        desk = opening.sit_down(kept, options)
        desk.read(lambda work: work.require(Right.MANAGE_OFFICE))
        login = queries.login_of(kept, desk.actor.operator_id)
    restored = restore(backup, target)
    _feel_at_home(restored, login)
    return Outcome(_GOOD, [f"已恢复到：{restored.shown}", "原来的数据没有动过。"])


def _feel_at_home(restored: Location, login: str) -> None:
    """On a machine new to the data the recovery code also opens it without one from now on."""
    code = opening.secret()
    if code is None or not looks_like_recovery_code(code):
        return
    with open_upgraded(restored) as database:
        with database.reading() as work:
            by_password = work.policy(Policy.SIGN_IN) == 1
        if not by_password:
            recover(database, login, code, None)


# --- journal, export ----------------------------------------------------------------------------


def declare_journal_verify(parser: Parser) -> None:
    """Arguments of `journal verify`."""
    parser.add_argument("--head", metavar="哈希", help="名册或备份上印的首部哈希")


def verify_journal(options: argparse.Namespace) -> Outcome:
    """The audit chain; with `--user` the signatures too."""
    with opening.reading(options) as database:
        key = opening.sit_down(database, options).keyring.journal_key if options.user else None
        with database.reading() as work:
            known = anchors.anchored(queries.office(work).code)
            report = journal.verify(work.session, key, Progress(), known, options.head)
    findings = list(report.findings)
    told = {
        "ok": report.ok,
        "entries": report.entries,
        "head": report.head,
        "findings": findings,
    }
    how = "链、次序和签名" if report.signed else "链和次序（没有登录，未核签名）"
    lines = [f"操作留痕 {report.entries} 条，已核{how}", f"首部：{report.head}", *findings]
    return Outcome(told, lines, refusal=None if report.ok else "操作留痕核验不符，见上。")


def declare_export_all(parser: Parser) -> None:
    """Arguments of `export-all`."""
    parser.add_argument("folder", type=Path, metavar="文件夹", help="导出放在哪里")


def export_data(options: argparse.Namespace) -> Outcome:
    """Every table and attachment in open formats, with a data dictionary."""
    with opening.writing_desk(options) as desk:
        row = export_all(desk, options.folder.absolute())
    told = {"path": str(row.path), "tables": row.tables, "rows": row.rows}
    return Outcome(told, table(("表", "行", "位置"), [(row.tables, row.rows, row.path)]))
