"""合并重复人员: two entries side by side, which value stays, and two again where it was wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.deed_dialog import DeedDialog
from hrgrid.ui.forms import Choice, Field, TextField, clear, label
from hrgrid.ui.session import Session
from hrgrid.workforce.queries import PersonCard, person_card
from hrgrid.workforce.queries.known import find_person
from hrgrid.workforce.queries.persons import MergedRow
from hrgrid.workforce.rules import PostState
from hrgrid.workforce.service.merging import merge_people, undo_merge

_Told = Callable[[PersonCard], str]
_FIELDS: tuple[tuple[str, str, _Told], ...] = (
    ("name", "姓名", lambda card: card.name),
    ("number", "工号", lambda card: card.number),
    ("id_number", "身份证号", lambda card: card.id_masked),
    ("birth_date", "出生日期", lambda card: card.birth_date.isoformat() if card.birth_date else ""),
    ("sex", "性别", lambda card: card.sex.label if card.sex else ""),
    ("phone", "手机号", lambda card: card.phone_masked),
    ("party", "政治面貌", lambda card: card.party),
    ("education", "学历", lambda card: card.education),
    ("note", "备注", lambda card: card.note),
    ("photo", "证件照", lambda card: f"照片 {card.photo_sha256[:6]}" if card.photo_sha256 else ""),
)
_NOTHING = "没有登记"


class MergePeopleDialog(DeedDialog):
    """Compare, choose field by field, merge; what is not chosen stays with the merged entry."""

    WIDTH = 720

    def __init__(
        self,
        session: Session,
        kept: PersonCard,
        parent: QWidget,
        other: PersonCard | None = None,
    ) -> None:
        super().__init__(f"合并{kept.name}的重复记录", "合并为一条", parent)
        self._session, self._kept, self._other = session, kept, other
        self._away.setText("不合并")
        self.who = TextField("另一条记录", hint="工号或姓名")
        self.reason = TextField("合并原因", hint="例如：两次导入，身份证号录错一位")
        self.choices: dict[str, QRadioButton] = {}
        told = "任职、聘用、离岗和代管都归到留下的一条；另一条留底，不再出现在名单里。"
        self._find = Field("另一条记录", self.who, hint="写好按回车，两条记录并排比对。")
        self._compared = QGridLayout()
        self._compared.setHorizontalSpacing(16)
        self._compared.setVerticalSpacing(6)
        self._compared.setColumnStretch(1, 1)
        self._compared.setColumnStretch(2, 1)
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(self._find)
        # Above the comparison, which may be longer than the screen.
        self.form.addWidget(Field("合并原因", self.reason))
        self.form.addLayout(self._compared)
        self.who.editingFinished.connect(self._look)
        self.on_act(self._merge)
        self._find.setVisible(other is None)
        self.act.setEnabled(other is not None)
        if other is not None:
            self._compare()
        (self.reason if other is not None else self.who).setFocus()

    def _look(self) -> None:
        typed = self.who.text().strip()
        if not typed or (self._other is not None and typed == self._other.number):
            return

        def read(work: UnitOfWork) -> PersonCard:
            found = person_card(work, find_person(work, typed))
            if found.id == self._kept.id:
                raise UserError(f"“{typed}”就是这一条记录。请写另一条的工号")
            return found

        self._session.tasks.read(read, self._take, failed=self.refuse)

    def _take(self, other: PersonCard) -> None:
        self._other = other
        self._clear_refusal()
        self.act.setEnabled(True)
        self._compare()
        self.fit_soon()

    def _compare(self) -> None:
        """Fields that differ offer a choice; equal ones stand there to be read."""
        other = self._other
        assert other is not None  # noqa: S101 - compared once it is known
        clear(self._compared)
        self.choices = {}
        self._groups: list[QButtonGroup] = []
        heads = ("", f"留下 {self._kept.number}", f"并入 {other.number}")
        for at, text in enumerate(heads):
            self._compared.addWidget(label(text, "strong" if at else ""), 0, at)
        for line, (key, name, told) in enumerate(_FIELDS, start=1):
            ours, theirs = told(self._kept), told(other)
            self._compared.addWidget(label(name, "label"), line, 0)
            if ours == theirs:
                same = label(ours or _NOTHING, "caption" if not ours else "")
                self._compared.addWidget(same, line, 1, 1, 2)
                continue
            self._offer(key, name, line, (ours, theirs))
        line = len(_FIELDS) + 1
        self._compared.addWidget(label("任职", "label"), line, 0)
        for at, card in enumerate((self._kept, other), start=1):
            self._compared.addWidget(label(posts_words(card), wraps=True), line, at)

    def _offer(self, key: str, name: str, line: int, values: tuple[str, str]) -> None:
        group = QButtonGroup(self)
        self._groups.append(group)
        buttons = [QRadioButton(value or _NOTHING) for value in values]
        for at, (button, beside) in enumerate(zip(buttons, ("留下的", "并入的"), strict=True)):
            button.setAccessibleName(f"{name}用{beside}：{button.text()}")
            group.addButton(button)
            self._compared.addWidget(button, line, 1 + at)
        # Something beats nothing.
        buttons[1 if not values[0] and values[1] else 0].setChecked(True)
        self.choices[key] = buttons[1]

    def _merge(self) -> None:
        kept, other = self._kept, self._other
        if other is None:
            self.refuse("没有写另一条记录。请写工号或姓名，按回车比对")
            return
        take = tuple(key for key, button in self.choices.items() if button.isChecked())
        versions = (kept.version, other.version)
        self.send(
            lambda work: merge_people(work, kept.id, other.id, take, versions),
            lambda: f"{self._kept.name}的两条记录已合并为一条，可在“办理”里撤销。",
            title="正在合并",
        )


class UndoMergeDialog(DeedDialog):
    """Two entries again, as they were before."""

    def __init__(self, session: Session, card: PersonCard, parent: QWidget) -> None:
        super().__init__(f"撤销{card.name}的合并", "撤销合并", parent)
        self._session, self._card = session, card
        self.merged = Choice(
            "哪一次合并", [(row.person_id, merged_words(row)) for row in card.merged]
        )
        self.reason = TextField("撤销原因", hint="例如：其实是两个人")
        told = "两条记录恢复到合并前的样子。合并以后有人又改过的，不能整个撤销。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("哪一次合并", self.merged))
        self.form.addWidget(Field("撤销原因", self.reason))
        self.on_act(self._undo)
        self.reason.setFocus()

    def _undo(self) -> None:
        merged_id = int(self.merged.currentData())
        self.send(
            lambda work: undo_merge(work, merged_id),
            lambda: f"{self._card.name}的合并已撤销，两条记录都恢复了。",
        )


def posts_words(card: PersonCard) -> str:
    """The posts that count, a line each."""
    rows = [row for row in card.posts if row.state is not PostState.VOIDED]
    told = [
        f"{row.place} {row.role}（{row.employment.label}，{row.valid_from:%Y-%m-%d} 起"
        + ("）" if row.valid_to is None else "，已止）")
        for row in rows
    ]
    return "\n".join(told) or "没有任职"


def merged_words(row: MergedRow) -> str:
    """Who was merged, when and by whom."""
    return (
        f"{row.name}（{row.number}），{row.merged_at.astimezone():%Y-%m-%d} 由{row.merged_by}合并"
    )
