"""沿革: what a grid was, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.assessment.rules.star_rows import AwardRow
from hrgrid.assessment.rules.star_words import star_label
from hrgrid.ui.forms import label
from hrgrid.ui.grids.undoing import undone_words
from hrgrid.workforce.queries.changes import ChangeRow
from hrgrid.workforce.queries.dossier import GridCard
from hrgrid.workforce.queries.facts import GridRowOfDay
from hrgrid.workforce.rules import DAWN, ChangeKind, percent

_DAY = dt.timedelta(days=1)


def since_words(day: dt.date) -> str:
    """From a day on; what has always been has no first day."""
    return f"{day:%Y-%m-%d} 起" if day > DAWN else ""


def span_words(since: dt.date, until: dt.date | None) -> str:
    """A half-open time as people say it: the last day is in it."""
    if until is None:
        return f"{since:%Y-%m-%d} 起"
    return f"{since:%Y-%m-%d} – {until - _DAY:%Y-%m-%d}"


def change_words(change: ChangeRow, area_id: int) -> str:
    """What happened, from where this area stands."""
    into = [one for one in change.items if one.from_id == area_id]
    came = [one for one in change.items if one.to_id == area_id]
    if change.kind is ChangeKind.RENAME:
        return f"由“{into[0].from_name}”更名为“{into[0].to_name}”"
    if change.kind is ChangeKind.SPLIT and into:
        parts = "、".join(f"“{one.to_name}” {percent(one.share_bp)}" for one in into)
        return f"拆分成{parts}"
    if change.kind is ChangeKind.SPLIT:
        return "、".join(f"由“{one.from_name}”的 {percent(one.share_bp)} 拆分而来" for one in came)
    if change.kind is ChangeKind.MERGE and came:
        names = "、".join(f"“{one.from_name}”" for one in came)
        return f"由{names}合并"
    if change.kind is ChangeKind.MERGE:
        return f"并入“{into[0].to_name}”"
    return {
        ChangeKind.CREATE: "新建",
        ChangeKind.MOVE: "改属另一上级",
        ChangeKind.CLOSE: "停用",
    }[change.kind]


def history_lines(card: GridCard, stars: Sequence[AwardRow] = ()) -> list[QWidget]:
    """Changes with their papers; names, parents and households that no change tells; stars."""
    history = card.history
    told = [
        (
            one.effective_on,
            change_words(one, card.row.id) + undone_words(one),
            one.document_no,
            one.reason,
        )
        for one in history.changes
    ]
    days = {change.effective_on for change in history.changes}
    told += [
        (stand.valid_from, f"名称“{stand.name}”，上级“{stand.parent}”", "", "")
        for stand in history.stands
        if stand.valid_from not in days
    ]
    told += [
        (after.valid_from, facts_words(before, after), "", "")
        for after, before in zip(card.facts, card.facts[1:], strict=False)
    ]
    told += [(one.valid_from, star_words(one), one.document_no, one.void_reason) for one in stars]
    return [_entry(*one) for one in sorted(told, key=lambda one: one[0], reverse=True)]


def star_words(award: AwardRow) -> str:
    """Which star, by which round and until when; a void one says so."""
    by = award.title or "以往评定"
    if award.void_reason:
        return f"{star_label(award.level)}（{by}），已作废"
    last = award.valid_to - _DAY
    return f"评为{star_label(award.level)}（{by}），有效到 {last:%Y-%m-%d}"


def facts_words(before: GridRowOfDay, after: GridRowOfDay) -> str:
    """How kind and households changed."""
    told = []
    if before.kind is not after.kind:
        told.append(f"{before.kind.label}改为{after.kind.label}")
    if before.households != after.households:
        was, now = (
            "没有统计" if count is None else f"{count:,}"
            for count in (before.households, after.households)
        )
        told.append(f"户数 {was} → {now}")
    return "，".join(told) or "类型和户数重新登记"


def _entry(on: dt.date, words: str, document: str, reason: str) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 4)
    column.setSpacing(2)
    day = f"{on:%Y-%m-%d}" if on > DAWN else "原有"
    column.addWidget(label(f"{day}　{words}", wraps=True))
    beside = "，".join(part for part in (document, reason) if part)
    if beside:
        column.addWidget(label(beside, "caption", wraps=True))
    return box
