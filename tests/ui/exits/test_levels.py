"""Looks, regulations, the numbers of the rules and the year, by clicks and keys."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from hrgrid.ui.exits.rule_forms import read_number
from hrgrid.ui.exits.words import NO_GROUND

TOLD = "2026-02-10 全体网格员会议讨论通过"


def texts(part) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


def test_warnings_say_that_a_rank_is_no_ground(level, hand, window, qtbot):
    level("warnings")
    shown = window.page.warnings
    qtbot.waitUntil(shown.empty.isVisible)
    assert NO_GROUND in texts(shown)
    assert shown.first.text() == "筛查考核结果"


def test_numbers_are_typed_in_their_unit():
    assert read_number("pass_milli", "60.5") == 60_500
    assert read_number("bottom_bp", "5%") == 500
    assert read_number("remedy_minutes", "16") == 720
