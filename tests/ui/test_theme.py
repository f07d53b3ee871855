"""Tokens and what is made of them."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo, QLocale, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QMessageBox

from hrgrid.core.paths import resources
from hrgrid.ui import icons, theme
from hrgrid.ui.buttons import PrimaryButton
from hrgrid.ui.theme import DARK, LIGHT, Mode, TextSize

ROOT = Path(__file__).parents[2]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TEXT_PAIRS = [
    *((text, back) for text in ("text", "text2", "text3") for back in ("surface", "alt", "bg")),
    ("text", "selection"),
    ("text2", "selection"),
    ("text", "tint"),
    ("text2", "track"),
    ("accent", "surface"),
    ("accent", "bg"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("nav_text", "nav"),
    ("nav_on", "nav_selected"),
    ("text", "ok_bg"),
    ("text", "warn_bg"),
    ("text", "bad_bg"),
    *((name, f"{name}_bg") for name in ("ok", "warn", "bad")),
    *((name, "surface") for name in ("ok", "warn", "bad")),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT_PAIRS)
def test_every_text_can_be_read_on_its_background(tokens, front, back):
    colours = asdict(tokens)
    assert contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("text", "surface", 15.7),
        ("text2", "surface", 7.5),
        ("text3", "surface", 5.4),
        ("accent", "surface", 6.3),
        ("nav_text", "nav", 9.2),
        ("bar", "surface", 3.8),
        ("warn_bar", "surface", 4.0),
        ("gold", "surface", 3.2),
    ],
)
def test_the_light_colours_have_the_contrast_that_was_measured(front, back, least):
    colours = asdict(LIGHT)
    assert round(contrast(colours[front], colours[back]), 1) >= least


def test_every_placeholder_of_the_style_sheet_is_a_token_or_a_length():
    filled = theme.style_sheet()
    assert "$" not in filled
    assert LIGHT.accent in filled


def test_no_rule_styles_everything():
    assert not re.search(r"(^|[,}\s])\*\s*\{", theme.style_sheet())


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_a_mode_reaches_palette_style_sheet_and_painters(look, mode):
    theme.apply(look, mode, TextSize.NORMAL)
    wanted = DARK if mode is Mode.DARK else LIGHT
    assert theme.tokens() is wanted
    assert look.palette().window().color() == QColor(wanted.bg)
    assert wanted.surface in look.styleSheet()


def test_following_the_desktop_takes_its_scheme(look):
    dark = look.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.is_dark(look, Mode.SYSTEM) is dark


@pytest.mark.parametrize(
    ("size", "points"), [(TextSize.NORMAL, 10.5), (TextSize.LARGE, 12.1), (TextSize.LARGEST, 13.65)]
)
def test_text_sizes_are_points_of_the_standard_one(look, size, points):
    theme.apply(look, Mode.LIGHT, size)
    assert theme.font().pointSizeF() == pytest.approx(points, abs=0.05)
    assert look.font().pointSizeF() == pytest.approx(points, abs=0.05)


def test_a_label_grows_with_the_text_size(look, qtbot):
    label = QLabel("网格员队伍管理")
    label.setProperty("role", "title")
    qtbot.addWidget(label)
    before = label.sizeHint().width()
    theme.apply(look, Mode.LIGHT, TextSize.LARGEST)
    assert label.sizeHint().width() > before * 1.2


def test_the_screen_speaks_chinese(look, qtbot):
    assert QLocale().language() == QLocale.Language.Chinese
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    assert (folder / "qtbase_zh_CN.qm").exists()
    assert look.translate("QPlatformTheme", "Cancel") == "取消"
    box = QMessageBox()
    qtbot.addWidget(box)
    assert "取消" in box.addButton(QMessageBox.StandardButton.Cancel).text()


def test_the_screen_has_a_face_for_chinese(look):
    from PySide6.QtGui import QFontDatabase, QFontMetrics, QRawFont

    chinese = QFontDatabase.WritingSystem.SimplifiedChinese
    raw = QRawFont.fromFont(theme.font(), chinese)
    assert all(raw.supportsCharacter(character) for character in "网格员队伍管理，：（）“”·")
    assert QFontMetrics(theme.font()).height() <= 24


def pictures_named_in_the_source() -> set[str]:
    found = set()
    for path in (ROOT / "hrgrid" / "ui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'glyph="([a-z-]+)"', text))
        found |= set(re.findall(r'(?:Glyph|icons\.icon|BareButton)\(\s*"([a-z-]+)"', text))
        found |= set(re.findall(r'icons\.draw\(painter, "([a-z-]+)"', text))
    return found


def test_every_icon_that_the_screen_names_is_there():
    named = pictures_named_in_the_source()
    assert len(named) > 15
    there = {path.stem for path in (resources() / "icons").glob("*.svg")}
    assert named <= there


def test_every_page_has_its_icon_in_each_form():
    from hrgrid.ui.navigation import _FILLED
    from hrgrid.ui.pages import PAGES

    there = {path.stem for path in (resources() / "icons").glob("*.svg")}
    for spec in PAGES:
        assert spec.glyph in there
        assert spec.glyph in _FILLED
        assert f"{spec.glyph}-fill" in there


def test_an_icon_is_drawn_in_the_colour_that_is_asked_for(look):
    picture = icons.icon("check-circle-fill", QColor("#123456"), 32).pixmap(32, 32).toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#123456"}


def test_the_primary_button_is_the_only_filled_one_and_follows_the_theme(look, qtbot):
    button = PrimaryButton("导入花名册", glyph="upload-simple")
    qtbot.addWidget(button)
    button.resize(160, 32)
    with qtbot.waitExposed(button):
        button.show()
    for mode, wanted in ((Mode.LIGHT, LIGHT), (Mode.DARK, DARK)):
        theme.apply(look, mode, TextSize.NORMAL)
        image = button.grab().toImage()
        assert image.pixelColor(QPoint(8, 16)) == QColor(wanted.accent)
