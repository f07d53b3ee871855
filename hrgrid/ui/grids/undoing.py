"""撤销拆分, 撤销合并: as long as nothing was built on it."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.rights import Right
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.changes import ChangeRow, HistoryRow
from hrgrid.workforce.service.unregridding import undo_regrid


def offer_undo(menu: QMenu, session: Session, history: HistoryRow, parent: QWidget) -> None:
    """An entry for the last split or merge of a grid that may still be taken back."""
    last = next((one for one in history.changes if one.undoable), None)
    if last is None or not session.may(Right.EDIT_WORKFORCE):
        return
    menu.addSeparator()
    text = f"撤销 {last.effective_on:%Y-%m-%d} 的{last.kind.label}…"
    menu.addAction(text).triggered.connect(
        lambda *_: UndoChangeDialog(session, last, parent).exec()
    )


def undone_words(change: ChangeRow) -> str:
    """What the history adds to a change that was taken back."""
    return f"（{change.undone_by}已撤销）" if change.undone_by else ""


class UndoChangeDialog(FormDialog):
    """What it takes back, and why."""

    WIDTH = 480

    def __init__(self, session: Session, change: ChangeRow, parent: QWidget) -> None:
        what = change.kind.label
        super().__init__(f"撤销 {change.effective_on:%Y-%m-%d} 的{what}", f"撤销{what}", parent)
        self._session, self._change = session, change
        self.reason = TextField("撤销原因", hint="例如：上级没有批准")
        before = "、".join(dict.fromkeys(one.from_name for one in change.items if one.from_name))
        after = "、".join(dict.fromkeys(one.to_name for one in change.items if one.to_name))
        told = (
            f"{before}恢复到{what}以前的样子，人员、代管和户数都回到原处；"
            f"{after}不再有这次{what}的结果。沿革里仍记着这次{what}和撤销。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("撤销原因", self.reason))
        more = f"{what}以后又有人任职、改名或再拆分的，不能整个撤销，会说明是谁在什么时候办的。"
        self.form.addWidget(label(more, "caption", wraps=True))
        self._away.setText("不撤销")
        self.on_act(self._undo)
        self.reason.setFocus()

    def _undo(self) -> None:
        change_id = self._change.id
        self._session.tasks.write(
            lambda work: undo_regrid(work, change_id),
            topic="workforce",
            done=self._done,
            failed=self.refuse,
            title="正在撤销",
            reason=self.reason.text().strip(),
        )

    def _done(self, _: object) -> None:
        self.accept()
        change = self._change
        self._session.say(f"{change.effective_on:%Y-%m-%d} 的{change.kind.label}已撤销。")
