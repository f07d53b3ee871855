"""招录方案: looked at, changed into a new version with what the law has to say beside it."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.hiring.queries.schemes import SchemeRow, scheme_in_force, scheme_number
from hrgrid.hiring.rules.scheme import Scheme
from hrgrid.hiring.service.schemes import save_scheme, use_scheme
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.forms import TextField, clear, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.hiring.scheme_fields import SchemeFields
from hrgrid.ui.matters.forms import beside, day_of, filled, named, today_field
from hrgrid.ui.session import Session

# Hints follow when the typing rests; ms.
_REST_MS = 250


class SchemeDialog(HiringForm):
    """The scheme of a batch that is being drafted, or that of today; changed ones are kept anew.

    With a `batch_id` the batch goes on under the new version; one that is announced (`frozen`)
    can only be looked at.
    """

    WIDTH = 660

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        *,
        batch_id: int | None = None,
        number: int | None = None,
        frozen: bool = False,
    ) -> None:
        super().__init__(session, "招录方案", "存为新的一版", parent)
        self._batch_id, self._number = batch_id, number
        self._frozen = frozen or not session.may(Right.KEEP_RULES)
        self._scheme: Scheme | None = None
        self.fields: SchemeFields | None = None
        self.told = label("正在读取……", "body2", wraps=True)
        self._place = QVBoxLayout()
        self._hints = QVBoxLayout()
        self.reason = TextField("理由", hint="例如：经领导小组研究，面试比例改为 3∶1")
        self.document = TextField("文号", hint="可不填")
        self.since = today_field("从哪天起的批次")
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addLayout(
            beside(named(self.reason), named(self.document), named(self.since), shares=(5, 3, 2))
        )
        self.form.addWidget(self.told)
        self.form.addLayout(self._place)
        self.form.addLayout(self._hints)
        self.form.addWidget(self._foot)
        self._foot.setVisible(not self._frozen)
        self.act.setVisible(not self._frozen)
        if self._frozen:
            self._away.setText("关闭")
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._show_hints)
        self.on_act(self._save)
        session.tasks.read(self._asked, self._show, failed=self.refuse)

    def _asked(self, work: UnitOfWork) -> SchemeRow:
        number = self._number
        return scheme_number(work, number) if number else scheme_in_force(work, work.today)

    def _show(self, row: SchemeRow) -> None:
        self._scheme = row.scheme
        self.fields = SchemeFields(row.scheme)
        self.fields.setEnabled(not self._frozen)
        self.fields.changed.connect(self._rest.start)
        self.fields.turned.connect(self.fit_soon)
        self._place.addWidget(self.fields)
        version = f"第 {row.number} 版" if row.number else "随程序的方案"
        since = f"，{row.valid_from:%Y-%m-%d} 起" if row.number and row.valid_from else ""
        if row.locked_for:
            told = f"{version}{since}，已用于{row.locked_for}，不再改动；改后另存一版。"
        else:
            told = f"{version}{since}。改后另存一版，以前的批次不变。"
        self.told.setText(told if not self._frozen else f"{version}{since}。")
        self._show_hints()
        self.fit_soon()

    def _show_hints(self) -> None:
        clear(self._hints)
        if self.fields is None:
            return
        for sentence in self.fields.hints()[:2]:
            self._hints.addWidget(Banner(Message(sentence, Kind.WARN)))
        self.fit_soon()

    def _read(self) -> tuple[Scheme, dt.date, str]:
        assert self.fields is not None  # noqa: S101 - the button is shown when they are
        scheme = self.fields.read()
        return scheme, day_of(self.since), filled(self.reason, "面试比例改为 3∶1")

    def _save(self) -> None:
        if self.fields is None:
            self.refuse("方案还没有读出来。请稍等再存")
            return
        read = self.checked(self._read)
        if read is None:
            return
        (scheme, since, reason), document = read, self.document.text().strip()
        batch_id = self._batch_id

        def job(work: UnitOfWork) -> int:
            number = save_scheme(work, scheme, since, document).number
            if batch_id is not None:
                use_scheme(work, batch_id, number)
            return number

        self.send(job, lambda number: f"已存为第 {number} 版招录方案。", reason=reason)
