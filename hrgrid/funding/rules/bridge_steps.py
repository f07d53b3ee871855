"""The bridge of a year step by step: each begins where the one before ended."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from hrgrid.core.money import format_money
from hrgrid.funding.rules.execution_rows import Bridge
from hrgrid.funding.rules.words import Heading


class StepKind(enum.Enum):
    """What a step is: a sum from zero, what makes up the whole, what goes out, what remains."""

    WHOLE = "whole"
    PART = "part"
    OUT = "out"
    REST = "rest"


@dataclass(frozen=True)
class BridgeStep:
    """A step from `start` to `end` in fen; `fen` is what it is about, below zero what goes out."""

    name: str
    kind: StepKind
    start: int
    end: int
    note: str = ""

    @property
    def fen(self) -> int:
        """The amount: a sum as it is, what goes out below zero."""
        return self.end - self.start

    @property
    def sentence(self) -> str:
        """For who does not see it drawn."""
        note = f"（{self.note}）" if self.note else ""
        return f"{self.name}{note} {format_money(self.fen)} 元"


def bridge_steps(bridge: Bridge) -> tuple[BridgeStep, ...]:
    """The year's whole, whose it is, what is set aside, what that leaves; then paid and left."""
    steps = [BridgeStep("年度总额", StepKind.WHOLE, 0, bridge.total_fen)]
    at = 0
    if len(bridge.sources) > 1:
        for source, fen in bridge.sources:
            steps.append(BridgeStep(f"{source.label}安排", StepKind.PART, at, at + fen))
            at += fen
    at = bridge.total_fen
    if bridge.granted_fen:
        note = _rate_words(bridge)
        steps.append(_out(Heading.PAY.label, at, bridge.granted_fen, note))
        at -= bridge.granted_fen
        steps.append(BridgeStep("薪酬以外可用", StepKind.REST, 0, at))
    for heading, fen in bridge.other:
        if fen:
            steps.append(_out(heading.label, at, fen))
            at -= fen
    if any(fen for _, fen in bridge.other):
        steps.append(BridgeStep("未安排", StepKind.REST, 0, at))
    share = f"占总额 {share_words(bridge.paid_fen, bridge.total_fen)}"
    steps.append(_out("已支出", bridge.total_fen, bridge.paid_fen, share))
    steps.append(BridgeStep("结余", StepKind.REST, 0, bridge.left_fen))
    return tuple(steps)


def share_bp(part: int, whole: int) -> int:
    """A share in basis points, rounded down: 100 % is told only when nothing is left."""
    return part * 10_000 // whole if whole else 0


def share_words(part: int, whole: int) -> str:
    """A share in per cent with one place, rounded down."""
    tenths = share_bp(part, whole) // 10
    return f"{tenths // 10}.{tenths % 10}%"


def _out(name: str, at: int, fen: int, note: str = "") -> BridgeStep:
    return BridgeStep(name, StepKind.OUT, at, at - fen, note)


def _rate_words(bridge: Bridge) -> str:
    if not bridge.grids:
        return ""
    if bridge.rate_fen and bridge.grids * bridge.rate_fen == bridge.granted_fen:
        return f"{bridge.grids:,} 格 × {format_money(bridge.rate_fen)}"
    return f"{bridge.grids:,} 格"
