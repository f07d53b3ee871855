"""Rows of exports as facts: month by month, indicator by indicator, and how they are taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from hrgrid.assessment.columns import BASE, IN_FILES, RATIO, spec_of
from hrgrid.assessment.columns.readers import Ratio, figure_of
from hrgrid.assessment.model import AssessmentFact, FactSource
from hrgrid.assessment.queries.facts import held_facts
from hrgrid.assessment.queries.indicators import KnownIndicator, known_indicators
from hrgrid.assessment.queries.posts import Stood, stood_in
from hrgrid.assessment.queries.settled import Settled, settled_sentence
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.months import month_words, months_in, said_in
from hrgrid.assessment.rules.words import Source
from hrgrid.assessment.service.delivering import Amounts, Writing, names_of
from hrgrid.assessment.service.figures import FigureSource, put_source
from hrgrid.assessment.service.imports.meaning import Everybody, Misfit
from hrgrid.assessment.service.indicators import ship_indicators
from hrgrid.core.columns import Severity, heading_key, quoted
from hrgrid.core.errors import UserError
from hrgrid.core.identity import mask_all
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import round_half_up
from hrgrid.exchange.rules.rows import Given
from hrgrid.exchange.rules.tables import FoundTable
from hrgrid.exchange.service import Answers, Applied, InRow, Problem
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.persons import kept_ids

RATIO_ALONE = "ratio_alone"
"""The code under which somebody may say that percentages without a whole are taken as they are."""
_STEP = 1_000
_HUNDRED = 100_000
_LONG = frozenset(("indicator", "value", "total", "rate"))


def infer_month(table: FoundTable, _today: dt.date) -> Mapping[str, Given]:
    """The month that the titles, the name of the sheet or the name of the file say."""
    name = Path(table.file).stem
    places = (("标题", " ".join(table.titles)), ("表名", table.sheet), ("文件名", name))
    month = said_in(*(text for _, text in places))
    if month is None:
        return {}
    where = next((where for where, text in places if month in months_in(text)), "标题和文件名")
    text = f"{month // 100}-{month % 100:02d}"
    return {"month": Given(text, f"按{where}读作 {month_words(month)}")}


def told_by(keys: AbstractSet[str]) -> bool:
    """Whether a file with these columns holds figures: people alone are another table."""
    who = {"month", "number", "name", "id_number", "phone"}
    who |= {"grid_code", "grid_name", "street", "community"}
    figures = keys - who - _LONG
    return bool(figures) or {"indicator", "value"} <= keys or {"indicator", "rate"} <= keys


# --- rows -----------------------------------------------------------------------------------------


@dataclass
class _Line:
    """A row whose person and month are known, with its figures by code."""

    row: InRow
    person_id: int
    figures: dict[str, Amounts] = field(default_factory=dict)


def apply_figures(work: UnitOfWork, rows: Sequence[InRow], answers: Answers) -> Applied:
    """Deliver the figures of every good row; what stands already is no news.

    Whoever is not on file, whose result is confirmed, or whose figures contradict themselves
    stays out with the whole row. Each file is a source of its own.
    """
    work.require_somewhere(Right.RUN_ASSESSMENT)
    ship_indicators(work)
    work.progress.begin("核对考核数据", 2 * len(rows))
    return _Sweep(work, answers).take(rows)


class _Sweep:
    def __init__(self, work: UnitOfWork, answers: Answers) -> None:
        self._work, self._answers = work, answers
        self._everybody = Everybody(work)
        self._known = known_indicators(work)
        self._merged = kept_ids(work)
        self._named = _names(self._known.values())
        self._problems: list[Problem] = []
        self._sources: dict[str, int] = {}
        self._told_once: set[tuple[str, str, str]] = set()
        self._counts = {"new": 0, "changed": 0, "unchanged": 0}
        self._months: dict[int, set[int]] = {}
        self._figures = 0
        # By the columns of a table, which its rows share.
        self._shapes: dict[int, tuple[Any, list[tuple[str, bool, bool]]]] = {}

    def take(self, rows: Sequence[InRow]) -> Applied:
        """Take all rows, a month at a time: no more than one month's figures lie in memory."""
        for month, ours in sorted(self._by_month(rows).items()):
            self._month(month, ours)
        self._work.progress.step(2 * sum(1 for row in rows if row.values.get("month") is None))
        return Applied(
            **self._counts,
            problems=self._problems,
            journal={
                "figures": self._figures,
                "months": [month_words(month) for month in sorted(self._months)],
            },
            undo={
                "operation": self._work.circumstances.operation_id,
                "months": {str(month): sorted(ids) for month, ids in self._months.items()},
                "count": self._figures,
            },
        )

    def _by_month(self, rows: Sequence[InRow]) -> dict[int, list[InRow]]:
        found: dict[int, list[InRow]] = {}
        for row in rows:
            month = row.values.get("month")
            if month is not None:
                found.setdefault(month, []).append(row)
            elif (place := (row.file, row.sheet, "month")) not in self._told_once:
                self._told_once.add(place)
                self._problems.append(
                    Problem(
                        row.sheet,
                        0,
                        "month",
                        "",
                        "month_missing",
                        Severity.ERROR,
                        f"“{Path(row.file).name}”有的行看不出是哪个月的数据。"
                        "请选定月份，或在表里补上“月份”一列。",
                        None,
                        row.file,
                    )
                )
        return found

    # --- one month --------------------------------------------------------------------------------

    def _month(self, month: int, rows: list[InRow]) -> None:
        batch = _Month(self._work, month)
        lines = self._lines(batch, rows)
        people = {line.person_id for line in lines}
        held = {
            code: held_facts(self._work, month, self._known[code].id, people, self._merged)
            for code in dict.fromkeys(code for line in lines for code in line.figures)
        }
        if batch.settled.any:
            lines = [line for line in lines if not self._is_settled(batch, line, held)]
        self._write(month, lines, held)

    def _lines(self, batch: _Month, rows: list[InRow]) -> list[_Line]:
        """The good rows of a month; what is wrong with others is told."""
        lines: list[_Line] = []
        written: dict[tuple[int, str], int] = {}
        empty: dict[tuple[str, str], int] = {}
        for at, row in enumerate(rows, start=1):
            try:
                line = self._line(batch, row)
                if not line.figures:
                    empty[row.file, row.sheet] = empty.get((row.file, row.sheet), 0) + 1
                self._refuse_twice(line, written)
                lines.append(line)
            except Misfit as misfit:
                self._problems.append(
                    row.problem(
                        misfit.column,
                        misfit.code,
                        f"{misfit.sentence}。",
                        suggestion=misfit.suggestion,
                    )
                )
            if at % _STEP == 0:
                self._work.progress.step(_STEP)
        self._work.progress.step(len(rows) % _STEP)
        for (file, sheet), count in empty.items():
            message = f"有 {count} 行没有填数，什么也没有存。"
            self._problems.append(
                Problem(sheet, 0, "", "", "no_figures", Severity.INFO, message, None, file)
            )
        return lines

    def _line(self, batch: _Month, row: InRow) -> _Line:
        values = row.values
        person = self._everybody.find(values)
        stood = batch.stood.get(person.id)
        if not batch.may(stood):
            raise Misfit(
                "no_right", "name", f"没有办理“{person.name}”所在区域考核的权限。请由那里的同事导入"
            )
        if stood is None or not stood.in_post:
            message = (
                f"“{person.name}”在 {month_words(batch.month)}没有在岗的任职，请核对月份和人。"
            )
            self._problems.append(row.problem("name", "not_in_post", message, Severity.WARNING))
        line = _Line(row, person.id)
        if values.get("indicator") is not None:
            code, amounts = self._of_long(row)
            if amounts is not None:
                line.figures[code] = amounts
        for code, reads_base, reads_ratio in self._columns_of(row):
            amounts = self._of_wide(row, code, reads_base=reads_base, reads_ratio=reads_ratio)
            if amounts is not None:
                line.figures[code] = amounts
        return line

    def _columns_of(self, row: InRow) -> Sequence[tuple[str, bool, bool]]:
        """The indicators that the columns of a row's table hold, with what there is of each."""
        keys = row.values.columns if hasattr(row.values, "columns") else row.values
        kept = self._shapes.get(id(keys))
        if kept is None or kept[0] is not keys:
            codes = dict.fromkeys(key.partition(":")[0] for key in keys)
            found = [
                (code, code + BASE in keys, code + RATIO in keys)
                for code in codes
                if code in self._known
            ]
            kept = self._shapes[id(keys)] = (keys, found)
        return kept[1]

    def _of_wide(
        self, row: InRow, code: str, *, reads_base: bool, reads_ratio: bool
    ) -> Amounts | None:
        values = row.values
        amount = values.get(code)
        if not self._known[code].row.based:
            return None if amount is None else (amount, None)
        base = values[code + BASE] if reads_base else None
        if amount.__class__ is int and base.__class__ is int and amount <= base:
            return amount, base
        ratio = values[code + RATIO] if reads_ratio else None
        return self._based(row, (code, code + BASE, code + RATIO), (amount, base, ratio))

    def _of_long(self, row: InRow) -> tuple[str, Amounts | None]:
        values = row.values
        word: str = values["indicator"]
        code = self._named.get(heading_key(word))
        if code is None:
            raise Misfit(
                "unknown_indicator",
                "indicator",
                f"没有叫{quoted(word)}的指标。请核对，或先在考核指标里增加",
            )
        indicator = self._known[code].row
        if not indicator.active or indicator.source not in IN_FILES:
            why = "已经停用" if not indicator.active else f"由“{indicator.source.label}”算出"
            raise Misfit("indicator_closed", "indicator", f"指标“{indicator.label}”{why}，不能导入")
        given = tuple(values.get(key) for key in ("value", "total", "rate"))
        if not indicator.based:
            if isinstance(given[0], Figure):
                raise Misfit("figure_wrong", "value", f"“{indicator.label}”只填一个数。请核对")
            return code, None if given[0] is None else (given[0], None)
        return code, self._based(row, ("value", "total", "rate"), given)

    def _based(self, row: InRow, columns: Sequence[str], given: Sequence[Any]) -> Amounts | None:
        amount, base, ratio = given
        if ratio is not None and amount is None and base is None:
            return self._ratio_alone(row, columns[2], ratio)
        try:
            figure = figure_of(amount, base, ratio)
        except UserError as error:
            column = columns[0] if amount is not None else columns[1]
            raise Misfit("figure_wrong", column, error.sentence.rstrip("。")) from error
        return None if figure is None else (figure.amount_milli, figure.base_milli)

    def _ratio_alone(self, row: InRow, column: str, ratio: Ratio) -> Amounts | None:
        """A percentage of nobody knows how much: of a hundred, where somebody says so."""
        if self._answers.keeps(RATIO_ALONE):
            return round_half_up(ratio.share * _HUNDRED, 0), _HUNDRED
        place = (row.file, row.sheet, column)
        if place not in self._told_once:
            self._told_once.add(place)
            self._problems.append(
                Problem(
                    row.sheet,
                    row.number,
                    column,
                    row.raw.get(column, ""),
                    RATIO_ALONE,
                    Severity.ERROR,
                    "这一列只有比率，没有总数：3 件办 3 件和 300 件办 300 件不一样，"
                    "合并几个月也算不准。请让平台一起导出总数；"
                    "确实没有的，可以按“每人都是 100 件”导入。",
                    None,
                    row.file,
                    must_confirm=True,
                )
            )
        return None

    def _refuse_twice(self, line: _Line, written: dict[tuple[int, str], int]) -> None:
        row = line.row
        for code in line.figures:
            earlier = written.get((line.person_id, code))
            if earlier is not None:
                raise Misfit(
                    "written_twice",
                    code if code in row.values else "indicator",
                    f"{self._everybody.name(line.person_id)}的“{self._known[code].row.label}”"
                    f"在第 {earlier} 行已经写过。请合成一行",
                )
        for code in line.figures:
            written[line.person_id, code] = row.number

    def _is_settled(
        self, batch: _Month, line: _Line, held: Mapping[str, Mapping[int, Any]]
    ) -> bool:
        for code, amounts in line.figures.items():
            title = batch.settled.title(line.person_id, code)
            if not title:
                continue
            one = held[code].get(line.person_id)
            if one is not None and (one.amount_milli, one.base_milli) == amounts:
                continue
            sentence = settled_sentence(
                self._everybody.name(line.person_id),
                self._known[code].row.label,
                month_words(batch.month),
                title,
            )
            column = code if code in line.row.values else "value"
            self._problems.append(line.row.problem(column, "month_settled", f"{sentence}。"))
            return True
        return False

    # --- writing ----------------------------------------------------------------------------------

    def _write(self, month: int, lines: list[_Line], held: Mapping[str, Mapping[int, Any]]) -> None:
        by_file: dict[str, list[_Line]] = {}
        for line in lines:
            by_file.setdefault(line.row.file, []).append(line)
        for file, ours in by_file.items():
            writing = Writing(self._work, month, seqs=None)
            by_code: dict[str, dict[int, Amounts]] = {}
            for line in ours:
                for code, amounts in line.figures.items():
                    by_code.setdefault(code, {})[line.person_id] = amounts
            for code, amounts_of in by_code.items():
                writing.take(self._known[code], held[code], amounts_of)
            self._count(ours, writing)
            if count := writing.new + writing.changed:
                writing.write(self._source(file))
                self._figures += count
                ids = self._months.setdefault(month, set())
                ids |= {self._known[code].id for code in by_code}
        self._work.progress.step(len(lines))

    def _count(self, lines: list[_Line], writing: Writing) -> None:
        for line in lines:
            if line.person_id in writing.changed_people:
                self._counts["changed"] += 1
            elif line.person_id in writing.new_people:
                self._counts["new"] += 1
            else:
                self._counts["unchanged"] += 1

    def _source(self, file: str) -> int:
        if file not in self._sources:
            title = mask_all(Path(file).name)
            self._sources[file] = put_source(
                self._work,
                FigureSource(
                    Source.IMPORTED,
                    title,
                    import_operation=self._work.circumstances.operation_id,
                ),
            )
        return self._sources[file]


