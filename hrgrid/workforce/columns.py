"""The tables of the workforce, each column declared once: import, template, list, export."""

from __future__ import annotations

from hrgrid.core.columns import (
    Column,
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
    resident_id_reader,
    telephone_reader,
    text_reader,
    whole_number_reader,
)
from hrgrid.core.identity import Sex
from hrgrid.workforce.rules import Employment, Engagement, GridKind
from hrgrid.workforce.rules.eight import SHIPPED_VOLUNTEERS

_NAME = text_reader(40)

_PLACES = (
    Column("city", "市", _NAME, ("地市", "地级市", "设区市", "市级"), example="示例市"),
    Column(
        "district",
        "区县",
        _NAME,
        ("区", "县", "县区", "区（县）", "县（市、区）", "市（区）", "板块", "所属区县"),
        example="示例区",
    ),
    Column(
        "street",
        "街道",
        _NAME,
        ("镇", "乡镇", "街镇", "街道（镇）", "镇（街道）", "乡镇（街道）", "所属街道", "镇街"),
        example="示例街道",
    ),
    Column("zone", "片区", _NAME, ("网格片区", "所属片区"), example=""),
    Column(
        "community",
        "社区",
        _NAME,
        ("村", "村居", "村社区", "村（社区）", "社区（村）", "所属社区", "村（居）"),
        example="示例社区",
        width=16,
    ),
)

_GRID_CODE = Column(
    "grid_code",
    "网格编码",
    code_reader(40),
    ("网格编号", "网格代码", "网格号", "网格序号", "所属网格编码"),
    example="0001",
    hint="按原编码填写，开头的 0 不能少",
    width=20,
)
_GRID_NAME = Column(
    "grid_name",
    "网格名称",
    _NAME,
    ("网格", "所属网格", "所在网格", "所在格", "网格名", "责任网格"),
    example="示例社区第1网格",
    width=20,
)

VOLUNTEERS = tuple((one.code, one.label) for one in SHIPPED_VOLUNTEERS)
"""The kinds of volunteers that an area file may count, as role and heading."""

AREAS = TableSpec(
    "areas",
    "网格与区域",
    (
        *_PLACES,
        _GRID_CODE,
        _GRID_NAME,
        Column(
            "grid_kind",
            "网格类型",
            choice_reader(
                GridKind,
                {
                    "综合": GridKind.GENERAL,
                    "普通网格": GridKind.GENERAL,
                    "专属": GridKind.DEDICATED,
                },
            ),
            ("类型", "网格类别", "网格性质"),
            example="综合网格",
            choices=tuple(kind.label for kind in GridKind),
        ),
        Column(
            "households",
            "户数",
            whole_number_reader(0, 100_000),
            ("户", "户数（户）", "住户数"),
            example="380",
            numeric=True,
        ),
        Column(
            "aliases",
            "别名",
            text_reader(80),
            ("区域别名", "又名", "简称", "曾用名", "俗称"),
            hint="这一行最末一级区域的其他叫法，用顿号隔开",
            width=16,
        ),
        *(
            Column(
                role,
                label,
                whole_number_reader(0, 100_000),
                (f"{label}人数", f"{label}（人）", f"{label}数"),
                hint="只写人数；有姓名的写在花名册里",
                numeric=True,
            )
            for role, label in VOLUNTEERS
        ),
        Column(
            "counted_on",
            "统计日期",
            date_reader(),
            ("统计时间", "截至日期", "数据日期"),
            hint="户数和志愿者人数是哪一天的；不填就是导入当天",
        ),
        Column("micro_code", "微网格编码", code_reader(40), ("微网格编号",), width=20),
        Column("micro_name", "微网格名称", _NAME, ("微网格",), width=20),
    ),
)

