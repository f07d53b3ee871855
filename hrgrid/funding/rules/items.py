"""The items of spending that ship (rules.md 5), each under its heading."""

from __future__ import annotations

from hrgrid.funding.rules.budget_forms import ItemForm
from hrgrid.funding.rules.words import Heading, PayItem

_H = Heading
SHIPPED = (
    ItemForm("base", "基本报酬", _H.PAY),
    ItemForm("performance", "绩效报酬", _H.PAY),
    ItemForm("seniority", "工龄", _H.PAY),
    ItemForm("transport", "通讯补贴", _H.PAY),
    ItemForm("cover", "代管补贴", _H.PAY),
    ItemForm("insurance", "社保公积金单位部分", _H.PAY),
    ItemForm("accident", "意外险", _H.PAY),
    ItemForm("severance", "经济补偿金", _H.PAY),
    ItemForm("other_pay", "其他应发", _H.PAY),
    ItemForm("training", "培训", _H.TRAINING),
    ItemForm("competition", "竞赛", _H.TRAINING),
    ItemForm("equipment", "装备（马甲、证件、终端）", _H.EQUIPMENT),
    ItemForm("board", "宣传（公示牌）", _H.EQUIPMENT),
    ItemForm("star", "星级奖励", _H.STAR),
    ItemForm("honour", "表彰（证书、奖牌、奖金）", _H.HONOUR, awards=True),
    ItemForm("hiring", "招录", _H.RESERVE),
    ItemForm("reserve", "其他机动", _H.RESERVE),
)

ITEM_OF: dict[PayItem, str] = {
    PayItem.BASE: "base",
    PayItem.PERFORMANCE: "performance",
    PayItem.SENIORITY: "seniority",
    PayItem.TRANSPORT: "transport",
    PayItem.STAR: "star",
    PayItem.COVER: "cover",
    PayItem.BONUS: "other_pay",
    PayItem.LEAVE: "base",
    PayItem.DEDUCTION: "performance",
    PayItem.TOP_UP: "base",
    PayItem.EMPLOYER_SHARE: "insurance",
}
"""On which item a part of the pay is booked; a deduction lowers the item that it is taken from.

The own share of insurance is no spending of the office: it is paid out of what was earned.
"""
