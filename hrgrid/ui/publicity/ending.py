"""结束公示: a list taken down; where the clock is in doubt somebody says how he made sure."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.publicity.queries import doubts_of_subject
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.matters.forms import MatterForm, named
from hrgrid.ui.session import Session


class EndPublicityForm(MatterForm):
    """What follows the end is the caller's: `told` says it beforehand, `end` does it."""

    def __init__(self, session: Session, subject: str, told: str, parent: QWidget) -> None:
        super().__init__(session, "结束公示", "结束公示", parent)
        self._follows = told
        self.told = label("", "body2", wraps=True)
        self.reason = TextField("怎样核实公示已满", hint="例如：现场核对公示栏，公示未中断")
        self._why = named(self.reason)
        self._why.hide()
        self.form.addWidget(self.told)
        self.form.addWidget(self._why)
        self._away.setText("先不结束")
        self._show(())
        self.on_act(self.end)
        session.tasks.read(lambda work: doubts_of_subject(work, subject), self._show)

    def end(self) -> None:
        """Send the deed, with what was typed as its reason."""
        raise NotImplementedError

    def _show(self, doubts: tuple[str, ...]) -> None:
        before = f"{'；'.join(doubts)}，电脑时间不能证明公示已满。" if doubts else ""
        self.told.setText(f"{before}{self._follows}")
        self._why.setVisible(bool(doubts))
        (self.reason if doubts else self.act).setFocus()
        self.fit_soon()
