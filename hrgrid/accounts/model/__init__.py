"""The tables of the room, by topic; each is mapped when it is first asked for."""

from typing import TYPE_CHECKING

from hrgrid.core.lazily import loaded_when_asked

if TYPE_CHECKING:
    from hrgrid.accounts.model.approvals import Approval as Approval
    from hrgrid.accounts.model.approvals import How as How
    from hrgrid.accounts.model.filters import SavedFilter as SavedFilter
    from hrgrid.accounts.model.operators import Operator as Operator
    from hrgrid.accounts.model.operators import OperatorRole as OperatorRole

_TOPICS = {
    "approvals": "Approval How",
    "filters": "SavedFilter",
    "operators": "Operator OperatorRole",
}

_asked, load_all = loaded_when_asked(__name__, _TOPICS)

if not TYPE_CHECKING:
    __getattr__ = _asked
