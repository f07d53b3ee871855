"""The pages of the program in the order of the navigation; each is built on its first visit."""

from __future__ import annotations

from hrgrid.core.rights import Right
from hrgrid.ui.page import Page, PageSpec
from hrgrid.ui.session import Session


def _dashboard(session: Session) -> Page:
    from hrgrid.ui.dashboard import DashboardPage

    return DashboardPage(session)


def _journal(session: Session) -> Page:
    from hrgrid.ui.journal.page import JournalPage

    return JournalPage(session)


def _office(session: Session) -> Page:
    from hrgrid.ui.office.page import OfficePage

    return OfficePage(session)


def _workforce(session: Session) -> Page:
    from hrgrid.ui.workforce.page import WorkforcePage

    return WorkforcePage(session)


def _duties(session: Session) -> Page:
    from hrgrid.ui.duties.page import DutiesPage

    return DutiesPage(session)


def _imports(session: Session) -> Page:
    from hrgrid.ui.imports.page import ImportPage

    return ImportPage(session)


def _hiring(session: Session) -> Page:
    from hrgrid.ui.hiring.page import HiringPage

    return HiringPage(session)


def _training(session: Session) -> Page:
    from hrgrid.ui.training.page import TrainingPage

    return TrainingPage(session)


def _assessment(session: Session) -> Page:
    from hrgrid.ui.assessment.page import AssessmentPage

    return AssessmentPage(session)


def _funding(session: Session) -> Page:
    from hrgrid.ui.funding.page import FundingPage

    return FundingPage(session)


def _exits(session: Session) -> Page:
    from hrgrid.ui.exits.page import ExitsPage

    return ExitsPage(session)


def _honours(session: Session) -> Page:
    # Who only keys the judges' marks sees their sheets, and nothing else of a selection.
    if not session.may(Right.RUN_HONOURS, Right.DECIDE_HONOURS):
        from hrgrid.ui.honours.sheets_page import SheetsPage

        return SheetsPage(session)
    from hrgrid.ui.honours.page import HonoursPage

    return HonoursPage(session)


def _documents(session: Session) -> Page:
    from hrgrid.ui.documents.page import DocumentsPage

    return DocumentsPage(session)


