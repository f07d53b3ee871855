"""Any categories, and any selection parted among them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from hrgrid.honours.rules.categories import CATEGORY, Category

_shares = st.lists(st.integers(0, 100), min_size=2, max_size=5).filter(any)


@st.composite
def categories(draw):
    """Some with shares that make a whole."""
    parts = draw(_shares)
    bp = [part * 10_000 // sum(parts) for part in parts]
    bp[parts.index(max(parts))] += 10_000 - sum(bp)
    return tuple(
        Category(f"c{at}", f"类{at}", share, roles=(f"r{at}",) if at < len(bp) - 1 else ())
        for at, share in enumerate(bp)
    )


@st.composite
def parted(draw, found):
    """The same inputs with places and people in categories."""
    wanted = draw(categories())
    every = st.integers(0, len(wanted) - 1)
    entrants = {
        number: replace(one, facts=dict(one.facts) | {CATEGORY: draw(every)})
        for number, one in found.entrants.items()
    }
    split = {}
    for at, count in found.places.items():
        own = [0] * len(wanted)
        for _ in range(count):
            own[draw(every)] += 1
        split[at] = tuple(own)
    scheme_ = replace(found.scheme, categories=wanted)
    return replace(found, scheme=scheme_, entrants=entrants, split=split)


def places_told(found):
    """The places as the file of the proof rebuilds them: by tier and district a list."""
    return {
        (tier.value, district): list(found.split.get((tier, district), [count]))
        for (tier, district), count in found.places.items()
    }
