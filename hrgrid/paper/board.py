"""The public board of a grid (documents.md 7) as a page: A4 and A3 lying, a poster of 600×900 mm.

Everything is drawn as vectors but the photo, so that a poster is as sharp as a sheet. A text
shrinks within limits until it fits its field; what still does not fit is told, and nothing that
a font lacks is ever printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hrgrid.core.names import drawn_name
from hrgrid.core.names.spelling import without_selectors
from hrgrid.core.progress import Progress
from hrgrid.paper.board_layouts import Box, Layout
from hrgrid.paper.fonts import Fonts, Role, office_fonts, refuse
from hrgrid.paper.lines import wrapped
from hrgrid.paper.notes import Unfit, unfit

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
        """Refuse what cannot be drawn before anything is written.

        Raises UserError on what no face draws, Unfit with all that its place cannot hold.
        """
        missing = []
        for board in boards:
            texts = [(f"“{board.owner}”", text) for text in _texts(board)]
            missing += self._fonts.missing_glyphs(texts, Role.HEITI)
        refuse(list(dict.fromkeys(missing)))
        small = [(board.owner, what) for board in boards for what in self._unfit(board)]
        if small:
            named = "、".join(f"“{owner}”的{what}" for owner, what in small[:_TOLD])
            rest = f"等 {len(small)} 处" if len(small) > _TOLD else ""
            raise Unfit(
                f"{named}{rest}缩到最小也放不下。请缩短这些文字，再印公示牌",
                [unfit(at, owner, what) for at, (owner, what) in enumerate(small)],
            )

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

    Raises Unfit naming each board and field whose text does not fit, and UserError each character
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
