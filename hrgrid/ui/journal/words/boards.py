"""The journal's words for public boards."""

from __future__ import annotations

from hrgrid.ui.journal.words.table import Words

WORDS = Words(
    actions={
        "set_board_words": "填写公示牌用语",
        "give_phone_consent": "登记同意公示手机号",
        "withdraw_phone_consent": "登记撤回公示手机号的同意",
        "issue_boards": "印制公示牌",
        "remove_boards": "标记公示牌已换",
        "restore_boards": "撤销公示牌已换的标记",
    },
    fields={
        "boards": "公示牌",
        "size": "规格",
        "given_on": "同意日期",
        "withdrawn_on": "撤回日期",
    },
)
