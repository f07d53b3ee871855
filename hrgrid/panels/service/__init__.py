"""What people do with a panel: open it, seat judges, key marks, check, close, reopen."""

from hrgrid.panels.service.adjusting import adjust, void_adjustment
from hrgrid.panels.service.checking import discard_keying, return_keying
from hrgrid.panels.service.closing import close_panel, reopen_panel
from hrgrid.panels.service.correcting import FirstTypist, correct_marks
from hrgrid.panels.service.entering import (
    EntrantForm,
    add_entrants,
    change_entrant,
    draw_numbers,
    remove_entrant,
    set_status,
)
from hrgrid.panels.service.marking import (
    Keyed,
    PasteRefused,
    ReasonNeeded,
    clear_mark,
    key_mark,
    key_marks,
)
from hrgrid.panels.service.opening import PanelForm, change_rule, open_panel
from hrgrid.panels.service.recusing import lift_recusal, recuse, recuse_proposed
from hrgrid.panels.service.seating import (
    SeatForm,
    add_seat,
    choose_chief,
    remove_seat,
    replace_seat,
    strike_seat,
)
from hrgrid.panels.service.sheets import CellProblem

__all__ = [
    "CellProblem",
    "EntrantForm",
    "FirstTypist",
    "Keyed",
    "PanelForm",
    "PasteRefused",
    "ReasonNeeded",
    "SeatForm",
    "add_entrants",
    "add_seat",
    "adjust",
    "change_entrant",
    "change_rule",
    "choose_chief",
    "clear_mark",
    "close_panel",
    "correct_marks",
    "discard_keying",
    "draw_numbers",
    "key_mark",
    "key_marks",
    "lift_recusal",
    "open_panel",
    "recuse",
    "recuse_proposed",
    "remove_entrant",
    "remove_seat",
    "reopen_panel",
    "replace_seat",
    "return_keying",
    "set_status",
    "strike_seat",
    "void_adjustment",
]
