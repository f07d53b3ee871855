"""What reading a panel costs, and that a blank panel reads as one."""

from __future__ import annotations

import pytest

from hrgrid.core.errors import UserError
from hrgrid.panels import queries, service
from tests.panels.build import cells_of, marked, seated
from tests.statements import recorded


@pytest.mark.parametrize("entrants", [2, 40])
def test_a_panel_is_read_in_ten_statements_however_many_there_are(desk, entrants):
    panel_id = desk.write(lambda work: seated(work, 5, entrants))
    rows = dict.fromkeys(range(1, entrants + 1), (900, 800, 700, 850, 880))
    desk.write(lambda work: marked(work, panel_id, rows))
    with recorded() as told:
        view = desk.read(lambda work: queries.panel_view(work, panel_id))
    ours = [statement for statement in told if "panel" in statement or "policy" in statement]
    assert len(ours) == 10
    assert len(view.marks) == 5 * entrants


def test_a_mark_is_keyed_in_a_dozen_statements_and_a_block_in_as_many(desk):
    panel_id = desk.write(lambda work: seated(work, 7, 30))
    view = desk.read(lambda work: queries.panel_view(work, panel_id))
    cells = cells_of(view)

    def asked(job) -> int:
        with recorded() as told:
            desk.write(job)
        return sum("panel" in statement for statement in told)

    one = asked(lambda work: service.key_mark(work, panel_id, cells[0], 90_000))
    block = asked(lambda work: service.key_marks(work, panel_id, dict.fromkeys(cells, 91_000)))
    assert one == block == 8


def test_a_panel_that_is_gone_says_so(desk):
    with pytest.raises(UserError, match="不在了"):
        desk.read(lambda work: queries.panel_view(work, 987_654))
    with pytest.raises(UserError, match="不在了"):
        desk.write(lambda work: service.close_panel(work, 987_654))


def test_an_empty_panel_has_no_standings_and_says_what_it_lacks(desk):
    panel_id = desk.write(lambda work: seated(work, 0, 0))
    assert desk.read(lambda work: queries.standings(work, panel_id)) == []
    (blocker,) = desk.read(lambda work: queries.blockers(work, panel_id))
    assert blocker.sentence == "还没有选手。请先加入选手"
