"""A page that hosts the level alone, as the page of assessment does beside its others."""

from __future__ import annotations

from dataclasses import replace

from hrgrid.ui.matters.page import LevelPage
from hrgrid.ui.page import PageSpec
from hrgrid.ui.pages import PAGES
from hrgrid.ui.schemes.page import SchemesLevel
from hrgrid.ui.schemes.words import TOPIC
from hrgrid.ui.session import Session


class SchemesPage(LevelPage):
    """One level under its tab."""

    TOPICS = frozenset({TOPIC, "workforce"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.schemes = SchemesLevel(session)
        self.put_levels({"schemes": ("方案和指标", self.schemes)})


def pages() -> tuple[PageSpec, ...]:
    """The pages of the program, assessment with this level alone."""
    return tuple(
        replace(one, make=SchemesPage) if one.key == "assessment" else one for one in PAGES
    )
