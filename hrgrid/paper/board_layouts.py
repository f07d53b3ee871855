"""Where everything stands on a board: A4 and A3 lying, a poster of 600×900 mm."""

from __future__ import annotations

from dataclasses import dataclass, fields

_EM = 1000


@dataclass(frozen=True)
class Box:
    """A field on the page in tenths of a millimetre; type from `most` down to `least`.

    Sizes in hundredths of a point, `lines` at most, `leading` in thousandths of the size.
    """

    left: int
    top: int
    right: int
    bottom: int
    most: int
    least: int
    lines: int = 1
    leading: int = 1400

    def times(self, share: int) -> Box:
        """The same field on a page `share` thousandths as large."""
        kept = {"lines", "leading"}
        values = {
            each.name: getattr(self, each.name)
            * (1 if each.name in kept else share)
            // (1 if each.name in kept else _EM)
            for each in fields(self)
        }
        return Box(**values)


@dataclass(frozen=True)
class Layout:
    """A page of boards: where everything stands; rules are drawn at these heights."""

    page: tuple[int, int]
    edge: int
    band: Box
    heading: Box | None
    photo: tuple[int, int, int, int]
    name: Box
    duty: Box
    phone: Box
    scope: Box
    posts: Box
    duties: Box
    promise: Box
    foot: Box
    rules: tuple[int, ...]
    link: tuple[int, int, int]
    line: int = 60

    def times(self, share: int, page: tuple[int, int]) -> Layout:
        """The same layout, `share` thousandths as large, on a page of that size."""
        grown: dict[str, object] = {"page": page}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, Box):
                grown[each.name] = value.times(share)
            elif isinstance(value, int):
                grown[each.name] = value * share // _EM
            elif isinstance(value, tuple) and each.name != "page":
                grown[each.name] = tuple(one * share // _EM for one in value)
        return Layout(**{"heading": None, **grown})  # type: ignore[arg-type]


A4 = Layout(
    page=(2970, 2100),
    edge=80,
    band=Box(120, 80, 2850, 380, 4400, 2200),
    heading=None,
    # 35 to 49, as identity photos are.
    photo=(150, 440, 650, 1140),
    name=Box(730, 430, 1690, 650, 3400, 2000),
    duty=Box(1730, 430, 2820, 650, 2400, 1300),
    phone=Box(730, 650, 2820, 850, 3000, 1600),
    scope=Box(730, 850, 2820, 1160, 2200, 1200, 3, 1300),
    posts=Box(150, 1200, 2820, 1500, 1800, 1000, 3, 1500),
    duties=Box(150, 1520, 2820, 1690, 1700, 1000, 2, 1500),
    promise=Box(150, 1720, 2500, 1850, 2200, 1200),
    foot=Box(150, 1870, 2500, 1970, 1300, 900),
    rules=(380, 1190, 1510, 1705),
    link=(2560, 1735, 240),
)
A3 = A4.times(1414, (4200, 2970))
POSTER = Layout(
    page=(6000, 9000),
    edge=160,
    band=Box(300, 160, 5700, 780, 12600, 6000),
    heading=Box(300, 730, 5700, 1210, 12000, 8000),
    photo=(500, 1600, 2250, 4050),
    name=Box(2500, 1600, 5600, 2150, 14000, 7000),
    duty=Box(2500, 2150, 5600, 2600, 8000, 4500),
    phone=Box(2500, 2600, 5600, 3150, 9500, 5000),
    scope=Box(2500, 3150, 5600, 4200, 7200, 3600, 5, 1350),
    posts=Box(400, 4450, 5600, 6100, 6600, 3200, 8, 1600),
    duties=Box(400, 6250, 5600, 7200, 6200, 3200, 4, 1600),
    promise=Box(400, 7350, 4600, 7900, 7600, 4000),
    foot=Box(400, 8450, 5600, 8720, 3600, 2400),
    rules=(1280, 4350, 6180, 7280),
    link=(4750, 7400, 850),
    line=160,
)
