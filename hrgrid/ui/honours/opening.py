"""新建年度评选: year, legal kind, scheme and timetable, carried over from the year before."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.queries import CampaignRow, Plan, plan_on
from hrgrid.honours.queries.timetable import LastPlan, last_plan
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.timetable import Stage, TimetableForm
from hrgrid.honours.rules.words import Basis, Kind, QuotaMethod, Tier
from hrgrid.honours.service import CampaignForm, keep_scheme, open_campaign
from hrgrid.honours.service.timetable import plan_timetable
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextField, Tick, label
from hrgrid.ui.honours.timetable_fields import TimetableFields
from hrgrid.ui.honours.weight_fields import WeightFields
from hrgrid.ui.honours.words import TOPIC, percent
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session

_TITLE = "十百千网格员评选"
_METHODS = [(one, one.label) for one in QuotaMethod if one is not QuotaMethod.MANUAL]
_BASES = [(one, one.label) for one in Basis]


def first_year(today: dt.date, campaigns: list[CampaignRow]) -> int:
    """The year to offer: in spring the last one is judged; never one that there is already."""
    year = today.year - (today.month <= 6)
    return max([year, *(row.year + 1 for row in campaigns)])


class NewCampaignDialog(FormDialog):
    """Opens a campaign; another scheme than the one in force is kept as a new version first.

    Where a campaign before it had a timetable, this one begins with it, moved by working days.
    """

    WIDTH = 620

    def __init__(self, session: Session, campaigns: list[CampaignRow], parent: QWidget) -> None:
        super().__init__("新建年度评选", "新建评选", parent)
        self._session = session
        self._plan: Plan | None = None
        self.campaign_id: int | None = None
        last = campaigns[0] if campaigns else None
        today = dt.date.today()  # noqa: DTZ011 - the desk's day
        year = first_year(today, campaigns)
        self.year = TextField("评定年", text=str(year))
        self.title = TextField("名称", text=last.title if last else _TITLE)
        self.cutoff = DateField("人员情况截至")
        self.cutoff.put(dt.date(year, 12, 31))
        self.kind = Choice("类型", [(one, one.label) for one in Kind])
        self.kind.choose(last.kind if last else Kind.NAMING)
        self.basis = TextField("依据文号", hint="类型为“表彰”时必须有批准文号")
        self.places = {tier: TextField(f"{tier.label}名额") for tier in Tier}
        self.weights = WeightFields()
        self.method = Choice("分配方法", _METHODS)
        self.ranking = Choice("排名按", _BASES)
        self.told = label("", "caption", wraps=True)
        self.with_days = Tick("同时保存日程")
        self.days_told = label("", "caption", wraps=True)
        self.days = TimetableFields(session, blocks=2)
        self._last = last
        self._lay_out()
        self.year.editingFinished.connect(self._follow_year)
        self.cutoff.changed.connect(self._read_plan)
        self.weights.kind.currentIndexChanged.connect(lambda _: self.fit())
        self.with_days.toggled.connect(self._show_days)
        self.days.refused.connect(self.refuse)
        self.days.shown.connect(self.fit_soon)
        self.on_act(self._open)
        self._read_plan()
        self.act.setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.addWidget(Field("评定年", self.year), 0, 0)
        grid.addWidget(Field("人员情况截至", self.cutoff), 0, 1)
        grid.addWidget(Field("名称", self.title), 0, 2)
        grid.addWidget(Field("类型", self.kind), 2, 0)
        grid.addWidget(Field("依据文号", self.basis), 2, 1, 1, 2)
        for at, (tier, field) in enumerate(self.places.items()):
            grid.addWidget(Field(f"{tier.label}名额", field), 3, at)
        grid.addWidget(Field("名额按什么分配", self.weights.kind), 4, 0)
        grid.addWidget(Field("分配方法", self.method), 4, 1)
        grid.addWidget(Field("排名按", self.ranking), 4, 2)
        grid.addWidget(self.weights, 5, 0, 1, 3)
        for at in range(3):
            grid.setColumnStretch(at, 1)
        self.form.addLayout(grid)
        self.form.addWidget(self.told)
        for part in (self.with_days, self.days_told, self.days):
            self.form.addWidget(part)
            part.hide()
        if not self._session.may(Right.KEEP_RULES):
            shares = (self.weights.kind, *self.weights.shares.values())
            for control in (*self.places.values(), *shares, self.method, self.ranking):
                control.setEnabled(False)

    def _follow_year(self) -> None:
        if self.year.text().strip().isdigit():
            year = int(self.year.text().strip())
            if dt.MINYEAR <= year <= dt.MAXYEAR:
                self.cutoff.put(dt.date(year, 12, 31))

    def _read_plan(self) -> None:
        cutoff, year = self.cutoff.value, self.year.text().strip()
        if cutoff is not None:
            wanted = int(year) if year.isdecimal() else cutoff.year
            self._session.tasks.read(
                lambda work: (plan_on(work, cutoff), last_plan(work, wanted)), self._take
            )

    def _take(self, found: tuple[Plan, LastPlan | None]) -> None:
        self._plan, before = found
        self._show_plan(self._plan)
        self._offer_days(before, self._plan.scheme.publicity_days)
        self.fit()

    def _show_plan(self, plan: Plan) -> None:
        scheme = plan.scheme
        for tier, field in self.places.items():
            count = scheme.places.get(tier)
            field.setText("" if count is None else str(count))
        self.weights.put(scheme.weights)
        self.method.choose(scheme.method)
        self.ranking.choose(scheme.basis)
        self.told.setText(self._words(plan))

    # --- the timetable ------------------------------------------------------------------------

    def _offer_days(self, before: LastPlan | None, publicity_days: int) -> None:
        """The plan of the year before, the publicity as long as the scheme says."""
        for part in (self.with_days, self.days_told):
            part.setVisible(before is not None)
        if before is None:
            self.with_days.setChecked(False)
            return
        self.with_days.setText(f"同时保存日程，照 {before.year} 年度的按工作日顺延")
        first = "今天（那一天已经过了）" if before.late else "同一个工作日"
        self.days_told.setText(f"从{first}开始，每步的工作日数相同，避开节假日。可以先改再新建。")
        days = {**before.form.days, Stage.PUBLICITY: publicity_days}
        self.days.put(replace(before.form, days=days))
        self.with_days.setChecked(True)
        self._show_days()

    def _show_days(self) -> None:
        self.days.setVisible(self.with_days.isChecked())
        if not self.with_days.isChecked():
            self.refuse("")
        self.fit_soon()

    def _wanted_days(self) -> TimetableForm | str | None:
        """The timetable to be kept, what is wrong with it, or None where none shall be."""
        return self.days.wanted() if self.with_days.isChecked() else None

    def _words(self, plan: Plan) -> str:
        start = "随程序的方案" if plan.number is None else f"评选方案第 {plan.number} 版"
        last = f"，与 {self._last.year} 年度相同" if self._last and plan.number else ""
        every = plan.scheme.categories
        shares = "、".join(f"{one.label} {percent(one.share_bp)}" for one in every)
        parts = f"岗位类别照旧（{shares}），" if every else ""
        return (
            f"沿用{start}{last}：推荐人数不少于名额的 {plan.scheme.nominate_bp // 100}%，"
            f"{parts}公示 {plan.scheme.publicity_days} 个工作日。"
            "改了上面的名额或方法，另存一版方案，往年的不变。"
        )

    def _scheme(self, plan: Plan) -> Scheme:
        places = {}
        for tier, field in self.places.items():
            text = field.text().strip()
            if text and not text.isdecimal():
                raise UserError(f"{tier.label}名额“{text}”不是整数。请填名额数，没有这一级就空着")
            if text:
                places[tier] = int(text)
        return replace(
            plan.scheme,
            places=places,
            weights=self.weights.read(),
            method=self.method.currentData(),
            basis=self.ranking.currentData(),
        )

    def _open(self) -> None:
        plan, cutoff, year = self._plan, self.cutoff.value, self.year.text().strip()
        if plan is None or cutoff is None or not year.isdecimal():
            self.refuse("评定年或截止日没有填对。请写成 2026 和 2026-12-31")
            return
        try:
            scheme = self._scheme(plan)
        except UserError as error:
            self.refuse(error.sentence)
            return
        days = self._wanted_days()
        if isinstance(days, str):
            self.refuse(days)
            return
        form = CampaignForm(
            int(year),
            self.title.text(),
            cutoff,
            self.kind.currentData(),
            self.basis.text(),
        )

        def job(work: UnitOfWork) -> int:
            if scheme.parameters() != plan.scheme.parameters():
                begin = dt.date(cutoff.year, 1, 1)
                keep_scheme(work, scheme, max(begin, plan.valid_from or begin), form.basis_no)
            campaign_id = open_campaign(work, form)
            if days is not None:
                plan_timetable(work, campaign_id, days)
            return campaign_id

        self._session.tasks.write(
            job,
            topic=TOPIC,
            done=self._done,
            failed=self.refuse,
            reason=f"新建 {year} 年度评选",
        )

    def _done(self, campaign_id: int) -> None:
        self.campaign_id = campaign_id
        self.accept()
