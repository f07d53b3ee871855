"""保护情形: asked only inside an open case, answered yes or no; what proves it is sealed.

The scan is encrypted with the office's key, opened by the case's handler alone and put on record
each time; why somebody is protected is written nowhere.
"""

from __future__ import annotations

import base64

from sqlalchemy import select

from hrgrid.core.errors import Refused, UserError
from hrgrid.exits.model import ExitCase, ExitProtection
from hrgrid.exits.rules.case_forms import ProtectForm, SealedScan
from hrgrid.exits.rules.next_step import blocked_by
from hrgrid.exits.rules.words import ExitPath, ExitState, Protection
from hrgrid.exits.service.steps import case_of, check_day, go, named
from hrgrid.storage.work import UnitOfWork

_S = ExitState
SCAN = "exit_protection.scan"
LARGEST = 10 * 1024 * 1024


def open_items(work: UnitOfWork, found: ExitCase) -> None:
    """The six questions of a case, not yet answered."""
    kept = {row.item for row in items_of(work, found.id)}
    for item in Protection:
        if item not in kept:
            work.session.add(
                ExitProtection(
                    case_id=found.id,
                    item=item,
                    blocks=None,
                    answered_on=None,
                    answered_by="",
                    scan=None,
                    scan_name="",
                )
            )
    work.session.flush()


def items_of(work: UnitOfWork, case_id: int) -> list[ExitProtection]:
    """The questions of a case in their order."""
    query = (
        select(ExitProtection)
        .where(ExitProtection.case_id == case_id)
        .order_by(ExitProtection.id)
        .execution_options(populate_existing=True)
    )
    return list(work.session.scalars(query))


def answer_protections(work: UnitOfWork, case_id: int, form: ProtectForm) -> bool:
    """Answer as many as are known; the last one takes 拟退出 → 已核保护情形 unless one blocks.

    Returns whether the case went on. Answers may be changed until the case is decided.
    """
    found = case_of(work, case_id, *_ASKED)
    if found.path is ExitPath.SHORT:
        raise UserError(f"{named(found)}是{found.engagement.label}，不用核对保护情形")
    if not form.answers:
        raise UserError("一项都没有答。请逐项答是或否")
    if form.on > work.today or form.on < found.opened_on:
        raise UserError(f"核对日期 {form.on:%Y-%m-%d} 不对。请核对日期")
    open_items(work, found)
    rows = items_of(work, found.id)
    for row in rows:
        if row.item in form.answers:
            row.blocks = form.answers[row.item]
            row.answered_on, row.answered_by = form.on, work.actor.name
    work.session.flush()
    # Which item was answered how stays out of the journal.
    work.record("answer_protections", named(found), after={"answered_items": len(form.answers)})
    blocking = [row.item for row in rows if row.blocks]
    if found.state is not _S.PROPOSED or any(row.blocks is None for row in rows):
        return False
    if blocked_by(found.ground, bool(blocking)):
        return False
    check_day(work, found, form.on, "核对日期")
    go(work, found, _S.CHECKED, form.on)
    return True


_ASKED = (_S.PROPOSED, _S.CHECKED, _S.HEARD, _S.UNION_ASKED, _S.LEGAL_REVIEWED)


def seal_scan(work: UnitOfWork, case_id: int, item: Protection, scan: SealedScan) -> None:
    """Keep what proves an answer, encrypted; another one takes its place.

    Raises UserError for an empty or too large file, and for a question not yet answered.
    """
    found = case_of(work, case_id, *_ASKED)
    row = _item(work, found, item)
    if row.blocks is None:
        raise UserError(f"“{item.label}”还没有答是或否。请先答复，再存材料")
    if not scan.content:
        raise UserError(f"“{scan.name}”是空文件。请另选扫描件")
    if len(scan.content) > LARGEST:
        raise UserError(f"“{scan.name}”超过 10 MB。请压缩后再存")
    text = base64.b64encode(scan.content).decode("ascii")
    row.scan = work.keyring.seal(SCAN, text)
    # A file's own name may tell the reason.
    suffix = scan.name.rsplit(".", 1)[-1][:10].lower() if "." in scan.name else "bin"
    row.scan_name = f"保护情形材料{list(Protection).index(item) + 1}.{suffix}"
    work.session.flush()
    work.record("seal_protection", named(found), after={"scan_size": len(scan.content)})


def open_scan(work: UnitOfWork, case_id: int, item: Protection) -> SealedScan:
    """The sealed scan, for the handler of the case alone; that he looked is put on record."""
    found = case_of(work, case_id)
    if found.handler_id != work.actor.operator_id:
        raise Refused(
            f"{named(found)}的保护情形材料只有经办人能看。请由经办人登录查看，或先移交经办"
        )
    row = _item(work, found, item)
    if row.scan is None:
        gone = "已到期清除" if found.purged_on else "没有存"
        raise UserError(f"“{item.label}”的材料{gone}。请核对")
    work.record("open_protection", named(found))
    return SealedScan(row.scan_name, base64.b64decode(work.keyring.open(SCAN, row.scan)))


def _item(work: UnitOfWork, found: ExitCase, item: Protection) -> ExitProtection:
    row = next((each for each in items_of(work, found.id) if each.item is item), None)
    if row is None:
        raise UserError(f"{named(found)}还没有核对保护情形。请先登记拟退出")
    return row
