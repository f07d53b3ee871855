"""The register of certificates and of their prints as a workbook."""

from __future__ import annotations

import openpyxl

from hrgrid.paper.certificate import SheetLine, write_print_register
from tests.paper.honoured import certificate


def test_every_print_stands_on_the_first_sheet_and_every_certificate_on_the_second(tmp_path):
    path = tmp_path / "登记册.xlsx"
    rows = [certificate(1, state="有效"), certificate(2, "潘怡", state="已撤销")]
    line = SheetLine(
        rows[0].number,
        rows[0].name,
        rows[0].honour,
        2,
        "卡纸",
        "陈敏",
        "2026-05-01 09:00",
        "=一号机",
        "已确认",
        "",
        "",
        "未收回",
    )
    assert write_print_register(path, rows, [line]) == 1
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["打印登记", "证书登记"]
    printed = list(book["打印登记"].values)
    assert printed[0] == (
        "编号",
        "姓名",
        "称号",
        "第几次",
        "补打原因",
        "经办人",
        "时间",
        "打印机",
        "状态",
        "作废原因",
        "作废登记",
        "旧证收回",
    )
    assert printed[1][:8] == (
        rows[0].number,
        "翟卫华",
        "先锋网格员",
        2,
        "卡纸",
        "陈敏",
        "2026-05-01 09:00",
        "=一号机",
    )
    # Text is text, whatever it begins with.
    assert book["打印登记"]["H2"].data_type == "s"
    assert [row[0] for row in list(book["证书登记"].values)[1:]] == [row.number for row in rows]
    assert [row[4] for row in list(book["证书登记"].values)[1:]] == ["有效", "已撤销"]
