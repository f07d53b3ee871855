"""Characters of a name that somebody has to look at: lost, described, or of a private font."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.core.names.spelling import unified

# What sources write where a character was missing; ? also stands for ？ after folding.
_PLACEHOLDERS = frozenset("〓□■▢▯◻?\ufffd*＊？")

# GBK 1.0 had no code points for the 80 characters of row FE and used U+E815 and on; these
# fourteen stayed private in GB 18030-2000 and got theirs in GB 18030-2005 and -2022.
_LATE = {
    0x51: "𠂇", 0x52: "𠂉", 0x53: "𠃌", 0x59: "龴", 0x61: "龵", 0x66: "龶", 0x67: "龷",
    0x6C: "𡗗", 0x6D: "龸", 0x76: "𢦏", 0x7E: "龹", 0x90: "龺", 0x91: "𤇾", 0xA0: "龻",
}  # fmt: skip
_FIRST, _LAST = 0xE815, 0xE864


@dataclass(frozen=True, slots=True)
class PrivateUse:
    """A character without public meaning: its place from 1, and what it probably is."""

    place: int
    character: str
    likely: str | None

    @property
    def code_point(self) -> str:
        """As people write it: U+E863."""
        return f"U+{ord(self.character):04X}"

    @property
    def sentence(self) -> str:
        """What to tell, and what to do."""
        what = f"第{self.place}个字（{self.code_point}）是旧字库的自造字，换台电脑会变成别的字"
        if self.likely is None:
            return f"{what}，请按证件重新输入"
        return f"{what}，很可能是“{self.likely}”，请核对后重新输入"


def private_use(name: str) -> tuple[PrivateUse, ...]:
    """The private-use characters of a name, with the likely one where GBK fixes it."""
    return tuple(
        PrivateUse(place, character, _likely(ord(character)))
        for place, character in enumerate(name, start=1)
        if _is_private(ord(character))
    )


def placeholders(name: str) -> str:
    """The signs that stand for a lost character, or describe one (⿰), in the order found."""
    return "".join(
        character
        for character in name
        if character in _PLACEHOLDERS or "\u2ff0" <= character <= "\u2fff"
    )


def name_warnings(name: str) -> list[str]:
    """A sentence for each doubt; an empty list for a name that can be printed as it is."""
    sentences = [f"姓名“{name}”{found.sentence}" for found in private_use(name)]
    lost = placeholders(name)
    if lost:
        sentences.append(f"姓名“{name}”里有代替缺字的“{lost}”，请按证件补上原字")
    return sentences


def _is_private(code: int) -> bool:
    return 0xE000 <= code <= 0xF8FF or 0xF0000 <= code <= 0x10FFFD


def _likely(code: int) -> str | None:
    if not _FIRST <= code <= _LAST:
        return None
    trail = 0x50 + code - _FIRST
    if trail >= 0x7F:  # 7F is no trail byte in GBK
        trail += 1
    return _LATE.get(trail) or unified(bytes((0xFE, trail)).decode("gb18030"))
