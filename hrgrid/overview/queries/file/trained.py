"""What the person was taught, and what he won in competitions."""

from __future__ import annotations

from hrgrid.core.rights import Right
from hrgrid.core.tabulation import mark_text
from hrgrid.overview.queries.file.lines import FileLine, FilePart, joined
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.competition_results import competitions_of_person
from hrgrid.training.queries.courses import hours_in_force
from hrgrid.training.queries.of_person import TrainingRow, training_of
from hrgrid.training.rules.competition_rows import PersonCompetitionRow
from hrgrid.training.rules.hours import HourRules, hours_words
from hrgrid.workforce.queries import PersonCard


def training_part(work: UnitOfWork, card: PersonCard) -> FilePart:
    """Every class with what it counted; the years' hours stand at the end."""
    found = training_of(work, card.id)
    rules = hours_in_force(work, work.day).rules
    opens = work.actor.may_somewhere(Right.RUN_TRAINING)
    lines = tuple(_class_line(row, rules, opens=opens) for row in found.rows)
    told = "；".join(
        f"{year.year} 年 {hours_words(year.credited, rules)}{'，已轮训' if year.rotation else ''}"
        for year in found.years
    )
    return FilePart("培训", lines, "还没有培训记录", told)


def _class_line(row: TrainingRow, rules: HourRules, *, opens: bool) -> FileLine:
    state = row.state.label if row.state is not None else "以前的培训"
    credited = "" if not row.credited else f"计 {hours_words(row.credited, rules)}"
    mark = "" if row.exam_milli is None else f"测试 {mark_text(row.exam_milli)} 分"
    opens = opens and row.class_id is not None
    return FileLine(
        f"{row.last_day:%Y-%m-%d}",
        joined(row.title, row.organiser),
        joined(state, credited, mark, row.document_no),
        "training" if opens else "",
        f"classes/{row.class_id}" if opens else "",
        quiet=not row.credited,
    )


def competition_part(work: UnitOfWork, card: PersonCard) -> FilePart | None:
    """What was won, here and elsewhere; nothing is said of who never competed."""
    opens = work.actor.may_somewhere(Right.RUN_TRAINING)
    lines = tuple(_result_line(row, opens=opens) for row in competitions_of_person(work, card.id))
    return FilePart("技能比武", lines, "") if lines else None


def _result_line(row: PersonCompetitionRow, *, opens: bool) -> FileLine:
    opens = opens and row.competition_id is not None
    return FileLine(
        f"{row.held_on:%Y-%m-%d}",
        joined(row.level.label, row.title, row.event),
        joined(
            row.prize,
            f"第 {row.rank} 名" if row.rank else row.state,
            f"{row.published} 分" if row.published else "",
            "外部成绩" if row.outside else "",
            row.document_no,
        ),
        "training" if opens else "",
        f"competitions/{row.competition_id}" if opens else "",
        quiet=not row.prize,
    )
