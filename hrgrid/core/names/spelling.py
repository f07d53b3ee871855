"""The stored, the matched and the drawn form of a name (GB 18030 and Unicode, no NFKC).

NFKC would turn ㈠ into (一) and other marks into plain letters, so only what is listed here is
folded: radicals that a PDF put in the place of characters, full-width ASCII, middle dots.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from hrgrid.core.errors import UserError

SHORTEST, LONGEST = 2, 30
MIDDLE_DOT = "·"

# ． counts as a dot here although it is the full-width form of the full stop.
_DOTS = "•‧⋅∙・．･"

_SELECTORS = re.compile("[\ufe00-\ufe0f\u180b-\u180d\U000e0100-\U000e01ef]")

# Nothing of it is folded, composed or dropped: nearly every name.
_PLAIN = re.compile("[\u4e00-\u9fff]+")

# Pairs of a radical of U+2E80–2EF3 and its unified ideograph: Unicode's property
# Equivalent_Unified_Ideograph. The Kangxi radicals of U+2F00 need no table.
_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵"
    "⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁"
    "⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶"
    "⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼"
    "⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)


def is_plain(text: str) -> bool:
    """Whether it is nothing but usual Chinese characters: then every form is the text itself."""
    return _PLAIN.fullmatch(text) is not None


def normalise_name(text: str) -> str:
    """The form to store: NFC without blanks and invisible marks, 2–30 characters.

    A variation selector stays as typed. Raises UserError on a length outside 2–30 (selectors
    do not help a name to be long enough) or on half a surrogate pair.
    """
    name = unified(text)
    if any("\ud800" <= character <= "\udfff" for character in name):
        raise UserError("姓名里有残缺的字符，请按证件重新填写")
    seen = len(without_selectors(name))
    if seen == 0:
        raise UserError("没有填写姓名，请补填")
    if seen < SHORTEST:
        raise UserError(f"姓名“{name}”只有{seen}个字，应为{SHORTEST}至{LONGEST}个字，请核对")
    if len(name) > LONGEST:
        raise UserError(
            f"姓名“{name[:6]}……”有{len(name)}个字，应为{SHORTEST}至{LONGEST}个字，"
            "请核对是否一格填了几个人"
        )
    return name


def unified(text: str) -> str:
    """The same folding without a check of the length; applying it again changes nothing."""
    if is_plain(text):
        return text
    folded = "".join(_folded(character) for character in unicodedata.normalize("NFC", text))
    # A dropped mark or a folded letter may stand beside what it composes with.
    return unicodedata.normalize("NFC", folded)


def match_key(text: str) -> str:
    """The form to search and compare by: also without selectors and dots, letters in lower case."""
    if is_plain(text):
        return text
    plain = without_selectors(unified(text)).replace(MIDDLE_DOT, "").replace(".", "")
    return unicodedata.normalize("NFC", plain.casefold())


def drawn_name(name: str) -> str:
    """The form to draw: two Chinese characters stand apart (张　三), selectors are dropped."""
    drawn = without_selectors(name)
    if len(drawn) == 2 and all(is_han(character) for character in drawn):
        return f"{drawn[0]}\u3000{drawn[1]}"
    return drawn


def without_selectors(text: str) -> str:
    """Without variation selectors: they pick a shape of the same character."""
    return _SELECTORS.sub("", text)


def is_han(character: str) -> bool:
    """Whether it is a Chinese character, by code point: newer than any Unicode table at hand."""
    return (
        "\u3400" <= character <= "\u9fff"
        or character in "〇〆々"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0003ffff"
    )


@cache
def _radicals() -> dict[str, str]:
    return dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))


def _folded(character: str) -> str:
    """The character to store for one that was typed; empty for blanks and invisible marks."""
    if character.isspace() or unicodedata.category(character) in {"Cc", "Cf", "Zs"}:
        return ""
    if character in _DOTS:
        return MIDDLE_DOT
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    if "\u2e80" <= character <= "\u2ef3":
        return _radicals().get(character, character)
    if "\u2f00" <= character <= "\u2fd5":
        return unicodedata.normalize("NFKC", character)
    return character
