"""The parts of a nominee's score that come from elsewhere than his form, and votes as marks.

Marks are thousandths of a point, 0 to 100 points. Source: rules.md 7.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hrgrid.core.labelled import Labelled
from hrgrid.core.ranking import Order, ranks
from hrgrid.core.tabulation import MARK_PLACES, round_half_up

FULL = 100 * 10**MARK_PLACES


class MarkPart(Labelled):
    """Which part of the score a mark is."""

    MERIT = "merit", "业绩"
    REVIEW = "review", "评审"
    PUBLIC = "public", "公众投票"


class MarkSource(Labelled):
    """Where a mark comes from; one that the form carries has no row of its own."""

    PANEL = "panel", "评委打分"
    ASSESSMENT = "assessment", "年度考核"
    VOTE = "vote", "公众投票"


class VoteScale(Labelled):
    """How votes become marks."""

    SHARE = "share", "按最高票的比例", "得票最多的是 100 分，其余按得票与最高票之比。"
    RANK = "rank", "按名次", "第一名 100 分，名次每退一位少 100 分的 n 分之一，同票同分。"


def marks_of_votes(votes: Mapping[int, int], scale: VoteScale) -> dict[int, int]:
    """Marks by key for the votes that count; who shares a vote count shares the mark.

    By share the most voted has 100 points and nobody has more; by rank the first of n has 100
    and each place behind him 100/n less. Where nobody got a vote, everybody has 0.
    """
    if not votes or not max(votes.values()):
        return dict.fromkeys(votes, 0)
    if scale is VoteScale.SHARE:
        most = max(votes.values())
        return {key: _milli(Fraction(100 * count, most)) for key, count in votes.items()}
    keys = list(votes)
    places = ranks([votes[key] for key in keys], Order.HIGH)
    whole = len(keys)
    return {
        key: _milli(Fraction(100 * (whole - (place or whole) + 1), whole))
        for key, place in zip(keys, places, strict=True)
    }


def _milli(points: Fraction) -> int:
    return round_half_up(points, MARK_PLACES)
