"""The strip of stages: the whole way of a case, and what of it somebody's path leaves out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hrgrid.exits.rules.case_rows import CaseStage
from hrgrid.exits.rules.next_step import CaseFacts
from hrgrid.exits.rules.words import DIRECT, TERMED, ExitPath, ExitState, Ground

_S = ExitState
_WARNING = (_S.WARNED, _S.TALKED, _S.REMEDY, _S.REASSESSED)
_FULL_WAY = (
    *(_S.REVIEWING, *_WARNING, _S.PROPOSED, _S.CHECKED, _S.HEARD, _S.UNION_ASKED),
    *(_S.LEGAL_REVIEWED, _S.APPROVED, _S.NOTIFIED, _S.EXECUTED, _S.CLOSED),
)
_STAGE_WORDS = {
    _S.REVIEWING: "核实",
    _S.WARNED: "预警",
    _S.TALKED: "约谈",
    _S.REMEDY: "补训调岗",
    _S.REASSESSED: "再考核",
    _S.PROPOSED: "拟退出",
    _S.CHECKED: "保护情形",
    _S.HEARD: "陈述申辩",
    _S.UNION_ASKED: "工会意见",
    _S.LEGAL_REVIEWED: "合法性审查",
    _S.APPROVED: "批准",
    _S.NOTIFIED: "送达",
    _S.EXECUTED: "离岗",
    _S.CLOSED: "办结",
}


def way_of(path: ExitPath, ground: Ground | None) -> tuple[ExitState, ...]:
    """The states that somebody's path leads through, from his engagement and the ground."""
    if path is ExitPath.SHORT:
        return (_S.REVIEWING, _S.PROPOSED, _S.APPROVED, _S.EXECUTED, _S.CLOSED)
    if ground is None or ground is Ground.INCOMPETENT:
        return _FULL_WAY
    rest = tuple(state for state in _FULL_WAY if state not in _WARNING)
    if ground in DIRECT:
        left_out: tuple[ExitState, ...] = (
            *(_S.CHECKED, _S.HEARD, _S.UNION_ASKED),
            _S.LEGAL_REVIEWED,
        )
    elif ground in TERMED:
        left_out = (_S.HEARD, _S.UNION_ASKED, _S.LEGAL_REVIEWED)
    else:
        left_out = ()
    return tuple(state for state in rest if state not in left_out)


def stages_of(
    facts: CaseFacts, reached: Sequence[tuple[ExitState, dt.date, str]]
) -> tuple[CaseStage, ...]:
    """The strip: each stage of the whole way, done, here, to come, or skipped on his path.

    `reached` are the states so far with their days and words, the oldest first.
    """
    way = way_of(facts.path, facts.ground)
    days = {state: (on, words) for state, on, words in reached}
    here = _S.NOTIFIED if facts.state is _S.APPEALED else facts.state
    passed = [state for state in _FULL_WAY if state in days]
    last = _FULL_WAY.index(here) if here in _FULL_WAY else -1
    if last < 0 and passed:
        last = _FULL_WAY.index(passed[-1])
    rows = []
    for at, state in enumerate(_FULL_WAY):
        on, words = days.get(state, (None, ""))
        if facts.path is ExitPath.SHORT and state not in way:
            continue
        rows.append(
            CaseStage(
                state.value,
                _STAGE_WORDS[state],
                on is not None and at <= last,
                state is here,
                on is None and (state not in way or at < last),
                on,
                words,
            )
        )
    return tuple(rows)
