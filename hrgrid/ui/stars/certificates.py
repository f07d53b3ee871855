"""签发证书: for whom, by which document; the numbers go on where the series stopped."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.assessment.rules.star_certificates import LEAST
from hrgrid.assessment.rules.star_rows import RoundBoard
from hrgrid.assessment.rules.star_words import HIGHEST, star_label
from hrgrid.assessment.service.star_certificates import (
    check_star_certificates,
    issue_star_certificates,
)
from hrgrid.ui.documents.checking import Asking, check_then
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import filled, named
from hrgrid.ui.session import Session
from hrgrid.ui.stars.forms import StarForm


class IssueDialog(StarForm):
    """Who has a certificate in force keeps it; the others get the next numbers."""

    WIDTH = 460

    def __init__(self, session: Session, board: RoundBoard, parent: QWidget) -> None:
        row = board.card.row
        super().__init__(session, "签发星级证书", "签发证书", parent)
        self._row, self._given = row, board.card.document_no
        levels = [
            (level, _words(level, sum(row.counts[level:]), row.unit))
            for level in range(HIGHEST, 0, -1)
            if sum(row.counts[level:])
        ]
        self.least = Choice("发到几星", levels)
        self.least.choose(LEAST)
        self.document = TextField(
            "评定文号", hint="例如：盐南政法〔2026〕21号", text=board.card.document_no
        )
        self.document.setReadOnly(bool(board.card.document_no))
        told = "证书按单位和星级编号、签名，编号用过不再用。发过的保持原号；打印在“文书”里。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.least))
        self.form.addWidget(named(self.document))
        self.least.currentIndexChanged.connect(lambda _: self._count())
        self.on_act(self._issue)
        self._count()
        (self.act if self._given else self.document).setFocus()

    def _count(self) -> None:
        least = self.least.currentData()
        many = sum(self._row.counts[least:]) if isinstance(least, int) else 0
        self.act.setText(f"签发 {many:,} 份")
        self.act.setAccessibleName(self.act.text())

    def _issue(self) -> None:
        number = self.checked(lambda: filled(self.document, "盐南政法〔2026〕21号"))
        least, key = self.least.currentData(), self._row.id
        if number is None or not isinstance(least, int):
            return

        def go() -> None:
            self.send(
                lambda work: issue_star_certificates(work, key, number, least=least),
                lambda new: f"新签发 {new:,} 份证书，在“文书”里打印。" if new else "都已签发过。",
                title="正在签发证书",
            )

        check_then(
            self.session,
            self,
            lambda work: check_star_certificates(work, key, number, least=least),
            Asking("签发前检查", f"“{self._row.title}”星级", "", self.act.text()),
            go,
            failed=self.refuse,
        )


def _words(level: int, many: int, unit: str) -> str:
    above = "" if level == HIGHEST else "及以上"
    return f"{star_label(level)}{above}（{many:,} {unit}）"
