"""The tables of the honours, each column declared once: import, template, export."""

from __future__ import annotations

from hrgrid.core.columns import (
    NOTHING,
    Cell,
    Column,
    Reader,
    Reading,
    ReadingContext,
    Remark,
    Severity,
    TableSpec,
    choice_reader,
    code_reader,
    looks_like_names,
    looks_like_resident_ids,
    name_reader,
    resident_id_reader,
    text_reader,
    whole_number_reader,
)
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import parse_mark
from hrgrid.honours.rules.words import Tier

FULL_MARK = 100_000


def mark_reader(highest: int = FULL_MARK) -> Reader:
    """A mark from 0 to `highest`, in thousandths; at most three decimals."""

    def read(cell: Cell, _context: ReadingContext) -> Reading:
        text = cell.text.strip()
        if not text:
            return NOTHING
        try:
            mark = parse_mark(text, "得分")
        except UserError as error:
            return _refused(error.sentence)
        if mark is not None and not 0 <= mark <= highest:
            return _refused(f"{text} 超出 0–{highest // 1000}，请核对。")
        return Reading(mark)

    return read


def _refused(sentence: str) -> Reading:
    return Reading(None, (Remark("mark_wrong", Severity.ERROR, sentence),))


_TIERS = choice_reader(
    Tier,
    {
        "先锋": Tier.PIONEER,
        "十佳": Tier.PIONEER,
        "优秀": Tier.EXCELLENT,
        "百优": Tier.EXCELLENT,
        "能手": Tier.SKILLED,
        "千能": Tier.SKILLED,
    },
)
_TIER = Column(
    "tier",
    "称号",
    _TIERS,
    ("等级", "推荐称号", "拟命名称号", "荣誉称号", "类别", "级别"),
    required=True,
    example="优秀网格员",
    choices=tuple(tier.label for tier in Tier),
)
_PERSON = (
    Column("number", "工号", code_reader(20), ("编号", "人员编号", "员工号")),
    Column(
        "name",
        "姓名",
        name_reader(),
        ("名字", "推荐对象", "人员姓名", "网格员姓名"),
        required=True,
        example="张三",
        looks_like=looks_like_names,
    ),
    Column(
        "id_number",
        "身份证号",
        resident_id_reader(),
        ("身份证", "身份证号码", "公民身份号码", "证件号", "证件号码"),
        hint="18 位，单元格设为文本；填了工号可以不填",
        width=22,
        looks_like=looks_like_resident_ids,
        secret=True,
    ),
    Column(
        "district",
        "推荐单位",
        text_reader(40),
        ("区县", "区", "县", "县（市、区）", "板块", "所属区县", "街道", "推荐街道"),
        example="示例区",
    ),
    Column(
        "grid_code",
        "网格编码",
        code_reader(40),
        ("网格编号", "网格代码", "所属网格编码"),
        width=20,
    ),
    Column(
        "grid_name",
        "网格名称",
        text_reader(40),
        ("网格", "所属网格", "所在网格"),
        width=20,
    ),
)
_UNIT = Column(
    "unit",
    "单位",
    text_reader(120),
    ("工作单位", "所在单位", "单位名称"),
    example="示例街道示例社区",
    width=24,
)

NOMINATIONS = TableSpec(
    "nominations",
    "十百千推荐表",
    (
        Column(
            "year",
            "评定年",
            whole_number_reader(1949, 2100),
            ("年度", "评定年度"),
            example="2026",
            hint="只有一次评选在推荐时可以不填",
            numeric=True,
        ),
        _TIER,
        *_PERSON,
        Column(
            "unit_rank",
            "推荐次序",
            whole_number_reader(1, 10_000),
            ("次序", "排序", "推荐排名", "推荐顺序"),
            example="1",
            hint="本单位在这一称号里的先后，不能相同",
            numeric=True,
        ),
        Column("merit", "业绩分", mark_reader(), ("业绩得分", "业绩"), example="92.5"),
        Column("review", "评审分", mark_reader(), ("评审得分", "评审"), example="90"),
        Column("score", "得分", mark_reader(1_000 * 1_000), ("总分", "总得分", "推荐得分")),
        _UNIT,
        Column("post", "职务", text_reader(80), ("岗位", "单位职务"), example="网格员"),
        Column("deeds", "主要事迹", text_reader(2_000), ("事迹", "事迹简介"), width=40),
    ),
)

EARLIER_HONOURS = TableSpec(
    "earlier-honours",
    "以往荣誉",
    (
        Column(
            "year",
            "年度",
            whole_number_reader(1949, 2100),
            ("评定年", "评定年度", "荣誉年度"),
            required=True,
            example="2024",
            numeric=True,
        ),
        _TIER,
        *_PERSON,
        _UNIT,
        Column("document_no", "文号", text_reader(80), ("决定文号", "发文字号"), width=20),
    ),
)

_MOST_VOTES = 100_000_000

PUBLIC_VOTES = TableSpec(
    "public-votes",
    "公众投票结果",
    (
        Column(
            "year",
            "评定年",
            whole_number_reader(1949, 2100),
            ("年度", "评定年度"),
            example="2026",
            hint="只有一次评选在评审时可以不填",
            numeric=True,
        ),
        Column(
            "tier",
            "称号",
            _TIERS,
            ("等级", "推荐称号", "拟命名称号", "类别"),
            example="优秀网格员",
            hint="一人推荐了两个称号、票数不同时才要填",
            choices=tuple(tier.label for tier in Tier),
        ),
        *_PERSON,
        Column(
            "votes",
            "得票",
            whole_number_reader(0, _MOST_VOTES),
            ("票数", "得票数", "有效票", "投票数", "总票数"),
            required=True,
            example="1280",
            numeric=True,
        ),
        Column(
            "struck",
            "剔除票",
            whole_number_reader(0, _MOST_VOTES),
            ("剔除票数", "无效票", "异常票", "剔除"),
            example="0",
            hint="可疑的票从得票里剔除，要写理由",
            numeric=True,
        ),
        Column("strike_reason", "剔除理由", text_reader(200), ("剔除原因", "无效原因"), width=24),
    ),
)
