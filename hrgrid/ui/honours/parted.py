"""岗位类别: the places of a tier per role and kind of unit, and their change by hand."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.honours.queries import PartedRow, PartedTable
from hrgrid.honours.rules.categories import Category
from hrgrid.honours.rules.words import CampaignState
from hrgrid.honours.service import adjust_categories
from hrgrid.ui.forms import TextField, label, restyle
from hrgrid.ui.honours.words import TOPIC, percent
from hrgrid.ui.matters.forms import MatterForm, filled, named
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_NONE = (
    "这次评选没有按岗位类别分名额，每个单位的名额由全体推荐对象一起排名。"
    "要给网格长、网格员、机关单位的人各留名额，请点“岗位类别…”。"
)


_NAMED = 4
"""So many units are named in a sentence; chips mark the others."""


class PartedView(QWidget):
    """The table with a column a category; a chip marks places for which too few are nominated."""

    def __init__(self) -> None:
        super().__init__()
        self.model: RowsModel[PartedRow] = RowsModel((), self)
        self.table = Table(self.model, "各岗位类别名额")
        self.told = label("", "caption", wraps=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.table, 1)
        self._column.addWidget(self.told)

    def show_table(self, shown: PartedTable, state: CampaignState) -> None:
        """Show a tier by category; while it is a draft beside who may be chosen, then nominated."""
        draft = state is CampaignState.DRAFT
        columns = [
            Column[PartedRow]("单位", lambda row: row.name, 110, grows=True, strong=True),
            *(_of(at, one, draft=draft) for at, one in enumerate(shown.categories)),
        ]
        height = self.table.minimumHeight()
        self._column.removeWidget(self.table)
        self.table.deleteLater()
        self.model = RowsModel(columns, self)
        self.table = Table(self.model, "各岗位类别名额")
        self.table.setMinimumHeight(height)
        self._column.insertWidget(0, self.table, 1)
        self.model.show_rows(shown.rows)
        self.table.setVisible(bool(shown.categories))
        self.told.setText(_words(shown, draft=draft))


def _of(at: int, one: Category, *, draft: bool) -> Column[PartedRow]:
    def text(row: PartedRow) -> str:
        beside = f"可评 {row.eligible[at]:,}" if draft else f"推荐 {row.nominated[at]:,}"
        return f"{'未分' if row.places is None else f'{row.places[at]:,}'}　{beside}"

    def chip(row: PartedRow) -> str:
        return "warn" if not draft and row.lacking[at] else ""

    return Column(f"{one.label} {percent(one.share_bp)}", text, 132, chip=chip)


def _words(shown: PartedTable, *, draft: bool) -> str:
    if not shown.categories:
        return _NONE
    told = (
        "每个单位的名额按比例分给各岗位类别，余数大的先得，不超过可评的人数；各类别各排各的名次。"
    )
    lacking = [row.name for row in shown.rows if any(row.lacking)]
    if not draft and lacking:
        more = "等" if len(lacking) > _NAMED else ""
        who = "、".join(lacking[:_NAMED])
        told += f"{who}{more}有类别推荐的人比名额少，名额会空着。"
    return told


class PartsForm(MatterForm):
    """A number a district and category; each row makes up the district's places."""

    TOPIC = TOPIC
    WIDTH = 620

    def __init__(
        self, session: Session, campaign_id: int, shown: PartedTable, parent: QWidget
    ) -> None:
        super().__init__(session, f"调整{shown.tier.label}各岗位类别名额", "调整名额", parent)
        self._id, self._tier = campaign_id, shown.tier
        self._rows = [row for row in shown.rows if row.places is not None]
        self.fields: dict[tuple[str, str], TextField] = {}
        self._sums = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for at, one in enumerate(shown.categories, start=1):
            grid.addWidget(label(one.label, "caption"), 0, at)
        for line, row in enumerate(self._rows, start=1):
            grid.addWidget(label(row.name), line, 0)
            for at, one in enumerate(shown.categories):
                own = row.places[at] if row.places else 0
                field = TextField(f"{row.name}{one.label}名额", text=str(own))
                field.setFixedWidth(72)
                field.textChanged.connect(lambda _: self._add_up())
                self.fields[row.code, one.key] = field
                grid.addWidget(field, line, at + 1)
            self._sums[row.code] = label("", "strong")
            grid.addWidget(self._sums[row.code], line, len(shown.categories) + 1)
        grid.setColumnStretch(0, 1)
        self.form.addLayout(grid)
        self.reason = TextField("调整理由", hint="例如：经会议商定，东区没有符合条件的网格长")
        self.form.addWidget(named(self.reason))
        self.on_act(self._adjust)
        self._add_up()

    def _counts(self, code: str) -> dict[str, int]:
        texts = {key: one.text().strip() for (at, key), one in self.fields.items() if at == code}
        return {key: int(text) for key, text in texts.items() if text.isdecimal()}

    def _add_up(self) -> None:
        for row in self._rows:
            counts = self._counts(row.code)
            for (code, key), field in self.fields.items():
                if code == row.code:
                    restyle(field, "wrong", key not in counts)
            total, wanted = sum(counts.values()), sum(row.places or ())
            off = wanted - total
            tail = "" if not off else f"，还差 {off}" if off > 0 else f"，多了 {-off}"
            self._sums[row.code].setText(f"{total:,} / {wanted:,}{tail}")

    def _read(self) -> tuple[dict[str, dict[str, int]], str]:
        changed = {}
        for row in self._rows:
            counts = self._counts(row.code)
            if len(counts) < len(row.places or ()):
                raise UserError(f"{row.name}有的名额不是整数。请在红框里填零或正整数")
            if tuple(counts.values()) != row.places:
                changed[row.code] = counts
        if not changed:
            raise UserError("各岗位类别的名额没有改动。请改好再保存，或点“不保存”")
        return changed, filled(self.reason, "经会议商定")

    def _adjust(self) -> None:
        read = self.checked(self._read)
        if read is None:
            return
        (changed, reason), campaign_id, tier = read, self._id, self._tier
        self.send(
            lambda work: adjust_categories(work, campaign_id, tier, changed),
            "各岗位类别的名额已调整。",
            reason=reason,
        )
