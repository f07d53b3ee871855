"""预警、培训或调岗、再考核、解除预警: letters on the way on which somebody may stay."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.tabulation import fixed_text, mark_text
from hrgrid.documents.papers.record import Official
from hrgrid.exits.papers.frame import Frame, blank_number, letter, read_frame
from hrgrid.exits.papers.options import Asked
from hrgrid.exits.queries.rules import exit_rules_version
from hrgrid.exits.rules.words import ExitPaper, ExitState, RemedyKind
from hrgrid.storage.work import UnitOfWork

_MINUTES_AN_HOUR = 45


def points(milli: int) -> str:
    """58.50."""
    return fixed_text(milli // 10, 2) if milli % 10 == 0 else mark_text(milli)


def warning(work: UnitOfWork, asked: Asked) -> Official:
    """考核预警通知书: what was found, what he is asked to do, what he may say against it."""
    frame = read_frame(work, asked)
    step = frame.step(ExitState.WARNED)
    rules = exit_rules_version(work, frame.card.rule_number)
    hours = rules.remedy_minutes // _MINUTES_AN_HOUR
    paragraphs = (
        f"你{frame.serves}。{_sentence(frame.card.row.trigger_words)}",
        (
            f"{_by_what(frame)}现予预警。{_talk(step.note)}谈话后安排不少于{rules.remedy_days}日的培训"
            f"（{hours}学时）或者调整岗位，期满由另一名考核人再考核。再考核达到"
            f"{points(rules.pass_milli)}分的，解除预警。"
        ),
        f"你对考核结果有异议，可在收到本通知之日起{rules.file_days}个工作日内书面申请复核。",
    )
    number = step.document_no or blank_number(frame, "预")
    return letter(frame, "网格员考核预警通知书", paragraphs, number=number, day=step.on)


def _by_what(frame: Frame) -> str:
    card = frame.card
    if not card.regulation:
        return "按照考核管理办法，"
    signed = card.regulation_signed_on
    known = f"（你已于{official_day(signed)}签收）" if signed else ""
    return f"依据{card.regulation}{known}，"


def _talk(note: str) -> str:
    """The day and place of the talk from the words of the step: 约谈：2026-03-05，地点：…."""
    told = note.partition("；")[0].removeprefix("约谈：")
    day, _, place = told.partition("，地点：")
    parts = day.split("-")
    if len(parts) != 3:
        return "请按通知的时间参加谈话，"
    year, month, of = (int(part) for part in parts)
    where = f"到{place}" if place else ""
    return f"请于{year}年{month}月{of}日{where}参加谈话，"


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def remedy(work: UnitOfWork, asked: Asked) -> Official:
    """培训（调岗）通知书: what is arranged, from when until when."""
    frame = read_frame(work, asked)
    if not frame.board.remedies:
        raise UserError(f"{frame.card.row.number} 还没有安排补训或调岗。请先登记")
    row = frame.board.remedies[-1]
    span = f"自{official_day(row.first_day)}至{official_day(row.last_day)}（共{row.days}日）"
    if row.kind is RemedyKind.TRANSFER:
        did = f"决定{span}调整你的工作岗位：{_sentence(row.content)}"
    else:
        hours = f"，共{row.minutes // _MINUTES_AN_HOUR}学时" if row.minutes else ""
        mentor = f"，由{row.mentor}帮带" if row.mentor else ""
        did = f"决定{span}对你进行{row.kind.label}：{row.content}{hours}{mentor}。"
    paragraphs = (
        (
            f"你于{official_day(frame.step(ExitState.WARNED).on)}收到考核预警，并已参加谈话。"
            f"为帮助你胜任{frame.post}工作，{did}"
        ),
        "请按时参加并完成各项要求。期满后由另一名考核人进行再考核，结果以书面告知你本人。",
    )
    step = frame.steps.get(ExitState.REMEDY)
    number = (step.document_no if step else "") or blank_number(frame, "补")
    day = step.on if step else row.first_day
    title = "调整岗位通知书" if row.kind is RemedyKind.TRANSFER else "补训通知书"
    return letter(frame, title, paragraphs, number=number, day=day)


def reassessment(work: UnitOfWork, asked: Asked) -> Official:
    """再考核结果告知书: by whom, with how many points, what follows."""
    frame = read_frame(work, asked)
    if not frame.board.reassessments:
        raise UserError(f"{frame.card.row.number} 还没有再考核。请先登记再考核结果")
    row = frame.board.reassessments[-1]
    rules = exit_rules_version(work, frame.card.rule_number)
    outcome = "合格" if row.passed else "不合格"
    follows = (
        "按照规定解除预警，请继续做好本职工作。"
        if row.passed
        else "下一步按照法律法规和本单位的规定办理，办理前将书面告知你，并听取你的陈述和申辩。"
    )
    paragraphs = (
        (
            f"{official_day(row.held_on)}，{row.assessor}按照{row.scheme_words or '考核办法'}"
            f"对你进行了再考核。你的得分为{points(row.score_milli)}分，合格线为{points(row.pass_milli)}分，"
            f"结果为{outcome}。"
        ),
        follows,
        f"你对结果有异议，可在收到本告知书之日起{rules.file_days}个工作日内书面申请复核。",
    )
    number = blank_number(frame, "再考")
    return letter(frame, "再考核结果告知书", paragraphs, number=number, day=row.held_on)


def relief(work: UnitOfWork, asked: Asked) -> Official:
    """解除预警通知书: the warning is lifted, and how long he is watched."""
    frame = read_frame(work, asked)
    step = frame.step(ExitState.IMPROVED)
    until = frame.card.row.watch_until
    watched = f"观察期到{official_day(until)}，期间请继续保持。" if until else "请继续保持。"
    passed = next((row for row in reversed(frame.board.reassessments) if row.passed), None)
    why = (
        f"{official_day(passed.held_on)}再考核得分{points(passed.score_milli)}分，达到合格线。"
        if passed
        else _sentence(frame.card.end_reason)
    )
    warned = frame.steps.get(ExitState.WARNED)
    since = f"{official_day(warned.on)}对你作出的考核预警" if warned else "对你作出的考核预警"
    paragraphs = (f"{why}经研究，{since}自{official_day(step.on)}起解除。", watched)
    number = step.document_no or blank_number(frame, "解预")
    return letter(frame, ExitPaper.RELIEF.label, paragraphs, number=number, day=step.on)
