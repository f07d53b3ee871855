"""One fault: what it was and is, pictures before and after, and what may be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.rules.inspection_rows import FindingRow, PhotoRow
from hrgrid.assessment.rules.words import FindingState
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import Chip
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.inspections.findings_part import due_told
from hrgrid.ui.inspections.photos import PhotoStrip, Picture, add_photos, remove_photo
from hrgrid.ui.inspections.words import TOPIC, finding_chip
from hrgrid.ui.matters.parts import facts_grid
from hrgrid.ui.matters.words import day
from hrgrid.ui.page import Scroll

if TYPE_CHECKING:
    from hrgrid.ui.inspections.deeds import Deeds


def finding_facts(row: FindingRow) -> list[tuple[str, str]]:
    """All that is known of a fault, in the order in which it happened."""
    fixed = f"{day(row.rectified_on)}，{row.rectified_by}：{row.rectification}"
    closed = f"{day(row.closed_on)}，{row.closed_by}复查"
    return [
        ("被查", "，".join(filter(None, (row.name, row.place, row.street)))),
        ("检查项", f"{row.kind.label}，{row.item_label}"),
        ("检查日期", day(row.visited_on)),
        ("整改期限", due_told(row)),
        ("整改", fixed if row.rectified_on is not None else ""),
        ("退回", row.sent_back),
        ("销号", closed if row.closed_on is not None else ""),
        ("带过办结", row.carried),
        ("作废", row.void_reason),
    ]


class FindingCard(Dialog):
    """Deeds close the card first: each of them has its own form."""

    def __init__(self, deeds: Deeds, row: FindingRow, parent: QWidget) -> None:
        super().__init__(row.content, parent)
        self.session, self._deeds, self.row = deeds.session, deeds, row
        self._asked = 0
        late = row.overdue
        told = "逾期没有整改" if late else row.state.label
        kind = "mute" if row.state is FindingState.VOID else finding_chip(row.state, overdue=late)
        chips = QHBoxLayout()
        chips.addWidget(Chip(told, kind))
        chips.addStretch()
        self.body.addLayout(chips)
        scroll = Scroll(inside=True)
        scroll.column.addLayout(facts_grid(finding_facts(row), "整改期限"))
        self.photos_before = PhotoStrip(self.session, "整改前的照片")
        self.photos_after = PhotoStrip(self.session, "整改后的照片")
        for name, strip in (("整改前", self.photos_before), ("整改后", self.photos_after)):
            scroll.column.addWidget(label(name, "label"))
            scroll.column.addWidget(strip)
        scroll.column.addStretch()
        room = parent.window().size()
        wide = min(theme.length(600), room.width() - 80)
        scroll.setMinimumSize(wide, min(theme.length(400), max(180, room.height() - 240)))
        self.body.addWidget(scroll, 1)
        self._banner = QVBoxLayout()
        self.body.addLayout(self._banner)
        self.body.addLayout(self._make_foot())
        self._connect()
        self._read()

    def _make_foot(self) -> QHBoxLayout:
        deeds, row = self._deeds, self.row
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        self.away = Button("关闭", does=self.accept)
        foot.addWidget(self.away)
        entries: list[tuple[str, FindingState, Callable[[], object], bool]] = [
            ("改内容、期限…", FindingState.OPEN, lambda: deeds.change_finding(row), deeds.open),
            ("登记整改…", FindingState.OPEN, lambda: deeds.rectify([row]), deeds.settles),
            ("退回…", FindingState.RECTIFIED, lambda: deeds.send_back([row]), deeds.settles),
            (
                "复查销号…",
                FindingState.RECTIFIED,
                lambda: deeds.close_findings([row]),
                deeds.settles,
            ),
        ]
        self.acts: list[Button] = []
        for text, state, does, allowed in entries:
            if row.state is state and allowed:
                self.acts.append(Button(text, does=partial(self._then, does)))
                foot.addWidget(self.acts[-1])
        for button in (self.away, *self.acts):
            button.setAutoDefault(False)
        (self.acts[-1] if self.acts else self.away).setFocus()
        return foot

    def _connect(self) -> None:
        going = self.row.state in {FindingState.OPEN, FindingState.RECTIFIED}
        self.photos_before.allow(on=self._deeds.open and going)
        self.photos_after.allow(on=self._deeds.settles and going)
        self.photos_before.added.connect(lambda found: self._add(found, after=False))
        self.photos_after.added.connect(lambda found: self._add(found, after=True))
        for strip in (self.photos_before, self.photos_after):
            strip.dropped.connect(lambda photo: self._write(remove_photo(photo.id)))
            strip.refused.connect(self.refuse)

    def _then(self, does: Callable[[], object]) -> None:
        self.accept()
        does()

    def refuse(self, sentence: str) -> None:
        """Say what is wrong."""
        clear(self._banner)
        if sentence:
            self._banner.addWidget(Banner(Message(sentence, Kind.BAD)))

    # --- pictures -----------------------------------------------------------------------------

    def _add(self, pictures: Sequence[Picture], *, after: bool) -> None:
        row = self.row
        self._write(add_photos(row.visit_id, pictures, finding_id=row.id, after=after))

    def _write(self, job: Callable[[UnitOfWork], object]) -> None:
        self.refuse("")
        self.session.tasks.write(job, topic=TOPIC, done=lambda _: self._read(), failed=self.refuse)

    def _read(self) -> None:
        self._asked += 1
        asked, visit_id, own = self._asked, self.row.visit_id, self.row.id

        def read(work: UnitOfWork) -> list[PhotoRow]:
            from hrgrid.assessment.queries.findings import photos_of

            return photos_of(work, visit_id)

        def take(rows: list[PhotoRow]) -> None:
            if asked != self._asked:
                return
            mine = [one for one in rows if one.finding_id == own]
            self.photos_before.show_photos([one for one in mine if not one.after])
            self.photos_after.show_photos([one for one in mine if one.after])

        self.session.tasks.read(read, take, failed=self.refuse)
