"""The names of the ways to share places out: forms offer them without what computes them."""

from __future__ import annotations

from hrgrid.core.labelled import Labelled


class Method(Labelled):
    """How places follow weights."""

    EQUAL = "equal", "平均分配"
    LARGEST_REMAINDER = "largest-remainder", "最大余数法"
    SAINTE_LAGUE = "sainte-lague", "圣拉古法"
    DHONDT = "dhondt", "洪德法"
