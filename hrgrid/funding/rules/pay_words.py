"""How each line of somebody's pay came about, in words with its arithmetic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from hrgrid.core.money import format_money as yuan
from hrgrid.funding.rules.words import PayItem
from hrgrid.workforce.rules import AbsencePay

_P = PayItem
Facts = Mapping[str, Any]
Names = Callable[[int], str]


class Derived(NamedTuple):
    """A line with its item, its sum in fen and how it came about."""

    label: str
    fen: int
    words: str


def derivation(facts: Facts, lines: Sequence[tuple[PayItem, int]], name_of: Names) -> list[Derived]:
    """One row an item of the month, in the order of the items; `name_of` names an area's id."""
    return [
        Derived(
            item.label,
            fen,
            _WORDS[item](facts) + (_stays(facts, name_of) if item is _P.BASE else ""),
        )
        for item, fen in lines
    ]


def remarks(facts: Facts) -> list[str]:
    """What no line says: the floor, the cap where it cut, what could not be taken off."""
    said = []
    if "floor" in facts:
        minimum, kept, floor = facts["floor"]
        words = f"最低工资 {yuan(minimum)} 元"
        if kept != facts["of"]:
            words += f" × {kept} ÷ {facts['of']} 天 = {yuan(floor)} 元"
        left = facts["wage"] - _taken(facts)
        said.append(f"{words}，扣减后 {yuan(left)} 元，不低于最低工资（个人社保公积金另扣）")
    if "cap" in facts:
        asked, share, cap, _room, taken = facts["cap"]
        if taken < asked:
            floor = "，且扣后不低于最低工资" if "floor" in facts else ""
            said.append(
                f"登记的扣减 {yuan(asked)} 元，本月只能扣 {yuan(taken)} 元（{percent(share)} 为 "
                f"{yuan(cap)} 元{floor}），还有 {yuan(asked - taken)} 元没有扣"
            )
    if "short" in facts:
        asked, taken = facts["short"]
        said.append(
            f"个人社保公积金应扣 {yuan(asked)} 元，本月应发只够扣 {yuan(taken)} 元，"
            f"还差 {yuan(asked - taken)} 元"
        )
    return said


def percent(bp: int) -> str:
    """Basis points as people write them: 20%, 12.5%."""
    whole, rest = divmod(bp, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"


def times(milli: int) -> str:
    """Thousandths as people write them: 1.2, 21.75."""
    whole, rest = divmod(milli, 1_000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def _taken(facts: Facts) -> int:
    return int(facts["cap"][4]) if "cap" in facts else 0


def _days(facts: Facts) -> str:
    if facts["days"] == facts["of"]:
        return ""
    return f" × {facts['days']} ÷ {facts['of']} 天"


def _base(facts: Facts) -> str:
    return f"月标准 {yuan(facts['full'][0])} 元{_days(facts)}"


def _stays(facts: Facts, name_of: Names) -> str:
    """Where somebody was on which days, where it was not one place all month."""
    if "stays" not in facts:
        return ""
    stays = "；".join(
        f"{first}—{behind - 1} 日 {name_of(grid or unit)}"
        for unit, grid, first, behind in facts["stays"]
    )
    return f"（{stays}）"


def _performance(facts: Facts) -> str:
    grade = facts["grade"]
    why = f"考核{grade}" if grade else "当月没有确认的考核等次"
    return (
        f"绩效标准 {yuan(facts['full'][1])} 元 × 系数 {times(facts['coefficient'])}（{why}）"
        f"{_days(facts)}"
    )


def _seniority(facts: Facts) -> str:
    return f"每年 {yuan(facts['full'][2])} 元 × 工龄 {facts['years']} 年{_days(facts)}"


def _transport(facts: Facts) -> str:
    return f"每月 {yuan(facts['full'][3])} 元{_days(facts)}"


def _monthly(key: str) -> Callable[[Facts], str]:
    def words(facts: Facts) -> str:
        of = facts["of"]
        return "；".join(
            f"每月 {yuan(each)} 元" + ("" if days == of else f" × {days} ÷ {of} 天")
            for each, days, _fen in facts[key]
        )

    return words


def _by_hand(facts: Facts) -> str:
    return "；".join(
        f"{reason} {yuan(each)} 元"
        for item, each, reason in facts.get("hand", ())
        if item == _P.BONUS.value
    )


def _leave(facts: Facts) -> str:
    full, milli, bp = facts["leave"]
    spans = "；".join(
        f"{first}—{behind - 1} 日{AbsencePay(pay).label}，{worked} 个工作日"
        for pay, first, behind, worked in facts["away"]
        if pay != AbsencePay.FULL.value
    )
    words = f"{spans}。每个工作日 {yuan(full)} ÷ {times(milli)} 元"
    if any(pay == AbsencePay.REDUCED.value for pay, *_ in facts["away"]):
        words += f"，按规定扣减的扣 {percent(bp)}"
    return f"{words}，最多扣完岗位应发"


def _deduction(facts: Facts) -> str:
    _, share, cap, room, _ = facts["cap"]
    why = "；".join(
        f"{reason} {yuan(-each)} 元"
        for item, each, reason in facts.get("hand", ())
        if item == _P.DEDUCTION.value
    )
    words = f"{why}。上限为当月工资 {yuan(facts['wage'])} 元的 {percent(share)}，即 {yuan(cap)} 元"
    return f"{words}；高出最低工资 {yuan(room)} 元" if "floor" in facts else words


def _top_up(facts: Facts) -> str:
    minimum, kept, floor = facts["floor"]
    part = "" if kept == facts["of"] else f" × {kept} ÷ {facts['of']} 天 = {yuan(floor)} 元"
    return f"补到最低工资 {yuan(minimum)} 元{part}"


def _share(item: PayItem, at: int) -> Callable[[Facts], str]:
    def words(facts: Facts) -> str:
        said = [
            f"{reason} {yuan(abs(each))} 元"
            for kind, each, reason in facts.get("hand", ())
            if kind == item.value
        ]
        bp = facts["shares"][at] if "shares" in facts else 0
        if bp:
            said.insert(0, f"当月工资 {yuan(facts['wage'])} 元 × {percent(bp)}")
        return "；".join(said)

    return words


_WORDS: dict[PayItem, Callable[[Facts], str]] = {
    _P.BASE: _base,
    _P.PERFORMANCE: _performance,
    _P.SENIORITY: _seniority,
    _P.TRANSPORT: _transport,
    _P.STAR: _monthly(_P.STAR.value),
    _P.COVER: _monthly(_P.COVER.value),
    _P.BONUS: _by_hand,
    _P.LEAVE: _leave,
    _P.DEDUCTION: _deduction,
    _P.TOP_UP: _top_up,
    _P.OWN_SHARE: _share(_P.OWN_SHARE, 0),
    _P.EMPLOYER_SHARE: _share(_P.EMPLOYER_SHARE, 1),
}


def left_sentence(name: str, left_on: dt.date, what: str) -> str:
    """Why somebody who left is not paid."""
    return (
        f"{name}已于 {left_on:%Y-%m-%d} 离岗，{what}不能发给离岗的人。"
        "离岗前欠发的请用补发，离岗结算请在退出事项里办"
    )
