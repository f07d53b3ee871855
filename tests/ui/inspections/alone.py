"""The level of random inspections on a page of its own."""

from __future__ import annotations

from dataclasses import replace

from hrgrid.ui.inspections.page import InspectionsLevel
from hrgrid.ui.matters.page import LevelPage
from hrgrid.ui.pages import PAGES


class Alone(LevelPage):
    """Nothing but random inspections."""

    FOLLOWS_DAY = True
    TOPICS = frozenset({"inspections", "workforce"})

    def __init__(self, session) -> None:
        super().__init__(session)
        self.inspections = InspectionsLevel(session)
        self.put_levels({"inspections": ("双随机检查", self.inspections)})

    def show_part(self, part: str) -> None:
        key, _, rest = part.partition("/")
        self.show_level(key)
        if rest:
            self.inspections.show_part(rest)


SPECS = tuple(
    replace(spec, make=Alone, parts=()) if spec.key == "assessment" else spec for spec in PAGES
)
