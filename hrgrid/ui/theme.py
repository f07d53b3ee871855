"""Colours, type and lengths of the screen: one set of tokens for light, one for dark.

Widgets that paint themselves ask `tokens()`, `font()` and `length()` while painting, so a
change of theme or text size reaches them with the next repaint; all others are coloured by
resources/style.qss, whose placeholders are the names of the tokens.
"""

from __future__ import annotations

import enum
import string
from dataclasses import asdict, dataclass
from functools import cache

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from hrgrid.core.paths import resources


@dataclass(frozen=True)
class Tokens:
    """One colour per use; every pair that carries text has a contrast of 4.5 or more."""

    bg: str
    surface: str
    alt: str
    border: str
    line: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    on_accent: str
    tint: str
    selection: str
    nav: str
    nav_text: str
    nav_selected: str
    nav_on: str
    badge: str
    badge_bad: str
    ok: str
    ok_bg: str
    warn: str
    warn_bg: str
    warn_bar: str
    bad: str
    bad_bg: str
    gold: str
    logo: str
    off: str
    bar: str
    track: str


LIGHT = Tokens(
    bg="#F4F6F9",
    surface="#FFFFFF",
    alt="#F8FAFC",
    border="#DFE4EA",
    line="#EBEEF2",
    text="#1B2430",
    text2="#4A5666",
    text3="#5F6B7A",
    accent="#1F5FAF",
    accent_hover="#184E92",
    on_accent="#FFFFFF",
    tint="#E8F0FA",
    selection="#D9E7F8",
    nav="#1C2B3F",
    nav_text="#C6D0DE",
    nav_selected="#2B4263",
    nav_on="#FFFFFF",
    badge="#2F6DB5",
    badge_bad="#B3261E",
    ok="#19744A",
    ok_bg="#E4F4EC",
    warn="#955E00",
    warn_bg="#FDF3DC",
    warn_bar="#C4661A",
    bad="#B3261E",
    bad_bg="#FCE9E7",
    gold="#C08600",
    logo="#E8B339",
    off="#DCE1E7",
    bar="#4E86C8",
    track="#EDF0F4",
)

DARK = Tokens(
    bg="#171B21",
    surface="#20262E",
    alt="#252C35",
    border="#38414D",
    line="#2C343F",
    text="#E8ECF1",
    text2="#B9C3CF",
    text3="#93A0AF",
    accent="#6CA6EE",
    accent_hover="#8ABAF4",
    on_accent="#12161B",
    tint="#24364D",
    selection="#2C4566",
    nav="#12161B",
    nav_text="#B9C3CF",
    nav_selected="#2A3A50",
    nav_on="#FFFFFF",
    badge="#2C5C99",
    badge_bad="#A63A33",
    ok="#5CC48E",
    ok_bg="#1D3A2C",
    warn="#E3B04B",
    warn_bg="#3D3219",
    warn_bar="#E0904A",
    bad="#F0857D",
    bad_bg="#452422",
    gold="#E8B339",
    logo="#E8B339",
    off="#434C58",
    bar="#5B93D6",
    track="#2F3843",
)


class Mode(enum.Enum):
    """Which set of tokens; SYSTEM follows the desktop."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """For people."""
        return {"light": "浅色", "dark": "深色", "system": "跟随系统"}[self.value]


class TextSize(enum.Enum):
    """How large the letters are, and with them everything that holds letters."""

    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"

    @property
    def label(self) -> str:
        """For people."""
        return {"normal": "标准", "large": "大", "largest": "特大"}[self.value]

    @property
    def percent(self) -> int:
        """Size in per cent of the standard one."""
        return {"normal": 100, "large": 115, "largest": 130}[self.value]


# Type sizes in px at 96 dpi of what paints itself; style.qss has the others.
CARD, BODY, LABEL, CAPTION = 15, 14, 13, 12


@dataclass
class _Look:
    tokens: Tokens = LIGHT
    size: TextSize = TextSize.NORMAL


_look = _Look()


def tokens() -> Tokens:
    """The colours in force."""
    return _look.tokens


def text_size() -> TextSize:
    """The text size in force."""
    return _look.size


def colour(name: str) -> QColor:
    """The colour of the token called `name`."""
    return QColor(str(getattr(_look.tokens, name)))


def length(px: int) -> int:
    """Length in logical px of something that holds text, grown with the text size."""
    return (px * _look.size.percent + 50) // 100


def points(px: int) -> float:
    """Type size in points: 0.75 of the px at 96 dpi, grown with the text size."""
    return px * 0.75 * _look.size.percent / 100


def font(px: int = BODY, *, strong: bool = False) -> QFont:
    """The screen's font at a type size of this module; two weights only."""
    made = QFont(QApplication.font())
    made.setPointSizeF(points(px))
    made.setWeight(QFont.Weight.Bold if strong else QFont.Weight.Normal)
    return made


def prepare(app: QApplication) -> None:
    """Style, language and family of the screen; once, before the first widget."""
    app.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    families = _families()
    if families:
        chosen = QFont(app.font())
        chosen.setFamilies(list(families))
        app.setFont(chosen)


def apply(app: QApplication, mode: Mode, size: TextSize) -> None:
    """Show everything in this mode and text size from now on."""
    wanted = DARK if is_dark(app, mode) else LIGHT
    if app.styleSheet() and (wanted, size) == (_look.tokens, _look.size):
        return
    _look.tokens, _look.size = wanted, size
    app.setFont(font())
    app.setPalette(_palette(wanted))
    app.setStyleSheet(style_sheet())


def is_dark(app: QApplication, mode: Mode) -> bool:
    """Whether `mode` means dark on this desktop now."""
    if mode is Mode.SYSTEM:
        return app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return mode is Mode.DARK


def style_sheet() -> str:
    """resources/style.qss with the colours, type sizes and lengths in force."""
    sizes = {f"pt{px}": f"{points(px):g}pt" for px in range(11, 31)}
    lengths = {f"px{px}": f"{length(px)}px" for px in range(1, 61)}
    return _template().substitute(asdict(_look.tokens) | sizes | lengths)


@cache
def _template() -> string.Template:
    return string.Template((resources() / "style.qss").read_text(encoding="utf-8"))


@cache
def _families() -> tuple[str, ...]:
    # Windows has a hinted Chinese face of its own; elsewhere there may be none at all.
    installed = set(QFontDatabase.families())
    if "Microsoft YaHei" in installed:
        return ("Microsoft YaHei",)
    added = QFontDatabase.addApplicationFont(
        str(resources() / "fonts" / "NotoSansSC-Regular.8105.ttf")
    )
    return tuple(QFontDatabase.applicationFontFamilies(added)) if added >= 0 else ()


_ROLES = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "alt",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Dark: "off",
    QPalette.ColorRole.Shadow: "border",
}


def _palette(chosen: Tokens) -> QPalette:
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(str(getattr(chosen, name))))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(chosen.text3))
    return palette
