"""名额方案: how the places of a tier are shared, step by step, shared anew or drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.apportionment import DrawRequired
from hrgrid.core.rights import Right
from hrgrid.honours.papers import write_derivations
from hrgrid.honours.queries import (
    Board,
    board,
)
from hrgrid.honours.rules.words import CampaignState, QuotaMethod, Tier
from hrgrid.honours.service import OpenDraw, draw_of, share_places, weigh_districts
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, Field, TextField, Tick, clear, label
from hrgrid.ui.honours.parted import PartsForm
from hrgrid.ui.honours.quota_views import QuotaViews, View, sharing_words
from hrgrid.ui.honours.words import TOPIC, titled
from hrgrid.ui.saving import Saving, Writing
from hrgrid.ui.session import Session

T = TypeVar("T")

_METHODS: list[tuple[object, str]] = [
    (one, one.label) for one in QuotaMethod if one is not QuotaMethod.MANUAL
]


class QuotaDialog(Dialog):
    """The sharing of one tier; a draft may be shared anew, changed by hand, or drawn."""

    def __init__(
        self,
        session: Session,
        shown: Board,
        tier: Tier,
        parent: QWidget,
        draws: list[OpenDraw] | None = None,
    ) -> None:
        super().__init__("名额方案", parent)
        self._session, self._board = session, shown
        self._draws = {draw.tier: draw for draw in draws or ()}
        self._id = shown.campaign.id
        self.tier = Choice("称号", [(one, one.label) for one in shown.campaign.places])
        self.tier.choose(tier)
        self.method = Choice("分配方法", _METHODS)
        self.floor = TextField("每个单位保底")
        self.view = Choice("查看", [(one, one.label) for one in View])
        self.share = PrimaryButton("重新分配", glyph="arrow-clockwise", does=self._share)
        self.weigh = LinkButton("重新统计各单位人数和网格数", does=self._weigh)
        self.categories = LinkButton("岗位类别…", does=self._categories)
        self.change = Button("人工调整…", glyph="pencil-simple", does=self._change)
        self.export = Button("导出计算过程", glyph="download-simple", does=self._export)
        self.ticks: dict[str, Tick] = {}
        self.told = label("", "body2", wraps=True)
        self.views = QuotaViews(session, self._id)
        self._notice = QVBoxLayout()
        self._lots = QVBoxLayout()
        self._saving = Saving(session, self, self._tell)
        self._lay_out(parent)
        self.tier.currentIndexChanged.connect(lambda _: self._show())
        self.view.currentIndexChanged.connect(lambda _: self._show_view())
        self.floor.editingFinished.connect(self._compare)
        self.views.grown.connect(self.fit)
        self.views.failed.connect(self._refuse)
        self._show()

    @property
    def _draft(self) -> bool:
        return self._board.campaign.state is CampaignState.DRAFT

    @property
    def _chosen(self) -> Tier:
        return Tier(self.tier.currentData())

    @property
    def _view(self) -> View:
        return View(self.view.currentData())

    def _lay_out(self, parent: QWidget) -> None:
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(800), room.width() - 60))
        height = min(theme.length(260), max(90, room.height() - 420))
        self.views.set_table_height(height)
        tools = QHBoxLayout()
        tools.setSpacing(12)
        tools.addWidget(Field("称号", self.tier), 2)
        tools.addWidget(Field("分配方法", self.method), 2)
        tools.addWidget(Field("每个单位保底", self.floor), 1)
        tools.addWidget(Field("查看", self.view), 2)
        self.body.addLayout(tools)
        self.body.addWidget(self.told)
        self.body.addLayout(self._notice)
        self.body.addLayout(self._lots)
        self.body.addWidget(self.views, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.weigh)
        foot.addWidget(self.categories)
        foot.addStretch()
        away = Button("关闭", does=self.reject)
        for button in (away, self.export, self.change, self.share):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.body.addLayout(foot)

    # --- what is shown --------------------------------------------------------------------

    def _show(self) -> None:
        clear(self._notice)
        tier = self._board.tier(self._chosen)
        told = tier.derivation
        method = told.method if told else self._board.scheme.method
        by_hand = method is QuotaMethod.MANUAL
        self.method.choose(self._board.scheme.method if by_hand else method)
        least = told.floor if told else min(self._board.scheme.floor, self._most_floor())
        self.floor.setText(str(least))
        self.told.setText(sharing_words(self._board, self._chosen, told))
        self.export.setEnabled(any(one.derivation for one in self._board.tiers))
        self._offer()
        self._show_lots()
        self._show_view()

    def _show_view(self) -> None:
        self.change.setText("调整类别名额…" if self._view is View.PARTS else "人工调整…")
        self._offer_change()
        self._compare()

    def _compare(self) -> None:
        """Show by the floor of the field; one that is no number is told of on sharing."""
        text = self.floor.text().strip()
        if not text or text.isdecimal():
            floor = int(text) if text else None
            self.views.show_view(self._view, self._board, self._chosen, floor)

    def _most_floor(self) -> int:
        tier = self._board.tier(self._chosen)
        return tier.places // len(tier.units) if tier.units else 0

    def _offer(self) -> None:
        tier = self._board.tier(self._chosen)
        for control in (self.method, self.floor):
            control.setEnabled(self._draft)
        self.share.setVisible(self._draft)
        self.share.setText("重新分配" if tier.derivation else "分配名额")
        self.weigh.setVisible(self._draft)
        self.categories.setVisible(self._draft and self._session.may(Right.KEEP_RULES))
        self._offer_change()

    def _offer_change(self) -> None:
        """Places of districts are changed by hand, and in the view by category their parts."""
        parts = self._view is View.PARTS
        shown = self._draft and self._board.tier(self._chosen).shared
        self.change.setVisible(shown and (not parts or bool(self._board.scheme.categories)))

    def _show_lots(self) -> None:
        clear(self._lots)
        self.ticks = {}
        draw = self._draws.get(self._chosen)
        if draw is None or not self._draft:
            return
        told = (
            f"{len(draw.districts)} 个单位并列，只剩 {draw.places} 个名额。"
            f"请抽签，勾选中签的 {draw.places} 个单位，再分配一次："
        )
        self._lots.addWidget(Banner(Message(told, Kind.WARN)))
        row = QHBoxLayout()
        for code, name in draw.districts:
            tick = Tick(name)
            tick.setAccessibleName(f"{name}中签")
            self.ticks[code] = tick
            row.addWidget(tick)
        row.addStretch()
        self._lots.addLayout(row)

    # --- deeds ----------------------------------------------------------------------------

    def _share(self) -> None:
        text, tier = self.floor.text().strip(), self._chosen
        if text and not text.isdecimal():
            self._refuse(f"保底“{text}”不是整数。请填零或正整数。")
            return
        method, floor = self.method.currentData(), int(text) if text else None
        lot = [code for code, tick in self.ticks.items() if tick.isChecked()]
        campaign_id, counted = self._id, bool(self._board.tier(tier).units)

        def job(work: UnitOfWork) -> OpenDraw | None:
            if not counted:
                weigh_districts(work, campaign_id)
            try:
                share_places(work, campaign_id, tier, method=method, floor=floor, lot=lot)
            except DrawRequired as tie:
                # Nothing was written yet; the lot is asked for here.
                return draw_of(work, campaign_id, tier, tie)
            return None

        reason = f"抽签：{'、'.join(lot)}" if lot else ""
        self._write(job, self._shared, reason)

    def _shared(self, draw: OpenDraw | None) -> None:
        self._draws.pop(self._chosen, None)
        if draw is not None:
            self._draws[draw.tier] = draw
        self._read()

    def _weigh(self) -> None:
        campaign_id = self._id
        self._write(lambda work: weigh_districts(work, campaign_id), lambda _: self._read())

    def _change(self) -> None:
        from hrgrid.ui.honours.adjusting import AdjustDialog

        if self._view is View.PARTS:
            found = self.views.parted
            if found and PartsForm(self._session, self._id, found, self).exec():
                self._read()
        elif AdjustDialog(self._session, self._board, self._chosen, self).exec():
            self._read()

    def _categories(self) -> None:
        from hrgrid.ui.honours.categories import CategoriesForm

        form = CategoriesForm(self._session, self._board, self)
        if form.exec():
            draws = form.result_value if isinstance(form.result_value, list) else []
            self._draws = {draw.tier: draw for draw in draws}
            self.view.choose(View.PARTS)
            self._read()

    def _export(self) -> None:
        desk, campaign_id = self._session.desk, self._id
        name = f"{titled(self._board.campaign)} 名额计算过程"
        self._saving.save(
            Writing(
                name,
                lambda path, progress: write_derivations(desk, campaign_id, path, progress),
                "正在导出计算过程",
            )
        )

    def _write(
        self, job: Callable[[UnitOfWork], T], done: Callable[[T], object], reason: str = ""
    ) -> None:
        self.share.setEnabled(False)
        self._session.tasks.write(
            job,
            topic=TOPIC,
            done=done,
            failed=self._refuse,
            title="正在分配名额",
            reason=reason,
        )

    def _read(self) -> None:
        campaign_id = self._id
        self._session.tasks.read(
            lambda work: board(work, campaign_id), self._take, failed=self._refuse
        )

    def _take(self, shown: Board) -> None:
        self._board = shown
        self.share.setEnabled(True)
        self._show()

    def _refuse(self, sentence: str) -> None:
        self.share.setEnabled(True)
        if sentence:
            self._tell(Message(sentence, Kind.BAD))

    def _tell(self, message: Message) -> None:
        clear(self._notice)
        self._notice.addWidget(Banner(message))
        self.fit()
