"""新建评定（沿用上次）: over whose results, called what, on which days its stars hold."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.assessment.queries.star_rounds import round_proposal
from hrgrid.assessment.rules.star_rows import RoundForm, RoundProposal, StarGround
from hrgrid.assessment.rules.star_words import StarSubject
from hrgrid.assessment.service.star_rounds import open_round
from hrgrid.core.errors import UserError
from hrgrid.core.periods import add_months
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import beside, day_of, named
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.ui.stars.forms import StarForm
from hrgrid.ui.stars.words import unit_of

Proposals = dict[StarSubject, RoundProposal | None]


def read_proposals(work: UnitOfWork) -> Proposals:
    """What a new round would be, of people and of grids; None where nothing is confirmed yet."""
    return {subject: round_proposal(work, subject) for subject in StarSubject}


class NewRoundDialog(StarForm):
    """Everything is as the last round was; Enter opens it. `result_value` is the id."""

    WIDTH = 480

    def __init__(self, session: Session, found: Proposals, parent: QWidget) -> None:
        super().__init__(session, "新建星级评定", "新建评定", parent)
        self._away.setText("不新建")
        self._found = found
        subjects = [(one, one.label) for one, proposed in found.items() if proposed is not None]
        self.why = label("", "body2", wraps=True)
        self.subject = Choice("评谁", subjects)
        self.ground = Choice("用哪一期的考核结果")
        self.title_field = TextField("名称")
        self.since = DateField("星级从哪天起")
        self.until = DateField("到哪天止")
        self.form.addWidget(self.why)
        self.form.addLayout(beside(named(self.subject), named(self.ground), shares=(2, 5)))
        self.form.addWidget(named(self.title_field))
        self.form.addLayout(beside(named(self.since), named(self.until)))
        self._show()
        self.subject.currentIndexChanged.connect(lambda _: self._show())
        self.ground.currentIndexChanged.connect(lambda _: self._follow())
        self.on_act(self._open)
        self.act.setFocus()

    @property
    def proposed(self) -> RoundProposal | None:
        """What is proposed for whom is chosen."""
        return self._found.get(self.subject.currentData())

    def _show(self) -> None:
        proposed = self.proposed
        if proposed is None:
            return
        form = proposed.form
        unit = unit_of(form.subject)
        self.ground.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.ground.fill([(one, _ground_words(one, unit)) for one in proposed.grounds])
        chosen = next(
            (
                one
                for one in proposed.grounds
                if (one.scheme, one.span, one.area_path) == (form.scheme, form.span, form.area_path)
            ),
            None,
        )
        self.ground.choose(chosen)
        self.ground.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.title_field.setText(form.title)
        self.since.put(form.valid_from)
        self.until.put(form.valid_to)
        self._say_why()

    def _say_why(self) -> None:
        """Where the results of a period have their stars already, another one has to be chosen."""
        proposed, ground = self.proposed, self.ground.currentData()
        done = isinstance(ground, StarGround) and ground.round_id is not None
        why = proposed.why.rstrip("。") if proposed is not None else ""
        ending = (
            "这一期已经评过，请换一期，或打开原来的评定。" if done else "都已填好，直接新建即可。"
        )
        self.why.setText(f"{why}。{ending}")
        self.act.setEnabled(not done)

    def _follow(self) -> None:
        """Another period: its own name and days."""
        ground, proposed = self.ground.currentData(), self.proposed
        if isinstance(ground, StarGround) and proposed is not None:
            since = ground.span.behind
            self.title_field.setText(f"{ground.span.title}{self.subject.currentText()}星级评定")
            self.since.put(since)
            self.until.put(add_months(since, proposed.valid_months))
        self._say_why()

    def _read(self) -> RoundForm:
        ground = self.ground.currentData()
        if not isinstance(ground, StarGround):
            raise UserError("没有选用哪一期的考核结果。请选一期")
        title = self.title_field.text().strip()
        if not title:
            raise UserError("没有写名称。请补上，例如：2026 年第 3 季度网格员星级评定")
        return RoundForm(
            self.subject.currentData(),
            ground.scheme,
            ground.span,
            ground.area_path,
            title,
            day_of(self.since),
            day_of(self.until),
        )

    def _open(self) -> None:
        form = self.checked(self._read)
        if form is not None:
            self.send(
                lambda work: open_round(work, form),
                "已新建星级评定。点“计算”，先看分布再确认。",
                title="正在新建星级评定",
            )


def _ground_words(one: StarGround, unit: str) -> str:
    again = "（已评）" if one.round_id is not None else ""
    return f"{one.span.title}　{one.scheme_title}　{one.area}　{one.people:,} {unit}{again}"
