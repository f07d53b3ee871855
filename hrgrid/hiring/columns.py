"""The tables of hiring, each column declared once: import, template, export."""

from __future__ import annotations

import re
import unicodedata

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
    date_reader,
    looks_like_choices,
    looks_like_dates,
    looks_like_mobiles,
    looks_like_names,
    looks_like_resident_ids,
    name_reader,
    quoted,
    resident_id_reader,
    telephone_reader,
    text_reader,
)
from hrgrid.core.identity import Sex
from hrgrid.hiring.rules.scheme import EDUCATIONS
from hrgrid.hiring.rules.words import NoMark

_MONTHS = re.compile("(?:(?P<years>[0-9]{1,3})周?年)?(?:[零又]?(?P<months>[0-9]{1,4})(?:个?月)?)?")
_HALF = re.compile("(?:(?P<years>[0-9]{1,3})年)?半年?")
_MOST_MONTHS = 1_200
_NONE = frozenset("无没有否未")


def months_reader() -> Reader:
    """A length of time in months: 18, 18个月, 1年6个月, 2年, 1年半; 无 is 0."""

    def read(cell: Cell, _context: ReadingContext) -> Reading:
        text = "".join(unicodedata.normalize("NFKC", cell.text).split())
        if not text:
            return NOTHING
        if set(text) <= _NONE:
            return Reading(0)
        months = _months(text)
        if months is None:
            return _refused(f"{quoted(text)}看不出几个月，请写成“18”或“1年6个月”。")
        if months > _MOST_MONTHS:
            return _refused(f"{months} 个月太长了，请核对。")
        return Reading(months)

    return read


def _months(text: str) -> int | None:
    if half := _HALF.fullmatch(text):
        return 12 * int(half["years"] or 0) + 6
    found = _MONTHS.fullmatch(text)
    if not found or not (found["years"] or found["months"]):
        return None
    return 12 * int(found["years"] or 0) + int(found["months"] or 0)


def _refused(sentence: str) -> Reading:
    return Reading(None, (Remark("months_unclear", Severity.ERROR, sentence),))


_YES = ("有", "√", "✓", "y", "yes", "1")
_NO = ("无", "没有", "×", "n", "no", "0")
_YES_NO = ("是", "否")


def flag_reader(*more: str) -> Reader:
    """Yes or no as bool; `more` are words that an office writes for yes."""
    words = dict.fromkeys(("是", *_YES, *more), True) | dict.fromkeys(("否", "不是", *_NO), False)
    return choice_reader({"是": True, "否": False}, words)


