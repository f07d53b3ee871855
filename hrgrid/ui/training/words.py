"""Words, chips and figures of the page 培训与比武."""

from __future__ import annotations

import datetime as dt

from hrgrid.training.rules.hours import HourRules, hours_words
from hrgrid.training.rules.timetable import time_words
from hrgrid.training.rules.words import ClassState, EnrolmentState, Presence
from hrgrid.ui.matters.words import day

TOPIC = "training"
SHEET_TOPIC = "attendance"
"""What is stored cell by cell in a dialog; the page is told when the dialog is left."""

_CLASS_CHIPS = {
    ClassState.PLANNED: "mute",
    ClassState.OPEN: "info",
    ClassState.RUNNING: "info",
    ClassState.ENDED: "warn",
    ClassState.CONFIRMED: "ok",
    ClassState.ARCHIVED: "ok",
    ClassState.CANCELLED: "mute",
}
_PLACE_CHIPS = {
    EnrolmentState.INVITED: "mute",
    EnrolmentState.ENROLLED: "info",
    EnrolmentState.WAITING: "warn",
    EnrolmentState.CANCELLED: "mute",
    EnrolmentState.COMPLETED: "ok",
    EnrolmentState.FAILED: "bad",
}
PRESENCE_COLOURS = {
    Presence.PRESENT: "text",
    Presence.LATE: "warn",
    Presence.LEFT_EARLY: "warn",
    Presence.LEAVE: "accent",
    Presence.ABSENT: "bad",
    Presence.EXCUSED: "text2",
}


def class_chip(state: ClassState) -> str:
    """The kind of a class's chip."""
    return _CLASS_CHIPS[state]


def place_chip(state: EnrolmentState) -> str:
    """The kind of the chip of somebody's place in a class."""
    return _PLACE_CHIPS[state]


def stretch(begins: int, ends: int) -> str:
    """From a time to a time: 08:30–11:30."""
    return f"{time_words(begins)}–{time_words(ends)}"


def session_words(when: dt.date, begins: int, ends: int) -> str:
    """A session in a sentence: 11 月 25 日 08:30–11:30."""
    return f"{day(when)} {stretch(begins, ends)}"


def hours(minutes: int, rules: HourRules) -> str:
    """Minutes as 学时, without the word."""
    return hours_words(minutes, rules).removesuffix(" 学时")
