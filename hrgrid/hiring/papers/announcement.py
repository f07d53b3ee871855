"""招录公告 as an official text (GB/T 9704): what the scheme and the batch say, and the office's
own words around it."""

from __future__ import annotations

from collections.abc import Iterator

from hrgrid.core.numerals import day_or_blank, ordinal
from hrgrid.core.tabulation import mark_text
from hrgrid.hiring.papers.facts import Batch, read_batch
from hrgrid.hiring.papers.letters import Official, headline
from hrgrid.hiring.papers.options import AnnouncementWords, Asked
from hrgrid.hiring.papers.wording import (
    extra_words,
    in_force,
    ratio,
    score_words,
    tie_words,
)
from hrgrid.hiring.rules.conditions import rule_text
from hrgrid.hiring.rules.words import BatchKind
from hrgrid.paper.decision import Document
from hrgrid.storage.work import UnitOfWork

_CHAPTERS = "一二三四五六七八九十"


def announcement(work: UnitOfWork, asked: Asked) -> Official:
    """The document; days that are not fixed yet are left blank."""
    batch = read_batch(work, asked.batch_id, people=False)
    words = asked.options.words
    document = Document(
        organ="",
        number="",
        title=(batch.office, *headline(batch.title, "公告")),
        addressee="",
        paragraphs=tuple(_paragraphs(batch, words)),
        signers=words.signers or (batch.office,),
        day=asked.options.day or batch.announced_on or batch.today,
        annexes=("岗位表", "报名登记表"),
    )
    return Official(batch, (document,), batch.heads)


def _paragraphs(batch: Batch, words: AnnouncementWords) -> Iterator[str]:
    whom = "面向社会公开招录" if batch.kind is BatchKind.OPEN else "在本系统内部遴选"
    roles = "、".join(dict.fromkeys(one.post for one in batch.positions)) or "专职网格员"
    basis = f"{words.basis}，" if words.basis else ""
    yield f"{basis}决定{whom}{roles}{batch.heads}名。现将有关事项公告如下："
    chapters = (
        ("招录岗位", _places),
        ("报考条件", _conditions),
        ("报名", lambda one: _registering(one, words)),
        ("考试", _examining),
        ("体检和政审考察", _vetting),
        ("公示和录用", lambda one: _hiring(one, words)),
        ("纪律和监督", lambda one: _discipline(one, words)),
    )
    for at, (heading, told) in enumerate(chapters):
        yield f"{_CHAPTERS[at]}、{heading}"
        yield from told(batch)


def _places(batch: Batch) -> Iterator[str]:
    reserve = sum(position.reserve for position in batch.positions)
    beside = f"，另储备{reserve}名" if reserve else ""
    yield (
        f"本次设岗位{len(batch.positions)}个，招录{batch.heads}名{beside}。"
        "各岗位的用人单位、所在网格和人数见附件1。"
    )


def _conditions(batch: Batch) -> Iterator[str]:
    yield f"{ordinal(1)}报考人员应当具备下列条件："
    first = ("遵纪守法，品行端正", "具有正常履行职责的身体条件")
    own = (*first, *(_plain(rule_text(one)) for one in in_force(batch.scheme, batch.kind)))
    yield from _items(own)
    bars = [_plain(rule_text(one)) for one in in_force(batch.scheme, batch.kind, bars=True)]
    if bars:
        yield f"{ordinal(2)}有下列情形之一的，不得报考："
        yield from _items(bars)


def _items(texts: tuple[str, ...] | list[str]) -> Iterator[str]:
    for at, one in enumerate(texts, start=1):
        yield f"{at}.{one}{'。' if at == len(texts) else '；'}"


def _registering(batch: Batch, words: AnnouncementWords) -> Iterator[str]:
    yield f"报名时间：{day_or_blank(batch.apply_from)}至{day_or_blank(batch.apply_to)}。"
    if words.register:
        yield f"{words.register}。"
    yield "招录单位对照报考条件进行资格审查，并贯穿招录全过程。不符合报考条件的，随时取消资格。"
    yield from words.contact


