"""A table to Excel: figures as numbers, words and codes as text."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog

from hrgrid.ui.matters.table_export import save_table
from hrgrid.ui.saving import Saving
from hrgrid.ui.tables import Column

ROWS = (
    ("东街道", "1,024", "86.50", "86.5", "−1.50", "007", "12 人", "3"),
    ("西街道", "−3", "90.25", "7", "+2.00", "012", "9", "–"),
)
TITLES = ("单位", "人数", "总分", "平均", "变化", "代码", "说明", "名次")


@pytest.fixture
def sheet(window, session, settle, tmp_path, monkeypatch):
    """What was written of these rows."""
    path = tmp_path / "表.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    columns = [
        Column(title, lambda row, at=at: row[at], 84, right=at > 0)
        for at, title in enumerate(TITLES)
    ]
    save_table(Saving(session, window), "表", columns, ROWS, "表")
    settle()
    return load_workbook(path).active


def column(sheet, title):
    at = TITLES.index(title) + 1
    return [(cell.value, cell.data_type, cell.number_format) for cell, in sheet.iter_rows(
        2, 3, at, at)]  # fmt: skip


def test_whole_numbers_and_decimals_are_numbers(sheet):
    assert column(sheet, "人数") == [(1024, "n", "#,##0"), (-3, "n", "#,##0")]
    assert column(sheet, "总分") == [(86.5, "n", "#,##0.00"), (90.25, "n", "#,##0.00")]
    assert column(sheet, "平均") == [(86.5, "n", "General"), (7, "n", "General")]
    assert column(sheet, "变化") == [(-1.5, "n", "#,##0.00"), (2, "n", "#,##0.00")]


def test_words_and_codes_stay_text_and_a_dash_spoils_no_column(sheet):
    assert [(value, kind) for value, kind, _ in column(sheet, "代码")] == [
        ("007", "s"), ("012", "s")
    ]  # fmt: skip
    assert [(value, kind) for value, kind, _ in column(sheet, "说明")] == [
        ("12 人", "s"), ("9", "s")
    ]  # fmt: skip
    assert [(value, kind) for value, kind, _ in column(sheet, "名次")] == [(3, "n"), ("–", "s")]
