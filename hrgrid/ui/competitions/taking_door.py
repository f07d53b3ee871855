"""The door to the take-away package."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.ui.session import Session


def show_taking(session: Session, competition_id: int, parent: QWidget) -> None:
    """What is out, what comes back."""
    from hrgrid.ui.competitions.taking import TakingDialog

    TakingDialog(session, competition_id, parent).open()
