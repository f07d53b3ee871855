"""What a computed list may stand with, and whoever adopts it is told of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from hrgrid.honours.rules.categories import pool_text
from hrgrid.honours.rules.rows import Inputs, Line
from hrgrid.honours.rules.scheme import WHOLE
from hrgrid.honours.rules.words import Outcome, Tier


def warnings(inputs: Inputs, lines: Sequence[Line], names: Mapping[str, str]) -> Iterator[str]:
    """Places that nobody fills, and tiers with too few people of the front line, as sentences.

    `names` of the districts by code.
    """
    chosen = [line for line in lines if line.outcome is Outcome.SELECTED]
    yield from _unfilled(inputs, chosen, names)
    yield from _front_line(inputs, chosen)


def _unfilled(inputs: Inputs, chosen: Sequence[Line], names: Mapping[str, str]) -> Iterator[str]:
    categories = inputs.scheme.categories
    taken = Counter((line.tier, line.district, inputs.pool_of(line.number)) for line in chosen)
    for tier, district in sorted(inputs.places, key=lambda at: (at[0].order, at[1])):
        for pool in range(len(categories) or 1):
            places, filled = inputs.places_of(tier, district, pool), taken[tier, district, pool]
            if filled < places:
                yield (
                    f"“{tier.label}”{names[district]}{pool_text(categories, pool)}有 {places} 个"
                    f"名额，只选出 {filled} 人。"
                )


def _front_line(inputs: Inputs, chosen: Sequence[Line]) -> Iterator[str]:
    wanted = inputs.scheme.front_line_bp
    by_tier: Mapping[Tier, list[int]] = {tier: [] for tier in inputs.scheme.tiers}
    for line in chosen:
        by_tier[line.tier].append(inputs.entrants[line.number].facts.get("front_line", 0))
    for tier, flags in by_tier.items():
        if flags and WHOLE * sum(flags) < wanted * len(flags):
            yield (
                f"“{tier.label}”一线人员 {sum(flags)} 人，占 {len(flags)} 人的不到 "
                f"{wanted // 100}%。要照此上报请写明理由。"
            )
