"""The table of balances with which an office begins: set aside and spent, by unit and heading."""

from __future__ import annotations

from hrgrid.core.columns import (
    Column,
    TableSpec,
    choice_reader,
    money_reader,
    text_reader,
    whole_number_reader,
)
from hrgrid.funding.rules.items import SHIPPED
from hrgrid.funding.rules.words import Heading, Source

_HEADING_ALSO = {
    **{form.label: form.heading for form in SHIPPED},
    "工资": Heading.PAY,
    "人员经费": Heading.PAY,
    "薪酬": Heading.PAY,
    "培训": Heading.TRAINING,
    "竞赛": Heading.TRAINING,
    "装备": Heading.EQUIPMENT,
    "公示牌": Heading.EQUIPMENT,
    "星级": Heading.STAR,
    "其他": Heading.RESERVE,
}
_PAYERS = {source.label: source for source in Source}
_PAYER_ALSO = {
    **{f"{source.label}财政": source for source in Source},
    "省": Source.PROVINCE,
    "市": Source.CITY,
    "区": Source.DISTRICT,
    "县级": Source.DISTRICT,
    "县": Source.DISTRICT,
    "街道": Source.STREET,
    "镇": Source.STREET,
    "乡镇": Source.STREET,
}

BALANCES = TableSpec(
    "balances",
    "经费期初余额",
    (
        Column(
            "year",
            "年度",
            whole_number_reader(1990, 2999),
            ("年份", "预算年度", "会计年度"),
            required=True,
            example="2026",
        ),
        Column(
            "unit",
            "单位",
            text_reader(200),
            ("单位名称", "街道", "镇街", "街道名称", "预算单位", "用款单位"),
            required=True,
            example="示例街道",
            hint="重名的写完整路径：示例区/示例街道",
            width=24,
        ),
        Column(
            "heading",
            "分配科目",
            choice_reader(Heading, _HEADING_ALSO),
            ("科目", "项目", "经费科目", "支出项目"),
            required=True,
            example=Heading.PAY.label,
        ),
        Column(
            "allotted",
            "安排金额（元）",
            money_reader(),
            ("安排金额", "预算金额", "预算数", "安排数", "分配金额", "期初预算"),
            required=True,
            example="1230000.00",
            width=18,
        ),
        Column(
            "spent",
            "已支出（元）",
            money_reader(),
            ("已支出", "已支出金额", "支出数", "已用金额", "累计支出", "执行数"),
            example="310000.00",
            hint="启用本程序以前已经花掉的；没有就空着",
            width=18,
        ),
        Column(
            "payer",
            "经费来源",
            choice_reader(_PAYERS, _PAYER_ALSO),
            ("来源", "资金来源", "拨款单位"),
            example=Source.DISTRICT.label,
            hint="不填的按“其他”",
        ),
        Column(
            "document_no",
            "文号",
            text_reader(80),
            ("预算文号", "下达文号", "发文字号", "文件号"),
            required=True,
            example="示例财〔2026〕1号",
            width=20,
        ),
    ),
)
"""One row a unit, heading and source of a year."""
