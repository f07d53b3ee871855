"""Where themes are typed: streets with their communities, as far as somebody may mark them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.assessment.queries.theme_places import sheet_places
from hrgrid.assessment.queries.themes import theme_sheet
from hrgrid.core.errors import Refused
from hrgrid.core.rights import Grant, Right
from hrgrid.storage.desk import Desk
from tests.assessment.office import AT, area, settle


def places(desk: Desk) -> dict[str, tuple[str, ...]]:
    rows = desk.read(lambda work: sheet_places(work, AT))
    return {row.name: tuple(part.name for part in row.parts) for row in rows}


def test_streets_stand_in_the_order_of_the_tree_with_their_communities(office):
    assert list(places(office).items()) == [
        ("东街道", ("东社区",)),
        ("西街道", ("西社区",)),
        ("南街道", ("南社区",)),
        ("北街道", ("北社区",)),
    ]
    first = office.read(lambda work: sheet_places(work, AT))[0]
    assert first.above == "示例区"
    assert (first.id, first.path) == (area(office, "东街道").id, area(office, "东街道").path)


def test_who_has_one_community_has_no_street(double):
    desk = double.desk(Role.CLERK)
    desk.write(settle, reason="如实登记")
    own = frozenset({Grant(Right.RUN_ASSESSMENT, area(desk, "西社区").path)})
    other = Desk(double.database, replace(desk.actor, grants=own), desk.keyring)
    assert places(other) == {"西社区": ("西社区",)}
    # Whatever is offered can be opened.
    for row in other.read(lambda work: sheet_places(work, AT)):
        assert other.read(lambda work, key=row.id: theme_sheet(work, AT, key)).grids
    with pytest.raises(Refused):
        double.desk(Role.VIEWER).read(lambda work: sheet_places(work, AT))
