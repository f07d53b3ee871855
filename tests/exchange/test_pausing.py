"""The collector rests while much is made, and need not walk it afterwards."""

from __future__ import annotations

import gc

from hrgrid.exchange.service.pausing import collector_paused


def test_it_runs_again_after_a_pause_and_counts_what_was_made_as_old():
    with collector_paused():
        assert not gc.isenabled()
        made = [[1], [2]]
        assert not any(each is made for each in gc.get_objects(generation=2))
    assert gc.isenabled()
    assert any(each is made for each in gc.get_objects(generation=2))


def test_what_was_frozen_on_purpose_stays_frozen():
    gc.freeze()
    try:
        with collector_paused():
            made = [[1], [2]]
        assert gc.get_freeze_count()
        assert not any(each is made for each in gc.get_objects(generation=2))
    finally:
        gc.unfreeze()


def test_who_had_it_switched_off_keeps_it_so():
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
