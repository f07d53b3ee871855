"""What the next step of a batch is, and the sentences of what stands in its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hrgrid.hiring.rules.words import BatchState

NAMES_SHOWN = 8


@dataclass(frozen=True)
class Step:
    """The one step that leads on: its code, its label with the count, whether it may be done."""

    code: str
    label: str
    enabled: bool = True


@dataclass(frozen=True)
class Facts:
    """What the board asks of a batch; lists are names."""

    today: dt.date
    places: int
    announced: bool
    apply_from: dt.date | None
    apply_to: dt.date | None
    written: bool | None
    exam_planned: bool
    unchecked: Sequence[str]
    qualified: int
    unmarked: Sequence[str]
    half_marked: Sequence[str]
    differing: Sequence[str]
    listed: bool
    on_list: int
    rooms: int
    open_rooms: Sequence[str]
    unplaced: Sequence[str]
    ranked: bool
    ranked_in: int
    unvetted: Sequence[str]
    vetted: int
    shown: int
    without_seat: Sequence[str]
    showing_until: dt.date | None
    waiting: Sequence[str]
    upheld: Sequence[str]
    clear: int
    approved: bool
    taken: Sequence[str]
    changed: Sequence[str]
    notes: tuple[str, ...] = ()


Answer = tuple[Step, tuple[str, ...]]


def names(found: Sequence[str]) -> str:
    """Up to eight names, then how many there are."""
    more = f"等 {len(found)} 人" if len(found) > NAMES_SHOWN else ""
    return f"{'、'.join(found[:NAMES_SHOWN])}{more}"


def next_step(state: BatchState, facts: Facts) -> Answer:
    """The step, and who still lacks what before the batch can go on.

    A step that does away with what is lacking is enabled; one that only waits is not.
    """
    return _STEPS[state](facts)


def _work(code: str, label: str, lacking: str = "") -> Answer:
    """Something to do now; `lacking` is what it does away with."""
    return Step(code, label), ((lacking,) if lacking else ())


def _go(code: str, label: str, blockers: Sequence[str] = ()) -> Answer:
    """A step on, as soon as nothing blocks it."""
    return Step(code, label, not blockers), tuple(blockers)


def _draft(facts: Facts) -> Answer:
    blockers = () if facts.places else ("还没有要招的网格。请添加岗位和网格",)
    return _go("publish", f"发布公告（{facts.places} 个网格）", blockers)


def _published(facts: Facts) -> Answer:
    early = facts.apply_from is not None and facts.today < facts.apply_from
    blockers = (f"报名从 {facts.apply_from:%Y-%m-%d} 开始",) if early else ()
    return _go("open_applications", "开始报名", blockers)


def _applying(facts: Facts) -> Answer:
    if facts.unchecked:
        lacking = f"{names(facts.unchecked)}还没有完成资格审查"
        return _work("check", f"审查 {len(facts.unchecked)} 人", lacking)
    blockers = []
    if facts.apply_to is not None and facts.today <= facts.apply_to:
        blockers.append(f"报名到 {facts.apply_to:%Y-%m-%d} 才截止")
    if not facts.qualified:
        blockers.append("还没有资格合格的报名人")
    return _go("start_examining", f"结束报名，{facts.qualified} 人进入笔试面试", blockers)


def _examining(facts: Facts) -> Answer:
    if not facts.listed:
        return _before_list(facts)
    if facts.ranked:
        return _after_ranking(facts)
    if not facts.rooms:
        return _work("plan_interviews", f"安排 {facts.on_list} 人面试")
    if facts.unplaced:
        lacking = f"{names(facts.unplaced)}还没有排进面试考场"
        return _work("add_to_room", f"给 {len(facts.unplaced)} 人排面试考场", lacking)
    if facts.open_rooms:
        lacking = f"{'、'.join(facts.open_rooms[:NAMES_SHOWN])}还没有截止评分"
        return _work("score", f"录 {len(facts.open_rooms)} 个考场的面试成绩", lacking)
    return _work("rank", "排总成绩")


def _after_ranking(facts: Facts) -> Answer:
    if facts.changed:
        more = f"等 {len(facts.changed)} 处" if len(facts.changed) > 1 else ""
        return _work("rank", "重新排总成绩", f"排名之后有改动：{facts.changed[0]}{more}")
    return _go("start_vetting", f"{facts.ranked_in} 人进入体检政审")


def _before_list(facts: Facts) -> Answer:
    if not facts.written:
        return _work("interview_list", "出面试名单")
    if not facts.exam_planned:
        return _work("plan_exam", f"排 {facts.qualified} 人的笔试考场")
    return _of_marks(facts)


def _of_marks(facts: Facts) -> Answer:
    if facts.differing:
        lacking = f"{names(facts.differing)}的笔试成绩两遍不一致"
        return _work("settle_marks", f"核定 {len(facts.differing)} 人的笔试成绩", lacking)
    if facts.unmarked:
        lacking = f"{names(facts.unmarked)}还没有笔试成绩"
        return _work("key_marks", f"录 {len(facts.unmarked)} 人的笔试成绩", lacking)
    if facts.half_marked:
        lacking = f"{names(facts.half_marked)}的笔试成绩还差第二遍"
        return _work("key_marks", f"录 {len(facts.half_marked)} 人的第二遍成绩", lacking)
    return _work("interview_list", "出面试名单")


def _vetting(facts: Facts) -> Answer:
    if facts.unvetted:
        return _record_vetting(facts)
    if facts.without_seat:
        lacking = f"{names(facts.without_seat)}还没有分到网格"
        return _work("allot", f"给 {len(facts.without_seat)} 人分配网格", lacking)
    if not facts.vetted and facts.shown:
        # Nobody stepped in: those who were shown before go on.
        return _work("resume_publicity", "没有新的人要公示，接着办决定")
    blockers = () if facts.vetted else ("没有体检政审合格、等着公示的人",)
    return _go("publicise", f"公示 {facts.vetted} 人", blockers)


def _record_vetting(facts: Facts) -> Answer:
    lacking = f"{names(facts.unvetted)}还没有体检或政审结果"
    return _work("record_vetting", f"登记 {len(facts.unvetted)} 人的体检政审结果", lacking)


def _close_publicity(today: dt.date, until: dt.date) -> Answer:
    still = [f"公示到 {until:%Y-%m-%d} 才满"] if today <= until else []
    return _go("close_publicity", "结束公示", still)


def _publicising(facts: Facts) -> Answer:
    if facts.showing_until is not None:
        return _close_publicity(facts.today, facts.showing_until)
    if facts.upheld:
        return _settle(facts)
    lacking = [_waiting(facts) if facts.waiting else "没有公示无异议的人"]
    blockers = [] if facts.clear else lacking
    return _go("propose", f"报请决定录用 {facts.clear} 人", blockers)


def _deciding(facts: Facts) -> Answer:
    if facts.upheld:
        return _settle(facts)
    if not facts.clear:
        return _go("close", "办结批次", [_waiting(facts)] if facts.waiting else [])
    if not facts.approved:
        lacking = f"{facts.clear} 人的录用名单还没有批准"
        return _work("approve", f"审批 {facts.clear} 人的录用名单", lacking)
    return _go("decide", f"决定录用 {facts.clear} 人", facts.taken)


def _settle(facts: Facts) -> Answer:
    lacking = f"{names(facts.upheld)}的异议已经成立"
    return _work("settle_objections", f"按异议结论处理 {len(facts.upheld)} 人", lacking)


def _waiting(facts: Facts) -> str:
    return f"{names(facts.waiting)}的异议还没有结论"


def _closed(facts: Facts) -> Answer:
    """Reserves who were called; whoever is furthest comes first, nobody waits for another."""
    until = facts.showing_until
    if facts.upheld or facts.clear:
        hire = f"录用 {facts.clear} 名储备人员"
        return _settle(facts) if facts.upheld else _work("hire_reserve", hire)
    if until is not None and facts.today > until:
        return _close_publicity(facts.today, until)
    if facts.vetted:
        return _work("publicise", f"公示 {facts.vetted} 人")
    if facts.unvetted:
        return _record_vetting(facts)
    return _ended(facts) if until is None else _close_publicity(facts.today, until)


def _ended(_facts: Facts) -> Answer:
    return Step("", "", enabled=False), ()


_STEPS: dict[BatchState, Callable[[Facts], Answer]] = {
    BatchState.DRAFT: _draft,
    BatchState.PUBLISHED: _published,
    BatchState.APPLYING: _applying,
    BatchState.EXAMINING: _examining,
    BatchState.VETTING: _vetting,
    BatchState.PUBLICISING: _publicising,
    BatchState.DECIDING: _deciding,
    BatchState.CLOSED: _closed,
    BatchState.CANCELLED: _ended,
}
