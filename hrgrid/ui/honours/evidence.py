"""看全部依据: everything that is stored about one person's outcome, to read and to take along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.honours.papers import write_evidence, write_explanation
from hrgrid.honours.queries import Board, CandidateRow, Explanation
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear
from hrgrid.ui.honours import words
from hrgrid.ui.saving import PAGES, Saving, Writing
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

Pair = tuple[str, str]
_COLUMNS: tuple[Column[Pair], ...] = (
    Column("项目", lambda row: row[0], 150, quiet=True),
    Column("内容", lambda row: row[1], 360, grows=True),
)


def evidence_of(board: Board, row: CandidateRow, told: Explanation) -> list[Pair]:
    """Headings and texts, none of them empty."""
    pairs = (*_person(board, row, told), *_marks(row, told), *_rules(told), *_run(board, told))
    return [(name, text) for name, text in pairs if text]


def _person(board: Board, row: CandidateRow, told: Explanation) -> Iterator[Pair]:
    yield "评选", words.titled(board.campaign)
    yield "姓名、工号", f"{told.name}（{told.number}）"
    yield "推荐单位", told.district
    yield "单位和职务", words.who(row)
    yield "称号", told.tier.label
    yield "结果", told.sentence
    yield "原因", told.outcome_code.label if told.outcome_code else ""
    yield "退出", row.removal.label if row.removal else ""
    yield "本单位名次", f"第 {told.rank} 名" if told.rank else ""
    yield "总分", told.score
    yield "入选线", told.cut_score
    yield "与入选线的距离", told.distance


def _marks(row: CandidateRow, told: Explanation) -> Iterator[Pair]:
    yield "推荐次序", f"第 {row.unit_rank} 位" if row.unit_rank else ""
    yield "业绩分", words.mark(row.merit_milli)
    yield "评审分", words.mark(row.review_milli)
    yield "推荐表得分", words.mark(row.score_milli)
    for item in told.items:
        weight = words.percent(item.weight_bp)
        shown = f"{words.points(item.points_milli)} / {words.points(item.maximum_milli)}"
        yield f"{item.label}（{weight}）", shown
    for at, tie in enumerate(told.ties, start=1):
        yield f"并列比较 {at}", tie


def _rules(told: Explanation) -> Iterator[Pair]:
    for check in told.checks:
        passed = "符合" if check.passed else "不符合"
        where = f"，来自{check.source}" if check.source else ""
        aside = f"；破例：{check.waived}" if check.waived else ""
        yield f"资格：{check.label}", f"{passed}，实际：{check.fact}{where}{aside}"


def _run(board: Board, told: Explanation) -> Iterator[Pair]:
    run = next((run for run in board.campaign.runs if run.id == told.run_id), None)
    if run is None:
        return
    yield "人员情况截至", f"{board.campaign.cutoff_date:%Y-%m-%d}"
    yield (
        "计算",
        f"第 {run.number} 次，{run.state.label}，{run.made_at:%Y-%m-%d %H:%M}，{run.made_by}",
    )
    yield "计算事由", run.reason
    for row in told.decided:
        document = f"，{row.document}" if row.document else ""
        yield f"谁办的：{row.what}", f"{row.who}，{row.at}{document}"
    yield "输入校验值", run.input_hash
    yield "结果校验值", run.output_hash


class EvidenceDialog(Dialog):
    """A list of pairs; what is exported is what is seen."""

    def __init__(
        self, session: Session, board: Board, row: CandidateRow, told: Explanation, parent: QWidget
    ) -> None:
        super().__init__(f"{told.name}的全部依据", parent)
        self._name = f"{told.name} {told.tier.label}依据"
        self.model = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "全部依据")
        self.export = PrimaryButton("导出 Excel", glyph="download-simple", does=self._export)
        self.sheet = Button("打印给本人的说明", glyph="printer", does=self._print)
        self.sheet.setAutoDefault(False)
        self.sheet.setEnabled(session.may(Right.PRINT_PAPERS))
        self._session, self._campaign_id, self._told = session, board.campaign.id, told
        self._saving = Saving(session, self, self._tell)
        self._outcome = QVBoxLayout()
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(640), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(420), room.height() - 220))
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._outcome)
        foot = QHBoxLayout()
        foot.addStretch()
        away = Button("关闭", does=self.reject)
        away.setAutoDefault(False)
        foot.addWidget(away)
        foot.addWidget(self.sheet)
        foot.addWidget(self.export)
        self.body.addLayout(foot)
        self.model.show_rows(evidence_of(board, row, told))
        self.table.setFocus()

    def _export(self) -> None:
        rows = list(self.model.rows)
        write = lambda path, progress: write_evidence(rows, path, progress)  # noqa: E731
        self._saving.save(Writing(self._name, write, "正在导出依据"))

    def _print(self) -> None:
        """A sheet to take along: others have no name on it."""
        desk, campaign_id, told = self._session.desk, self._campaign_id, self._told

        def write(path: Path, progress: Progress) -> object:
            return write_explanation(
                desk, campaign_id, path, progress, person=told.number, tier=told.tier
            )

        self._saving.save(
            Writing(f"{told.name} 评选结果说明", write, "正在生成说明", topic="journal", kind=PAGES)
        )

    def _tell(self, message: Message) -> None:
        clear(self._outcome)
        self._outcome.addWidget(Banner(message))
