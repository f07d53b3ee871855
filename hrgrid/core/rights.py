"""Rights, and the actor who holds them on a part of the area tree.

An area's path is its codes from the top, each followed by a slash ("3205/320508/"), so a
right on a path holds for everything below it; the empty path is the whole office. A path whose
last slash is missing ends there all the same: "3205/32050" does not reach "3205/320508/".
"""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.core.labelled import Labelled


class Right(Labelled):
    """What a use case may demand; the label is what a refusal says."""

    MANAGE_OPERATORS = "manage_operators", "管理操作员"
    MANAGE_OFFICE = "manage_office", "管理本机构设置与备份"
    READ_JOURNAL = "read_journal", "查看操作留痕"
    KEEP_RULES = "keep_rules", "维护规则与节假日"
    APPROVE = "approve", "审批"
    EXPORT_ALL = "export_all", "导出全部数据"
    VIEW_WORKFORCE = "view_workforce", "查看网格与人员"
    EDIT_WORKFORCE = "edit_workforce", "维护网格与人员"
    SHOW_SENSITIVE = "show_sensitive", "查看完整证件号和手机号"
    VIEW_LEAVE = "view_leave", "查看请假的种类"
    IMPORT = "import", "导入数据"
    RUN_HIRING = "run_hiring", "办理招录"
    DECIDE_HIRING = "decide_hiring", "决定录用"
    RUN_TRAINING = "run_training", "办理培训与比武"
    ENTER_MARKS = "enter_marks", "录入评分"
    RUN_ASSESSMENT = "run_assessment", "办理考核与星级"
    RUN_FUNDING = "run_funding", "办理经费"
    VIEW_EXITS = "view_exits", "查看退出办理"
    RUN_EXITS = "run_exits", "办理退出"
    DECIDE_EXITS = "decide_exits", "决定退出"
    RUN_HONOURS = "run_honours", "办理十百千评选"
    DECIDE_HONOURS = "decide_honours", "决定表彰"
    PRINT_PAPERS = "print_papers", "打印证书与文书"


@dataclass(frozen=True)
class Grant:
    """One right on one part of the tree."""

    right: Right
    area_path: str = ""


@dataclass(frozen=True)
class Actor:
    """Who acts: name, role and unit are copied into the journal as they were then."""

    operator_id: int
    name: str
    role: str
    unit: str
    grants: frozenset[Grant]

    def may(self, right: Right, area_path: str = "") -> bool:
        """Whether one of the grants covers `area_path`."""
        asked = _closed(area_path)
        return any(
            grant.right is right and asked.startswith(_closed(grant.area_path))
            for grant in self.grants
        )

    def may_somewhere(self, right: Right) -> bool:
        """Whether the right is held on any part of the tree."""
        return any(grant.right is right for grant in self.grants)


def _closed(path: str) -> str:
    return path if not path or path.endswith("/") else f"{path}/"
