"""What stands in the list of people where there is nobody."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hrgrid.core.rights import Right
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.lists.frame import ListFrame
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session


def offer_people(frame: ListFrame, session: Session, clear: Callable[[], object]) -> None:
    """Nobody at all: the import; nobody whom the conditions find: fewer conditions."""
    none = EmptyState(
        "users-three",
        "没有符合条件的人",
        "去掉上面的一个条件，或换个词再找。已经离岗的人要勾上“含历史人员”。",
        [Button("清除条件", does=clear)],
    )
    roster: QWidget | None = None
    actions: list[QWidget] = []
    told = "请有“导入数据”权限的同事把花名册导进来。"
    if session.may(Right.IMPORT):
        told = "把现有的 Excel 花名册导进来即可，列名不用改。"
        roster = PrimaryButton(
            "导入花名册", glyph="upload-simple", does=lambda: session.go("imports")
        )
        actions = [roster, _template(frame, session)]
    frame.offer(EmptyState("users-three", "还没有人员数据", told, actions), none, roster)


def _template(frame: ListFrame, session: Session) -> QWidget:
    def save() -> None:
        from hrgrid.ui.imports.saving import save_template

        save_template(Saving(session, frame), "workers")

    return LinkButton("下载空白模板（Excel）", glyph="download-simple", does=save)
