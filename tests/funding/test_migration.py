"""The tables of money come empty into an office that works, and their guards come with them."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from hrgrid.core.paths import migrations
from hrgrid.storage.upgrade import migrate
from tests.funding import forbidden, forbidden_ledger, forbidden_pay
from tests.storage.forbidden import ROWS as CELLAR
from tests.storage.forbidden_accounts import ROWS as ACCOUNTS
from tests.storage.violating import T, row
from tests.test_migrations import _empty, _write
from tests.workforce.forbidden import ROWS as WORKFORCE

THERE = ("post_role", "area", "person", "post")
ROWS = (
    forbidden.of("fund_item"),
    forbidden.of("fund_budget"),
    forbidden.OTHER_YEAR,
    forbidden.of("fund_allotment"),
    forbidden.of("budget_act"),
    forbidden.of("budget_move"),
    forbidden.of("grant_run"),
    forbidden.of("grant_line"),
    forbidden_ledger.MONTH,
    forbidden_ledger.of("posting"),
    *forbidden_ledger.ENTRIES,
    forbidden_ledger.of("ledger_sum"),
    forbidden_pay.of("pay_period"),
    *(
        forbidden_pay.of(name)
        for name in ("pay_person", "pay_line", "pay_entry", "pay_account", "bank_file")
    ),
    text(forbidden_ledger.POST.replace(":", r"\:")),
)
REFUSED = {
    "DELETE FROM budget_move": "请作废这份文件",
    "UPDATE fund_allotment SET spent_fen = 701": "支出超过了这个科目安排的经费",
    "UPDATE fund_budget SET total_fen = 999": "超过了本单位的经费总额",
    "UPDATE posting SET memo = '另'": "请红字冲正",
    "UPDATE ledger_entry SET fen = 1": "请红字冲正",
    "DELETE FROM grant_line": "请另测算一次",
    "UPDATE pay_line SET fen = 1": "请重新计算",
}


def test_who_works_of_before_stands_when_money_comes(engine_name, tmp_path, request):
    script = next((migrations() / "versions").glob("*_funding.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    told = [f"SELECT * FROM {name} ORDER BY 1" for name in THERE]
    with _empty(engine_name, tmp_path, request) as database:
        migrate(database, before)
        with database.raw(writes=True) as connection:
            connection.execute(row(CELLAR, "office", recovery_confirmed_at=T))
            connection.execute(row(ACCOUNTS, "operator", id=1))
            for name in THERE:
                connection.execute(row(WORKFORCE, name))
            kept = [connection.execute(text(query)).all() for query in told]
        migrate(database)
        with database.raw(writes=False) as connection:
            assert [connection.execute(text(query)).all() for query in told] == kept
            for name in ("fund_budget", "posting", "pay_period", "grant_run"):
                assert connection.execute(text(f"SELECT COUNT(*) FROM {name}")).scalar() == 0
        for each in ROWS:
            _write(database, each)
        for statement, sentence in REFUSED.items():
            with pytest.raises(Exception, match=sentence):
                _write(database, text(statement))
        assert [len(each) for each in kept] == [1, 1, 1, 1]
