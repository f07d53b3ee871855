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
    },
    fields={
        "round_state": "办到",
        "starred": "有星级",
    },
    codes_of={"round_state": RoundState},
)
