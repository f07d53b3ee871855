"""Rules are dated versions that stay; facts know which results rest on them."""

from __future__ import annotations

import datetime as dt
import threading
from fractions import Fraction

import pytest

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.storage.journal import JournalFilter, entries
from hrgrid.storage.rulebook import (
    RuleSet,
    add_version,
    lock_rules,
    newest_of_each,
    rules_in_force,
    versions_of,
)
from hrgrid.storage.uses import Fact, register_uses, runs_that_used
from tests.storage.deeds import column, everything, only, wait_for_lock

MAY = dt.date(2026, 5, 1)


def version(parameters, valid_from=MAY, topic="honours.quota", name="名额", document_no=""):
    """A job that adds a version."""
    return lambda work: add_version(
        work, topic, name, parameters, valid_from=valid_from, document_no=document_no
    )


def in_force(desk, day, topic="honours.quota"):
    found = desk.read(lambda work: rules_in_force(work, topic, day))
    return found and found.parameters


def test_each_day_has_the_version_then_in_force(desk):
    desk.write(version({"ten": 10}, dt.date(2026, 1, 1)), reason="首次", operation_id="one")
    desk.write(version({"ten": 12}, dt.date(2027, 1, 1)))
    assert in_force(desk, dt.date(2025, 12, 31)) is None
    assert in_force(desk, dt.date(2026, 1, 1)) == {"ten": 10}
    assert in_force(desk, dt.date(2026, 12, 31)) == {"ten": 10}
    assert in_force(desk, dt.date(2027, 1, 1)) == {"ten": 12}
    assert in_force(desk, MAY, "honours") is None


def test_of_two_versions_from_one_day_the_later_one_counts(desk):
    desk.write(version({"ten": 10}))
    desk.write(version({"ten": 11}))
    assert in_force(desk, MAY) == {"ten": 11}


def test_a_version_dated_back_holds_until_the_next_one(desk):
    desk.write(version({"ten": 10}, dt.date(2027, 1, 1)))
    desk.write(version({"ten": 9}, dt.date(2026, 1, 1)))
    assert in_force(desk, dt.date(2026, 6, 1)) == {"ten": 9}
    assert in_force(desk, dt.date(2027, 6, 1)) == {"ten": 10}


def test_a_version_keeps_its_number_document_reason_and_hash(desk, clock):
    added = desk.write(
        version([Fraction(1, 3), MAY, "甲"], document_no="政法〔2026〕3号"), reason="因"
    )
    stored = desk.read(lambda work: versions_of(work, "honours.quota"))[0]
    assert stored == added
    assert stored.parameters == ["1/3", "2026-05-01", "甲"]
    assert stored.sha256 == canonical_hash(["1/3", "2026-05-01", "甲"])
    assert (stored.number, stored.document_no, stored.reason) == (1, "政法〔2026〕3号", "因")
    assert (stored.made_by, stored.locked_for) == ("经办人", "")


def test_the_journal_tells_what_was_before_and_after(desk):
    desk.write(version({"ten": 10}))
    desk.write(version({"ten": 12}), reason="扩面")
    newest = desk.read(lambda work: entries(work.session, JournalFilter(), limit=1))[0]
    assert (newest.action, newest.subject) == ("add_rules", "名额 第 2 版")
    assert (newest.before, newest.after, newest.reason) == ('{"ten":10}', '{"ten":12}', "扩面")


def test_the_same_rules_again_are_refused_but_may_come_back_later(database, desk):
    desk.write(version({"ten": 10, "hundred": 100}))
    before = everything(database)
    with pytest.raises(UserError, match=r"“名额”与现行版本（第 1 版）完全相同，没有另存"):
        desk.write(version({"hundred": 100, "ten": 10}, dt.date(2027, 1, 1)))
    assert everything(database) == before
    desk.write(version({"ten": 12}, dt.date(2027, 1, 1)))
    assert desk.write(version({"hundred": 100, "ten": 10}, dt.date(2028, 1, 1))).number == 3


