"""The journal's words for judging."""

from __future__ import annotations

from hrgrid.panels.rules.words import AdjustmentKind, EntrantStatus, Ground
from hrgrid.ui.journal.words.table import Words

WORDS = Words(
    actions={
        "open_panel": "建立评分",
        "change_panel_rule": "更改评分规则",
        "seat_judge": "安排评委",
        "strike_judge": "评委除名",
        "replace_judge": "更换评委",
        "remove_judge": "删去评委",
        "choose_chief_judge": "指定主评委",
        "recuse_judge": "登记评委回避",
        "lift_recusal": "取消评委回避",
        "add_entrants": "加入参评人",
        "draw_numbers": "登记抽签号",
        "set_entrant_status": "变更参评人状态",
        "remove_entrant": "删去参评人",
        "key_mark": "录入评分",
        "key_marks": "成批录入评分",
        "clear_mark": "清空评分",
        "correct_mark": "更正评分",
        "return_keying": "退回一遍录入",
        "discard_keying": "弃用一遍录入",
        "adjust_points": "登记加扣分",
        "void_points": "撤销加扣分",
        "close_panel": "截止评分",
        "reopen_panel": "重新开放评分",
        "merge_marks": "收回外带的评分",
        "change_judge": "变更评委去留",
        "take_away": "外带比武",
        "save_package_again": "再存外带包",
        "open_package": "打开外带比武包",
        "send_back": "送回外带的评分",
        "bring_back": "收回外带比武",
        "cancel_package": "作废外带",
        "restore_package": "恢复外带",
    },
    fields={
        "seat": "席位",
        "chief": "主评委",
        "rule": "规则",
        "items": "评分项",
        "entrants": "参评人",
        "entrant": "参评人",
        "ground": "回避事由",
        "sheets": "作废的评分表",
        "inputs": "输入校验值",
        "pass": "第几遍",
        "cells": "格数",
    },
    codes=(
        EntrantStatus,
        Ground,
        AdjustmentKind,
    ),
)
