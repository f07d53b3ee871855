"""Words and columns of the dialog in which workbooks are handed out and collected."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.exchange.rules.collect_rows import RoundRow, UnitRow
from hrgrid.exchange.rules.differing import DECIDED, IN_THE_WAY, Differs, Finding, Place, Side
from hrgrid.exchange.rules.words import CollectKind, SheetState
from hrgrid.exchange.service.merging import MergeReport
from hrgrid.exchange.service.returns import Came, ReceivedFile
from hrgrid.ui.tables import Column

TOPIC = "collections"
TITLES = {
    CollectKind.ASSESSMENT: "向单位收考核数据",
    CollectKind.ROSTER: "花名册核对",
    CollectKind.ENROLMENT: "向单位收报名",
    CollectKind.NOMINATION: "向单位收推荐",
}
_STATES = {
    SheetState.OUT: ("未报", "mute"),
    SheetState.RETURNED: ("待合并", "info"),
    SheetState.MERGED: ("已合并", "ok"),
    SheetState.EXCUSED: ("免报", "mute"),
    SheetState.REPLACED: ("已换新版", "mute"),
}
_CAME = {Came.TAKEN: "ok", Came.OLD_EDITION: "warn", Came.SAME: "mute", Came.REFUSED: "bad"}


def state_words(row: UnitRow) -> str:
    """How far a unit is; what is late says so."""
    return "超期未报" if row.overdue else _STATES[row.state][0]


def state_chip(row: UnitRow) -> str:
    """The kind of its chip."""
    return "bad" if row.overdue else _STATES[row.state][1]


def due_words(row: UnitRow) -> str:
    """How many days are left where one is waited for."""
    if row.days is None:
        return ""
    if row.days < 0:
        return f"超期 {-row.days} 天"
    return f"还有 {row.days} 天" if row.days else "今天到期"


def found_words(row: UnitRow) -> str:
    """What its last return says, in figures; why none is waited for."""
    if row.state is SheetState.EXCUSED:
        return row.note
    if row.state not in {SheetState.RETURNED, SheetState.MERGED}:
        return ""
    told = (
        ("读不出", row.unread),
        ("要定", row.to_decide),
        ("新填", row.to_take),
        ("仅提示", row.told),
    )
    return "，".join(f"{word} {count:,}" for word, count in told if count) or "没有差异"


def returned_words(row: UnitRow) -> str:
    """When it came back, and how often."""
    last = row.last
    if last is None:
        return ""
    often = f"（第 {len(row.returns)} 次）" if len(row.returns) > 1 else ""
    return f"{last.received_at.astimezone():%m-%d %H:%M}{often}"


def round_words(row: RoundRow) -> str:
    """The round in one line."""
    states = [one.state for one in row.units]
    told = [f"{len(states)} 个单位"]
    order = (SheetState.MERGED, SheetState.RETURNED, SheetState.OUT, SheetState.EXCUSED)
    told += [f"{_STATES[one][0]} {count}" for one in order if (count := states.count(one))]
    late = sum(one.overdue for one in row.units)
    if late:
        told.append(f"超期 {late}")
    return f"{'，'.join(told)}。报回期限 {row.due_on}"


UNIT_COLUMNS: tuple[Column[UnitRow], ...] = (
    Column("单位", lambda row: row.unit_name, 112, strong=True, grows=True),
    Column("状态", state_words, 86, chip=state_chip),
    Column("期限", due_words, 82),
    Column("行数", lambda row: f"{row.rows:,}", 60, right=True, drops=True),
    Column("报回", returned_words, 112),
    Column("差异", found_words, 150, grows=True),
    Column("版次", lambda row: f"第 {row.edition} 版", 70, quiet=True, drops=True),
    Column(
        "上次催报",
        lambda row: f"{row.reminded_on:%m-%d}" if row.reminded_on else "",
        84,
        quiet=True,
        drops=True,
    ),
)


@dataclass(frozen=True)
class Difference:
    """A finding of a unit, with the side that was chosen on this screen."""

    sheet_id: int
    unit: str
    finding: Finding
    chosen: Side | None
    old: bool = False

    @property
    def place(self) -> tuple[int, Place]:
        """Where a choice about it is kept."""
        return self.sheet_id, self.finding.place

    @property
    def waits(self) -> bool:
        """Whether somebody must still choose."""
        return not self.old and self.finding.open and self.chosen is None

    @property
    def mended_by_unit(self) -> bool:
        """Whether only the unit can put it right."""
        return not self.old and self.finding.differs in IN_THE_WAY


def differs_words(row: Difference) -> str:
    """What the difference is."""
    return row.finding.differs.label


def _chip(row: Difference) -> str:
    differs = row.finding.differs
    if differs in IN_THE_WAY:
        return "bad"
    if differs is Differs.BOTH:
        return "warn"
    if differs in DECIDED:
        return "info"
    return "ok" if differs is Differs.FILLED else "mute"


def side_words(row: Difference) -> str:
    """Which side counts, or what is to be done."""
    if row.old:
        return "旧版，不合并"
    finding = row.finding
    side = row.chosen or finding.settled
    if side is not None:
        return side.label
    if finding.differs in IN_THE_WAY:
        return "请单位改"
    if finding.differs in DECIDED:
        return "要定"
    return "合并时填入" if finding.differs is Differs.FILLED else "仅提示"


def _text(text: str) -> str:
    return text or "（空）"


DIFFERENCE_COLUMNS: tuple[Column[Difference], ...] = (
    Column("单位", lambda row: row.unit, 90, drops=True),
    Column("姓名", lambda row: row.finding.who, 70, strong=True),
    Column("哪一列", lambda row: row.finding.heading or "整行", 94, grows=True),
    Column("差异", differs_words, 128, chip=_chip),
    Column("下发时", lambda row: _cell(row, row.finding.sent), 112, quiet=True, drops=True),
    Column("单位报的", lambda row: _cell(row, row.finding.came), 104, grows=True),
    Column("现在的", lambda row: _cell(row, row.finding.now), 104, grows=True),
    Column("用哪边", side_words, 98),
)


def _cell(row: Difference, text: str) -> str:
    return _text(text) if row.finding.heading else text


def detail_words(row: Difference) -> str:
    """All that is to be said of one difference."""
    finding = row.finding
    where = f"第 {finding.number} 行" if finding.number else "名单里"
    head = f"{row.unit} {where}“{finding.who}”{finding.heading}".rstrip()
    if finding.differs in IN_THE_WAY:
        stands = f"“{finding.came}”" if finding.came else ""
        told = f"{head}{stands}：{finding.reason.rstrip('。')}。"
        return told + (f"可能是“{finding.suggestion}”。" if finding.suggestion else "")
    if not finding.heading:
        return f"{head}：{_WHOLE.get(finding.differs, '')}{finding.came}"
    return (
        f"{head}：下发时{_quoted(finding.sent)}，单位报{_quoted(finding.came)}，"
        f"现在{_quoted(finding.now)}。{_TOLD.get(finding.differs, '')}"
    )


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "是空的"


_WHOLE = {
    Differs.ADDED: "单位加的行。",
    Differs.EXTRA: "不在下发的名单里，没有合并。",
    Differs.STRUCK: "单位交回的表里没有这一行。",
    Differs.GONE: "现在的名单里已没有，单位填的没有合并：",
    Differs.LATER: "下发以后才有的，这份表里没有。",
}
_TOLD = {
    Differs.EMPTIED: "清空不会删掉已有的内容。",
    Differs.LOCKED: "这一列只供查看，改动没有合并；确有变化请按变更办理。",
    Differs.OFFICE: "保留现在的。",
    Differs.BOTH: "两边都改了，请选一边。",
    Differs.CORRECTED: "单位建议更正，请定。",
    Differs.CHANGED: "单位改了已有的内容，请定。",
}

RECEIVED_COLUMNS: tuple[Column[ReceivedFile], ...] = (
    Column("文件", lambda row: row.file_name, 130, grows=True),
    Column("单位", lambda row: row.unit_name, 84, drops=True),
    Column("结果", lambda row: row.came.label, 78, chip=lambda row: _CAME[row.came]),
    Column("说明", lambda row: row.sentence, 220, grows=True),
)


def received_words(files: list[ReceivedFile]) -> str:
    """What came of a drop, in one sentence."""
    counts = {one: sum(each.came is one for each in files) for one in Came}
    told = [f"收回 {counts[Came.TAKEN]} 份"]
    for came, word in (
        (Came.SAME, "收过的 {} 份没有重复收"),
        (Came.OLD_EDITION, "旧版 {} 份不算报回"),
        (Came.REFUSED, "{} 份没有收"),
    ):
        if counts[came]:
            told.append(word.format(counts[came]))
    return "，".join(told) + "。"


def merged_words(report: MergeReport) -> str:
    """What a merge did, in one sentence."""
    told = [f"已合并 {len(report.units)} 个单位" if report.units else "合并了一部分"]
    told.append(f"{report.rows:,} 行 {report.cells:,} 格" if report.rows else "没有要改的内容")
    if report.waiting:
        names = "、".join(report.waiting[:3])
        told.append(f"{names}还有没合并的行")
    if report.refused:
        first = report.refused[0]
        told.append(
            f"{len(report.refused)} 行合不进去：{first.unit.name}“{first.who}”"
            f"{first.sentence.rstrip('。')}"
        )
    return "，".join(told) + "。"
