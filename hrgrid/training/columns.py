"""The tables of training as offices keep them: sign-in lists and lists of earlier training."""

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
    looks_like_dates,
    looks_like_names,
    looks_like_resident_ids,
    name_reader,
    quoted,
    resident_id_reader,
    text_reader,
)
from hrgrid.core.errors import UserError
from hrgrid.panels.rules.words import NoMark
from hrgrid.training.rules.hours import HourRules
from hrgrid.training.rules.timetable import time_words, typed_time

_HOURS = re.compile(r"(\d{1,4})(?:\.(\d))?(?:学时|课时|节)?")
_MINUTES = re.compile(r"(\d{1,5})分钟?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
MINUTES_AN_HOUR = HourRules().minutes
"""What lists of before mean by a 学时: 45 minutes."""


def time_reader() -> Reader:
    """A time of day as a minute; what a workbook holds as a fraction of a day is read as well."""

    def read(cell: Cell, _context: ReadingContext) -> Reading:
        text = unicodedata.normalize("NFKC", cell.text).strip()
        if not text:
            return NOTHING
        clock = _CLOCK.fullmatch(text)
        if clock is not None:
            text = f"{clock[1]}:{clock[2]}"
        if cell.is_number and re.fullmatch(r"0?\.\d+", text):
            digits = text.partition(".")[2][:9].ljust(9, "0")
            minute = (int(digits) * 24 * 60 * 2 + 10**9) // (2 * 10**9)
            return Reading(minute)
        try:
            return Reading(typed_time(text))
        except UserError as error:
            return Reading(None, (Remark("time_wrong", Severity.ERROR, error.sentence),))

    return read


def hours_reader() -> Reader:
    """Hours of class as minutes: 8, 7.5, 8学时, or 360分钟."""

    def read(cell: Cell, _context: ReadingContext) -> Reading:
        text = "".join(unicodedata.normalize("NFKC", cell.text).split())
        if not text:
            return NOTHING
        minutes = _MINUTES.fullmatch(text)
        if minutes is not None:
            return Reading(int(minutes[1]))
        found = _HOURS.fullmatch(text)
        if found is None:
            message = f"{quoted(text)}不是学时，请填数字，例如 8 或 7.5。"
            return Reading(None, (Remark("hours_wrong", Severity.ERROR, message),))
        tenths = int(found[1]) * 10 + int(found[2] or 0)
        return Reading((tenths * MINUTES_AN_HOUR * 2 + 10) // 20)

    return read


_WHO = (
    Column(
        "number",
        "工号",
        code_reader(20),
        ("人员编号", "员工号", "编号"),
        hint="工号、身份证号、姓名至少填一样",
    ),
    Column(
        "name",
        "姓名",
        name_reader(),
        ("名字", "参训人", "学员", "学员姓名"),
        example="张三",
        looks_like=looks_like_names,
    ),
    Column(
        "id_number",
        "身份证号",
        resident_id_reader(),
        ("身份证", "身份证号码", "证件号", "证件号码", "公民身份号码"),
        width=20,
        looks_like=looks_like_resident_ids,
        secret=True,
    ),
)

ATTENDANCE = TableSpec(
    "attendance",
    "签到表",
    (
        Column(
            "class",
            "培训班",
            text_reader(80),
            ("班级", "班次", "培训班名称", "培训班编号", "班名"),
            hint="只有一个班在上课时可以不填",
            width=18,
        ),
        Column(
            "day",
            "日期",
            date_reader(),
            ("上课日期", "签到日期", "培训日期"),
            hint="这个班只有一节课时可以不填",
            looks_like=looks_like_dates,
        ),
        Column(
            "begins",
            "上课时间",
            time_reader(),
            ("课次", "节次", "开始时间", "时段"),
            example=time_words(510),
            hint="当天只有一节时可以不填",
        ),
        *_WHO,
        Column(
            "presence",
            "签到情况",
            text_reader(40),
            ("签到", "考勤", "考勤情况", "出勤", "出勤情况", "到课情况", "状态"),
            example="到",
            hint="到、迟到、早退、请假、缺勤、免修；不填就是到",
        ),
        Column(
            "came",
            "到场时间",
            time_reader(),
            ("签到时间", "到达时间", "进场时间"),
            hint="只有迟到的要填",
        ),
        Column(
            "departed",
            "离场时间",
            time_reader(),
            ("签退时间", "离开时间", "退场时间"),
            hint="只有早退的要填",
        ),
        Column("note", "备注", text_reader(200), ("说明", "原因"), width=20),
    ),
)

_YES_NO = ("是", "否")
RECORDS = TableSpec(
    "training-records",
    "以前的培训",
    (
        *_WHO,
        Column(
            "title",
            "培训名称",
            text_reader(120),
            ("培训内容", "培训项目", "课程", "课程名称", "班次", "培训班"),
            required=True,
            example="全区网格员轮训",
            width=24,
        ),
        Column(
            "ended_on",
            "结束日期",
            date_reader(not_after_today=True),
            ("培训日期", "日期", "结业日期", "培训时间", "完成日期"),
            required=True,
            example="2025-05-12",
            looks_like=looks_like_dates,
        ),
        Column(
            "minutes",
            "学时",
            hours_reader(),
            ("课时", "学时数", "培训学时", "总学时"),
            required=True,
            example="8",
            hint="1 学时 = 45 分钟；也可写 360 分钟",
            numeric=True,
        ),
        Column(
            "rotation",
            "轮训",
            choice_reader(
                {"是": True, "否": False},
                {"√": True, "轮训": True, "集中": True, "×": False, "非轮训": False},
            ),
            ("是否轮训", "轮训班"),
            example="是",
            choices=_YES_NO,
        ),
        Column(
            "organiser",
            "举办单位",
            text_reader(80),
            ("主办单位", "组织单位", "培训机构", "培训单位"),
            width=18,
        ),
        Column(
            "document_no",
            "依据",
            text_reader(80),
            ("文号", "证书号", "证书编号", "结业证号", "依据文号"),
            hint="文件、证书或档案的编号",
            width=20,
        ),
    ),
)

EVENT_MARKS = TableSpec(
    "event-marks",
    "比武成绩",
    (
        Column(
            "event",
            "项目",
            text_reader(120),
            ("比武项目", "比赛项目", "科目"),
            hint="只有一个项目在录分时可以不填",
            width=16,
        ),
        Column(
            "entrant",
            "参赛号",
            code_reader(20),
            ("选手号", "参赛编号", "选手编号"),
            required=True,
            example="12",
            hint="报名时的参赛号，不是出场顺序",
        ),
        Column(
            "name",
            "姓名",
            name_reader(),
            ("选手", "选手姓名", "参赛者", "代表队"),
            example="张三",
            hint="填了就和参赛号核对，防止串行",
        ),
        Column(
            "seat",
            "评委席",
            text_reader(20),
            ("评委", "评委号", "席位", "席位号"),
            hint="只有一名评委或阅卷人时可以不填",
        ),
        Column(
            "mark",
            "分数",
            text_reader(20),
            ("成绩", "得分", "评分", "打分"),
            example="92.6",
        ),
        Column(
            "no_mark",
            "没有分的原因",
            choice_reader(NoMark),
            ("原因", "缺分原因"),
            hint="有分的留空",
            choices=tuple(kind.label for kind in NoMark),
        ),
    ),
)
"""Marks of a written or judged event of a competition that runs."""
