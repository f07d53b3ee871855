"""Looks at confirmed results: kept, its people taken up as cases or put aside with a reason."""

from __future__ import annotations

import dataclasses

from sqlalchemy import select

from hrgrid.assessment.queries.confirmed import confirmed_periods
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_bytes, canonical_hash
from hrgrid.core.rights import Right
from hrgrid.exits.model import ExitFlag, ExitLook
from hrgrid.exits.queries.looking import Flag, Looked, look_of, look_path, take_look, title_of
from hrgrid.exits.queries.regulations import regulation_for
from hrgrid.exits.rules.case_forms import OpenForm
from hrgrid.exits.rules.rows import LookAsk
from hrgrid.exits.rules.words import FlagState
from hrgrid.exits.service.cases import open_case
from hrgrid.exits.service.rules import rules_in_use
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Post
from hrgrid.workforce.queries.bureaus import place_path
from hrgrid.workforce.rules import PostState


def keep_look(work: UnitOfWork, ask: LookAsk, results_hash: str = "") -> int:
    """Keep what a look names; returns its id.

    Raises UserError where the results changed since the preview with that hash. A second look at
    the same period makes the first void and needs a reason; who was put aside there for the same
    words stays put aside.
    """
    path = look_path(work, ask)
    before = look_of(work, ask, path)
    if before is not None:
        work.require_reason()
    rules = rules_in_use(work, work.today, "预警筛查")
    looked = take_look(work, ask, path, rules)
    if results_hash and looked.found.results_hash != results_hash:
        raise UserError("预览以后考核结果有变动，没有存。请重新预览，核对名单再存")
    aside = {} if before is None else _set_aside(work, before)
    if before is not None:
        before.void_reason = work.reason.strip()[:200]
        work.session.flush()
    flags = [_carried(flag, aside) for flag in looked.flags]
    look = ExitLook(
        title=title_of(work, looked.found, path),
        scheme=ask.scheme,
        kind=ask.kind,
        year=ask.year,
        number=ask.number,
        area_path=path,
        rule_number=rules.number,
        rule_sha256=rules.sha256,
        results_hash=looked.found.results_hash,
        output_hash=_hash(looked, flags),
        counts=_counts(looked),
        void_reason="",
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(look)
    work.session.flush()
    work.session.add_all(_row(look.id, flag) for flag in flags)
    work.session.flush()
    work.record(
        "keep_exit_look",
        look.title,
        after={"look_named": looked.counts.named, "look_left_out": looked.counts.short},
    )
    return look.id


def _set_aside(work: UnitOfWork, before: ExitLook) -> dict[tuple[int, str], str]:
    query = select(ExitFlag).where(
        ExitFlag.look_id == before.id, ExitFlag.state == FlagState.PUT_ASIDE
    )
    return {(flag.person_id, flag.words): flag.aside_reason for flag in work.session.scalars(query)}


def _carried(flag: Flag, aside: dict[tuple[int, str], str]) -> Flag:
    reason = aside.get((flag.person_id, flag.words), "")
    if flag.state is not FlagState.OPEN or not reason:
        return flag
    return dataclasses.replace(flag, state=FlagState.PUT_ASIDE, aside_reason=reason)


def _row(look_id: int, flag: Flag) -> ExitFlag:
    return ExitFlag(
        look_id=look_id,
        person_id=flag.person_id,
        area_id=flag.area_id,
        unit_id=flag.unit_id,
        cause=flag.cause,
        total_milli=flag.total_milli,
        rank=flag.rank,
        people=flag.people,
        tied=flag.tied,
        words=flag.words,
        facts=canonical_bytes(flag.facts | {"reasons": list(flag.reasons)}).decode("utf-8"),
        state=flag.state,
        aside_reason=flag.aside_reason,
        case_id=None,
    )


def _hash(looked: Looked, flags: list[Flag]) -> str:
    """Of the list, by the numbers of people."""
    lines = [
        (
            looked.standings[flag.person_id].number,
            flag.cause,
            flag.total_milli,
            flag.words,
            flag.state,
        )
        for flag in flags
    ]
    return canonical_hash(sorted(lines, key=lambda line: line[0]))


def _counts(looked: Looked) -> str:
    plain = dataclasses.asdict(looked.counts)
    plain["causes"] = {one.cause.value: one.people for one in looked.counts.causes}
    return canonical_bytes(plain).decode("utf-8")


def void_look(work: UnitOfWork, look_id: int, version: int | None = None) -> None:
    """A look was wrong: its list is used no more, with a reason. Cases that it began go on."""
    work.require_somewhere(Right.RUN_EXITS)
    reason = work.require_reason()
    look = work.session.get(ExitLook, look_id, with_for_update=True, populate_existing=True)
    if look is None:
        raise UserError("没有这次筛查。请刷新列表后再选")
    work.require(Right.RUN_EXITS, look.area_path)
    if look.void_reason:
        raise UserError(f"“{look.title}”已经作废。请刷新后查看")
    _refuse_overtaken(look.version, version, f"“{look.title}”")
    look.void_reason = reason.strip()[:200]
    work.session.flush()
    work.record("void_exit_look", look.title)


def put_aside(work: UnitOfWork, flag_id: int, version: int | None = None) -> None:
    """不立案, with the reason: somebody looked and decided."""
    reason = work.require_reason()
    flag, look = _flag(work, flag_id, version, FlagState.OPEN)
    flag.state, flag.aside_reason = FlagState.PUT_ASIDE, reason.strip()[:200]
    work.session.flush()
    work.record("put_exit_flag_aside", f"{look.title}第 {flag.id} 条")


def bring_back(work: UnitOfWork, flag_id: int, version: int | None = None) -> None:
    """Somebody who was put aside waits for a decision again, with a reason."""
    work.require_reason()
    flag, look = _flag(work, flag_id, version, FlagState.PUT_ASIDE)
    flag.state, flag.aside_reason = FlagState.OPEN, ""
    work.session.flush()
    work.record("bring_exit_flag_back", f"{look.title}第 {flag.id} 条")


def take_up(work: UnitOfWork, flag_id: int, form: OpenForm | None = None) -> int:
    """立案 of somebody named, by the form or as the list says; returns the case's id.

    Whoever put the results forward is the first assessor. Raises UserError as `open_case` does.
    """
    flag, look = _flag(work, flag_id, None, FlagState.OPEN, FlagState.PUT_ASIDE)
    given = form or form_of(work, flag, look)
    return open_case(work, dataclasses.replace(given, person_id=flag.person_id, flag_id=flag.id))


def opening_of(work: UnitOfWork, flag_id: int) -> OpenForm:
    """What a case of somebody named would begin with, nothing written: for who looks first."""
    work.require_somewhere(Right.RUN_EXITS)
    flag = work.session.get(ExitFlag, flag_id, populate_existing=True)
    if flag is None:
        raise UserError("预警名单里没有这个人。请刷新名单后再办")
    look = work.session.get_one(ExitLook, flag.look_id)
    work.require(Right.RUN_EXITS, place_path(work, flag.area_id, None) or look.area_path)
    return form_of(work, flag, look)


def form_of(work: UnitOfWork, flag: ExitFlag, look: ExitLook) -> OpenForm:
    """What a case of somebody named begins with: the words of the list are its clue."""
    period = next(
        (
            one
            for one in confirmed_periods(work, scheme=look.scheme)
            if (one.span.kind.value, one.span.year, one.span.number)
            == (look.kind, look.year, look.number)
        ),
        None,
    )
    path = place_path(work, flag.area_id, None) or look.area_path
    regulation = regulation_for(work, path, work.today)
    posts = (
        select(Post.id)
        .where(Post.person_id == flag.person_id, Post.state == PostState.ACTIVE)
        .order_by(Post.fills_grid.desc(), Post.valid_from.desc(), Post.id.desc())
    )
    return OpenForm(
        flag.person_id,
        flag.cause,
        flag.words,
        post_id=work.session.scalar(posts.limit(1)),
        area_id=flag.area_id,
        first_assessor=period.assessor if period is not None else "",
        first_assessor_id=period.assessor_id if period is not None else None,
        regulation_id=regulation.id if regulation is not None else None,
        flag_id=flag.id,
    )


def _flag(
    work: UnitOfWork, flag_id: int, version: int | None, *states: FlagState
) -> tuple[ExitFlag, ExitLook]:
    work.require_somewhere(Right.RUN_EXITS)
    flag = work.session.get(ExitFlag, flag_id, with_for_update=True, populate_existing=True)
    if flag is None:
        raise UserError("预警名单里没有这个人。请刷新名单后再办")
    look = work.session.get_one(ExitLook, flag.look_id)
    work.require(Right.RUN_EXITS, place_path(work, flag.area_id, None) or look.area_path)
    if look.void_reason:
        raise UserError(f"“{look.title}”已经作废（{look.void_reason}）。请打开新的一次筛查")
    if flag.state not in states:
        raise UserError(f"名单里的这个人是“{flag.state.label}”，不能办这一步。请刷新后查看")
    _refuse_overtaken(flag.version, version, "名单里的这个人")
    return flag, look


def _refuse_overtaken(now: int, seen: int | None, what: str) -> None:
    if seen is not None and now != seen:
        raise UserError(f"{what}刚被别人改过。请刷新后再办")