def test_a_float_is_no_rule(database, desk):
    before = everything(database)
    with pytest.raises(TypeError, match="float"):
        desk.write(version({"share": 0.1}))
    assert everything(database) == before


def test_the_newest_of_each_topic_is_found_by_its_beginning(desk):
    for number, topic in enumerate(
        ("holidays.2026", "holidays.2027", "holidays.2026", "holidaysX2026", "hol")
    ):
        desk.write(version({"n": number}, dt.date(2026, 1, 1), topic))
    found = desk.read(lambda work: newest_of_each(work, "holidays."))
    assert [(each.topic, each.number) for each in found] == [
        ("holidays.2026", 2),
        ("holidays.2027", 1),
    ]
    assert desk.read(lambda work: newest_of_each(work, "holida_s.")) == []
    assert desk.read(lambda work: newest_of_each(work, "%")) == []


def test_a_locked_version_never_changes_again(database, desk):
    desk.write(version({"ten": 10}))
    desk.write(lambda work: lock_rules(work, "honours.quota", 1, "2026 年评选"))
    before = everything(database)["rule_set"]
    desk.write(lambda work: lock_rules(work, "honours.quota", 1, "另一结果"))
    assert everything(database)["rule_set"] == before

    def change(work):
        work.session.query(RuleSet).one().parameters = "{}"

    def remove(work):
        work.session.delete(work.session.query(RuleSet).one())

    for job in (change, remove):
        with pytest.raises(UserError, match=r"已经用于定稿的结果，不能再改。请另立新版本"):
            desk.write(job)
    assert everything(database)["rule_set"] == before
    assert desk.write(version({"ten": 11})).number == 2


def test_locking_what_is_not_there_is_told(desk):
    with pytest.raises(UserError, match=r"没有“honours\.quota”第 7 版规则"):
        desk.write(lambda work: lock_rules(work, "honours.quota", 7, "x"))


@only("postgresql")
def test_two_people_who_change_the_same_rules_at_once_do_not_both_win(database, desk):
    desk.write(version({"ten": 10}))
    told = []

    def second():
        try:
            desk.write(version({"ten": 12}))
        except UserError as error:
            told.append(error.sentence)

    thread = threading.Thread(target=second)

    def first(work):
        version({"ten": 11})(work)
        thread.start()
        assert wait_for_lock(database, thread)

    desk.write(first)
    thread.join()
    assert told == ["这套规则刚被别人改过，这次改动没有存。请刷新后再改。"]
    assert in_force(desk, MAY) == {"ten": 11}


# --- uses ---------------------------------------------------------------------------------------


def test_a_fact_knows_the_runs_that_used_it_and_in_which_version(database, desk):
    def job(work):
        first = [Fact("worker", str(n), n) for n in range(3)]
        assert register_uses(work, "selection", "2026-1", first) == 3
        assert register_uses(work, "stars", "2026-06", [Fact("worker", "1", 7)]) == 1
        assert register_uses(work, "stars", "2026-07", []) == 0

    desk.write(job)
    found = desk.read(lambda work: runs_that_used(work, "worker", "1"))
    shown = [(each.kind, each.key, each.seen_version) for each in found]
    assert shown == [("selection", "2026-1", 1), ("stars", "2026-06", 7)]
    assert desk.read(lambda work: runs_that_used(work, "grid", "1")) == []


def test_a_city_s_facts_are_registered_in_steps_that_show(database, desk):
    from hrgrid.core.progress import Progress

    stages = []
    progress = Progress(stages.append)
    facts = (Fact("grid", str(n), 1) for n in range(12_249))
    assert (
        desk.write(lambda work: register_uses(work, "run", "1", facts), progress=progress) == 12_249
    )
    assert [(each.done, each.total) for each in stages] == [
        (0, 12_249),
        (5_000, 12_249),
        (10_000, 12_249),
        (12_249, 12_249),
    ]
    assert column(database, "SELECT count(*) FROM fact_use") == [12_249]