CANDIDATES = TableSpec(
    "candidates",
    "报名表",
    (
        Column(
            "batch",
            "批次",
            text_reader(80),
            ("招录批次", "批次编号", "批次号", "批次名称", "招聘批次", "招录公告", "公告编号"),
            hint="只有一个批次在报名时可以不填",
            width=16,
        ),
        Column(
            "number",
            "报名号",
            code_reader(20),
            ("报名编号", "报名序号", "报名登记号"),
            hint="不填由程序编号",
            width=10,
        ),
        Column(
            "name",
            "姓名",
            name_reader(),
            ("名字", "报名人", "考生姓名", "应聘人", "应聘人员", "报考人", "人员姓名"),
            required=True,
            example="张三",
            looks_like=looks_like_names,
        ),
        Column(
            "sex",
            "性别",
            choice_reader(Sex, {"男性": Sex.MALE, "女性": Sex.FEMALE}),
            example="女",
            choices=tuple(sex.label for sex in Sex),
            width=6,
            looks_like=looks_like_choices([sex.label for sex in Sex]),
        ),
        Column(
            "id_number",
            "身份证号",
            resident_id_reader(),
            ("身份证", "身份证号码", "公民身份号码", "证件号", "证件号码", "居民身份证号"),
            hint="18 位，单元格设为文本；内部遴选填了工号可以不填",
            width=22,
            looks_like=looks_like_resident_ids,
            secret=True,
        ),
        Column(
            "staff_number",
            "工号",
            code_reader(20),
            ("人员编号", "员工号"),
            hint="内部遴选用",
            width=12,
        ),
        Column(
            "phone",
            "手机号",
            telephone_reader(),
            ("手机", "电话", "联系电话", "手机号码", "联系方式", "移动电话", "电话号码"),
            example="13800000000",
            width=14,
            looks_like=looks_like_mobiles,
            secret=True,
        ),
        Column(
            "position_code",
            "岗位代码",
            code_reader(20),
            ("职位代码", "岗位编号", "报考岗位代码", "职位编号", "岗位序号"),
            example="01",
            hint="岗位代码、报考岗位填一个就行；只有一个岗位时可以不填",
        ),
        Column(
            "position",
            "报考岗位",
            text_reader(80),
            (
                "岗位",
                "岗位名称",
                "应聘岗位",
                "报名岗位",
                "职位",
                "报考职位",
                "职位名称",
                "申报岗位",
            ),
            example="示例街道专职网格员",
            width=22,
        ),
        Column(
            "wish",
            "意向网格",
            text_reader(60),
            ("志愿网格", "意愿网格", "希望网格", "期望网格", "第一志愿", "意向网格编码"),
            hint="网格名称或编码，要在报考岗位招录的网格里",
            width=18,
        ),
        Column(
            "education",
            "学历",
            choice_reader(
                EDUCATIONS,
                {
                    "初级中学": "初中",
                    "普通高中": "高中",
                    "高级中学": "高中",
                    "中专": "高中",
                    "中等专科": "高中",
                    "中职": "高中",
                    "职高": "高中",
                    "职业高中": "高中",
                    "技校": "高中",
                    "中技": "高中",
                    "专科": "大专",
                    "大学专科": "大专",
                    "高职": "大专",
                    "高职高专": "大专",
                    "大学": "本科",
                    "大学本科": "本科",
                    "全日制本科": "本科",
                    "全日制大专": "大专",
                    "学士": "本科",
                    "硕士": "研究生",
                    "硕士研究生": "研究生",
                    "博士": "研究生",
                    "博士研究生": "研究生",
                },
            ),
            ("文化程度", "最高学历", "学历层次"),
            example="大专",
            choices=EDUCATIONS,
            looks_like=looks_like_choices(EDUCATIONS),
        ),
        Column("party", "政治面貌", text_reader(20), ("党派", "政治身份"), example="群众"),
        Column(
            "social_worker",
            "社工证",
            flag_reader(
                *("助理社会工作师", "社会工作师", "高级社会工作师", "助理社工师", "社工师"),
                *("初级", "中级", "高级", "初级社工师", "中级社工师", "持证"),
            ),
            (
                "社会工作者证",
                "社工资格",
                "社会工作者职业资格",
                "是否持社工证",
                "社工师",
                "社工证书",
            ),
            example="否",
            choices=_YES_NO,
        ),
        Column(
            "veteran",
            "退役军人",
            flag_reader("退役", "退伍", "退役士兵", "退伍军人", "退役军人", "转业军人"),
            ("是否退役军人", "退伍军人", "是否退伍军人", "退役士兵"),
            example="否",
            choices=_YES_NO,
        ),
        Column(
            "registered_here",
            "本地户籍",
            flag_reader("本地", "本区", "本市"),
            ("是否本地户籍", "户籍是否在本地", "是否本地户口", "本地户口"),
            hint="公告没有要求的可以不填",
            choices=_YES_NO,
        ),
        Column(
            "residence_months",
            "本地居住月数",
            months_reader(),
            ("本地居住时间", "居住年限", "本地居住年限", "居住时间", "居住月数"),
            hint="例如 18 或 1年6个月；公告没有要求的可以不填",
        ),
        Column(
            "volunteer_months",
            "志愿服务月数",
            months_reader(),
            ("志愿服务", "网格志愿服务", "志愿服务时间", "志愿服务年限", "网格志愿服务月数"),
            hint="做网格志愿者的时间，例如 18 或 1年6个月",
        ),
        Column(
            "applied_on",
            "报名日期",
            date_reader(),
            ("报名时间", "登记日期", "申请日期", "提交时间"),
            hint="不填就是导入当天",
            looks_like=looks_like_dates,
        ),
        Column("note", "备注", text_reader(200), ("说明", "个人简历", "简历"), width=20),
    ),
)

MARKS = TableSpec(
    "marks",
    "成绩",
    (
        Column(
            "subject",
            "批次",
            text_reader(80),
            ("招录批次", "批次编号", "批次名称", "考试", "考试名称", "项目"),
            hint="只有一个批次在录成绩时可以不填",
            width=16,
        ),
        Column(
            "entrant",
            "准考证号",
            code_reader(20),
            ("考号", "准考证", "准考证号码", "考生号", "报名号"),
            required=True,
            example="2506140001",
            hint="准考证号或报名号，单元格设为文本",
            width=16,
        ),
        Column(
            "name",
            "姓名",
            name_reader(),
            ("考生姓名", "名字"),
            example="张三",
            hint="填了就和准考证号核对，防止串行",
        ),
        Column(
            "mark",
            "成绩",
            text_reader(20),
            ("笔试成绩", "分数", "得分", "笔试得分", "卷面成绩", "笔试分数", "总分"),
            example="82.5",
            hint="没有成绩的写缺考、作弊、作废，不写 0",
        ),
        Column(
            "no_mark",
            "缺考",
            choice_reader(
                NoMark,
                {
                    "是": NoMark.ABSENT,
                    "缺": NoMark.ABSENT,
                    "未到": NoMark.ABSENT,
                    "√": NoMark.ABSENT,
                    "作弊": NoMark.CHEATING,
                    "违纪": NoMark.CHEATING,
                    "作废": NoMark.VOID,
                },
            ),
            ("是否缺考", "缺考违纪", "考试情况"),
            hint="没有缺考的留空",
            choices=tuple(kind.label for kind in NoMark),
        ),
    ),
)
"""Marks of a written exam; competitions will have theirs under the same kind."""
