"""The tables of periods come empty into an office that works, and their guards come with them."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from hrgrid.core.paths import migrations
from hrgrid.storage.upgrade import migrate
from tests.assessment.forbidden_periods import APPEALED, SETTLED, ZHANG, of
from tests.storage.forbidden import ROWS as CELLAR
from tests.storage.violating import T, row
from tests.test_migrations import _write
from tests.workforce.forbidden import ROWS as WORKFORCE


def test_who_works_of_before_stands_when_assessment_comes(of_before):
    script = next((migrations() / "versions").glob("*_add_assessment.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    told = [f"SELECT * FROM {name} ORDER BY 1" for name in ("area", "person", "post")]
    there = {str(row(WORKFORCE, name)) for name in ("area", "person")}
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            connection.execute(row(CELLAR, "office", recovery_confirmed_at=T))
            for name in ("post_role", "area", "person", "post"):
                connection.execute(row(WORKFORCE, name))
            kept = [connection.execute(text(query)).all() for query in told]
        migrate(database)
        with database.raw(writes=False) as connection:
            assert [connection.execute(text(query)).all() for query in told] == kept
            count = "SELECT COUNT(*) FROM assessment_period"
            assert connection.execute(text(count)).scalar() == 0
        withdrawn = text("UPDATE assessment_appeal SET state = 'withdrawn'")
        reviewed = (ZHANG, of("assessment_review"), of("period_step"))
        for each in (*APPEALED, *reviewed, withdrawn, *SETTLED, of("assessment_showing")):
            if str(each) not in there:
                _write(database, each)
        for refused in ("DELETE FROM assessee", "UPDATE assessment_review SET value_milli = 1"):
            with pytest.raises(Exception, match="已经确认，不能再改"):
                _write(database, text(refused))
        assert [len(each) for each in kept] == [1, 1, 1]
