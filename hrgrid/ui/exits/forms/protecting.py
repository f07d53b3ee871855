"""保护情形: six questions answered yes or no; what proves an answer is sealed.

A scan is opened by the handler alone, after he agreed to be put on record.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.exits.rules.case_forms import ProtectForm, SealedScan
from hrgrid.exits.rules.case_rows import CaseBoard, ProtectionRow
from hrgrid.exits.rules.next_step import blocked_by
from hrgrid.exits.rules.words import Protection
from hrgrid.exits.service.protections import answer_protections, open_scan, seal_scan
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.dialogs import confirmed
from hrgrid.ui.exits.forms.base import TOPIC, ExitForm
from hrgrid.ui.forms import label
from hrgrid.ui.matters.forms import day_of, named, today_field
from hrgrid.ui.matters.parts import rule
from hrgrid.ui.matters.scans import ScanField, open_content, read_scan
from hrgrid.ui.session import Session

_TOLD = (
    "逐项核对本人有没有下列情形，只记是或否，不写病情和原因。"
    "材料加密存放，只有经办人能打开，打开会留痕。"
)


class SealField(ScanField):
    """The file that is sealed when the form is saved; shown only where there is one."""

    def __init__(self, name: str, kept: str) -> None:
        self._kept = kept
        super().__init__(name, button="存材料", without=kept)
        self.choose.setToolTip("选择扫描件，保存时加密")
        self.setVisible(bool(kept))

    def put(self, path: Path | None) -> None:
        """Take a file, or none."""
        super().put(path)
        self.setVisible(path is not None or bool(self._kept))


class ItemFields(QWidget):
    """One question: yes or no, and the sealed scan beside it."""

    def __init__(
        self, row: ProtectionRow, *, handler: bool, opens: Callable[[Protection], object]
    ) -> None:
        super().__init__()
        self.row = row
        self.setAccessibleName(row.item.label)
        self.yes = QRadioButton("是")
        self.no = QRadioButton("否")
        for button, word in ((self.yes, "是"), (self.no, "否")):
            button.setAccessibleName(f"{row.item.label}：{word}")
        self._group = QButtonGroup(self)
        self._group.addButton(self.yes)
        self._group.addButton(self.no)
        self.yes.setChecked(row.blocks is True)
        self.no.setChecked(row.blocks is False)
        self.scan = SealField(row.item.label, _kept_words(row))
        self.open = LinkButton(
            "查看材料", does=lambda: opens(row.item), name=f"查看材料：{row.item.label}"
        )
        self.open.setAutoDefault(False)
        self.open.setVisible(row.has_scan and handler)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label(row.item.label, wraps=True), 1)
        head.addWidget(self.yes)
        head.addWidget(self.no)
        # The button stands with the answers, the file's name below the question.
        head.addWidget(self.scan.choose)
        below = QHBoxLayout()
        below.addWidget(self.scan, 1)
        below.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(below)

    def on_answer(self, does: Callable[[], object]) -> None:
        """Told whenever an answer is given."""
        self._group.buttonToggled.connect(lambda _, on: does() if on else None)

    @property
    def blocks(self) -> bool | None:
        """Whether it holds; None as long as nobody said."""
        if self.yes.isChecked():
            return True
        return False if self.no.isChecked() else None


def _kept_words(row: ProtectionRow) -> str:
    return f"已存“{row.scan_name}”" if row.has_scan else ""


class ProtectDialog(ExitForm):
    """The six questions, as far as they are known; the last answer takes the case on."""

    WIDTH = 600

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        row = board.card.row
        super().__init__(session, board, f"核对{row.name}的保护情形", "保存答复", parent)
        kept = {one.item: one for one in board.protections}
        self.items: dict[Protection, ItemFields] = {}
        self.form.addWidget(label(_TOLD, "body2", wraps=True))
        for item in Protection:
            empty = ProtectionRow(item, None, None, "", has_scan=False, scan_name="")
            fields = ItemFields(
                kept.get(item, empty), handler=board.is_handler, opens=self._open_scan
            )
            fields.on_answer(self._count)
            self.items[item] = fields
            self.form.addWidget(fields)
            self.form.addWidget(rule())
        self.on = today_field("核对日期")
        self._told = label("", "strong", wraps=True)
        self.form.addWidget(named(self.on))
        self.form.addWidget(self._told)
        self._looking = False
        self._count()
        first = self.items[Protection.PREGNANCY]
        (first.yes if first.yes.isChecked() else first.no).setFocus()

    def _count(self) -> None:
        answers = [fields.blocks for fields in self.items.values()]
        left = answers.count(None)
        holds = any(answers)
        if holds and blocked_by(self.board.card.row.ground, protected=True):
            ground = self.board.card.row.ground
            told = f"有受保护的情形，不能以“{ground.label if ground else ''}”退出。保存后请撤销。"
        elif left:
            told = f"还有 {left} 项没有答；可以先保存，以后接着答。"
        else:
            told = "六项都答了，保存后往下办。"
        self._told.setText(told)
        self.refit()

    # --- a sealed scan ------------------------------------------------------------------------

    def _open_scan(self, item: Protection) -> None:
        sentence = "材料加密存放，只有经办人能看。查看会留痕，请确认身边没有别人。"
        if self._looking or not confirmed(self, sentence, "查看材料", title="查看保护情形材料"):
            return
        self._looking, case_id = True, self.case_id
        self.session.tasks.write(
            lambda work: open_scan(work, case_id, item),
            topic=TOPIC,
            done=self._show_scan,
            failed=self._not_shown,
            title="正在打开材料",
        )

    def _show_scan(self, found: SealedScan) -> None:
        self._looking = False
        open_content(found.name, found.content)

    def _not_shown(self, sentence: str) -> None:
        self._looking = False
        self.refuse(sentence)

    # --- answering ----------------------------------------------------------------------------

    def _read(self) -> tuple[ProtectForm, dict[Protection, Path]]:
        answers = {
            item: fields.blocks for item, fields in self.items.items() if fields.blocks is not None
        }
        if not answers:
            raise UserError("一项都没有答。请逐项答是或否")
        scans: dict[Protection, Path] = {}
        for item, fields in self.items.items():
            if fields.scan.path is not None:
                if item not in answers:
                    raise UserError(f"“{item.label}”选了材料，没有答是或否。请先答复")
                scans[item] = fields.scan.path
        return ProtectForm(answers, day_of(self.on)), scans

    def go(self) -> None:
        """Answers and scans in one unit of work."""
        read, case_id = self.checked(self._read), self.case_id
        if read is None:
            return
        form, scans = read

        def job(work: UnitOfWork) -> bool:
            went_on = answer_protections(work, case_id, form)
            for item, path in scans.items():
                name, content, _ = read_scan(path)
                seal_scan(work, case_id, item, SealedScan(name, content))
            return went_on

        def said(went_on: bool) -> str:
            if went_on:
                return f"{self.name}的保护情形已核对完，没有妨碍。"
            return f"已保存{self.name}的保护情形答复。"

        self.send(job, said)
