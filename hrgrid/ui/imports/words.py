"""What kinds of problems and states of columns are called on the page."""

from __future__ import annotations

from hrgrid.core.columns import Severity
from hrgrid.exchange.service import Drop, Guess, GuessedBy, ImportKind, ProblemGroup

GROUPS = {
    "already_checked": "已经审查，不能再改",
    "applied_early": "报名开始前的日期",
    "applied_elsewhere": "已报了别的岗位",
    "applied_late": "逾期报名",
    "applied_twice": "同一人写了两行",
    "area_refused": "区域登记不了",
    "bad_photo": "照片打不开",
    "balance_there": "这个单位和科目已有经费",
    "balance_twice": "同一单位和科目出现两次",
    "blank_mark": "写了“无”",
    "broken_formula": "公式没有结果",
    "cleaned": "清理了空格和符号",
    "code_and_name_differ": "编码和名称对不上",
    "code_wrong": "编码写法不对",
    "column_missing": "缺少必填的列",
    "columns_left_out": "没有读取的列",
    "contract_overlaps": "聘用时间重叠",
    "date_in_future": "日期在今天之后",
    "date_unclear": "日期看不明白",
    "dates_reversed": "起止日期颠倒",
    "digits_lost": "号码末几位丢了",
    "dropped_column": "按规定不导入的列",
    "employment_guessed": "没有写专兼职",
    "example_left_out": "模板里的示例",
    "grid_name_unclear": "同名网格不止一个",
    "grid_taken": "网格已有专职网格员",
    "guessed_column": "按内容认的列",
    "figure_became_date": "两个数被改成日期",
    "figure_wrong": "数据不对",
    "given_column": "从标题或文件名读出的列",
    "hidden_columns": "隐藏的列",
    "hidden_rows": "隐藏的行",
    "hidden_sheets": "隐藏的工作表",
    "indicator_closed": "不收这个指标的数据",
    "id_number_doubtful": "证件号有疑问",
    "id_number_wrong": "证件号不对",
    "id_of_another": "证件号是别人的",
    "mark_and_absent": "有成绩又写缺考",
    "mark_missing": "没有成绩",
    "mark_settled": "成绩已定",
    "mark_wrong": "成绩不对",
    "marked_twice": "同一人写了两行成绩",
    "missing": "必填的没有填",
    "month_ahead": "月份还没有到",
    "month_missing": "不知道是哪个月",
    "month_settled": "结果已确认的月份",
    "month_unclear": "月份看不明白",
    "months_unclear": "几个月看不明白",
    "name_doubtful": "姓名有疑问",
    "name_wrong": "姓名写法不对",
    "namesakes": "同名的不止一人",
    "new_bureau": "新的机关单位",
    "nobody": "没有写是谁",
    "no_figures": "没有填数的行",
    "no_right": "没有权限的区域",
    "no_exam": "不参加笔试的人",
    "no_place": "没有写网格",
    "not_a_choice": "写法没认出",
    "not_a_number": "不是数字",
    "not_in_post": "没有在岗的任职",
    "not_money": "金额看不懂",
    "nothing_allotted": "安排金额是 0",
    "number_of_another": "工号是别人的",
    "number_taken": "报名号已有别人",
    "on_file": "已在花名册的人",
    "other_name": "号码和姓名对不上",
    "out_of_range": "数字超出范围",
    "photo_too_small": "照片太小，不能用",
    "position_differs": "岗位代码和名称对不上",
    "position_unclear": "同名岗位不止一个",
    "ratio_alone": "只有比率，没有总数",
    "ratio_wrong": "比率不对",
    "repeated_column": "重复的列",
    "rows_left_out": "不是数据的行",
    "same_file": "内容相同的文件",
    "second_full_time": "已在别处专职",
    "second_photo": "一人有两张照片",
    "seen_before": "以前导入过",
    "serial_date": "日期存成了数字",
    "sheet_left_out": "没有导入的工作表",
    "since_today": "没有写入职日期",
    "small_photo": "照片偏小",
    "spent_above": "已支出超过安排",
    "star_days": "有效期前后颠倒",
    "star_in_future": "还没有生效的星级",
    "star_meets": "这段时间已有星级",
    "telephone_wrong": "电话号码不对",
    "time_dropped": "日期带了钟点",
    "too_long": "写得太长",
    "two_people": "两个号码不是同一人",
    "unit_twice": "重名的单位",
    "unknown_area": "找不到上级区域",
    "unknown_batch": "没有这个批次",
    "unknown_column": "不认识的列",
    "unknown_entrant": "没有这个准考证号",
    "unknown_grid": "找不到这个网格",
    "unknown_indicator": "没有这个指标",
    "unknown_person": "花名册里没有这个人",
    "unknown_position": "没有这个岗位",
    "unknown_role": "岗位写法没认出",
    "unknown_unit": "没有这个单位",
    "unknown_wish": "意向网格不在招录",
    "words_differ": "文件名里的说法不是同一人",
    "written_twice": "同一项写了两次",
    "year_to_come": "还没有到的年度",
    "zeros_lost": "编码开头的 0 丢了",
}

SEVERITY_COLOURS = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: "text3"}


def group_label(group: ProblemGroup) -> str:
    """A kind of problem in the words of the office."""
    return GROUPS.get(group.code, group.severity.label)


def state_of(guess: Guess) -> tuple[str, str]:
    """What is known of a column: the word of its chip and the chip's kind."""
    if guess.by in {GuessedBy.CONTENT, GuessedBy.REPEATED}:
        return "请确认", "warn"
    return ("已对上", "ok") if guess.key is not None else ("跳过", "mute")


def sheet_label(file: str, sheet: str) -> str:
    """A sheet by its file."""
    return f"{file} · 工作表“{sheet}”" if sheet else file


def is_plain(kind: ImportKind) -> bool:
    """Whether there is but one column, of which nobody need be asked what it means."""
    return len(kind.spec.columns) == 1


def guess_words(kind: ImportKind) -> str:
    """By what a file was taken for this."""
    return f"看内容是{kind.spec.label}" if kind.takes_folders else f"看列名是{kind.spec.label}"


def drop_label(drop: Drop) -> str:
    """What is being imported: the file and its sheet, or how many."""
    if len(drop.files) > 1:
        return f"{drop.files[0].name} 等 {len(drop.files)} 个文件"
    if len(drop.tables) > 1:
        return f"{drop.files[0].name} · {len(drop.tables)} 张工作表"
    return sheet_label(drop.files[0].name, drop.tables[0].found.sheet if drop.tables else "")
