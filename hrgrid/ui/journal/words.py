"""What the journal says in the words of the office."""

from __future__ import annotations

from typing import Any

from hrgrid.accounts.rules import Role
from hrgrid.core.policies import Setting
from hrgrid.core.workdays import DayKind
from hrgrid.documents.rules import PrintReason
from hrgrid.hiring.rules.words import BatchKind, BatchState, CandidateState, PlanState, RejectCode
from hrgrid.honours.rules.words import (
    CampaignState,
    Kind,
    NameChoice,
    QuotaMethod,
    RosterOrder,
    Tier,
    TieWay,
)
from hrgrid.storage.journal import JournalRow

# What the codes of the journal are called; a code that is not here is shown as it is.
ACTIONS = {
    "set_up_office": "建立机构",
    "sign_in": "登录",
    "recover": "用恢复码登录",
    "confirm_recovery_code": "确认恢复码已保存",
    "renew_recovery_code": "更换恢复码",
    "add_operator": "登记操作员",
    "change_operator": "变更操作员",
    "deactivate_operator": "停用操作员",
    "reactivate_operator": "恢复操作员",
    "change_secret": "修改密码",
    "reset_secret": "重置密码",
    "choose_setting": "更换办公模式",
    "set_policy": "调整办公规定",
    "add_rules": "更新规则",
    "lock_rules": "锁定规则",
    "approve": "审批",
    "save_filter": "保存常用筛选",
    "change_filter": "修改常用筛选",
    "share_filter": "共用常用筛选",
    "unshare_filter": "取消共用常用筛选",
    "remove_filter": "删去常用筛选",
    "attach": "存入附件",
    "add_bureau": "登记单位",
    "add_alias": "登记区域别名",
    "remove_alias": "删去区域别名",
    "rename_area": "区域更名",
    "move_area": "区域改属",
    "close_area": "停用区域",
    "create_grid": "新建网格",
    "split_grid": "拆分网格",
    "merge_grids": "合并网格",
    "change_grid": "变更网格类型、户数",
    "correct_grid": "更正网格名称、类型、户数",
    "change_terms": "填写八定",
    "correct_terms": "更正八定",
    "found_body": "登记党支部、警格或工作站",
    "change_body": "变更党支部、警格或工作站",
    "correct_body": "更正党支部、警格或工作站",
    "serve_grids": "调整服务的网格",
    "end_body": "撤销党支部、警格或工作站",
    "check_station": "核查工作站",
    "count_volunteers": "登记志愿者人数",
    "add_volunteer_kind": "增加志愿者类别",
    "remove_volunteer_kind": "删去志愿者类别",
    "take_back_facts": "撤回对网格档案的改动",
    "enlist_person": "新增人员",
    "begin_post": "任职",
    "end_post": "结束任职",
    "void_post": "作废任职",
    "change_post": "变更岗位或专兼职",
    "correct_post": "更正任职",
    "change_person": "变更人员资料",
    "begin_absence": "登记离岗",
    "plan_return": "改计划返岗日期",
    "end_absence": "返岗",
    "void_absence": "作废离岗记录",
    "merge_people": "合并重复人员",
    "undo_merge_people": "撤销合并人员",
    "tell_apart": "标记为不是同一人",
    "undo_regrid": "撤销拆分或合并网格",
    "add_role_rule": "增加任职规则",
    "remove_role_rule": "删去任职规则",
    "transfer_person": "调动",
    "begin_stand_in": "安排代管",
    "mark_duty": "处理待办",
    "end_stand_in": "结束代管",
    "correct_person": "更正人员信息",
    "add_role": "增加岗位",
    "change_role": "修改岗位",
    "remove_role": "删去岗位",
    "import": "导入数据",
    "undo_import": "撤销导入",
    "show_numbers": "查看证件号和手机号",
    "open_campaign": "新建评选",
    "step_campaign": "推进评选",
    "set_basis": "登记评选类型和批准文号",
    "weigh_districts": "统计分配权数",
    "share_places": "分配名额",
    "freeze_campaign": "冻结评选所用情况",
    "remove_nominee": "推荐对象退出",
    "choose_name": "选择缺字姓名的印法",
    "decide_tie": "登记并列的决定",
    "run_selection": "计算评选名单",
    "apply_run": "采用评选名单",
    "explain_honours": "查看为什么入选或未入选",
    "publicise_honours": "登记评选公示",
    "revoke_honour": "撤销荣誉",
    "make_signing_key": "建立证书签名的钥匙",
    "issue_certificates": "签发证书",
    "revoke_certificate": "撤销证书",
    "replace_certificate": "换发证书",
    "duplicate_certificate": "补发证书",
    "send_sheets": "送打证书",
    "settle_sheets": "确认打好的证书",
    "take_back_sheets": "收回打坏的证书",
    "write_print_register": "导出证书登记册",
    "write_roster": "生成表彰名单",
    "write_decision": "生成表彰决定",
    "write_certificates": "生成证书",
    "set_board_words": "填写公示牌用语",
    "give_phone_consent": "登记同意公示手机号",
    "withdraw_phone_consent": "登记撤回公示手机号的同意",
    "issue_boards": "印制公示牌",
    "remove_boards": "标记公示牌已换",
    "restore_boards": "撤销公示牌已换的标记",
    # Hiring: quotas, plans, batches, candidates.
    "grant_quota": "核定编制",
    "correct_quota": "更正编制",
    "end_quota": "编制到期",
    "draft_plan": "拟定招录计划",
    "change_plan": "修改招录计划",
    "approve_plan": "批准招录计划",
    "void_plan": "作废招录计划",
    "open_batch": "新建招录批次",
    "change_batch": "修改招录批次",
    "step_hiring": "推进招录",
    "add_positions": "增加招录岗位",
    "change_position": "修改招录岗位",
    "remove_position": "删去招录岗位",
    "add_seats": "增加招录的网格",
    "drop_seats": "去掉招录的网格",
    "add_candidate": "登记报名",
    "change_candidate": "修改报名资料",
    "step_candidate": "推进报名人",
    "check_candidate": "资格审查",
    "uncheck_candidate": "撤回资格审查",
    "grant_points": "核定加分",
    "attach_paper": "存入报名材料",
    "show_candidates": "查看报名人的证件号和手机号",
    "purge_candidates": "清除到期的报名资料",
    "refused": "没有权限，已拒绝",
    "backup": "备份",
    "export_all": "导出全部数据",
    "export_people": "导出带完整号码的名单",
    "sign_in_failed": "登录未成",
    "restore": "恢复备份",
    "upgrade": "升级数据",
}


