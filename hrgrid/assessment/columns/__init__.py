"""Tables of figures as other platforms export them: a row a person, or a row a person and figure.

Which indicators there are the office decides, so that the columns are made from its list: of each
one its amount, where it has one its base, and the ratio between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hrgrid.assessment.columns.readers import (
    amount_reader,
    month_reader,
    or_masked,
    pair_reader,
    ratio_reader,
)
from hrgrid.assessment.columns.words import (
    AMOUNT_TAILS,
    BASE_TAILS,
    BASED_TAILS,
    KNOWN,
    RATIO_TAILS,
    Words,
)
from hrgrid.assessment.rules.fact_rows import IndicatorRow
from hrgrid.assessment.rules.shipped import INDICATORS
from hrgrid.assessment.rules.words import Source
from hrgrid.core.columns import (
    Column,
    TableSpec,
    code_reader,
    heading_key,
    looks_like_mobiles,
    looks_like_names,
    looks_like_resident_ids,
    name_reader,
    resident_id_reader,
    telephone_reader,
    text_reader,
)

CODE, LABEL = "indicators", "考核数据"
BASE, RATIO = ":base", ":ratio"
"""What is added to the code of an indicator for the columns of its base and its ratio."""
IN_FILES = (Source.IMPORTED, Source.BY_HAND)
"""Figures of these come in files; the others the program knows by itself."""

MONTH = Column(
    "month",
    "月份",
    month_reader(),
    ("考核月份", "所属月份", "统计月份", "数据月份", "年月", "月度", "考核期", "统计周期", "期间"),
    example="2026-10",
    hint="2026-10；标题、表名或文件名里写了的可以不填",
)
WHO = (
    Column("number", "工号", code_reader(20), ("人员编号", "员工号", "员工编号", "编号")),
    Column(
        "name",
        "姓名",
        name_reader(),
        ("名字", "网格员", "网格员姓名", "人员姓名", "人员", "被考核人", "处置人", "办理人"),
        example="张三",
        hint="工号、身份证号、手机号、姓名至少填一样",
        looks_like=looks_like_names,
    ),
    Column(
        "id_number",
        "身份证号",
        or_masked(resident_id_reader()),
        ("身份证", "身份证号码", "公民身份号码", "证件号", "证件号码", "居民身份证号"),
        width=20,
        looks_like=looks_like_resident_ids,
        secret=True,
    ),
    Column(
        "phone",
        "手机号",
        or_masked(telephone_reader()),
        ("手机", "电话", "联系电话", "手机号码", "联系方式", "账号", "登录账号", "登录名"),
        width=14,
        looks_like=looks_like_mobiles,
        secret=True,
    ),
    Column(
        "grid_code",
        "网格编码",
        code_reader(40),
        ("网格编号", "网格代码", "网格号", "所属网格编码"),
        hint="同名的人靠它区分",
        width=16,
    ),
    Column(
        "grid_name",
        "网格名称",
        text_reader(80),
        ("网格", "所属网格", "所在网格", "责任网格", "网格名"),
        width=18,
    ),
    Column(
        "street",
        "街道",
        text_reader(80),
        ("镇", "乡镇", "街镇", "镇街", "所属街道", "所属镇街", "单位", "所属单位"),
    ),
    Column("community", "社区", text_reader(80), ("村", "村居", "所属社区", "村社区")),
)
LONG = (
    Column(
        "indicator",
        "指标",
        text_reader(60),
        ("考核指标", "指标名称", "考核项目", "统计项", "数据项"),
        hint="一行一个指标的表才填；一列一个指标的表不用",
        width=18,
    ),
    Column(
        "value",
        "数值",
        pair_reader(),
        ("数量", "实际数", "完成数", "指标值", "实际值", "件数"),
        numeric=True,
    ),
    Column(
        "total",
        "总数",
        amount_reader(),
        ("应完成数", "任务数", "目标数", "基数", "分母", "应办数量"),
        hint="按比率计的指标要填",
        numeric=True,
    ),
    Column(
        "rate", "比率", ratio_reader(), ("完成率", "百分比", "占比"), hint="有数值和总数时不用填"
    ),
)


def importable(rows: Iterable[IndicatorRow]) -> list[IndicatorRow]:
    """The indicators whose figures come in files."""
    return [row for row in rows if row.active and row.source in IN_FILES]


def spec_of(rows: Iterable[IndicatorRow]) -> TableSpec:
    """The table of figures of these indicators; no two columns answer to one heading."""
    made = [MONTH, *WHO]
    for row in importable(rows):
        made += _columns_of(row)
    return TableSpec(CODE, LABEL, tuple(_parted([*made, *LONG])), sparse=True)


def _columns_of(row: IndicatorRow) -> Iterator[Column]:
    words = KNOWN.get(row.code, Words())
    label, unit = row.label, row.unit
    tails = (*AMOUNT_TAILS, f"{unit}数", *(BASED_TAILS if row.based else ()))
    yield Column(
        row.code,
        label,
        pair_reader() if row.based else amount_reader(),
        (*words.amount, *(label + tail for tail in tails)),
        example="12",
        hint=f"单位：{unit}" + ("；也可以把两个数写在一格：12/13" if row.based else ""),
        numeric=not row.based,
        width=14,
    )
    if not row.based:
        return
    yield Column(
        row.code + BASE,
        f"{label}总数",
        amount_reader(),
        (*words.base, *(label + tail for tail in BASE_TAILS)),
        example="13",
        hint=f"单位：{unit}",
        numeric=True,
        width=14,
    )
    yield Column(
        row.code + RATIO,
        f"{label}率",
        ratio_reader(),
        (*words.ratio, *(label + tail for tail in RATIO_TAILS)),
        hint="有数量和总数时不用填",
        width=14,
    )


def _parted(columns: Iterable[Column]) -> Iterator[Column]:
    """The columns, each heading the first one's that claims it; headings go before synonyms."""
    claimed: dict[str, str] = {}
    headed = []
    for column in columns:
        heading = column.heading
        while heading_key(heading) in claimed:
            heading += "（另一列）"
        claimed[heading_key(heading)] = column.key
        headed.append(replace(column, heading=heading))
    for column in headed:
        own = [
            name
            for name in column.synonyms
            if claimed.setdefault(heading_key(name), column.key) == column.key
        ]
        yield replace(column, synonyms=tuple(dict.fromkeys(own)))


def shipped_rows() -> list[IndicatorRow]:
    """The indicators that ship, for who has no data open."""
    return [
        IndicatorRow(one.code, one.label, one.unit, one.source, one.based, active=True, version=0)
        for one in INDICATORS
    ]


INDICATOR_FIGURES = spec_of(shipped_rows())
"""The table with the indicators that ship; what an office made of them its data say."""
