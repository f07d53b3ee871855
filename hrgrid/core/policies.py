"""The three settings of an office and the policies that each begins with.

Policies are rows that constraints and triggers read; the setting in force is copied into
every journal entry and printed on the papers.
"""

from __future__ import annotations

from hrgrid.core.labelled import Labelled


class Setting(Labelled):
    """How many people stand behind a decision."""

    SINGLE = (
        "single",
        "单人办公",
        "一个人、一台电脑，不用密码，打开就能办。审批在纸上完成后登记，文书上注明“单人审批”。",
    )
    DOUBLE = (
        "double",
        "双人复核",
        "每人凭密码登录。比武成绩由两人各录一遍，决定由经办人以外的人审批。",
    )
    SEPARATE = (
        "separate",
        "三员分立",
        "系统管理员、安全管理员、审计员由三人分任，退出和表彰须两人审批。",
    )


class Policy(Labelled):
    """One rule of the house that the office may switch; values are integers, 0 is off."""

    SIGN_IN = "sign_in", "须凭密码登录"
    SECOND_ENTRY = "second_entry", "比武成绩须由第二人再录一遍"
    OTHER_APPROVER = "other_approver", "审批人不得是经办人本人"
    APPROVERS_OF_AWARDS = "approvers_of_awards", "退出和表彰的审批人数"
    APART = "apart", "三员分任，不兼其他职责"
    IDLE_LOCK = "idle_lock", "无人操作多少分钟后锁屏（0 为不锁）"


BEGINNING: dict[Setting, dict[Policy, int]] = {
    Setting.SINGLE: {
        Policy.SIGN_IN: 0,
        Policy.SECOND_ENTRY: 0,
        Policy.OTHER_APPROVER: 0,
        Policy.APPROVERS_OF_AWARDS: 1,
        Policy.APART: 0,
        Policy.IDLE_LOCK: 0,
    },
    Setting.DOUBLE: {
        Policy.SIGN_IN: 1,
        Policy.SECOND_ENTRY: 1,
        Policy.OTHER_APPROVER: 1,
        Policy.APPROVERS_OF_AWARDS: 1,
        Policy.APART: 0,
        Policy.IDLE_LOCK: 15,
    },
    Setting.SEPARATE: {
        Policy.SIGN_IN: 1,
        Policy.SECOND_ENTRY: 1,
        Policy.OTHER_APPROVER: 1,
        Policy.APPROVERS_OF_AWARDS: 2,
        Policy.APART: 1,
        Policy.IDLE_LOCK: 15,
    },
}