# What the fields of a change are called, in the order in which they are read.
FIELDS: dict[str, str] = {
    "name": "姓名",
    "post": "职务",
    "unit": "单位",
    "active": "在用",
    "roles": "角色",
    "setting": "办公模式",
    "how": "审批方式",
    "by": "审批人",
    "on": "日期",
    "document": "文号",
    "scan": "扫描件",
    "rows": "行数",
    "new": "新增",
    "changed": "更新",
    "unchanged": "不变",
    "left_out": "没有导入",
    "files": "文件校验值",
    "taken": "采用的建议",
    "kept": "保留的写法",
    "edited": "当场改的单元格",
    "areas": "区域",
    "people": "人员",
    "contracts": "聘用关系",
    "nominations": "推荐",
    "honours": "以往荣誉",
    "state": "状态",
    "until": "提醒日期",
    "note": "说明",
    "cutoff": "截止日",
    "rules": "规则版次",
    "kind": "类型",
    "hash": "校验值",
    "method": "分配方法",
    "places": "名额",
    "freezing": "第几次冻结",
    "choice": "选择",
    "way": "方式",
    "chosen": "选出",
    "input": "输入校验值",
    "output": "结果校验值",
    "selected": "入选",
    "from": "起",
    "to": "止",
    "roster": "名单校验值",
    "certificates": "证书",
    "codes_sha256": "校验码的校验值",
    "number": "编号",
    "public_key": "公钥",
    "form": "文件格式",
    "order": "排序",
    "grid": "网格",
    "code": "编码",
    "households": "户数",
    "share": "份额",
    "parts": "拆分成",
    "grids": "原网格",
    "into": "合并成",
    "moved": "随转任职",
    "ended": "结束任职",
    "place": "网格或单位",
    "since": "起",
    "last_day": "最后一天",
    "area": "区域编码",
    "path": "编码路径",
    "allowance_fen": "补贴（分/月）",
    "absence": "离岗",
    "host": "借调到",
    "role": "岗位",
    "employment": "专兼职",
    "phone": "手机号",
    "party": "政治面貌",
    "education": "学历",
    "results": "用过旧值的结果",
    "kept_entry": "留下的一条",
    "merged_entry": "并入的一条",
    "fields": "取自并入一条的项目",
    "doubled": "重复的任职",
    "engagement": "聘用关系",
    "stand_in": "代管",
    "id_masked": "身份证号",
    "phone_masked": "手机号",
    "printer": "打印机",
    "pack": "第几批",
    "print_reason": "补打原因",
    "leader": "负责人",
    "bureau": "派出所",
    "station_place": "地点",
    "duty_telephone": "值班电话",
    "joined": "加入的网格",
    "left": "退出的网格",
    "spoiled": "没打好的",
    "boards": "公示牌",
    "size": "规格",
    "as_of": "截至日期",
    "text": "内容",
    "given_on": "同意日期",
    "withdrawn_on": "撤回日期",
    "batch_state": "办到",
    "candidate_state": "状态",
    "plan_state": "状态",
    "hiring_kind": "招录方式",
    "reject_code": "不合格原因",
    "numbers": "报名号",
    "heads": "人数",
    "reserve": "储备人数",
    "seats": "网格",
    "positions": "岗位",
    "checks": "审查项",
    "points": "加分项",
} | {tier.value: tier.label for tier in Tier}

