"""The journal's words for what units are asked for."""

from __future__ import annotations

from hrgrid.ui.journal.words.table import Words

WORDS = Words(
    actions={
        "open_collection": "向单位下发表格",
        "hand_out_collection": "补发表格",
        "hand_out_again": "重新下发表格",
        "write_collection": "存出下发的表",
        "receive_collection": "收回单位的表",
        "merge_collection": "合并单位报的内容",
        "excuse_unit": "登记免报",
        "remind_units": "催报",
        "close_collection": "办结收集",
        "cancel_collection": "取消收集",
    },
)