PAGES = (
    PageSpec("dashboard", "工作台", "house", _dashboard, keys="gzt shouye 首页"),
    PageSpec(
        "workforce",
        "网格与人员",
        "tree-structure",
        _workforce,
        (Right.VIEW_WORKFORCE, Right.EDIT_WORKFORCE),
        "wgyry 花名册 网格树 缺员 一格一员",
    ),
    PageSpec(
        "hiring",
        "配备与招录",
        "user-plus",
        _hiring,
        (Right.RUN_HIRING, Right.DECIDE_HIRING),
        "pbyzl 招录 报名 笔试 面试 政审 录用 公示 储备 递补 遴选",
        parts=(
            ("vacancies", "缺额和编制", "qe bz 缺员 空缺 核定编制"),
            ("plans", "年度招录计划", "ndzljh zljh 计划 储备比例"),
            ("batches", "招录批次", "zlpc 报名 资格审查 考场 准考证 面试 公示 录用"),
        ),
    ),
    PageSpec(
        "training",
        "培训与比武",
        "chalkboard-teacher",
        _training,
        (Right.RUN_TRAINING, Right.ENTER_MARKS),
        "pxybw 培训 轮训 签到 技能比武 评分",
        parts=(
            ("rotation", "轮训", "lx yx 应训 排班 进度"),
            ("classes", "培训班", "pxb kc qd 课程 签到 学时 测试"),
            ("competitions", "技能比武", "jnbw bw 评委 打分 名次 抢答"),
        ),
    ),
    PageSpec(
        "assessment",
        "考核与星级",
        "clipboard-text",
        _assessment,
        (Right.RUN_ASSESSMENT, Right.APPROVE),
        "khyxj 考核 指标 双随机 星级",
        parts=(
            ("periods", "考核期", "khq jdkh ydkh 月度 季度 年度 计分 申诉 收集数据"),
            ("stars", "星级评定", "xj xjpd pd wuxing xjbf 五星 星级名单 公示榜 星级证书 星级办法"),
            (
                "stars/themes",
                "三无三零",
                "swsl wg zt ydyzt 达标 填报 每月主题 主题字典 无疫 无诈 无毒",
            ),
            ("schemes", "考核方案和指标", "khfa zb 方案 指标 等次 权重 手工填写"),
            ("inspections", "双随机检查", "ssj jc 抽查 抽取 整改 通报"),
        ),
    ),
    PageSpec(
        "funding",
        "经费与待遇",
        "wallet",
        _funding,
        (Right.RUN_FUNDING, Right.APPROVE),
        "jfydy 经费 预算 拨付 台账 冲正",
        parts=(
            ("overview", "经费总览", "jfzl 结余 执行 预算执行 分配 支出"),
            ("budgets", "年度预算", "ndys ys 分给下级 安排 科目 调剂 追加 文号"),
            ("grants", "按格测算", "agcs cs 按网格 每格 3万 定额 核拨"),
            ("pay", "工资薪酬", "gzxc xc gz 工资表 工资条 绩效 补贴 代发 银行"),
            ("ledger", "经费台账", "jftz tz 凭证 记账 支出 冲正 结账"),
        ),
    ),
    PageSpec(
        "exits",
        "退出管理",
        "sign-out",
        _exits,
        (Right.VIEW_EXITS,),
        "tcgl 退出 预警 约谈 补训",
        parts=(
            ("cases", "退出事项", "tcsx 立案 约谈 补训 再考核 审批 送达 结算"),
            ("warnings", "预警筛查", "yjsc 名单 靠后 不立案"),
            ("rules", "办法和规则", "bfhgz 签收 期限 本地工资"),
            ("year", "退出年度报告", "ndbg 汇总 解除预警"),
        ),
    ),
    PageSpec(
        "honours",
        "十百千评选",
        "medal",
        _honours,
        (Right.RUN_HONOURS, Right.DECIDE_HONOURS, Right.ENTER_MARKS),
        "sbqpx 先锋 优秀 能手 名额 推荐 异议",
    ),
    PageSpec(
        "documents",
        "证书与报表",
        "certificate",
        _documents,
        (Right.PRINT_PAPERS,),
        "zsybb 证书 打印 补打 核验 登记册 花名册 报表",
        parts=(
            ("papers/register", "打印花名册", "hmc 名册"),
            ("papers/league", "一格一员覆盖表", "fgb 配备率 排名"),
            ("papers/gaps", "缺员清单", "qyqd 空缺"),
            ("papers/board", "网格员公示牌", "gsp 公示栏"),
            ("papers/due", "待换牌清单", "dhp 换牌"),
        ),
    ),
    PageSpec(
        "duties",
        "待办",
        "list-checks",
        _duties,
        keys="db daiban 到期 合同 试用 退休 代管 提醒",
        low=True,
        shortcut="Alt+9",
    ),
    PageSpec(
        "imports",
        "导入数据",
        "upload-simple",
        _imports,
        (Right.IMPORT,),
        "drsj 花名册 excel",
        low=True,
    ),
    PageSpec(
        "journal",
        "操作留痕",
        "clock-counter-clockwise",
        _journal,
        (Right.READ_JOURNAL,),
        "czlh 日志 审计 核验",
        low=True,
    ),
    PageSpec(
        "office",
        "设置",
        "gear-six",
        _office,
        keys="sz",
        parts=(
            ("look", "外观：浅色、深色、字号", "wg zh 主题 夜间"),
            ("operators", "登记操作员、改密码", "djczy gmm 用户 权限"),
            ("policies", "办公模式", "bgms 单人 双人 三员"),
            ("roles", "岗位字典", "gwzd 岗位 角色 一格一员"),
            ("holidays", "维护节假日", "whjjr 工作日 调休"),
            ("law", "调整提醒天数和退休年龄", "txts tx nl 待办 延迟退休 合同到期"),
            ("backups", "立即备份、恢复备份", "ljbf hf 备份"),
            ("data", "数据文件和版本", "sjwj bb 路径"),
        ),
        low=True,
    ),
)
