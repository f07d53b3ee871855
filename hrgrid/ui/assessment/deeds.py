"""What each step of a period does: at once, or by a dialog over the board."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hrgrid.assessment.rules.fact_rows import Gathered
from hrgrid.assessment.rules.result_rows import ComputeSummary, ResultRow
from hrgrid.assessment.rules.words import PeriodState
from hrgrid.assessment.service.computing import compute
from hrgrid.assessment.service.periods import (
    back_to_collecting,
    back_to_scoring,
    show_results,
    start_collecting,
    start_scoring,
    take_newest_scheme,
)
from hrgrid.assessment.service.settling import lock_period
from hrgrid.exchange.rules.words import CollectKind
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.assessment.base_deeds import BaseDeeds
from hrgrid.ui.assessment.reading import DECISIONS, RESULTS, collecting_subject
from hrgrid.ui.assessment.undoing import two_ways
from hrgrid.ui.banners import Action
from hrgrid.ui.dialogs import confirmed

_S = PeriodState


def computed_words(came: ComputeSummary) -> str:
    """What a computation came to, in a sentence."""
    told = [f"第 {came.number} 次计算：{came.results:,} 人有结果"]
    if came.blocked:
        told.append(f"{came.blocked:,} 人缺数据")
    if came.unscored:
        told.append(f"{came.unscored:,} 人没有可算的")
    if came.vetoed:
        told.append(f"{came.vetoed:,} 人一票否决")
    if came.at_line:
        told.append(f"{came.at_line:,} 人在比例线上并列")
    if came.changed is not None:
        told.append(f"与上次比 {came.changed:,} 人有变化" if came.changed else "与上次完全一致")
    stale = "、".join(came.stale_choices[:3])
    ending = f"原来对{stale}的裁定不再适用，没有采用。" if stale else ""
    return f"{'，'.join(told)}。{ending}"


def gathered_words(came: Sequence[Gathered]) -> str:
    """What the program had already, by source."""
    fresh: dict[str, int] = {}
    for one in came:
        many = one.delivered.new + one.delivered.changed
        if many:
            fresh[one.source.label] = fresh.get(one.source.label, 0) + many
    if fresh:
        told = "，".join(f"{label} {many:,} 个" for label, many in fresh.items())
        return f"已补程序已有的数据：{told}。"
    if any(one.delivered.unchanged for one in came):
        return "程序已有的数据早已补过，没有变化。"
    return "程序里没有这一期可补的数据：培训、比武、双随机检查都没有新记录。"


class Deeds(BaseDeeds):
    """Does steps of the period on show; refusals go to the page as sentences."""

    def do(self, code: str) -> None:
        """Do the step with this code."""
        doing: dict[str, Callable[[], object]] = {
            "collect": self.start_collecting,
            "score": self.score,
            "compute": self.compute,
            "show": self.show_results,
            "appeals": self.open_appeals,
            "approve": self.confirm,
            "confirm": self.confirm,
            "lock": self.lock,
        }
        if self.read is not None and self.session.is_today():
            doing[code]()

    # --- along the arrows ---------------------------------------------------------------------

    def start_collecting(self) -> None:
        """Units deliver from now on."""
        key = self.key
        self.write(lambda work: start_collecting(work, key), lambda _: "已开始收集数据。")

    def score(self) -> None:
        """The people are taken anew and everything is computed, in one step."""
        row = self.row
        if row is None:
            return
        key = row.id

        def job(work: UnitOfWork) -> ComputeSummary:
            start_scoring(work, key)
            return compute(work, key)

        self.write(job, computed_words, f"正在计算“{row.title}”", then=self._after_compute)

    def back_to_collecting(self) -> None:
        """Figures are awaited again."""
        key = self.key
        self.step(
            two_ways(
                lambda work: back_to_collecting(work, key), lambda work: start_scoring(work, key)
            ),
            "已退回收集数据。",
            "退回收集数据",
        )

    def compute(self) -> None:
        """All results anew; from the second time on somebody says why."""
        board, key = self.board, self.key
        if board is None or not self.runs:
            return
        title = f"正在计算“{board.card.row.title}”"
        if board.counts.run_number is None:
            self.write(
                lambda work: compute(work, key), computed_words, title, then=self._after_compute
            )
            return
        told = "全部结果按现在的数据、名单和方案重算，算出新的一版；原来的留底，可以逐人比较。"
        self.with_reason(
            ("重新计算", "重新计算", told, "补报了东街道的巡查数据"),
            lambda work: compute(work, key),
            computed_words,
            title=title,
        )

    def _after_compute(self, came: ComputeSummary) -> tuple[Action, ...]:
        if came.at_line:
            return (Action("去裁定", lambda: self.part_wanted.emit(DECISIONS)),)
        return (Action("看结果", lambda: self.part_wanted.emit(RESULTS)),)

    def show_results(self) -> None:
        """From now on results are shown to their people."""
        board, key = self.board, self.key
        if board is None:
            return
        many = board.counts.computed
        if confirmed(
            self.window,
            f"{many:,} 人的结果从现在起给本人查看，打印考核表签字。要改分先退回计分，写明事由。",
            f"给 {many:,} 人查看",
            title="给本人查看",
        ):
            self.write(
                lambda work: show_results(work, key),
                lambda _: "已进入本人查看。在“文书”里打印考核表，签回后按单位登记。",
            )

    def back_to_scoring(self) -> None:
        """Something in the results has to be changed first."""
        key = self.key
        told = "结果收回，回到计分。已登记的签字和送达留底，改好以后要重新给本人查看。"
        self.with_reason(
            ("退回计分", "退回计分", told, "申诉成立，要改两个人的巡查数"),
            lambda work: back_to_scoring(work, key),
            lambda _: "已退回计分。",
        )

    def open_appeals(self) -> None:
        """The results are published; appeals run from that day."""
        from hrgrid.ui.assessment.appeal_forms import OpenAppealsDialog

        if self.row is not None:
            OpenAppealsDialog(self.session, self.row, self.window).exec()

    def confirm(self) -> None:
        """Approval and confirmation."""
        from hrgrid.ui.assessment.confirming import confirm_with

        if self.board is not None and self.session.is_today():
            confirm_with(self.session, self.board, self.window)

    def lock(self) -> None:
        """Into the archive."""
        key = self.key
        if confirmed(
            self.window,
            "归档以后这一期只供查看。确有必要时仍可写明事由、经审批重开，另立一版。",
            "归档",
            title="归档考核期",
        ):
            self.write(lambda work: lock_period(work, key), lambda _: "已归档。")

    def reopen(self) -> None:
        """A new revision, with its reason and approval."""
        from hrgrid.ui.assessment.reopening import reopen_with

        if self.board is not None and self.session.is_today():
            reopen_with(self.session, self.board, self.window)

    def take_scheme(self) -> None:
        """By the version of the scheme that is in force now."""
        key, board = self.key, self.board
        newer = board.card.newer_rule if board else None
        if newer is not None and confirmed(
            self.window,
            f"考核方案有了第 {newer} 版。改用以后，已算的结果要重新计算。",
            f"改用第 {newer} 版方案",
            title="改用新方案",
        ):
            self.write(
                lambda work: take_newest_scheme(work, key), lambda _: f"已改用第 {newer} 版方案。"
            )

    # --- figures ------------------------------------------------------------------------------

    def collect(self) -> None:
        """Workbooks to the units, and back."""
        from hrgrid.ui.collecting.dialog import CollectingDialog

        if self.read is not None and self.session.is_today():
            CollectingDialog(
                self.session, CollectKind.ASSESSMENT, collecting_subject(self.key), self.window
            ).open()

    def import_figures(self) -> None:
        """Files of other platforms."""
        self.session.go("imports", "indicators")

    def gather(self) -> None:
        """What trainings, competitions and inspections gave already."""
        from hrgrid.assessment.service.gathering import gather_figures

        row = self.row
        if row is None:
            return
        months, path = row.span.months, row.area_path

        def job(work: UnitOfWork) -> list[Gathered]:
            return [one for month in months for one in gather_figures(work, month, path)]

        self.write(job, gathered_words, "正在补程序已有的数据")

    def key_figures(self) -> None:
        """Figures by hand."""
        from hrgrid.ui.schemes.figures import FiguresDialog

        if self.row is not None and self.session.is_today():
            FiguresDialog(
                self.session, self.row.span.months[-1], self.window, period_id=self.key
            ).exec()

    def key_reviews(self) -> None:
        """Marks of a review, by keyboard alone."""
        from hrgrid.ui.assessment.review_dialog import ReviewDialog

        if self.row is not None:
            ReviewDialog(self.session, self.row, self.window).exec()

    def show_people(self) -> None:
        """Who is assessed and who is not."""
        from hrgrid.ui.assessment.people import PeopleDialog

        if self.row is not None:
            PeopleDialog(self.session, self.row, self.window, deeds=self).exec()

    def show_missing(self, unit_id: int | None = None, indicator: str | None = None) -> None:
        """Of whom figures are missing."""
        from hrgrid.ui.assessment.missing import MissingDialog

        if self.row is not None:
            MissingDialog(
                self.session, self.row, self.window, unit_id=unit_id, indicator=indicator
            ).exec()

    # --- results ------------------------------------------------------------------------------

    def propose_change(self, row: ResultRow) -> None:
        """Points put on or taken off a total, with a reason."""
        from hrgrid.ui.assessment.moderating import MODERATE, ModerationDialog

        if self.session.is_today() and self.scores:
            ModerationDialog(self.session, self.key, row, self.window).exec()
        elif self.read is not None and self.open_now:
            self.session.say(MODERATE)

    def leave_out(self, row: ResultRow) -> None:
        """Somebody is not assessed this time, with the reason."""
        from hrgrid.ui.assessment.people import leave_out_with

        leave_out_with(self, [row.assessee_id], [row.name])

    def file_appeal(self, row: ResultRow | None = None) -> None:
        """Register an appeal."""
        from hrgrid.ui.assessment.appeal_forms import FileAppealDialog

        if self.row is not None and self.shows and self.session.is_today():
            FileAppealDialog(self.session, self.row, self.window, row=row).exec()

    # --- looking ------------------------------------------------------------------------------

    def show_open(self) -> None:
        """Everything that stands in the way."""
        from hrgrid.ui.assessment.open_list import OpenDialog

        if self.board is not None:
            box = OpenDialog(self.board, self.window)
            if box.exec() and box.chosen is not None:
                self.mend_wanted.emit(box.chosen)

    def show_months(self) -> None:
        """The months of a longer period."""
        from hrgrid.ui.assessment.months import MonthsDialog

        if self.row is not None:
            box = MonthsDialog(self.session, self.row, self.window)
            if box.exec() and box.chosen is not None:
                self.other_wanted.emit(box.chosen)

    def show_runs(self) -> None:
        """Computations, and what changed from one to the next."""
        from hrgrid.ui.assessment.runs import RunsDialog

        if self.row is not None:
            RunsDialog(self.session, self.row, self.window).exec()

    def show_steps(self) -> None:
        """The way that the period took."""
        from hrgrid.ui.assessment.history import StepsDialog

        if self.board is not None:
            StepsDialog(self.board.card, self.window).exec()

    def change(self) -> None:
        """Name, day due, part-timers."""
        from hrgrid.ui.assessment.change_form import ChangePeriodDialog

        if self.row is not None and self.open_now and self.session.is_today():
            ChangePeriodDialog(self.session, self.row, self.window).exec()
