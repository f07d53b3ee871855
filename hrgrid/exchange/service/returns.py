"""Files that came back: each recognised by its number, kept as it came, counted once.

`open_returns` reads files and writes nothing; `receive` keeps what was recognised.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from hrgrid.core.columns import ReadingContext
from hrgrid.core.errors import UserError
from hrgrid.core.identity import mask_all
from hrgrid.core.labelled import Labelled
from hrgrid.exchange.model import Collection, CollectionReturn, CollectionSheet
from hrgrid.exchange.queries.collect_kinds import Collecting
from hrgrid.exchange.queries.contents import hold_came, open_came
from hrgrid.exchange.rules.collecting import CameSheet, shown_number
from hrgrid.exchange.rules.returning import Numbered, numbered_sheets, read_came
from hrgrid.exchange.rules.words import CollectionState, SheetState
from hrgrid.exchange.service.asking import Asking, open_one
from hrgrid.exchange.service.comparing import compare_return, told_counts
from hrgrid.paper.intake import read_table
from hrgrid.storage.work import UnitOfWork


class Came(Labelled):
    """What became of a file."""

    TAKEN = "taken", "已收回"
    OLD_EDITION = "old_edition", "旧版"
    SAME = "same", "收过了"
    REFUSED = "refused", "没有收"


@dataclass(frozen=True)
class OpenedReturn:
    """A table of a file: of which workbook it is, or the sentence that says why it is none."""

    file_name: str
    sha256: str
    sheet_id: int | None
    came: CameSheet | None
    sentence: str = ""


@dataclass(frozen=True)
class ReceivedFile:
    """What became of one table: of whom it is, and what is to be said."""

    file_name: str
    unit_name: str
    came: Came
    sentence: str


def open_returns(
    work: UnitOfWork, collecting: Collecting, round_id: int, paths: Sequence[Path]
) -> list[OpenedReturn]:
    """Read files; each is told of, whatever it is. Raises UserError where the round has ended."""
    asking = open_one(work, collecting, round_id)
    opened: list[OpenedReturn] = []
    work.progress.begin("读取收回的表", len(paths))
    for path in paths:
        try:
            table = read_table(path.absolute())
        except UserError as error:
            opened.append(OpenedReturn(path.name, "", None, None, error.sentence))
        else:
            found = numbered_sheets(table.sheets, table.hidden)
            opened += [_opened(asking, path.name, table.sha256, one) for one in found]
            if not found:
                sentence = f"“{path.name}”里没有内容，请核对是不是这个文件。"
                opened.append(OpenedReturn(path.name, table.sha256, None, None, sentence))
        work.progress.step()
    return opened


def _opened(asking: Asking, name: str, sha256: str, one: Numbered) -> OpenedReturn:
    try:
        sheet = _sheet_of(asking, name, one.number)
        context = ReadingContext(asking.work.today)
        came = read_came(name, one.sheet, asking.spec_of(sheet), context)
    except UserError as error:
        return OpenedReturn(name, sha256, None, None, error.sentence)
    return OpenedReturn(name, sha256, sheet.id, came)


def _sheet_of(asking: Asking, name: str, number: str) -> CollectionSheet:
    """The workbook of that number; UserError where it is none of this round."""
    session, found = asking.work.session, asking.row
    if not number:
        raise UserError(f"认不出“{name}”是哪一份下发的表：里面没有表号。请用下发的那份填好再交")
    sheet = session.scalars(
        select(CollectionSheet).where(CollectionSheet.uid == number)
    ).one_or_none()
    if sheet is None:
        raise UserError(
            f"“{name}”的表号 {shown_number(number)} 不是从这份数据下发的。请交给下发这张表的单位"
        )
    if sheet.collection_id == found.id:
        return sheet
    other = session.get_one(Collection, sheet.collection_id)
    where = f"“{name}”是{sheet.unit_name}的“{other.title}”（{other.kind.label}）"
    same = (other.kind, other.subject) == (found.kind, found.subject)
    if same and other.state is not CollectionState.OPEN:
        raise UserError(
            f"{where}上一轮的表，那一轮{other.state.label}，没有收。请用这一轮下发的表填报"
        )
    raise UserError(f"{where}，不是这一轮的。请到那一轮里收回")


def receive(
    work: UnitOfWork, collecting: Collecting, round_id: int, opened: Sequence[OpenedReturn]
) -> list[ReceivedFile]:
    """Keep what was recognised; what was there already is told and not counted twice.

    An older edition is kept to be compared, and does not count as returned.
    """
    asking = open_one(work, collecting, round_id)
    told = [_receive(asking, one) for one in opened]
    taken = [one for one in told if one.came is Came.TAKEN]
    if any(one.came in {Came.TAKEN, Came.OLD_EDITION} for one in told):
        names = "、".join(one.unit_name for one in taken)
        after = {"came_back": len(taken), "file_count": len(opened)}
        work.record("receive_collection", f"{asking.row.title}（{names[:100]}）", after=after)
    return told


def _receive(asking: Asking, one: OpenedReturn) -> ReceivedFile:
    if one.sheet_id is None or one.came is None:
        return ReceivedFile(one.file_name, "", Came.REFUSED, one.sentence)
    work = asking.work
    sheet = work.session.get_one(CollectionSheet, one.sheet_id)
    query = (
        select(CollectionReturn)
        .where(CollectionReturn.sheet_id == sheet.id)
        .order_by(CollectionReturn.number)
    )
    earlier = list(work.session.scalars(query))
    known = _known(asking, sheet, earlier, one)
    if known:
        return ReceivedFile(one.file_name, sheet.unit_name, Came.SAME, known)
    row = CollectionReturn(
        sheet_id=sheet.id,
        number=len(earlier) + 1,
        file_name=mask_all(one.file_name)[:200],
        file_sha256=one.sha256,
        content=hold_came(work.keyring, asking.spec, one.came),
        counts="{}",
        received_at=work.now,
        received_by=work.actor.name,
        merged_at=None,
        merged_by="",
        import_operation=None,
    )
    work.session.add(row)
    work.session.flush()
    if sheet.state is SheetState.REPLACED:
        return ReceivedFile(
            one.file_name, sheet.unit_name, Came.OLD_EDITION, _old(asking, sheet, one)
        )
    note = "。原已登记免报，还是收下了" if sheet.state is SheetState.EXCUSED else ""
    sheet.state, sheet.note = SheetState.RETURNED, ""
    held = asking.held([sheet])
    row.counts = json.dumps(told_counts(compare_return(asking, sheet, row, held)))
    work.session.flush()
    told = f"{sheet.unit_name} {len(one.came.rows):,} 行"
    if earlier:
        told += f"，是第 {row.number} 次交回，以这次为准"
    if one.came.missing:
        heads = "、".join(asking.spec.column(key).column.heading for key in one.came.missing)
        told += f"。表里少了“{heads}”，按没有填处理"
    return ReceivedFile(one.file_name, sheet.unit_name, Came.TAKEN, told + note)


def _known(
    asking: Asking, sheet: CollectionSheet, earlier: Sequence[CollectionReturn], one: OpenedReturn
) -> str:
    """The sentence for what came before: the same file, or the same content saved again."""
    for each in earlier:
        when = f"{each.received_at.astimezone():%Y-%m-%d %H:%M}"
        if each.file_sha256 == one.sha256:
            return f"“{one.file_name}”{when} 已经收过（{sheet.unit_name}），没有重复收"
        if each is earlier[-1]:
            last = open_came(asking.work.keyring, asking.spec, each.content)
            if last == one.came:
                return f"“{one.file_name}”和{sheet.unit_name} {when} 交回的内容一样，没有重复收"
    return ""


def _old(asking: Asking, sheet: CollectionSheet, one: OpenedReturn) -> str:
    current = asking.work.session.scalar(
        select(func.max(CollectionSheet.edition)).where(
            CollectionSheet.collection_id == asking.row.id,
            CollectionSheet.unit_path == sheet.unit_path,
        )
    )
    return (
        f"“{one.file_name}”是{sheet.unit_name}的第 {sheet.edition} 版，已换第 {current} 版，"
        "不算报回。里面填的可以在比较里看；请单位用新版填报"
    )
