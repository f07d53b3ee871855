"""The tables of public notices, and of the objections to the people on them."""

from hrgrid.publicity.model.notices import Notice, NoticeEntry, NoticeStep
from hrgrid.publicity.model.objections import Objection, ObjectionStep

__all__ = ["Notice", "NoticeEntry", "NoticeStep", "Objection", "ObjectionStep"]
