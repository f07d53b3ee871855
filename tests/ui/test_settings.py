"""What the screen remembers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect

from hrgrid.ui.settings import (
    LOGIN,
    MODE,
    PAGE,
    TEXT_SIZE,
    YEAR,
    Settings,
    clamp,
    settings_path,
)
from hrgrid.ui.theme import Mode, TextSize


def test_entries_are_written_beside_the_data_and_read_again(tmp_path):
    path = settings_path(str(tmp_path / "数据.hrg"))
    assert path.parent == tmp_path
    first = Settings(path)
    first.put(MODE, Mode.DARK)
    first.put(TEXT_SIZE, TextSize.LARGEST)
    first.put(YEAR, 2024)
    first.put(LOGIN, "陈敏")
    first.keep()
    second = Settings(path)
    read = [second.get(MODE), second.get(TEXT_SIZE), second.get(YEAR), second.get(LOGIN)]
    assert read == [Mode.DARK, TextSize.LARGEST, 2024, "陈敏"]


def test_what_was_never_written_has_its_default(settings):
    assert settings.get(MODE) is Mode.LIGHT
    assert settings.get(PAGE) == "dashboard"


def test_a_damaged_file_means_defaults(tmp_path):
    path = tmp_path / "screen.ini"
    path.write_text("[look]\nmode=violet\ntext_size=\n[window]\nyear=soon\n", encoding="utf-8")
    settings = Settings(path)
    assert settings.get(MODE) is Mode.LIGHT
    assert settings.get(TEXT_SIZE) is TextSize.NORMAL
    assert settings.get(YEAR) == 0


def test_data_on_a_server_are_remembered_in_the_persons_folder_without_the_address():
    path = settings_path("postgresql+psycopg://hr:secret@db/hrgrid")
    assert path.suffix == ".ini"
    assert "secret" not in str(path)
    assert path != settings_path("postgresql+psycopg://hr:secret@db/other")


SMALL, LARGE = QRect(0, 0, 1366, 728), QRect(1366, 0, 1920, 1040)


@pytest.mark.parametrize(
    ("window", "wanted"),
    [
        (QRect(10, 20, 1280, 690), QRect(10, 20, 1280, 690)),
        (QRect(-300, -50, 1280, 690), QRect(0, 0, 1280, 690)),
        (QRect(9000, 9000, 1000, 600), QRect(366, 128, 1000, 600)),
        (QRect(2500, 100, 1000, 600), QRect(2286, 100, 1000, 600)),
        (QRect(0, 0, 5000, 3000), QRect(1366, 0, 1920, 1040)),
    ],
)
def test_a_window_is_pulled_back_onto_a_screen_that_exists(window, wanted):
    assert clamp(window, [SMALL, LARGE]) == wanted
