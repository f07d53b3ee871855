"""What a paper of a competition cannot know: of which event or ranking, to whom, its number."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.training.papers import PaperOptions, TrainingPaper
from hrgrid.training.rules.competition_rows import CompetitionBoard
from hrgrid.ui.competitions.event_cards import runs_by_points
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import named, today_field
from hrgrid.ui.session import Session

_EVENT = ("draw_list", "judge_sheets", "entrant_sheets", "mark_table", "point_sheets")
_RANKING = ("ranking",)
_OFFICIAL = ("bulletin",)
ASKED = frozenset((*_EVENT, *_RANKING, *_OFFICIAL))


class PaperChoices(FormDialog):
    """Asks only what there is a choice of: `needed` says whether there is any."""

    def __init__(
        self, session: Session, paper: TrainingPaper, board: CompetitionBoard, parent: QWidget
    ) -> None:
        super().__init__(paper.label, f"生成{paper.label}", parent)
        self.session = session
        self._code = paper.code
        fits = [
            one for one in board.events if (paper.code == "point_sheets") == runs_by_points(one)
        ]
        self.of_event = Choice("项目", [(one.code, one.title) for one in fits])
        rankings: list[tuple[object, str]] = [("person", "个人总分"), ("team", "团体总分")]
        rankings += [(one.code, one.title) for one in board.events]
        self.ranking = Choice("排名", rankings)
        self.number = TextField("文号", hint="例如：盐南政法〔2026〕21号")
        self.addressee = TextField("主送", hint="例如：各街道政法办")
        self.on = today_field("成文日期", board.card.published_on)
        self.number.setText(board.card.document_no)
        self.form.addWidget(label(paper.hint, "body2", wraps=True))
        if paper.code in _EVENT:
            self.form.addWidget(named(self.of_event))
        if paper.code in _RANKING:
            self.form.addWidget(named(self.ranking))
        if paper.code in _OFFICIAL:
            for field in (self.number, self.addressee, self.on):
                self.form.addWidget(named(field))
        self.needed = (
            paper.code in _OFFICIAL
            or (paper.code in _EVENT and len(fits) > 1)
            or (paper.code in _RANKING and len(board.events) > 1)
        )
        self.on_act(self.accept)
        self.act.setFocus()

    @property
    def chosen(self) -> PaperOptions:
        """What was chosen, or the only thing there is."""
        event = str(self.of_event.currentData() or "") if self._code in _EVENT else ""
        ranking = str(self.ranking.currentData() or "") if self._code in _RANKING else ""
        if self._code not in _OFFICIAL:
            return PaperOptions(event=event, ranking=ranking)
        return PaperOptions(
            number=self.number.text().strip(),
            day=self.on.value,
            addressee=self.addressee.text().strip(),
        )