class _Month:
    """Where people stood in a month, what of it is settled, and whose figures may be delivered."""

    def __init__(self, work: UnitOfWork, month: int) -> None:
        self.month = month
        self.stood = stood_in(work, month)
        self.settled = Settled(work, month)
        self._work = work
        self._may: dict[str, bool] = {}

    def may(self, stood: Stood | None) -> bool:
        """Whether the actor runs assessment at one of somebody's places."""
        return any(self._at(path) for path in (stood.paths if stood is not None else ("",)))

    def _at(self, path: str) -> bool:
        if path not in self._may:
            self._may[path] = self._work.actor.may(Right.RUN_ASSESSMENT, path)
        return self._may[path]


def _names(known: Iterable[KnownIndicator]) -> dict[str, str]:
    """The code that each name of an indicator means in a table with a row a figure."""
    rows = [one.row for one in known]
    found = {heading_key(row.label): row.code for row in rows}
    for column in spec_of(rows).columns:
        code = column.key.partition(":")[0]
        if any(row.code == code for row in rows):
            for name in column.names:
                found.setdefault(heading_key(name), code)
    return found


# --- back -----------------------------------------------------------------------------------------


def undo_figures(work: UnitOfWork, undo: Any) -> None:
    """Take back the figures of an import; what was typed over them since stays.

    Raises UserError, naming somebody, where a confirmed result rests on one of them.
    """
    work.require_somewhere(Right.RUN_ASSESSMENT)
    sources = select(FactSource.id).where(FactSource.import_operation == undo["operation"])
    ids = list(work.session.scalars(sources))
    for word, indicator_ids in undo["months"].items():
        month = int(word)
        ours = (
            AssessmentFact.month == month,
            AssessmentFact.indicator_id.in_(indicator_ids),
            AssessmentFact.source_id.in_(ids),
        )
        _refuse_settled(work, month, ours)
        work.session.execute(
            delete(AssessmentFact).where(*ours).execution_options(synchronize_session=False)
        )


def _refuse_settled(work: UnitOfWork, month: int, ours: Sequence[Any]) -> None:
    settled = Settled(work, month)
    if not settled.any:
        return
    merged, codes = kept_ids(work), {one.id: one for one in known_indicators(work).values()}
    query = select(AssessmentFact.person_id, AssessmentFact.indicator_id).where(*ours)
    for person_id, indicator_id in work.session.execute(query).tuples():
        kept, one = merged.get(person_id, person_id), codes[indicator_id]
        if title := settled.title(kept, one.code):
            name = names_of(work, [kept]).get(kept, "")
            raise UserError(
                settled_sentence(name, one.row.label, month_words(month), title)
                + "，这次导入不能整批撤销"
            )
