"""保存为新版本: what is different, from which day on, and why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from hrgrid.assessment.rules.scheme_rows import SchemeForm
from hrgrid.assessment.rules.scheme_words import differences_of
from hrgrid.assessment.service.schemes import save_scheme
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.matters.forms import MatterForm, beside, day_of, filled, named, today_field
from hrgrid.ui.schemes.words import TOPIC

if TYPE_CHECKING:
    from hrgrid.ui.schemes.editor import SchemeEditor

_MOST = 12


class SaveDialog(MatterForm):
    """Only with a reason; `saved_code` is the code that the scheme has now."""

    TOPIC = TOPIC
    WIDTH = 520

    def __init__(self, editor: SchemeEditor) -> None:
        new = editor.code is None
        super().__init__(
            editor.session, "保存新方案" if new else "保存为新版本", "保存方案", editor
        )
        self._editor, self.saved_code = editor, editor.code or ""
        self.valid_from = today_field("从哪天起", editor.valid_from or _next_month())
        self.document = TextField("依据文号", hint="可不填")
        self.reason = TextField("事由", hint="例如：按今年的考核办法调整")
        scheme = editor.read.scheme
        if not new:
            labels = {code: row.label for code, row in editor.known.items()}
            told = [one.sentence for one in differences_of(editor.base, scheme, labels)]
            self.form.addWidget(
                label(f"和第 {editor.version} 版相比，改了 {len(told)} 处：", "label")
            )
            for sentence in told[:_MOST]:
                self.form.addWidget(label(sentence, "body2", wraps=True))
            if len(told) > _MOST:
                self.form.addWidget(label(f"……另有 {len(told) - _MOST} 处", "caption"))
        note = "已建的考核期仍按原来的版本，以后建的按这一版。"
        self.form.addWidget(
            label(note if not new else "保存后可以按它建考核期。", "caption", wraps=True)
        )
        self.form.addLayout(beside(named(self.valid_from), named(self.document), shares=(1, 2)))
        self.form.addWidget(named(self.reason))
        self.on_act(self._send)
        self.reason.setFocus()

    def _send(self) -> None:
        def read() -> tuple[SchemeForm, str]:
            editor = self._editor
            form = SchemeForm(
                editor.read.scheme,
                day_of(self.valid_from),
                editor.code,
                editor.version,
                self.document.text().strip(),
            )
            return form, filled(self.reason, "按今年的考核办法调整")

        given = self.checked(read)
        if given is None:
            return
        form, reason = given

        def job(work: UnitOfWork) -> tuple[str, int]:
            return save_scheme(work, form)

        def said(came: tuple[str, int]) -> str:
            self.saved_code = came[0]
            title, since = form.scheme.title, form.valid_from
            return f"“{title}”已存成第 {came[1]} 版，从 {since:%Y-%m-%d} 起。"

        self.send(job, said, reason=reason)


def _next_month() -> dt.date:
    today = dt.date.today()  # noqa: DTZ011 - the desk's day
    return (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
