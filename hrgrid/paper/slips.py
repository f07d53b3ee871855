"""准考证: four to a page, parted by cutting marks. No full number of anybody stands on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from hrgrid.core.names import drawn_name
from hrgrid.paper.boxes import A4, HAIR, Box, Leaf, Leaves, Stroke
from hrgrid.paper.fonts import Role
from hrgrid.paper.tables import Side

SLIPS = 4
_WIDTH, _HEIGHT = A4[0] // 2, A4[1] // 2
_MARGIN = 70
_MARK = 60
_LABEL = 170
# A photo of one inch, 25 × 35 mm.
PHOTO = (250, 350)


@dataclass(frozen=True)
class Slip:
    """One slip: `head` and `title` above, `facts` as names and values, `rules` below."""

    owner: str
    head: str
    title: str
    facts: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    photo: Callable[[], bytes] | None = field(default=None, repr=False)


def slip_leaves(title: str, slips: Callable[[], Iterable[Slip]]) -> Leaves:
    """The pages of the slips."""
    return Leaves(title, lambda: _leaves(slips()))


def _leaves(slips: Iterable[Slip]) -> Iterator[Leaf]:
    group: list[Slip] = []
    for slip in slips:
        group.append(slip)
        if len(group) == SLIPS:
            yield _leaf(group)
            group = []
    if group:
        yield _leaf(group)


def _leaf(slips: Sequence[Slip]) -> Leaf:
    boxes: list[Box] = []
    owners: list[str] = []
    for at, slip in enumerate(slips):
        made = list(_boxes(slip, at % 2 * _WIDTH, at // 2 * _HEIGHT))
        boxes += made
        owners += [slip.owner] * len(made)
    return Leaf(tuple(boxes), tuple(_marks()), tuple(owners))


def _marks() -> Iterator[Stroke]:
    """Where to cut: at the edges and a cross in the middle."""
    width, height = A4
    for x in (0, width - _MARK):
        yield Stroke((x, _HEIGHT), (x + _MARK, _HEIGHT), HAIR, grey=True)
    for y in (0, height - _MARK):
        yield Stroke((_WIDTH, y), (_WIDTH, y + _MARK), HAIR, grey=True)
    yield Stroke((_WIDTH - _MARK, _HEIGHT), (_WIDTH + _MARK, _HEIGHT), HAIR, grey=True)
    yield Stroke((_WIDTH, _HEIGHT - _MARK), (_WIDTH, _HEIGHT + _MARK), HAIR, grey=True)


def _boxes(slip: Slip, left: int, top: int) -> Iterator[Box]:
    begin, end = left + _MARGIN, left + _WIDTH - _MARGIN
    y = top + _MARGIN
    yield Box(begin, y, end, y + 110, slip.head, Role.SONG, 1050, Side.CENTRE, pad=0)
    y += 110
    yield Box(begin, y, end, y + 100, slip.title, Role.TITLE, 2000, Side.CENTRE, pad=0)
    y += 125
    photo_left = end - PHOTO[0]
    bottom = y + PHOTO[1]
    if slip.photo is None:
        yield Box(photo_left, y, end, bottom, "照片", Role.SONG, 1050, Side.CENTRE, HAIR, grey=True)
    else:
        yield Box(photo_left, y, end, bottom, line=HAIR, photo=slip.photo)
    # The first facts stand beside the photo, the others go across below it.
    row = 78
    beside = -(-PHOTO[1] // row)
    for at, (name, value) in enumerate(slip.facts):
        across = end if at >= beside else photo_left - 20
        yield from _fact((begin, y, across, y + row), name, value)
        y += row
    y = max(y, bottom) + 15
    yield Box(begin, y, end, y + 50, "考生须知", Role.HEITI, 950, pad=0)
    text = "\n".join(f"{at}．{one}" for at, one in enumerate(slip.rules, start=1))
    yield Box(begin, y + 52, end, top + _HEIGHT - 50, text, Role.SONG, 900, above=True, pad=0)


def _fact(edges: tuple[int, int, int, int], name: str, value: str) -> Iterator[Box]:
    left, top, right, bottom = edges
    middle = left + _LABEL
    yield Box(left, top, middle, bottom, name, Role.HEITI, 1000, pad=0)
    shown = drawn_name(value).replace("\u3000", "") if name == "姓名" else value
    wide = name == "姓名" and drawn_name(value) != shown
    yield Box(middle, top, right, bottom, shown, Role.SONG, 1100, pad=4, spread=wide)
