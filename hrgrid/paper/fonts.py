"""Which face draws which character of a paper, and who has a character that none draws.

The system's own faces come first where a role names some (方正 and 微软 must not be shipped),
then the bundled one, then three faces for rare characters: together the basic block, Extensions
A to F and the greater part of G and H. No face at hand has Extension I, and a private-use
character has no meaning that a face could know: such names are refused, never printed as boxes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.names.spelling import without_selectors
from hrgrid.core.paths import resources
from hrgrid.paper.truetype import Face, open_face


class Role(Labelled):
    """What a text is set in (GB/T 9704-2012)."""

    TITLE = "title", "小标宋"
    FANGSONG = "fangsong", "仿宋"
    KAITI = "kaiti", "楷体"
    HEITI = "heiti", "黑体"
    SONG = "song", "宋体"


_BUNDLED = {
    Role.TITLE: "NotoSerifSC-Black.8105.ttf",
    Role.FANGSONG: "FandolFang-Regular.ttf",
    Role.KAITI: "LXGWWenKai-Regular.ttf",
    Role.HEITI: "NotoSansSC-Regular.8105.ttf",
    Role.SONG: "NotoSerifSC-Regular.ttf",
}
_RARE = ("NotoSerifSC-Regular.ttf", "HanaMinB.ttf", "BabelStone.GH.ttf")

# File names as the makers ship them and as people save them, the wanted one first.
_SYSTEM = {
    Role.TITLE: ("fzxbsjw.ttf", "方正小标宋简体.ttf", "stzhongs.ttf", "华文中宋.ttf"),
    Role.FANGSONG: ("仿宋_gb2312.ttf", "simfang_gb2312.ttf", "simfang.ttf", "仿宋.ttf"),
    Role.KAITI: ("楷体_gb2312.ttf", "simkai_gb2312.ttf", "simkai.ttf", "楷体.ttf"),
    Role.HEITI: ("simhei.ttf", "黑体.ttf"),
    Role.SONG: ("simsun.ttc", "simsun.ttf", "宋体.ttf"),
}

# Faces made for Latin text draw these narrow; in Chinese text each takes a character's place.
_WIDE = frozenset("“”‘’…")
_FULL = 1000
_NAMED = 20


@dataclass(frozen=True, slots=True)
class Missing:
    """A character that no face draws, with whoever or whatever holds it."""

    owner: str
    character: str

    @property
    def code_point(self) -> str:
        """As people write it: U+2EBF0."""
        return f"U+{ord(self.character):04X}"


class Undrawable(UserError):
    """Characters that no face draws, each with whoever holds it."""

    def __init__(self, sentence: str, missing: Sequence[Missing]) -> None:
        super().__init__(sentence)
        self.missing = tuple(missing)


class Fonts:
    """The faces at hand: those in `folders` by their file names, and the bundled ones."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._found = _font_files(folders)
        self._faces = {role: _Faces(self, role) for role in Role}

    def chain(self, role: Role) -> tuple[Face, ...]:
        """The faces that are asked for a character of this role, in their order."""
        return self._faces[role].chain

    def face(self, role: Role, character: str) -> Face | None:
        """The face that draws the character, None where none does."""
        return self._faces[role][character]

    def runs(self, role: Role, text: str) -> Iterator[tuple[Face, str]]:
        """The text in pieces of one face each; raises UserError where a face is missing."""
        for face, characters in groupby(text, self._faces[role].__getitem__):
            piece = "".join(characters)
            if face is None:
                refuse([Missing(f"“{text}”", each) for each in piece])
            else:
                yield face, piece

    def width(self, role: Role, text: str) -> int:
        """The width of the text in thousandths of the font's size."""
        return sum(map(self._faces[role].advances.__getitem__, text))

    def missing_glyphs(self, texts: Iterable[tuple[str, str]], role: Role) -> list[Missing]:
        """What cannot be drawn of texts that stand beside their owners (a person, a number)."""
        faces = self._faces[role]
        owned = list(texts)
        used: set[str] = set().union(*(text for _, text in owned))
        lost = {each for each in used if faces[each] is None and without_selectors(each)}
        if not lost:
            return []
        return [
            Missing(owner, each)
            for owner, text in owned
            for each in dict.fromkeys(text)
            if each in lost
        ]

    def paths(self, role: Role) -> list[Path]:
        """The files of a role's faces, the wanted one first."""
        system = (self._found.get(name) for name in _SYSTEM[role])
        bundled = (resources() / "fonts" / name for name in (_BUNDLED[role], *_RARE))
        return list(dict.fromkeys([*(path for path in system if path), *bundled]))


class _Faces(dict[str, Face | None]):
    """The face of each character of one role, looked for once."""

    def __init__(self, fonts: Fonts, role: Role) -> None:
        self._fonts, self._role = fonts, role
        self.advances = _Advances(self)

    @cached_property
    def chain(self) -> tuple[Face, ...]:
        """The faces that can be used."""
        faces = (open_face(path) for path in self._fonts.paths(self._role))
        return tuple(face for face in faces if face is not None)

    def __missing__(self, character: str) -> Face | None:
        able = [] if _is_private(ord(character)) else self._able(character)
        return self.setdefault(character, next(iter(able), None))

    def _able(self, character: str) -> list[Face]:
        able = [face for face in self.chain if face.draws(character)]
        if character in _WIDE:
            able.sort(key=lambda face: face.advance(character) != _FULL)
        return able


class _Advances(dict[str, int]):
    """The width of each character in thousandths; nothing for one that cannot be drawn."""

    def __init__(self, faces: _Faces) -> None:
        self._faces = faces

    def __missing__(self, character: str) -> int:
        face = self._faces[character]
        return self.setdefault(character, face.advance(character) if face else 0)


@cache
def bundled_fonts() -> Fonts:
    """The shipped faces only: the same paper on every machine."""
    return Fonts()


@cache
def office_fonts() -> Fonts:
    """The system's faces before the shipped ones, looked for once in the program's life."""
    return Fonts(_system_folders())


def refuse(missing: Sequence[Missing]) -> None:
    """Raise one Undrawable that names every owner, character and code point, if there is any."""
    if not missing:
        return
    named = [f"{each.owner}的“{each.character}”（{each.code_point}）" for each in missing[:_NAMED]]
    rest = f"等 {len(missing)} 处" if len(missing) > _NAMED else ""
    raise Undrawable(
        f"没有字体能显示{'、'.join(named)}{rest}，已停止输出，不会印出方框。"
        "请按证件核对姓名，或安装含有这些字的字体后重试",
        missing,
    )


def _is_private(code: int) -> bool:
    return 0xE000 <= code <= 0xF8FF or code >= 0xF0000


def _font_files(folders: Sequence[Path]) -> dict[str, Path]:
    wanted = {name for names in _SYSTEM.values() for name in names}
    found: dict[str, Path] = {}
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in sorted(names):
                if name.lower() in wanted:
                    found.setdefault(name.lower(), Path(parent, name))
    return found


def _system_folders() -> list[Path]:
    if sys.platform == "win32":
        own = Path(os.environ.get("LOCALAPPDATA", ""), "Microsoft", "Windows", "Fonts")
        return [Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts"), own]
    home = Path.home()
    if sys.platform == "darwin":
        return [home / "Library" / "Fonts", Path("/Library/Fonts")]
    return [home / ".local" / "share" / "fonts", home / ".fonts", Path("/usr/share/fonts")]
