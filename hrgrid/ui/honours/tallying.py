"""A sentence on the districts that nominate too few people or more than was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hrgrid.honours.queries import TierBoard, UnitRow
from hrgrid.honours.rules.tallies import Tally
from hrgrid.honours.rules.words import CampaignState
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.honours import words

_VERBS = {Tally.SHORT: "少报", Tally.FEW: "差额少", Tally.MORE: "多报"}
_TAILS = {
    Tally.SHORT: "缺的名额会空着。",
    Tally.FEW: "名额够填，只是没有推荐到要求的差额。",
    Tally.MORE: "多报不算错，按名次取。",
}


def tally_message(
    tier: TierBoard, state: CampaignState, go_to: Callable[[int], object]
) -> Message | None:
    """Which districts nominate too few or more than was asked; the first is a click away."""
    off = {
        tally: [unit for unit in tier.units if unit.tally and unit.tally.tally is tally]
        for tally in _VERBS
    }
    marked = {"warn", "info", "mute"}
    off = {
        tally: units
        for tally, units in off.items()
        if units and words.tally_chip(units[0], state) in marked
    }
    if not off:
        return None
    told = [name for tally, units in off.items() for name in _listed(units, _VERBS[tally])]
    worst = next(iter(off))
    short = worst is Tally.SHORT
    first = off[worst][0].area_id
    actions = (Action("去处理", lambda: go_to(first)),) if short else ()
    kind = Kind.WARN if short else Kind.INFO
    return Message("、".join(told) + f"。{_TAILS[worst]}", kind, actions)


def _listed(units: Sequence[UnitRow], verb: str) -> list[str]:
    shown = [f"{unit.name}{verb} {unit.tally.off} 人" for unit in units[:3] if unit.tally]
    if len(units) > 3:
        shown[-1] += f"等 {len(units)} 个单位"
    return shown
