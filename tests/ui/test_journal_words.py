"""The journal's words: every room's table is told as one, and no room speaks over another."""

from __future__ import annotations

from collections import Counter

from hrgrid.ui.journal.words import ACTIONS, FIELDS, ROOMS, action_label, field_label, value_text


def test_no_action_and_no_field_stands_in_two_rooms() -> None:
    actions = Counter(code for room in ROOMS for code in room.actions)
    fields = Counter(name for room in ROOMS for name in room.fields)
    assert [code for code, times in actions.items() if times > 1] == []
    assert [name for name, times in fields.items() if times > 1] == []
    assert (len(ACTIONS), len(FIELDS)) == (len(actions), len(fields))


def test_a_code_is_told_by_the_field_that_it_stands_in() -> None:
    # "open" is a state of several lists.
    assert value_text("open", "class_state") == "报名中"
    assert value_text("open", "period_state") == "已建立"
    assert value_text({"class_state": "open", "rows": 3}) == "办到 报名中，行数 3"
    assert value_text("unknown", "class_state") == "unknown"


def test_a_word_that_no_room_knows_is_shown_as_it_is() -> None:
    assert (action_label("no_such_action"), field_label("no_such_field")) == (
        "no_such_action",
        "no_such_field",
    )
