"""签发结业证书: for everybody who passed and has none, on a document and its day."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.service.certificates import ClassDecision, check_completions, issue_completions
from hrgrid.ui.documents.checking import Asking, check_then
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.session import Session
from hrgrid.ui.training.forms import TrainingForm
from hrgrid.ui.training.reading import Board

_EXAMPLE = "盐南政法〔2026〕21号"


class CertifyForm(TrainingForm):
    """The number and the day of the document that the certificates rest on."""

    def __init__(self, session: Session, read: Board, parent: QWidget) -> None:
        count = read.uncertified
        super().__init__(session, "签发结业证书", f"签发 {count:,} 张结业证书", parent)
        self._class_id, self._title = read.row.id, read.row.title
        self.document = TextField("文号", hint=f"例如：{_EXAMPLE}", text=read.row.document_no)
        self.on = today_field("发证日期")
        told = f"“{read.row.title}”有 {count:,} 人合格、还没有证书。签发就编号，编号不再重用。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.document), named(self.on), shares=(3, 2)))
        self.on_act(self._issue)
        self.document.setFocus()

    def _issue(self) -> None:
        decision = self.checked(
            lambda: ClassDecision(filled(self.document, _EXAMPLE), day_of(self.on))
        )
        if decision is None:
            return
        class_id = self._class_id

        def job(work: UnitOfWork) -> int:
            return issue_completions(work, class_id, decision)

        asking = Asking("签发前检查", f"“{self._title}”结业", "", self.act.text())
        check_then(
            self.session,
            self,
            lambda work: check_completions(work, class_id, decision),
            asking,
            lambda: self.send(job, issued_words, title="正在签发证书"),
            failed=self.refuse,
        )


def issued_words(count: int) -> str:
    """How many were issued."""
    if not count:
        return "结业证书都已签发，没有新的。"
    return f"已签发 {count:,} 张结业证书，在“文书”里打印。"
