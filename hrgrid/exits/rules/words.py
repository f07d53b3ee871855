"""The words of exits: grounds that the law knows, the path with its arrows (rules.md 6).

A rank is a trigger, never a ground: being last is not being unfit (Guiding Case 18 of the Supreme
People's Court). What is said of the law are hints and no legal advice.
"""

from __future__ import annotations

from hrgrid.core.labelled import Labelled


class Trigger(Labelled):
    """What made somebody look; it starts a warning and never ends a post."""

    SCORE = "score", "考核不达标"
    BOTTOM = "bottom", "连续排名靠后且分数偏低"
    GRADE = "grade", "考核定为不合格"
    VETO = "veto", "一票否决事项"
    COMPLAINT = "complaint", "投诉查实"
    INCIDENT = "incident", "造成严重后果"
    OWN_WISH = "own_wish", "本人提出"
    TERM = "term", "聘期届满"
    OTHER = "other", "其他"


class Ground(Labelled):
    """The lawful grounds on which somebody leaves; there is no other, and no rank among them."""

    MUTUAL = "mutual", "协商一致", "双方协商一致解除（劳动合同法第三十六条，仅作提示）。"
    FAULT = (
        "fault",
        "第三十九条",
        "本人过错或试用期不符合录用条件（劳动合同法第三十九条，仅作提示）。",
    )
    MEDICAL = (
        "medical",
        "第四十条第一项",
        "患病或非因工负伤，医疗期满后不能从事原工作和另行安排的工作（仅作提示）。",
    )
    INCOMPETENT = (
        "incompetent",
        "第四十条第二项",
        "不能胜任工作，经过培训或者调整工作岗位，仍不能胜任工作（仅作提示）。",
    )
    CHANGED = (
        "changed",
        "第四十条第三项",
        "订立合同时的客观情况发生重大变化，协商不成（仅作提示）。",
    )
    EXPIRY = "expiry", "期满不续", "聘期届满，不再续订（劳动合同法第四十四条，仅作提示）。"
    RESIGN = "resign", "本人辞职", "本人提出（劳动合同法第三十七条，仅作提示）。"
    ROLE_ENDED = "role_ended", "非劳动关系免去网格职务", "兼职、两委成员、志愿者免去网格职务。"


class FaultItem(Labelled):
    """The items of article 39; the seed's “造成严重后果” is the third."""

    PROBATION = "1", "第一项：试用期内不符合录用条件"
    BREACH = "2", "第二项：严重违反规章制度"
    DAMAGE = "3", "第三项：严重失职，营私舞弊，造成重大损害"
    SECOND_JOB = "4", "第四项：另有劳动关系，影响工作，经提出拒不改正"
    FRAUD = "5", "第五项：以欺诈、胁迫订立合同"
    CRIME = "6", "第六项：被依法追究刑事责任"


class ExitPath(Labelled):
    """Which path somebody goes; it follows from the engagement."""

    FULL = "full", "劳动合同和劳务派遣"
    SHORT = "short", "兼职和志愿者"


class ExitState(Labelled):
    """How far a case has come."""

    REVIEWING = "reviewing", "核实"
    WARNED = "warned", "已预警"
    TALKED = "talked", "已约谈"
    REMEDY = "remedy", "补训或调岗"
    REASSESSED = "reassessed", "已再考核"
    PROPOSED = "proposed", "拟退出"
    CHECKED = "checked", "已核保护情形"
    HEARD = "heard", "已听取申辩"
    UNION_ASKED = "union_asked", "已征求工会意见"
    LEGAL_REVIEWED = "legal_reviewed", "已合法性审查"
    APPROVED = "approved", "已批准"
    NOTIFIED = "notified", "已送达"
    APPEALED = "appealed", "申诉中"
    EXECUTED = "executed", "已离岗"
    CLOSED = "closed", "已办结"
    IMPROVED = "improved", "已解除预警"
    DISMISSED = "dismissed", "不予办理"
    CANCELLED = "cancelled", "已撤销"


_S = ExitState
EXIT_ARROWS: dict[ExitState, tuple[ExitState, ...]] = {
    # Straight to a proposal only on grounds that need no remedy; the database asks the ground.
    _S.REVIEWING: (_S.WARNED, _S.PROPOSED, _S.DISMISSED),
    _S.WARNED: (_S.TALKED, _S.IMPROVED),
    _S.TALKED: (_S.REMEDY, _S.IMPROVED),
    _S.REMEDY: (_S.REASSESSED, _S.IMPROVED),
    # A second remedy instead of an exit is always open.
    _S.REASSESSED: (_S.REMEDY, _S.PROPOSED, _S.IMPROVED),
    _S.PROPOSED: (_S.CHECKED, _S.APPROVED, _S.CANCELLED),
    _S.CHECKED: (_S.HEARD, _S.APPROVED, _S.CANCELLED),
    _S.HEARD: (_S.UNION_ASKED, _S.CANCELLED),
    _S.UNION_ASKED: (_S.LEGAL_REVIEWED, _S.CANCELLED),
    _S.LEGAL_REVIEWED: (_S.APPROVED, _S.CANCELLED),
    _S.APPROVED: (_S.NOTIFIED, _S.EXECUTED, _S.CANCELLED),
    _S.NOTIFIED: (_S.APPEALED, _S.EXECUTED, _S.CANCELLED),
    _S.APPEALED: (_S.NOTIFIED, _S.CANCELLED),
    _S.EXECUTED: (_S.CLOSED,),
    _S.CLOSED: (),
    _S.IMPROVED: (),
    _S.DISMISSED: (),
    _S.CANCELLED: (),
}
"""Where a case may go from each state; the database refuses any other step."""

