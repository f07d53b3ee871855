"""Forms, slips and plans: pages of boxes, each with a text, a photo or nothing.

A page is laid out by its maker in tenths of a millimetre; here the texts find their lines, shrink
where a box is too small for them, and are drawn. The pages are made twice (once for the letters
that the fonts are cut to), so that thousands of them take no more memory than one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hrgrid.core.errors import UserError
from hrgrid.core.names.spelling import without_selectors
from hrgrid.core.progress import Progress
from hrgrid.paper.fonts import Fonts, Missing, Role, office_fonts, refuse
from hrgrid.paper.lines import wrapped
from hrgrid.paper.notes import LEGIBLE, Note, Unfit, smaller, tell, unfit
from hrgrid.paper.tables import Side

if TYPE_CHECKING:
    from hrgrid.paper.drawing import Drawing

A4 = (2100, 2970)
A4_LYING = (2970, 2100)
LEAST = 600
HAIR, THIN, THICK = 10, 20, 40
_STEP = 50
_LEADING = 1300
_ASCENT, _BODY = 880, 1000
_GREY, _INK = (0x6B, 0x74, 0x80), (0, 0, 0)
_ENOUGH = 200
_REMEMBERED = 2_000


@dataclass(frozen=True)
class Box:
    """What stands between these edges; `line` is its frame in hundredths of a millimetre.

    `size` in hundredths of a point is the largest that the text takes. `top` sets it at the
    upper edge, else it stands in the middle. `spread` draws a name of two characters as wide
    as three. A `photo` is fetched when it is drawn.
    """

    left: int
    top: int
    right: int
    bottom: int
    text: str = ""
    role: Role = Role.SONG
    size: int = 1050
    side: Side = Side.LEFT
    line: int = 0
    pad: int = 16
    above: bool = False
    grey: bool = False
    spread: bool = False
    photo: Callable[[], bytes] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Stroke:
    """A straight line, its width in hundredths of a millimetre."""

    begin: tuple[int, int]
    end: tuple[int, int]
    line: int = THIN
    grey: bool = False


@dataclass(frozen=True)
class Fill:
    """An area of one colour, behind all else."""

    left: int
    top: int
    right: int
    bottom: int
    rgb: tuple[int, int, int]


@dataclass(frozen=True)
class Leaf:
    """A page: its boxes, strokes and fills; `owners` says whose text a box holds, by its place."""

    boxes: tuple[Box, ...]
    strokes: tuple[Stroke, ...] = ()
    owners: tuple[str, ...] = ()
    fills: tuple[Fill, ...] = ()

    def owner(self, at: int) -> str:
        """Who is named where a box cannot be drawn."""
        return self.owners[at] if at < len(self.owners) else f"“{self.boxes[at].text}”"


@dataclass(frozen=True)
class Leaves:
    """A document of such pages; `make` gives them anew each time, the same ones."""

    title: str
    make: Callable[[], Iterable[Leaf]] = field(repr=False)
    paper: tuple[int, int] = A4


def write_leaves(
    path: Path, leaves: Leaves, fonts: Fonts | None = None, progress: Progress | None = None
) -> int:
    """Write the pages as a PDF; returns how many.

    Raises UserError naming whose text no font draws, and Unfit with every text that its box
    cannot hold.
    """
    from hrgrid.paper.drawing import drawing

    faces = fonts or office_fonts()
    steps = progress or Progress()
    texts, count = _texts(leaves.make(), faces, steps)
    if not count:
        raise UserError(f"“{leaves.title}”没有可印的内容。请核对所选的人员或考场")
    steps.begin("排印", count)
    setter = _Setter(faces)
    with drawing(path, leaves.paper, texts, faces, leaves.title) as page:
        for leaf in leaves.make():
            for one in leaf.fills:
                page.fill(one.left, one.top, one.right, one.bottom, one.rgb)
            for stroke in leaf.strokes:
                page.colour(_GREY if stroke.grey else _INK)
                page.polyline([stroke.begin, stroke.end], stroke.line)
            for at, box in enumerate(leaf.boxes):
                _draw(page, box, setter, leaf.owner(at))
            page.end_page()
            steps.step()
        setter.refuse()
        return page.pages


def _texts(
    leaves: Iterable[Leaf], fonts: Fonts, progress: Progress
) -> tuple[dict[Role, set[str]], int]:
    """The characters by role; refuses what no face draws."""
    texts: dict[Role, set[str]] = {role: set() for role in Role}
    lost: dict[Role, set[str]] = {role: set() for role in Role}
    missing: list[Missing] = []
    count = 0
    for leaf in leaves:
        count += 1
        for at, box in enumerate(leaf.boxes):
            here = set(without_selectors(box.text)) - {"\n"}
            new = here - texts[box.role]
            if new:
                asked = fonts.missing_glyphs([("", "".join(sorted(new)))], box.role)
                lost[box.role].update(each.character for each in asked)
                texts[box.role] |= here
            owner = leaf.owner(at)
            missing += [Missing(owner, each) for each in sorted(here & lost[box.role])]
        progress.step(0)
        if len(missing) > _ENOUGH:
            break
    refuse(list(dict.fromkeys(missing)))
    return texts, count


def _draw(page: Drawing, box: Box, setter: _Setter, owner: str) -> None:
    page.colour(_GREY if box.grey else _INK)
    if box.line:
        page.rectangle(box.left, box.top, box.right, box.bottom, box.line)
    if box.photo is not None:
        inset = 8
        page.picture(
            box.left + inset,
            box.top + inset,
            box.right - inset,
            box.bottom - inset,
            box.photo(),
        )
        return
    if not box.text:
        return
    found = setter.fitted(box, owner)
    if found is None:
        return
    size, lines = found
    pitch = _pitch(size)
    high = pitch * (len(lines) - 1) + size * _BODY * 254 // 7_200_000
    first = box.top + box.pad if box.above else box.top + (box.bottom - box.top - high) // 2
    room = (box.left + box.pad, box.right - box.pad)
    side = {Side.LEFT: -1, Side.CENTRE: 0, Side.RIGHT: 1}[box.side]
    for number, text in enumerate(lines):
        base = first + number * pitch + size * _ASCENT * 254 // 7_200_000
        if box.spread and len(text) == 2:
            _draw_spread(page, (room, base, side), box.role, size, text)
        else:
            page.cell(room, base, (box.role, size), text, side)


def _draw_spread(
    page: Drawing, place: tuple[tuple[int, int], int, int], role: Role, size: int, text: str
) -> None:
    """Two characters with one's room between them; whoever copies them gets the name."""
    (left, right), base, side = place
    wide = 3 * size * 254 // 7200
    x = left + (max(right - left - wide, 0) * (side + 1)) // 2
    page.line(x, base, role, size, [(text[0], 1000), (text[1:], 0)])


