"""The register of printing: no number twice without a reason, every sheet accounted for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hrgrid.accounts.queries import journal_entries
from hrgrid.core.errors import UserError
from hrgrid.documents import queries, service
from hrgrid.documents.queries import Sought
from hrgrid.documents.rules import Picked, PrintReason, SheetState, Standing
from hrgrid.documents.service import PrintOrder, Spoiled
from hrgrid.storage.journal import JournalFilter
from tests.documents.build import BATCH, issued

ORDER = PrintOrder(BATCH, "一号机", "a4")


def ids(desk, *picked):
    return [row.id for row in desk.read(lambda work: queries.candidates(work, BATCH, picked))]


def sent(desk, wanted, order=ORDER, run_id=None):
    return desk.write(lambda work: service.send_pack(work, order, wanted, run_id))


def settled(desk, pack, spoiled=None, **more):
    return desk.write(
        lambda work: service.settle_pack(work, pack.run_id, pack.pack, spoiled, **more)
    )


def register(desk):
    return desk.read(lambda work: queries.sheets(work, BATCH))


def standings(desk):
    return {
        row.shown[-6:]: row.standing
        for row in desk.read(lambda work: queries.listed(work, Sought(BATCH)))
    }


def test_packs_go_out_and_are_confirmed_and_the_next_run_begins_at_the_first_that_waits(desk):
    issued(desk, NS=5)
    waiting = ids(desk)
    first = sent(desk, waiting[:2])
    assert [row.number[-4:] for row in first.rows] == ["0001", "0002"]
    assert settled(desk, first) == 2
    second = sent(desk, waiting[2:4], run_id=first.run_id)
    assert (second.run_id, second.pack) == (first.run_id, 2)
    assert list(standings(desk).values()) == [
        Standing.CONFIRMED,
        Standing.CONFIRMED,
        Standing.SENT,
        Standing.SENT,
        Standing.WAITING,
    ]
    assert ids(desk) == waiting[4:]
    [pack] = desk.read(lambda work: queries.waiting_packs(work, BATCH))
    assert (pack.pack, pack.count, pack.first[-4:], pack.last[-4:]) == (2, 2, "0003", "0004")
    assert pack.printer == "一号机"


def test_a_number_is_never_printed_twice_without_a_reason(desk):
    issued(desk, NS=5)
    everything = ids(desk)
    settled(desk, sent(desk, everything[:3]))
    with pytest.raises(UserError, match=r"NS0002 至 .*NS0003 共 2 张已打过。请先选补打原因"):
        sent(desk, everything[1:])
    assert len(register(desk)) == 3
    again = sent(desk, everything[1:], replace(ORDER, reason=PrintReason.JAM, printer="二号机"))
    settled(desk, again)
    told = [
        (row.number[-4:], row.turn, row.reason, row.state, row.printer, row.void_reason)
        for row in register(desk)
    ]
    assert told == [
        ("0001", 1, None, SheetState.CONFIRMED, "一号机", None),
        ("0002", 1, None, SheetState.VOID, "一号机", PrintReason.JAM),
        ("0003", 1, None, SheetState.VOID, "一号机", PrintReason.JAM),
        ("0002", 2, PrintReason.JAM, SheetState.CONFIRMED, "二号机", None),
        ("0003", 2, PrintReason.JAM, SheetState.CONFIRMED, "二号机", None),
        ("0004", 1, None, SheetState.CONFIRMED, "二号机", None),
        ("0005", 1, None, SheetState.CONFIRMED, "二号机", None),
    ]
    assert {row.sent_by for row in register(desk)} == {"经办人"}


def test_two_who_send_the_same_numbers_at_once_give_one_sheet(desk):
    issued(desk, NS=2)
    wanted = ids(desk)
    sent(desk, wanted)
    with pytest.raises(UserError, match="已打过"):
        sent(desk, wanted)
    assert [row.turn for row in register(desk)] == [1, 1]


def test_what_was_spoiled_waits_for_another_sheet_and_keeps_its_reason(desk):
    issued(desk, NS=4)
    pack = sent(desk, ids(desk))
    bad = Spoiled((pack.rows[1].shown,), PrintReason.STAINED)
    assert settled(desk, pack, bad) == 3
    assert list(standings(desk).values())[1] is Standing.AGAIN
    [candidate] = desk.read(lambda work: queries.candidates(work, BATCH))
    assert (candidate.serial, candidate.turns, candidate.spoiled) == (2, 1, PrintReason.STAINED)
    settled(desk, sent(desk, [candidate.id]))
    assert [(row.turn, row.reason) for row in register(desk)][-1] == (2, PrintReason.STAINED)
    assert ids(desk) == []


def test_a_pack_that_never_came_out_is_printed_again_and_owes_no_paper(desk):
    issued(desk, NS=2)
    pack = sent(desk, ids(desk))
    numbers = tuple(row.shown for row in pack.rows)
    assert settled(desk, pack, Spoiled(numbers, PrintReason.NOT_PRINTED)) == 0
    assert desk.read(lambda work: queries.owed_sheets(work, BATCH)) == []
    again = sent(desk, ids(desk))
    assert len(again.rows) == 2
    assert {row.reason for row in register(desk) if row.turn == 2} == {PrintReason.NOT_PRINTED}


def test_old_sheets_are_owed_until_they_are_taken_back(desk):
    issued(desk, NS=3)
    wanted = ids(desk)
    settled(desk, sent(desk, wanted))
    settled(desk, sent(desk, wanted[:1], replace(ORDER, reason=PrintReason.LOST)))
    pack = sent(desk, wanted[1:], replace(ORDER, reason=PrintReason.MISALIGNED))
    [told] = desk.read(lambda work: queries.waiting_packs(work, BATCH))
    assert (told.again, told.owed) == (2, 2)
    owed = desk.read(lambda work: queries.owed_sheets(work, BATCH))
    assert [row.number[-4:] for row in owed] == ["0002", "0003"]
    settled(desk, pack, taken_back=True)
    assert desk.read(lambda work: queries.owed_sheets(work, BATCH)) == []
    rows = {(row.number[-4:], row.turn): row for row in register(desk)}
    assert rows["0002", 1].taken_back_by == "经办人"
    assert rows["0001", 1].taken_back_at is None
    assert desk.write(lambda work: service.take_back(work, BATCH)) == 0


def test_another_reason_must_be_told_and_a_pack_is_settled_once(desk):
    issued(desk, NS=2)
    pack = sent(desk, ids(desk))
    number = pack.rows[0].shown
    with pytest.raises(UserError, match="请写明是什么原因"):
        settled(desk, pack, Spoiled((number,), PrintReason.OTHER))
    with pytest.raises(UserError, match="这一批里没有 XF1"):
        settled(desk, pack, Spoiled(("XF1",)))
    settled(desk, pack, Spoiled((number,), PrintReason.OTHER, "墨粉没了"))
    with pytest.raises(UserError, match="刚有别人登记过"):
        settled(desk, pack)
    settled(desk, sent(desk, ids(desk)))
    assert register(desk)[-1].reason is PrintReason.OTHER


def test_revoked_certificates_are_neither_offered_nor_printed(desk):
    issued(desk, NS=3)
    wanted = ids(desk)
    number = desk.read(lambda work: queries.listed(work, Sought(BATCH)))[1].number
    desk.write(lambda work: service.revoke(work, number), reason="弄虚作假")
    assert ids(desk) == [wanted[0], wanted[2]]
    with pytest.raises(UserError, match="NS0002 等 1 张已撤销或换发"):
        sent(desk, wanted)
    assert standings(desk)[number[-6:]] is Standing.REVOKED


def test_what_a_print_shop_printed_is_noted_as_good(desk):
    issued(desk, NS=3)
    wanted = ids(desk)
    order = replace(ORDER, printer="印刷厂")
    assert desk.write(lambda work: service.note_printed_outside(work, order, wanted)) == 3
    assert {row.state for row in register(desk)} == {SheetState.CONFIRMED}
    with pytest.raises(UserError, match="已打过"):
        desk.write(lambda work: service.note_printed_outside(work, order, wanted[:1]))


def test_a_picked_range_holds_its_copies_and_says_what_was_printed(desk):
    issued(desk, XF=3, NS=30)
    settled(desk, sent(desk, ids(desk, Picked("NS", 5, 6))))
    found = desk.read(
        lambda work: queries.candidates(work, BATCH, [Picked("XF", 2, 2), Picked("NS", 4, 6)])
    )
    assert [(row.code, row.serial, row.turns, row.live) for row in found] == [
        ("XF", 2, 0, None),
        ("NS", 4, 0, None),
        ("NS", 5, 1, SheetState.CONFIRMED),
        ("NS", 6, 1, SheetState.CONFIRMED),
    ]
    waiting = desk.read(lambda work: queries.candidates(work, BATCH, code="XF"))
    assert [row.serial for row in waiting] == [1, 2, 3]


def test_a_list_comes_by_pages_and_is_narrowed_by_number_name_and_standing(desk):
    issued(desk, XF=3, NS=20)

    def found(limit=100, after=None, **sought):
        return desk.read(lambda work: queries.listed(work, Sought(BATCH, **sought), after, limit))

    rows = found()
    first = found(limit=9)
    assert first + found(limit=100, after=first[-1].key) == rows
    assert [row.code for row in rows] == ["XF"] * 3 + ["NS"] * 20
    assert [row.key[1] for row in found(text="17")] == [17]
    assert [row.shown[-6:] for row in found(text="ns0007")] == ["NS0007"]
    name = rows[10].name
    assert rows[10] in found(text=name[:2])
    assert {row.code for row in found(code="XF")} == {"XF"}
    assert found(text="%") == []
    settled(desk, sent(desk, [row.id for row in rows[:4]]))
    assert found(standing=Standing.CONFIRMED) == found()[:4]
    assert len(found(standing=Standing.WAITING)) == 19
    assert found(standing=Standing.AGAIN) == []
    told = desk.read(lambda work: queries.tally(work, BATCH))
    assert (told[Standing.CONFIRMED], told[Standing.WAITING]) == (4, 19)
    [batch] = desk.read(queries.batches)
    assert (batch.batch, batch.count) == (BATCH, 23)
    series = desk.read(lambda work: queries.series_of(work, BATCH))
    assert [(row.code, row.honour, row.count, row.last) for row in series] == [
        ("XF", "先锋网格员", 3, 3),
        ("NS", "能手网格员", 20, 20),
    ]
    wanted = Sought(BATCH, standing=Standing.WAITING)
    assert desk.read(lambda work: queries.count_listed(work, wanted)) == 19


def test_the_journal_tells_of_every_pack(desk):
    issued(desk, NS=2)
    wanted = ids(desk)
    settled(desk, sent(desk, wanted))
    settled(desk, sent(desk, wanted, replace(ORDER, reason=PrintReason.JAM)), taken_back=True)

    def told(work):
        rows = journal_entries(work, JournalFilter(), limit=50)
        return [row.action for row in rows if row.action.endswith("_sheets")][::-1]

    assert desk.read(told) == [
        "send_sheets",
        "settle_sheets",
        "send_sheets",
        "settle_sheets",
        "take_back_sheets",
    ]