ENDED = (_S.CLOSED, _S.IMPROVED, _S.DISMISSED, _S.CANCELLED)
DECIDED = (_S.APPROVED, _S.NOTIFIED, _S.APPEALED, _S.EXECUTED, _S.CLOSED)
"""States that only a lawful ground and an approval give."""

DIRECT = (Ground.MUTUAL, Ground.RESIGN)
"""Approved straight from the proposal: he wishes or agrees to it himself."""
TERMED = (Ground.EXPIRY,)
"""Approved after the protections were asked: nobody is heard on a term that runs out."""
PROTECTED = (Ground.INCOMPETENT, Ground.MEDICAL, Ground.CHANGED, Ground.EXPIRY)
"""On these nobody leaves while a protection holds (articles 42 and 45, as a hint)."""
NOTICED = (Ground.INCOMPETENT, Ground.MEDICAL, Ground.CHANGED)
"""Thirty days' notice or a month's pay in lieu (article 40, as a hint)."""
OF_DISPATCH = (
    *(Ground.FAULT, Ground.MEDICAL, Ground.INCOMPETENT),
    *(Ground.MUTUAL, Ground.EXPIRY, Ground.RESIGN),
)
"""A dispatched worker goes back to the agency only on these (article 65, as a hint)."""
OF_SHORT = (Ground.ROLE_ENDED, Ground.RESIGN, Ground.EXPIRY)
PAID = (Ground.MUTUAL, *NOTICED, Ground.EXPIRY)
"""On these severance is reckoned (article 46, as a hint)."""


class FlagState(Labelled):
    """What became of somebody whom a look at the results named."""

    OPEN = "open", "待处理"
    TAKEN_UP = "taken_up", "已立案"
    PUT_ASIDE = "put_aside", "不立案"
    LEFT_OUT = "left_out", "月数不够，不列入"


class RemedyKind(Labelled):
    """What is done so that somebody may do his work well."""

    TRAINING = "training", "补训"
    TRANSFER = "transfer", "调整岗位"
    MENTOR = "mentor", "结对帮带"


class Protection(Labelled):
    """What is asked before anybody is let go: each is answered, blocks or does not."""

    PREGNANCY = "pregnancy", "孕期、产期、哺乳期"
    ILLNESS = "illness", "患病或非因工负伤，在规定的医疗期内"
    INJURY = "injury", "患职业病或因工负伤，丧失或部分丧失劳动能力"
    EXAMINATION = "examination", "接触职业病危害，未做离岗体检或在诊断、观察期"
    PENSION = "pension", "在本单位连续工作满十五年，距退休不足五年"
    OTHER = "other", "法律、行政法规规定的其他情形"


class OpinionKind(Labelled):
    """Who is asked before an approval."""

    UNION = "union", "工会"
    LEGAL = "legal", "法律顾问"


class Opinion(Labelled):
    """What was answered."""

    AGREES = "agrees", "无异议"
    OBJECTS = "objects", "有异议"
    SILENT = "silent", "逾期未答复"


class ConsentLevel(Labelled):
    """Through which hands an exit goes, from below."""

    COMMUNITY = "community", "社区意见"
    STREET = "street", "街道意见"
    DISTRICT = "district", "区委政法委意见"


class Delivered(Labelled):
    """How a paper reached somebody."""

    SIGNED = "signed", "本人签收"
    REFUSED = "refused", "拒签，有见证人"
    MAILED = "mailed", "邮寄送达"
    POSTED = "posted", "公告送达"


class ExitPaper(Labelled):
    """The papers of a case that are delivered with a receipt (documents.md 8)."""

    WARNING = "warning", "考核预警通知书"
    TALK = "talk", "约谈记录"
    REMEDY = "remedy", "培训（调岗）通知书"
    REASSESSMENT = "reassessment", "再考核结果告知书"
    PROPOSAL = "proposal", "拟解除告知书"
    UNION = "union", "征求工会意见函"
    APPROVAL = "approval", "退出审批表"
    NOTICE = "notice", "解除劳动合同通知书"
    SEVERANCE = "severance", "经济补偿计算单"
    PROOF = "proof", "解除证明"
    RELEASE = "release", "免去网格职务通知书"
    RETURNED = "returned", "退回劳务派遣单位函"
    RELIEF = "relief", "解除预警通知书"


class SettlementKind(Labelled):
    """What is settled when somebody leaves."""

    ASSETS = "assets", "交回物品和证件"
    ACCOUNT = "account", "停用账号"
    HANDOVER = "handover", "移交工作"
    WAGES = "wages", "结清工资"
    SEVERANCE = "severance", "经济补偿"
    IN_LIEU = "in_lieu", "代通知金"
    PROOF = "proof", "出具解除证明"
    INSURANCE = "insurance", "办理档案和社会保险转移"
    OTHER = "other", "其他"


class ExitAppealState(Labelled):
    """How far an appeal against a notice has come."""

    FILED = "filed", "已提出"
    UPHELD = "upheld", "申诉成立"
    DENIED = "denied", "申诉不成立"
    WITHDRAWN = "withdrawn", "已撤回"