class _Setter:
    """Finds the lines and the size of texts; the same words in boxes of one size only once."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._found: dict[tuple[object, ...], tuple[int, list[str]] | None] = {}
        self._unfit: list[Note] = []
        self._first, self._count = "", 0

    def refuse(self) -> None:
        """Raise Unfit with all that did not fit; the sentence tells the first."""
        if self._unfit:
            more = f"，共 {self._count:,} 处" if self._count > 1 else ""
            raise Unfit(f"{self._first}放不下{more}。请把它改短再印", self._unfit)

    def fitted(self, box: Box, owner: str) -> tuple[int, list[str]] | None:
        """The largest type at which the text fits, and its lines; None where there is none."""
        room = box.right - box.left - 2 * box.pad
        high = box.bottom - box.top - (box.pad if box.above else 6)
        key = (box.text, box.role, box.size, room, high, box.spread)
        if key not in self._found:
            found = self._fit(box, room, high)
            if found is not None and found[0] < min(box.size, LEGIBLE):
                tell([smaller(owner.strip("“”"), box.size, found[0])])
            if len(self._found) < _REMEMBERED:
                self._found[key] = found
        else:
            found = self._found[key]
        if found is None:
            self._note(owner, f"“{box.text[:30]}”")
        return found

    def _note(self, owner: str, what: str) -> None:
        self._first = self._first or f"{owner}：{what}"
        if len(self._unfit) < _ENOUGH:
            self._unfit.append(unfit(self._count, owner.strip("“”"), what))
        self._count += 1

    def _fit(self, box: Box, room: int, high: int) -> tuple[int, list[str]] | None:
        plain = without_selectors(box.text)
        for size in range(box.size, LEAST - 1, -_STEP):
            lines = self._lines(plain, box, room * 7_200_000 // (254 * size))
            tall = _pitch(size) * (len(lines) - 1) + size * _BODY * 254 // 7_200_000
            widest = max((self._wide(line, box) for line in lines), default=0)
            if tall <= high and widest * size * 254 // 7_200_000 <= room:
                return size, lines
        return None

    def _wide(self, line: str, box: Box) -> int:
        spread = 1000 if box.spread and len(line) == 2 else 0
        return self._fonts.width(box.role, line) + spread

    def _lines(self, text: str, box: Box, room: int) -> list[str]:
        width = self._fonts.width
        return [
            line
            for part in text.split("\n")
            for line in wrapped(part, lambda one: width(box.role, one), room) or [""]
        ]


def _pitch(size: int) -> int:
    return size * _LEADING * 254 // 7_200_000


# --- laying out -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """A cell of a row: its share of the width; a `label` is set in 黑体 and in the middle."""

    text: str = ""
    share: int = 1
    label: bool = False
    side: Side = Side.LEFT
    size: int = 1050
    above: bool = False
    photo: Callable[[], bytes] | None = field(default=None, repr=False)


def ruled(
    left: int, right: int, top: int, rows: Sequence[tuple[int, Sequence[Cell]]], line: int = THIN
) -> Iterator[Box]:
    """Rows of framed cells below each other; each row is its height and its cells."""
    for height, cells in rows:
        shares, used = sum(cell.share for cell in cells), 0
        for cell in cells:
            begin = left + (right - left) * used // shares
            used += cell.share
            end = left + (right - left) * used // shares
            yield Box(
                begin,
                top,
                end,
                top + height,
                cell.text,
                Role.HEITI if cell.label else Role.SONG,
                cell.size,
                Side.CENTRE if cell.label else cell.side,
                line,
                above=cell.above,
                photo=cell.photo,
            )
        top += height
