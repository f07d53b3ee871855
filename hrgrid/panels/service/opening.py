"""Opening a panel, and its rule as long as no mark stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.panels.model import Panel, PanelItem
from hrgrid.panels.rules.rule import USUAL, WHOLE, Item, PanelRule, checked_items, rule_text
from hrgrid.panels.rules.words import PanelState
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class PanelForm:
    """What a panel begins with; `subject` is the caller's key and unique ("hiring:12").

    `run_right` and `enter_right` are asked on `area_path` of whoever runs it and keys marks.
    """

    subject: str
    title: str
    run_right: Right
    area_path: str = ""
    enter_right: Right = Right.ENTER_MARKS
    rule: PanelRule = USUAL
    items: tuple[Item, ...] = (WHOLE,)


def open_panel(work: UnitOfWork, form: PanelForm) -> int:
    """A new panel without judges and entrants; its id.

    Raises UserError where the subject has one already or the items make no sense.
    """
    work.require(form.run_right, form.area_path)
    if not form.subject.strip() or not form.title.strip():
        raise UserError("评分没有名称。请填上名称")
    items = checked_items(form.items)
    panel = Panel(
        subject=form.subject.strip(),
        title=form.title.strip(),
        area_path=form.area_path,
        run_right=form.run_right.value,
        enter_right=form.enter_right.value,
        rule=rule_text(form.rule),
        state=PanelState.OPEN,
        opening=1,
        reopen_reason="",
        closed_at=None,
        closed_by="",
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(panel)
    work.session.flush()
    _add_items(work, panel.id, items)
    work.record("open_panel", panel.title, after=_told(form.rule, items))
    return panel.id


def change_rule(
    work: UnitOfWork, panel_id: int, rule: PanelRule, items: Sequence[Item] | None = None
) -> None:
    """Another rule, and other items where given; UserError once a mark stands."""
    panel = run_panel(work, panel_id)
    before = panel.rule
    panel.rule = rule_text(rule)
    work.session.flush()
    kept = None
    if items is not None:
        kept = checked_items(items)
        work.session.execute(delete(PanelItem).where(PanelItem.panel_id == panel_id))
        _add_items(work, panel_id, kept)
    work.record("change_panel_rule", panel.title, before=before, after=_told(rule, kept))


def _add_items(work: UnitOfWork, panel_id: int, items: Sequence[Item]) -> None:
    for sort, item in enumerate(items, start=1):
        work.session.add(
            PanelItem(
                panel_id=panel_id,
                code=item.code.strip(),
                label=item.label.strip(),
                sort=sort,
                max_milli=item.max_milli,
                step_milli=item.step_milli,
                weight_bp=item.weight_bp,
            )
        )
    work.session.flush()


def _told(rule: PanelRule, items: Sequence[Item] | None) -> dict[str, object]:
    told: dict[str, object] = {"rule": rule_text(rule)}
    return told if items is None else told | {"items": [asdict(item) for item in items]}


def run_panel(work: UnitOfWork, panel_id: int) -> Panel:
    """The open panel, held against everybody else until the commit.

    Raises Refused without the right to run it, UserError where it is gone or closed.
    """
    panel = held(work, panel_id)
    work.require(Right(panel.run_right), panel.area_path)
    refuse_closed(panel)
    return panel


def held(work: UnitOfWork, panel_id: int, *, shared: bool = False) -> Panel:
    """The panel, locked: `shared` lets others key marks meanwhile, but not change it."""
    panel = work.session.scalars(
        select(Panel)
        .where(Panel.id == panel_id)
        .with_for_update(read=shared)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if panel is None:
        raise UserError("这场评分不在了。请刷新后再办")
    return panel


def refuse_closed(panel: Panel) -> None:
    """UserError where no more may be changed."""
    if panel.state is PanelState.CLOSED:
        raise UserError(f"“{panel.title}”已经截止，不能再改。要改先写明事由重新开放")


def said(work: UnitOfWork, reason: str | None) -> str:
    """The reason of a deed: the given one, else that of the unit of work; UserError for none."""
    return reason.strip() if reason and reason.strip() else work.require_reason().strip()