def _examining(batch: Batch) -> Iterator[str]:
    scheme = batch.scheme
    yield f"{ordinal(1)}笔试"
    if batch.written is False:
        yield "本次不组织笔试，资格审查合格的人员直接参加面试。"
    else:
        yield (
            f"资格审查合格人数与招录人数之比达到{ratio(scheme.exam_from)}的组织笔试，"
            "达不到的不组织笔试，直接面试。"
        )
        if batch.exam_on:
            told = "，".join(filter(None, (batch.exam_time, batch.exam_place)))
            when = f"{day_or_blank(batch.exam_on)}{f'，{told}' if told else ''}"
            yield f"笔试时间和地点：{_plain(when)}。"
        passing = f"，{mark_text(scheme.exam_pass_milli)}分合格" if scheme.exam_pass_milli else ""
        yield (
            f"笔试采用闭卷方式，时间{scheme.exam_minutes}分钟，"
            f"满分{mark_text(scheme.exam_full_milli)}分{passing}。"
        )
    extra = extra_words(scheme)
    if extra:
        where = "总成绩" if scheme.extra_in_total or batch.written is False else "笔试成绩"
        yield f"符合下列条件的，在{where}中加分：{_plain(extra)}。"
    yield f"{ordinal(2)}面试"
    if batch.written is not False:
        yield (
            f"按笔试成绩从高到低，以招录人数{ratio(scheme.interview_ratio)}的比例确定面试人员，"
            "末位成绩并列的全部参加面试。"
        )
    how = f"面试采用结构化方式，考官{scheme.examiners}名，满分100分。"
    yield f"{how}{_trimmed(batch)}{_pass(batch)}"
    yield f"{ordinal(3)}总成绩"
    written = batch.written is not False
    yield f"{score_words(scheme, written=written)}。{_plain(tie_words(scheme))}。"


def _trimmed(batch: Batch) -> str:
    scheme = batch.scheme
    gone = [
        f"{count}个{which}"
        for count, which in ((scheme.drop_high, "最高分"), (scheme.drop_low, "最低分"))
        if count
    ]
    if not gone:
        return "以考官评分的平均分为面试成绩。"
    return f"去掉{'、'.join(gone)}，以其余评分的平均分为面试成绩。"


def _pass(batch: Batch) -> str:
    line = batch.scheme.interview_pass_milli
    return f"面试成绩低于{mark_text(line)}分的，不予录用。" if line else ""


def _vetting(batch: Batch) -> Iterator[str]:
    most = batch.scheme.substitutes
    times = f"，同一名额最多递补{most}次" if most else ""
    yield (
        "按总成绩从高到低，以招录人数1:1的比例确定体检和政审考察人员。"
        f"体检、政审考察不合格或者自愿放弃的，按总成绩依次递补{times}。"
    )


def _hiring(batch: Batch, words: AnnouncementWords) -> Iterator[str]:
    scheme = batch.scheme
    yield (
        f"拟录用人员名单向社会公示{scheme.publicity_days}个工作日。公示期满无异议，或者经核查"
        "不影响录用的，按程序办理录用手续。"
    )
    trial = f"，试用期{scheme.probation_months}个月" if scheme.probation_months else ""
    term = _months(scheme.contract_months)
    pay = f"{words.pay}，" if words.pay else ""
    yield f"{pay}合同期{term}{trial}。"
    if any(position.reserve for position in batch.positions):
        yield (
            f"未录用的合格人员按岗位和名次列入储备，有效期{_months(scheme.reserve_months)}，"
            "期内出现空缺的依次递补。"
        )


def _discipline(batch: Batch, words: AnnouncementWords) -> Iterator[str]:
    if words.discipline:
        yield f"{words.discipline}。"
    yield (
        "报名人的个人信息只用于本次招录。未录用人员的报名资料保存"
        f"{_months(batch.scheme.retain_months)}，到期清除。"
    )


def _months(count: int) -> str:
    years, rest = divmod(count, 12)
    return f"{years}年" if years and not rest else f"{count}个月"


def _plain(text: str) -> str:
    """Official text has no blanks beside its numerals."""
    return text.replace(" ", "")