_CODES: dict[str, str] = {
    one.value: one.label
    for kind in (
        Role,
        Setting,
        DayKind,
        Kind,
        CampaignState,
        QuotaMethod,
        NameChoice,
        TieWay,
        RosterOrder,
        PrintReason,
    )
    for one in kind
}

# Codes that another list of states has too, known by the field that they stand in.
_CODES_OF: dict[str, dict[str, str]] = {
    field: {one.value: one.label for one in kind}
    for field, kind in (
        ("batch_state", BatchState),
        ("candidate_state", CandidateState),
        ("plan_state", PlanState),
        ("hiring_kind", BatchKind),
        ("reject_code", RejectCode),
    )
}


def field_label(name: str) -> str:
    """A field of a change in the words of the office."""
    return FIELDS.get(name, name)


def value_text(value: Any, field: str = "") -> str:
    """A value of a change: codes by their labels, a role with its part of the tree."""
    if isinstance(value, list):
        return "、".join(value_text(item, field) for item in value)
    if isinstance(value, dict):
        told = ((str(key), item) for key, item in value.items())
        return "，".join(f"{field_label(key)} {value_text(item, key)}" for key, item in told)
    if field in _CODES_OF:
        return _CODES_OF[field].get(str(value), str(value))
    if value is None or isinstance(value, bool):
        return {None: "", True: "是", False: "否"}[value]
    code, at, area = str(value).partition("@")
    if at and code in _CODES:
        return f"{_CODES[code]}（{area}）" if area else str(_CODES[code])
    return _CODES.get(code, str(value))


def action_label(code: str) -> str:
    """An action in the words of the office."""
    return ACTIONS.get(code, code)


def moment(row: JournalRow) -> str:
    """When, to the second, on this machine's clock."""
    return f"{row.at.astimezone():%Y-%m-%d %H:%M:%S}"
