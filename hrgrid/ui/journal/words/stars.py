"""The journal's words for stars."""

from __future__ import annotations

from hrgrid.assessment.rules.star_words import RoundState
from hrgrid.ui.journal.words.table import Words

WORDS = Words(
    actions={
        # Rounds of stars.
        "compute_stars": "评定星级",
        "decide_stars": "裁定星级并列",
        "give_stars": "确认星级",
        "open_stars": "新建星级评定",
        "propose_star_reopening": "申请重新评定星级",
        "step_star_round": "办理星级评定",
        "take_back_stars": "作废星级",
        "take_star_rules": "改用现行星级办法",
        "void_star_choices": "撤销星级裁定",
        # Themes of grids.
        "add_theme": "新建三无三零主题",
        "change_theme": "更改三无三零主题",
        "drop_focus": "取消每月主题",
        "mark_grids": "填写网格主题",
        "resume_theme": "恢复三无三零主题",
        "set_focus": "定每月主题",
        "stop_theme": "停用三无三零主题",
    },
    fields={
        "theme_cells": "填写数",
        "theme_grids": "网格数",
        "theme": "主题",
        "vetoes": "一票否决",
        "round_state": "办到",
        "starred": "有星级",
        "stars": "以往星级",
    },
    codes_of={"round_state": RoundState},
)
