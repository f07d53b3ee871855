"""The public board of a grid (documents.md 7) as a page: A4 and A3 lying, a poster of 600×900 mm.

Everything is drawn as vectors but the photo, so that a poster is as sharp as a sheet. A text
shrinks within limits until it fits its field; what still does not fit is told, and nothing that
a font lacks is ever printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from hrgrid.core.errors import UserError
from hrgrid.core.names import drawn_name
from hrgrid.core.names.spelling import without_selectors
from hrgrid.core.progress import Progress
from hrgrid.paper.fonts import Fonts, Role, office_fonts, refuse
from hrgrid.paper.lines import wrapped

if TYPE_CHECKING:
    from hrgrid.paper.drawing import Drawing

RED, BLUE = (0xB3, 0x1B, 0x1B), (0x1F, 0x4E, 0x9E)
_WHITE, _INK, _SOFT = (0xFF, 0xFF, 0xFF), (0, 0, 0), (0x5A, 0x66, 0x74)
_EM = 1000
_STEP = 50
_ASCENT = 880
_TOLD = 20
_HEADING = "网格员公示牌"
_NO_PHOTO = "照片"


@dataclass(frozen=True)
class Board:
    """One board: `owner` is how a problem calls it, `posts` are names by their role.

    `photo` is a JPEG, None leaves the field empty; `updated` is the day in words.
    """

    owner: str
    title: str
    name: str
    duty: str
    phone: str
    scope: str
    posts: tuple[tuple[str, tuple[str, ...]], ...]
    duties: str
    promise: str
    oversight: str
    updated: str
    code: str
    photo: bytes | None = None
    link: str = ""


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


@dataclass(frozen=True)
class _Set:
    """A text in its field: its size and lines."""

    size: int
    lines: tuple[str, ...]


class Boards:
    """The boards of one batch on pages of one layout."""

    def __init__(
        self, layout: Layout, fonts: Fonts | None = None, colour: tuple[int, int, int] = RED
    ) -> None:
        self.layout, self._colour = layout, colour
        self._fonts = fonts or office_fonts()

    def check(self, boards: Sequence[Board]) -> None:
        """Raise UserError on what cannot be drawn, before anything is written."""
        missing = []
        for board in boards:
            texts = [(f"“{board.owner}”", text) for text in _texts(board)]
            missing += self._fonts.missing_glyphs(texts, Role.HEITI)
        refuse(list(dict.fromkeys(missing)))
        unfit = [f"“{board.owner}”的{what}" for board in boards for what in self._unfit(board)]
        if unfit:
            named = "、".join(unfit[:_TOLD])
            rest = f"等 {len(unfit)} 处" if len(unfit) > _TOLD else ""
            raise UserError(f"{named}{rest}缩到最小也放不下。请缩短这些文字，再印公示牌")

    def write(self, path: Path, boards: Sequence[Board], progress: Progress) -> int:
        """Draw a page each; returns how many."""
        from hrgrid.paper.drawing import drawing

        texts = {Role.HEITI: {text for board in boards for text in _texts(board)}}
        with drawing(path, self.layout.page, texts, self._fonts, _HEADING) as page:
            page.form("ground", lambda: self._draw_ground(page))
            for board in boards:
                page.repeat("ground")
                self._draw(page, board)
                page.end_page()
                progress.step()
        return len(boards)

    # --- what fits

    def _unfit(self, board: Board) -> Iterator[str]:
        for what, box, text in self._fields(board):
            if text and self._set(box, text) is None:
                yield what
        if self._set_posts(board) is None:
            yield "岗位人员"

    def _fields(self, board: Board) -> Iterator[tuple[str, Box, str]]:
        layout = self.layout
        yield "名称", layout.band, self._band_text(board)
        yield "姓名", layout.name, f"姓名：{drawn_name(board.name)}"
        yield "职务", layout.duty, f"职务：{board.duty}"
        yield "联系电话", layout.phone, f"联系电话：{board.phone}"
        yield "管辖区域", layout.scope, f"管辖区域：{board.scope}"
        yield "工作职责", layout.duties, f"工作职责：{board.duties}"
        yield "服务承诺", layout.promise, _promise(board)
        yield "编号", layout.foot, _foot(board)

    def _band_text(self, board: Board) -> str:
        return board.title if self.layout.heading else f"{board.title}　{_HEADING}"

    def _set(self, box: Box, text: str) -> _Set | None:
        """The largest size at which the text fits, None where none does."""
        plain = without_selectors(text)
        step = max(_STEP, box.most // 60 // _STEP * _STEP)
        for size in range(box.most, box.least - 1, -step):
            lines = wrapped(plain, self._width, self._room(box, size))
            if len(lines) <= self._most_lines(box, size):
                return _Set(size, tuple(lines))
        return None

    def _set_posts(self, board: Board) -> _Set | None:
        """Each role with its names, kept together; a long list of names is broken inside."""
        box = self.layout.posts
        items = [f"{label}：{'、'.join(names)}" for label, names in board.posts]
        step = max(_STEP, box.most // 60 // _STEP * _STEP)
        for size in range(box.most, box.least - 1, -step):
            lines = self._filled(items, self._room(box, size))
            if len(lines) <= self._most_lines(box, size):
                return _Set(size, tuple(lines))
        return None

    def _filled(self, items: Sequence[str], room: int) -> list[str]:
        lines: list[str] = []
        gap = "　　"
        for item in items:
            joined = f"{lines[-1]}{gap}{item}" if lines else item
            if lines and self._width(joined) <= room:
                lines[-1] = joined
            else:
                lines += wrapped(item, self._width, room)
        return lines

    def _width(self, text: str) -> int:
        return self._fonts.width(Role.HEITI, text)

    @staticmethod
    def _room(box: Box, size: int) -> int:
        """The width of a line in thousandths of a size."""
        return (box.right - box.left) * 7_200_000 // (254 * size)

    @staticmethod
    def _most_lines(box: Box, size: int) -> int:
        pitch = size * box.leading * 254 // 7_200_000
        return min(box.lines, (box.bottom - box.top) // max(pitch, 1)) if box.lines > 1 else 1

    # --- drawing

    def _draw_ground(self, page: Drawing) -> None:
        layout = self.layout
        width, height = layout.page
        edge = layout.edge
        bottom = layout.rules[0]
        page.fill(edge, edge, width - edge, bottom, self._colour)
        page.colour(self._colour)
        page.rectangle(edge, edge, width - edge, height - edge, 2 * layout.line)
        for y in layout.rules[1:]:
            page.polyline([(edge, y), (width - edge, y)], layout.line)
        if layout.heading:
            page.colour(_WHITE)
            page.centred(
                width // 2,
                self._middle(layout.heading, layout.heading.most),
                Role.HEITI,
                layout.heading.most,
                _HEADING,
                space=150,
            )
        page.colour(_INK)

    def _draw(self, page: Drawing, board: Board) -> None:
        layout = self.layout
        for what, box, text in self._fields(board):
            made = self._set(box, text)
            if made is None:
                raise ValueError(f"{board.owner}: {what}")
            if what == "名称":
                page.colour(_WHITE)
                y = self._middle(box, made.size)
                page.centred(layout.page[0] // 2, y, Role.HEITI, made.size, made.lines[0])
                page.colour(_INK)
            elif what == "姓名":
                self._draw_name(page, board, made)
            else:
                page.colour(_SOFT if what == "编号" else _INK)
                self._draw_lines(page, box, made)
                page.colour(_INK)
        posts = self._set_posts(board)
        if posts is not None:
            self._draw_lines(page, layout.posts, posts)
        self._draw_photo(page, board)
        if board.link:
            page.code(*layout.link, board.link)

    def _draw_name(self, page: Drawing, board: Board, made: _Set) -> None:
        """Two characters stand apart by a gap that is no text."""
        box = self.layout.name
        first, gap, rest = drawn_name(board.name).partition("\u3000")
        pieces = [("姓名：", 0), (first, _EM), (rest, 0)] if gap else [(made.lines[0], 0)]
        page.line(box.left, self._middle(box, made.size), Role.HEITI, made.size, pieces)

    def _draw_lines(self, page: Drawing, box: Box, made: _Set) -> None:
        pitch = made.size * box.leading * 254 // 7_200_000
        if box.lines == 1:
            page.text(box.left, self._middle(box, made.size), Role.HEITI, made.size, made.lines[0])
            return
        top = box.top + (box.bottom - box.top - len(made.lines) * pitch) // 2
        extra = (box.leading - _EM) * made.size * 127 // 7_200_000
        for number, line in enumerate(made.lines):
            base = top + number * pitch + extra + made.size * _ASCENT * 254 // 7_200_000
            page.text(box.left, base, Role.HEITI, made.size, line)

    @staticmethod
    def _middle(box: Box, size: int) -> int:
        """What a line stands on that lies in the middle of its field."""
        high = size * _EM * 254 // 7_200_000
        return box.top + (box.bottom - box.top - high) // 2 + high * _ASCENT // _EM

    def _draw_photo(self, page: Drawing, board: Board) -> None:
        left, top, right, bottom = self.layout.photo
        if board.photo is not None:
            page.picture(left, top, right, bottom, board.photo)
            return
        page.colour(_SOFT)
        page.rectangle(left, top, right, bottom, self.layout.line // 2)
        size = self.layout.name.least
        page.centred((left + right) // 2, (top + bottom) // 2, Role.HEITI, size, _NO_PHOTO)
        page.colour(_INK)


def write_boards(
    path: Path,
    boards: Sequence[Board],
    layout: Layout,
    progress: Progress,
    *,
    colour: tuple[int, int, int] = RED,
    fonts: Fonts | None = None,
) -> int:
    """Write boards as a PDF, a page each; returns how many.

    Raises UserError naming each board and field whose text does not fit, and each character
    that no font draws.
    """
    made = Boards(layout, fonts, colour)
    made.check(boards)
    return made.write(path, boards, progress)


def _promise(board: Board) -> str:
    parts = [
        f"服务承诺：{board.promise}" if board.promise else "",
        f"监督电话：{board.oversight}" if board.oversight else "",
    ]
    return "　　".join(part for part in parts if part)


def _foot(board: Board) -> str:
    return f"更新日期：{board.updated}　　编号：{board.code}"


def _texts(board: Board) -> Iterator[str]:
    """Everything that will be drawn."""
    yield from (board.title, drawn_name(board.name), board.duty, board.phone, board.scope)
    yield from (board.duties, _promise(board), _foot(board))
    for label, names in board.posts:
        yield f"{label}：{'、'.join(names)}"
    yield f"{_HEADING}{_NO_PHOTO}姓名职务联系电话管辖区域工作职责：　"
