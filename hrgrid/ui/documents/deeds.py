"""What can be done with one certificate: another copy, another text, taken back; its prints."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QPlainTextEdit, QWidget

from hrgrid.documents.queries import IssuedRow, SheetRow, sheets_of
from hrgrid.documents.rules import CertificateState
from hrgrid.documents.service import Correction, correct, duplicate, revoke
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.dialogs import Dialog, FormDialog
from hrgrid.ui.documents.printing import TOPIC
from hrgrid.ui.forms import Field, TextField, Tick, label
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


class DeedsButton(Button):
    """Opens the menu of deeds for the certificate on show."""

    def __init__(self, session: Session) -> None:
        super().__init__("办理", glyph="pencil-simple", name="办理这张证书")
        self._session = session
        self._row: IssuedRow | None = None
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setEnabled(False)

    def show_row(self, row: IssuedRow | None) -> None:
        """The certificate on show."""
        self._row = row
        self.setEnabled(row is not None)

    def _fill(self) -> None:
        self._menu.clear()
        row, session = self._row, self._session
        if row is None:
            return
        if row.state is CertificateState.ISSUED and not row.copy_no:
            self._offer("补发（遗失、损毁）…", lambda: DuplicateDialog(session, row, self).exec())
            self._offer("换发（文字有错）…", lambda: CorrectDialog(session, row, self).exec())
        if row.state is CertificateState.ISSUED:
            self._offer("作废…", lambda: RevokeDialog(session, row, self).exec())
            self._menu.addSeparator()
        self._offer("打印登记…", lambda: SheetsDialog(session, row, self).exec())

    def _offer(self, text: str, does: Callable[[], object]) -> None:
        self._menu.addAction(text).triggered.connect(lambda *_: does())


class _ReasonDialog(FormDialog):
    """A deed that needs a reason."""

    def __init__(
        self,
        session: Session,
        row: IssuedRow,
        title: str,
        act: str,
        parent: QWidget,
        *,
        takes_away: bool = False,
    ) -> None:
        super().__init__(title, act, parent, takes_away=takes_away)
        self._session, self._row = session, row
        self._away.setText("再看看")
        self.reason = TextField("事由")
        self._reason_field = Field("事由", self.reason)
        self.on_act(self._do)

    def _job(self, work: UnitOfWork) -> str:
        raise NotImplementedError

    def _told(self, result: str) -> str:
        raise NotImplementedError

    def _do(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._reason_field.complain("请写明事由，写一句就行。")
            self.refuse("")
            self.reason.setFocus()
            return
        self._session.tasks.write(
            self._job, topic=TOPIC, done=self._done, failed=self.refuse, reason=reason
        )

    def _done(self, result: str) -> None:
        self.accept()
        self._session.say(self._told(result))


class DuplicateDialog(_ReasonDialog):
    """A further copy of a lost certificate."""

    def __init__(self, session: Session, row: IssuedRow, parent: QWidget) -> None:
        super().__init__(session, row, f"补发{row.name}的证书", "补发一张", parent)
        told = (
            f"{row.shown} 的正文和日期不变，编号后加“（补1）”这样的字样，记下补发的日期。"
            "补发后在清单里是“待打”。只是纸张打坏的不用补发，选原因再打一次即可。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.reason.setPlaceholderText("例如：本人申请，原证遗失")
        self.form.addWidget(self._reason_field)
        self.reason.setFocus()

    def _job(self, work: UnitOfWork) -> str:
        return duplicate(work, self._row.number)

    def _told(self, result: str) -> str:
        return f"已补发 {result}，待打。"


class CorrectDialog(_ReasonDialog):
    """Another certificate in place of one with a mistake."""

    def __init__(self, session: Session, row: IssuedRow, parent: QWidget) -> None:
        super().__init__(session, row, f"换发{row.name}的证书", "换发新证", parent)
        told = f"{row.shown} 作废，不再使用；新证取下一个编号。只改写错的地方。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.name = TextField("姓名", text=row.name)
        self.unit = TextField("单位", text=row.unit)
        self.with_unit = Tick("称谓前印单位")
        self.with_unit.setChecked(row.with_unit)
        self.body_text = QPlainTextEdit(row.body)
        self.body_text.setAccessibleName("正文")
        self.body_text.setFixedHeight(theme.length(96))
        self.body_text.setTabChangesFocus(True)
        self.reason.setPlaceholderText("例如：姓名有错字")
        for field in (
            Field("姓名", self.name),
            Field("单位", self.unit),
            self.with_unit,
            Field("正文", self.body_text),
            self._reason_field,
        ):
            self.form.addWidget(field)
        self.name.setFocus()

    def _job(self, work: UnitOfWork) -> str:
        return correct(work, self._row.number, self._correction)

    def _do(self) -> None:
        # Read on the screen's thread: the job runs on another.
        self._correction = Correction(
            self.name.text(),
            self.unit.text(),
            self.with_unit.isChecked(),
            self.body_text.toPlainText(),
        )
        super()._do()

    def _told(self, result: str) -> str:
        return f"已换发 {result}，待打；{self._row.shown} 作废，请收回旧证。"


class RevokeDialog(_ReasonDialog):
    """A certificate taken back."""

    def __init__(self, session: Session, row: IssuedRow, parent: QWidget) -> None:
        super().__init__(session, row, f"作废{row.name}的证书", "作废证书", parent, takes_away=True)
        told = (
            f"{row.number} 连同它的补发件不再有效，编号不再使用，核验时显示“已撤销”。"
            "这里只作废证书；撤销称号请到“十百千评选”办理。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.reason.setPlaceholderText("例如：名单核减")
        self.form.addWidget(self._reason_field)
        self.reason.setFocus()

    def _job(self, work: UnitOfWork) -> str:
        revoke(work, self._row.number)
        return self._row.number

    def _told(self, result: str) -> str:
        return f"{result} 已作废，请收回证书。"


def _back(row: SheetRow) -> str:
    return "已收回" if row.taken_back_at else "未收回" if row.owed else ""


_COLUMNS: tuple[Column[SheetRow], ...] = (
    Column("第几次", lambda row: str(row.turn), 68, right=True),
    Column("状态", lambda row: row.state.label, 84, chip=lambda _: "mute"),
    Column("时间", lambda row: f"{row.sent_at.astimezone():%Y-%m-%d %H:%M}", 136),
    Column("经办人", lambda row: row.sent_by, 84),
    Column("打印机", lambda row: row.printer, 120, grows=True),
    Column("补打原因", lambda row: row.reason.label if row.reason else "", 84),
    Column("作废原因", lambda row: row.void_reason.label if row.void_reason else "", 84),
    Column("旧证", _back, 72),
)


class SheetsDialog(Dialog):
    """Every print of one certificate."""

    def __init__(self, session: Session, row: IssuedRow, parent: QWidget) -> None:
        super().__init__(f"{row.shown} {row.name}的打印登记", parent)
        self.setMinimumWidth(theme.length(760))
        self.model: RowsModel[SheetRow] = RowsModel(_COLUMNS, self)
        self.table = Table(self.model, "打印登记")
        self.table.setMinimumHeight(theme.length(200))
        self.none = label("还没有打过。", "caption")
        self.body.addWidget(self.none)
        self.body.addWidget(self.table, 1)
        one = row.id
        session.tasks.read(lambda work: sheets_of(work, one), self._show)

    def _show(self, rows: list[SheetRow]) -> None:
        self.none.setVisible(not rows)
        self.model.show_rows(rows)
