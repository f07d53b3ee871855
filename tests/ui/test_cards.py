"""Cards, tiles, chips, empty states and steps."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import Chip, EmptyState, Tile, chip_size
from hrgrid.ui.stepper import Stepper
from hrgrid.ui.theme import Mode, TextSize

STEPS = ("选择文件", "对应列", "检查数据", "导入")


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def test_an_empty_state_says_what_belongs_here_and_what_to_do(qtbot, look):
    state = EmptyState(
        "users-three",
        "还没有人员数据",
        "把现有的 Excel 花名册导进来即可，列名不用改。",
        [PrimaryButton("导入花名册"), Button("手工新增一人")],
    )
    qtbot.addWidget(state)
    assert texts(state) == ["还没有人员数据", "把现有的 Excel 花名册导进来即可，列名不用改。"]
    assert [button.text() for button in state.findChildren(Button)] == [
        "导入花名册",
        "手工新增一人",
    ]


def test_a_tile_shows_one_figure_and_may_warn(qtbot, look):
    tile = Tile("网格 / 专职配备", "tree-structure")
    qtbot.addWidget(tile)
    tile.show_figure("12,249", "已配 12,030 · 缺 219 个", "captionWarn")
    assert texts(tile) == ["网格 / 专职配备", "12,249", "已配 12,030 · 缺 219 个"]
    assert tile.findChildren(QLabel)[2].property("role") == "captionWarn"


def test_a_chip_is_as_wide_as_its_word_and_grows_with_the_letters(qtbot, look):
    chip = Chip("补训中", "warn")
    qtbot.addWidget(chip)
    before = chip.sizeHint()
    assert before == chip_size("补训中")
    theme.apply(look, Mode.LIGHT, TextSize.LARGEST)
    assert chip.sizeHint().width() > before.width()


def test_steps_are_told_in_words_too(qtbot, look):
    steps = Stepper(STEPS)
    qtbot.addWidget(steps)
    steps.go(2)
    assert steps.accessibleName() == "第 3 步，共 4 步：检查数据"


def test_done_steps_are_filled_and_the_present_one_is_outlined(qtbot, look):
    steps = Stepper(STEPS)
    qtbot.addWidget(steps)
    steps.resize(800, 60)
    steps.go(1)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    steps.setParent(window)
    window.show()
    image = steps.grab().toImage()
    beside = [image.pixelColor(int(800 * (at + 0.5) / 4) - 8, 12).name() for at in range(3)]
    accent, surface = theme.LIGHT.accent.lower(), theme.LIGHT.surface.lower()
    assert beside == [accent, surface, surface]


def test_in_a_low_window_the_steps_are_a_sentence(qtbot, look):
    window = QWidget()
    qtbot.addWidget(window)
    steps = Stepper(STEPS)
    steps.setParent(window)
    window.resize(910, 700)
    with qtbot.waitExposed(window):
        window.show()
    high = steps.sizeHint().height()
    window.resize(910, 512)
    steps.resize(900, 40)
    qtbot.waitUntil(lambda: steps.sizeHint().height() < high)
