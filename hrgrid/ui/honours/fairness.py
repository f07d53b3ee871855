"""公平性对比: how the nominated and the chosen stand to everybody, by kinds of people."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import fixed_text
from hrgrid.honours.papers import Form
from hrgrid.honours.papers.fairness import HIDDEN, HINT, write_fairness
from hrgrid.honours.queries import Board
from hrgrid.honours.queries.fairness import Fairness, fairness
from hrgrid.honours.rules.fairness import Aspect, Category, Picture
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.honours import share_chart
from hrgrid.ui.honours.share_chart import Share, ShareChart
from hrgrid.ui.honours.words import titled
from hrgrid.ui.page import Scroll
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session


class FairnessDialog(Dialog):
    """One aspect at a time; nothing here says anything of a single person."""

    WIDTH, HEIGHT = 760, 600

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        super().__init__("公平性对比", parent)
        self._session, self._campaign = session, board.campaign
        self.found: Fairness | None = None
        self.told = label("正在统计…", "body2", wraps=True)
        self.aspect = Choice("按什么比较", [(one, one.label) for one in Aspect])
        self.chart = ShareChart("公平性对比")
        self.hint = label(HINT, "crumb", wraps=True)
        self.sheet = Button("导出 Excel", glyph="download-simple", does=self._write_sheet)
        self.pages = Button("打印（PDF）", glyph="printer", does=self._write_pages)
        self.away = Button("关闭", does=self.reject)
        self._outcome = QVBoxLayout()
        self._saving = Saving(session, self, self._tell)
        self._lay_out(parent)
        self.aspect.currentIndexChanged.connect(lambda _: self._show())
        campaign_id = board.campaign.id
        session.tasks.read(
            lambda work: fairness(work, campaign_id), self._take, failed=self._refuse
        )

    def _lay_out(self, parent: QWidget) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(label("按", "label"))
        top.addWidget(self.aspect)
        top.addWidget(label("比较各类人所占的份额", "label"))
        top.addStretch()
        scroll = Scroll(inside=True)
        scroll.column.addWidget(self.chart)
        scroll.column.addStretch()
        scroll.setMinimumHeight(theme.length(150))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.sheet)
        foot.addWidget(self.pages)
        foot.addStretch()
        foot.addWidget(self.away)
        for button in (self.sheet, self.pages, self.away):
            button.setAutoDefault(False)
        for paper in (self.sheet, self.pages):
            paper.setEnabled(False)
            if not self._session.may(Right.PRINT_PAPERS):
                paper.hide()
        self.body.addWidget(self.told)
        self.body.addLayout(top)
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self.hint)
        self.body.addLayout(self._outcome)
        self.body.addLayout(foot)
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(self.WIDTH), room.width() - 40))
        self.resize(self.minimumWidth(), min(theme.length(self.HEIGHT), room.height() - 40))

    def fit(self) -> None:
        """The chart scrolls in the height that was set aside for it."""

    # --- what came --------------------------------------------------------------------------

    def _take(self, found: Fairness) -> None:
        self.found = found
        for paper in (self.sheet, self.pages):
            paper.setEnabled(True)
        self._show()
        self.aspect.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        if self.found is None:
            return
        picture = self.found.of(self.aspect.currentData())
        parts = [
            f"{group.label}{'人数太少，隐去' if total is None else f' {total:,} 人'}"
            for group, total in zip(picture.groups, picture.totals, strict=True)
        ]
        late = "" if len(picture.groups) > 2 else "。还没有采用名单，入选人员以后再比"
        cutoff = f"{self.found.campaign.cutoff_date:%Y-%m-%d}"
        self.told.setText(f"截至 {cutoff}：{'，'.join(parts)}{late}。")
        kinds = [
            share_chart.Kind(
                row.name,
                tuple(_share(picture, row, at) for at in range(len(picture.groups))),
            )
            for row in picture.rows
        ]
        self.chart.show_kinds([one.label for one in picture.groups], kinds)

    def _refuse(self, sentence: str) -> None:
        self.told.setText("")
        self._tell(Message(sentence, Kind.BAD))

    def _tell(self, message: Message) -> None:
        clear(self._outcome)
        if message.sentence:
            self._outcome.addWidget(Banner(message))

    # --- on paper -----------------------------------------------------------------------------

    def _write_sheet(self) -> None:
        self._write(Form.XLSX, WORKBOOKS)

    def _write_pages(self) -> None:
        self._write(Form.PDF, PAGES)

    def _write(self, form: Form, kind: str) -> None:
        desk, campaign_id = self._session.desk, self._campaign.id

        def write(path: Path, progress: Progress) -> object:
            return write_fairness(desk, campaign_id, path, form, progress)

        name = f"{titled(self._campaign)} 公平性对比"
        self._saving.save(Writing(name, write, "正在写出公平性对比", topic="journal", kind=kind))


def _share(picture: Picture, row: Category, at: int) -> Share:
    count, share = row.counts[at], picture.share_bp(row, at)
    if count is None:
        return Share(None, HIDDEN)
    if share is None:
        return Share(None, "0 人")
    return Share(share, f"{fixed_text(share, 2)}%（{count:,} 人）")