_PERSON = Column(
    "name",
    "姓名",
    name_reader(),
    ("名字", "网格员姓名", "人员姓名", "姓名（中文）"),
    required=True,
    example="张三",
    looks_like=looks_like_names,
)
_ID_NUMBER = Column(
    "id_number",
    "身份证号",
    resident_id_reader(),
    ("身份证", "身份证号码", "公民身份号码", "证件号", "证件号码", "居民身份证号"),
    example="",
    hint="18 位，单元格设为文本",
    width=22,
    looks_like=looks_like_resident_ids,
    secret=True,
)

WORKERS = TableSpec(
    "workers",
    "花名册",
    (
        Column("number", "工号", code_reader(20), ("编号", "人员编号", "员工号"), width=12),
        _PERSON,
        Column(
            "sex",
            "性别",
            choice_reader(Sex, {"男性": Sex.MALE, "女性": Sex.FEMALE}),
            example="女",
            choices=tuple(sex.label for sex in Sex),
            width=6,
            looks_like=looks_like_choices([sex.label for sex in Sex]),
        ),
        _ID_NUMBER,
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
        *_PLACES,
        _GRID_CODE,
        _GRID_NAME,
        Column(
            "bureau",
            "所在单位",
            text_reader(80),
            ("单位", "工作单位", "单位名称", "部门", "所在部门", "工作部门", "机关单位"),
            hint="不在网格上的人填：联动中心、派出所、街道机关",
            width=20,
        ),
        Column(
            "role",
            "岗位",
            text_reader(30),
            ("职务", "工作职务", "角色", "网格职务", "岗位名称", "人员类别"),
            example="网格员",
        ),
        Column(
            "employment",
            "专兼职",
            choice_reader(
                Employment,
                {
                    "专": Employment.FULL,
                    "兼": Employment.PART,
                    "全职": Employment.FULL,
                    "专职网格员": Employment.FULL,
                    "兼职网格员": Employment.PART,
                },
            ),
            ("专/兼", "专/兼职", "类别", "用工性质", "专兼"),
            example="专职",
            choices=tuple(each.label for each in Employment),
            looks_like=looks_like_choices([each.label for each in Employment]),
        ),
        Column(
            "since",
            "入职日期",
            date_reader(),
            ("入职时间", "到岗时间", "上岗时间", "任职时间", "任职日期", "聘用日期", "到岗日期"),
            example="2026-07-01",
            looks_like=looks_like_dates,
        ),
        Column("party", "政治面貌", text_reader(20), ("党派",), example="群众"),
        Column("education", "学历", text_reader(20), ("文化程度", "最高学历"), example="大专"),
        Column("note", "备注", text_reader(200), ("说明",), width=20),
    ),
)

CONTRACTS = TableSpec(
    "contracts",
    "聘用关系",
    (
        _PERSON,
        _ID_NUMBER,
        Column("number", "工号", code_reader(20), ("编号", "人员编号")),
        Column(
            "kind",
            "聘用形式",
            choice_reader(
                Engagement,
                {
                    "合同": Engagement.CONTRACT,
                    "派遣": Engagement.DISPATCH,
                    "志愿者": Engagement.VOLUNTEER,
                },
            ),
            ("用工形式", "用工方式", "聘用方式"),
            required=True,
            example="劳动合同",
            choices=tuple(each.label for each in Engagement),
        ),
        Column("employer", "用人单位", text_reader(80), ("签约单位", "劳务公司"), width=20),
        Column("contract_no", "合同编号", code_reader(60), ("合同号",), width=16),
        Column("signed_on", "签订日期", date_reader(), ("签约日期",)),
        Column("valid_from", "起始日期", date_reader(), ("合同起始", "开始日期"), required=True),
        Column("last_day", "终止日期", date_reader(), ("合同终止", "到期日期", "截止日期")),
        Column("probation_last_day", "试用期止", date_reader(), ("试用期截止",)),
    ),
)

PHOTOS = TableSpec(
    "photos",
    "证件照",
    (
        Column(
            "file_name",
            "文件名",
            text_reader(400),
            required=True,
            example="张三.jpg",
            hint="照片文件名写姓名、工号或身份证号；同名的人在姓名后加工号",
            width=40,
        ),
    ),
)
