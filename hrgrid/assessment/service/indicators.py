"""Indicators: shipped when they are first needed, then the office's own to name, add and stop."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select, text

from hrgrid.assessment.model import Indicator
from hrgrid.assessment.queries.indicators import SHIPPED, known_indicators, used_codes
from hrgrid.assessment.queries.schemes import schemes_reading
from hrgrid.assessment.rules.fact_rows import IndicatorChange, IndicatorForm
from hrgrid.assessment.rules.words import Source
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.base import row_hash, table_of
from hrgrid.storage.work import UnitOfWork

_COLUMNS = ("code", "label", "unit", "source", "based", "active")
OWN_SOURCES = (Source.IMPORTED, Source.BY_HAND)
"""What an office may count itself; the other sources this program knows by itself."""


def ship_indicators(work: UnitOfWork) -> None:
    """Write the shipped indicators that the office has not yet; two clients may both try."""
    there = set(work.session.scalars(select(Indicator.code)))
    names = (*_COLUMNS, "row_hash", "version")
    statement = text(
        f"INSERT INTO indicator ({', '.join(names)}) "  # noqa: S608 - our own names
        f"VALUES (:{', :'.join(names)}) ON CONFLICT DO NOTHING"
    )
    for code, spec in SHIPPED.items():
        if code in there:
            continue
        row: dict[str, Any] = {
            "code": code,
            "label": spec.label,
            "unit": spec.unit,
            "source": spec.source.value,
            "based": spec.based,
            "active": True,
        }
        row |= {"row_hash": row_hash(table_of(Indicator), row), "version": 1}
        work.session.connection().execute(statement, row)


def add_indicator(work: UnitOfWork, form: IndicatorForm) -> str:
    """An indicator of the office's own; returns its code. UserError for a name that is there."""
    work.require(Right.KEEP_RULES)
    ship_indicators(work)
    form = _checked(work, form, but="")
    if form.source not in OWN_SOURCES:
        raise UserError(
            f"“{form.label}”的来源不能选“{form.source.label}”：那些由程序自己算出。"
            f"请选“{OWN_SOURCES[0].label}”或“{OWN_SOURCES[1].label}”"
        )
    number = 1 + (work.session.scalar(select(func.max(Indicator.id))) or 0)
    code = f"own_{number}"
    work.session.add(
        Indicator(
            code=code,
            label=form.label,
            unit=form.unit,
            source=form.source,
            based=form.based,
            active=True,
        )
    )
    work.session.flush()
    work.record("add_indicator", _named(form.label), after=_told(form))
    return code


def change_indicator(work: UnitOfWork, change: IndicatorChange) -> IndicatorChange:
    """Another name or unit; gives what takes it back.

    Where it comes from and whether it has a base stay once figures are there, and of shipped
    ones always: formulas and the program itself rely on both.
    """
    work.require(Right.KEEP_RULES)
    found = _indicator(work, change.code)
    if change.version and found.version != change.version:
        raise UserError(f"{_named(found.label)}刚被别人改过，这次没有存。请刷新后再改")
    form = _checked(work, change.form, but=change.code)
    before = IndicatorForm(found.label, found.unit, found.based, found.source)
    if (form.based, form.source) != (before.based, before.source):
        _refuse_other_nature(work, found, form)
    found.label, found.unit = form.label, form.unit
    found.based, found.source = form.based, form.source
    work.session.flush()
    work.record("change_indicator", _named(found.label), before=_told(before), after=_told(form))
    return IndicatorChange(found.code, found.version, before)


def stop_indicator(work: UnitOfWork, code: str) -> None:
    """No new figures of it; what was computed stays. `resume_indicator` takes it back.

    Refused while a scheme in force reads it: its results would wait for figures for ever.
    """
    work.require(Right.KEEP_RULES)
    found = _indicator(work, code)
    if not found.active:
        raise UserError(f"{_named(found.label)}已经停用。请刷新后查看")
    readers = schemes_reading(work, code)
    if readers:
        shown = "、".join(f"“{title}”" for title in readers[:3])
        raise UserError(f"{_named(found.label)}还在方案{shown}里计分。请先在方案里去掉这一项再停用")
    found.active = False
    work.session.flush()
    work.record("stop_indicator", _named(found.label))


def resume_indicator(work: UnitOfWork, code: str) -> None:
    """Figures of it are taken again."""
    work.require(Right.KEEP_RULES)
    found = _indicator(work, code)
    if found.active:
        raise UserError(f"{_named(found.label)}正在用，不用恢复。请刷新后查看")
    found.active = True
    work.session.flush()
    work.record("resume_indicator", _named(found.label))


def _indicator(work: UnitOfWork, code: str) -> Indicator:
    ship_indicators(work)
    query = select(Indicator).where(Indicator.code == code).with_for_update()
    found = work.session.scalar(query)
    if found is None:
        raise UserError(f"没有代码为“{code}”的指标。请刷新列表后再选")
    return found


def _checked(work: UnitOfWork, form: IndicatorForm, but: str) -> IndicatorForm:
    form = replace(form, label=form.label.strip(), unit=form.unit.strip())
    if not (form.label and form.unit):
        raise UserError("指标的名称和单位不能空着。请填上再存")
    if len(form.label) > 40 or len(form.unit) > 20:
        raise UserError(f"指标名称最多 40 字，单位最多 20 字，“{form.label[:20]}”太长。请缩短")
    taken = {one.row.label for code, one in known_indicators(work).items() if code != but}
    if form.label in taken:
        raise UserError(f"已有叫“{form.label}”的指标。请换一个名称")
    return form


def _refuse_other_nature(work: UnitOfWork, found: Indicator, form: IndicatorForm) -> None:
    if found.code in SHIPPED:
        raise UserError(
            f"{_named(found.label)}随程序来，只能改名称和单位。要另一种算法，请另增一个指标"
        )
    if form.source not in OWN_SOURCES:
        raise UserError(f"{_named(found.label)}的来源不能改成“{form.source.label}”。请另选")
    if found.code in used_codes(work, known_indicators(work)):
        raise UserError(
            f"{_named(found.label)}已经有数据，不能再改有没有总数和来源。请另增一个指标，停用这个"
        )


def _named(label: str) -> str:
    return f"指标“{label}”"


def _told(form: IndicatorForm) -> dict[str, object]:
    return {
        "label": form.label,
        "unit": form.unit,
        "based": form.based,
        "fact_kind": form.source.value,
    }
