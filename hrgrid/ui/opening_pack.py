"""打开外带比武包: what a package holds, and where its data are to lie on this computer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.paths import safe_name, user_folder
from hrgrid.training.service.unpacking import Offer
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.forms import clear, label
from hrgrid.ui.new_office import DATA_FILES
from hrgrid.ui.status import Elided


class PackOpening(QWidget):
    """What is in the package, before anything is made."""

    back_wanted = Signal()
    ready = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._offer: Offer | None = None
        self._place = Path()
        self._shown_place = Elided("")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        self.title = label("", "section", wraps=True)
        self.told = label("", "caption", wraps=True)
        self.open = PrimaryButton("打开外带比武包", does=self._go_on)
        well = QFrame()
        well.setProperty("role", "well")
        inside = QVBoxLayout(well)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addLayout(self._facts)
        place = QHBoxLayout()
        place.addWidget(self._shown_place, 1)
        place.addWidget(LinkButton("换位置", does=self._choose_place))
        foot = QHBoxLayout()
        foot.addWidget(Button("返回", does=self.back_wanted.emit))
        foot.addStretch()
        foot.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(well)
        column.addWidget(self.told)
        column.addLayout(place)
        column.addStretch()
        column.addLayout(foot)

    def show_offer(self, offer: Offer) -> None:
        """Show a package that was read."""
        self._offer = offer
        self.title.setText(offer.title)
        clear(self._facts)
        when = dt.datetime.fromisoformat(offer.made_at).astimezone()
        marks = f"，已录 {offer.marks} 个分" if offer.marks else ""
        facts = (
            ("来自", offer.office_name),
            ("带走", f"{offer.made_by}，{when:%Y-%m-%d %H:%M}"),
            ("项目", "、".join(offer.events)),
            ("人数", f"{offer.entrants} 名选手，{offer.judges} 名评委{marks}"),
            ("录分", "、".join(offer.keyers)),
        )
        for at, (name, value) in enumerate(facts):
            self._facts.addWidget(label(name, "label"), at, 0)
            self._facts.addWidget(label(value, "body", wraps=True), at, 1)
        self.told.setText(
            "成绩由两人各录一遍，每人凭临时密码登录，下一步和恢复码一起给出。"
            if offer.second_entry
            else "只为这场比武建一份数据，不用密码。录完在比武页点“外带”送回。"
        )
        name = f"{safe_name(offer.title)}（外带）.hrg"
        self.put_place(_free(user_folder() / name))
        self.open.setFocus()

    def put_place(self, place: Path) -> None:
        """Make the data file there."""
        self._place = place if place.suffix == ".hrg" else place.with_name(place.name + ".hrg")
        self._shown_place.show_text(f"数据文件：{self._place}")

    def _choose_place(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "数据文件放在哪里", str(self._place), DATA_FILES
        )
        if chosen:
            self.put_place(Path(chosen))

    def _go_on(self) -> None:
        if self._offer is not None:
            self.ready.emit(self._offer, self._place)


def _free(place: Path) -> Path:
    """Where nothing lies yet: a second package of the same name gets a number."""
    number, free = 2, place
    while free.exists():
        free = place.with_stem(f"{place.stem}{number}")
        number += 1
    return free
