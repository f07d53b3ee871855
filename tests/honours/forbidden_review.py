"""Forbidden writes to marks of nominees, the public's votes and the committee's."""

from __future__ import annotations

from tests.honours.forbidden import CLOSED, DAY, OPEN, REVIEWING, RUN, T
from tests.honours.forbidden import of as honour
from tests.storage.violating import Forbidden, row, sql

ROWS = {
    "nominee_mark": {
        "id": 900,
        "campaign_id": 900,
        "number": 1,
        "nomination_id": 900,
        "score_part": "review",
        "milli": 90_000,
        "mark_source": "panel",
        "source_ref": "honours:900",
        "told": "评委 1 90",
        "made_at": T,
        "made_by": "经办人",
    },
    "selection_run_mark": {"run_id": 900, "mark_number": 1},
    "public_vote": {
        "id": 900,
        "campaign_id": 900,
        "number": 1,
        "vote_scale": "share",
        "made_at": T,
        "made_by": "经办人",
    },
    "public_count": {"vote_id": 900, "nomination_id": 900, "votes": 10},
    "public_strike": {
        "id": 900,
        "vote_id": 900,
        "nomination_id": 900,
        "votes": 4,
        "reason": "同一设备",
        "made_at": T,
        "made_by": "经办人",
    },
    "committee_vote": {
        "id": 900,
        "campaign_id": 900,
        "number": 1,
        "run_id": 900,
        "title": "书记办公会",
        "held_on": DAY,
        "venue": "三楼会议室",
        "chair": "周明",
        "recorder": "陈敏",
        "way": "tally",
        "quorum_num": 2,
        "quorum_den": 3,
        "pass_bp": 5_000,
        "pass_base": "entitled",
        "state": "preparing",
        "document_no": "",
        "scan_sha256": None,
        "void_reason": "",
        "closed_at": None,
        "closed_by": "",
        "made_at": T,
        "made_by": "经办人",
        "version": 1,
    },
    "committee_member": {
        "id": 900,
        "vote_id": 900,
        "seat_no": 1,
        "name": "周明",
        "post": "书记",
        "unit": "",
        "at_meeting": True,
    },
    "committee_item": {
        "vote_id": 900,
        "nomination_id": 900,
        "sort": 1,
        "in_favour": None,
        "against": None,
        "abstained": None,
        "passed": None,
    },
    "committee_recusal": {
        "member_id": 900,
        "nomination_id": 900,
        "vote_id": 900,
        "ground": "kin",
        "note": "",
        "made_at": T,
        "made_by": "经办人",
    },
    "committee_ballot": {
        "member_id": 900,
        "nomination_id": 900,
        "vote_id": 900,
        "choice": "for",
    },
}
PARENTS = {
    "nominee_mark": ("nomination",),
    "selection_run_mark": ("selection_run",),
    "public_vote": ("nomination",),
    "public_count": ("public_vote",),
    "public_strike": ("public_count",),
    "committee_vote": ("nomination", "selection_run"),
    "committee_member": ("committee_vote",),
    "committee_item": ("committee_vote",),
    "committee_recusal": ("committee_member", "committee_item"),
    "committee_ballot": ("committee_member", "committee_item"),
}


def of(table: str, **changes: object):
    """The good row of a table, changed."""
    return row(ROWS, table, **changes)


def _vote(state: str, more: str = ""):
    return sql(f"UPDATE committee_vote SET state = '{state}'{more}")


IS_OPEN = _vote("open")
CLOSING = ", document_no = '1', closed_at = made_at"
STEPS = {
    "nominee_mark": (REVIEWING[-1],),
    "public_vote": (REVIEWING[-1],),
    "committee_recusal": (IS_OPEN,),
    "committee_ballot": (IS_OPEN,),
}
VOTE = (*RUN, of("committee_vote"))
LISTED = (*VOTE, of("committee_member"), of("committee_item"))
VOTING = (*LISTED, IS_OPEN)
COUNTED = (
    *VOTING,
    sql("UPDATE committee_item SET in_favour = 1, against = 0, abstained = 0, passed = true"),
    _vote("closed", CLOSING),
)
STRUCK = (*CLOSED, of("public_vote"), of("public_count"), of("public_strike"))

FORBIDDEN = [
    Forbidden("ck_nominee_mark_number_from_one", of("nominee_mark", number=0), CLOSED),
    Forbidden("ck_nominee_mark_mark", of("nominee_mark", milli=100_001), CLOSED),
    Forbidden("ck_nominee_mark_mark", of("nominee_mark", milli=-1), CLOSED),
    Forbidden("ck_nominee_mark_derivation_given", of("nominee_mark", told=""), CLOSED),
    Forbidden(
        "uq_nominee_mark_campaign_id_number",
        of("nominee_mark", id=901),
        (*CLOSED, of("nominee_mark")),
    ),
    Forbidden("nominee_mark_in_time_insert", of("nominee_mark"), (*OPEN, honour("nomination"))),
    Forbidden(
        "nominee_mark_own_campaign_insert",
        of("nominee_mark", campaign_id=901),
        (*CLOSED, honour("campaign", id=901, title="另一次", state="reviewing")),
    ),
    Forbidden(
        "ck_selection_run_mark_number_from_one", of("selection_run_mark", mark_number=0), RUN
    ),
    Forbidden("ck_public_vote_number_from_one", of("public_vote", number=0), CLOSED),
    Forbidden(
        "uq_public_vote_campaign_id_number",
        of("public_vote", id=901),
        (*CLOSED, of("public_vote")),
    ),
    Forbidden("public_vote_in_time_insert", of("public_vote"), OPEN),
    Forbidden(
        "ck_public_count_votes_not_negative",
        of("public_count", votes=-1),
        (*CLOSED, of("public_vote")),
    ),
    Forbidden("ck_public_strike_votes_from_one", of("public_strike", id=901, votes=0), STRUCK),
    Forbidden("ck_public_strike_has_reason", of("public_strike", id=901, reason=""), STRUCK),
    Forbidden("public_strike_within_insert", of("public_strike", id=901, votes=7), STRUCK),
    # the committee
    Forbidden("ck_committee_vote_number_from_one", of("committee_vote", number=0), RUN),
    Forbidden("ck_committee_vote_title_given", of("committee_vote", title=""), RUN),
    Forbidden("ck_committee_vote_rule", of("committee_vote", quorum_num=4), RUN),
    Forbidden("ck_committee_vote_rule", of("committee_vote", pass_bp=10_000), RUN),
    Forbidden("ck_committee_vote_void_has_reason", of("committee_vote", state="void"), RUN),
    Forbidden("ck_committee_vote_closed_has_document", of("committee_vote", state="closed"), RUN),
    Forbidden(
        "uq_committee_vote_campaign_id_number",
        of("committee_vote", id=901),
        (*RUN, of("committee_vote", state="void", void_reason="重开")),
    ),
    Forbidden("ux_committee_vote_one_open", of("committee_vote", id=901, number=2), VOTE),
    Forbidden("committee_vote_goes_update", _vote("closed", CLOSING), VOTE),
    Forbidden("committee_vote_goes_update", _vote("open"), COUNTED),
    Forbidden("committee_vote_keeps_delete", sql("DELETE FROM committee_vote"), VOTE),
    *(
        Forbidden("committee_vote_counted_update", sql(f"UPDATE committee_vote SET {one}"), COUNTED)
        for one in ("title = '别的'", "document_no = '2'", "pass_bp = 1", "pass_base = 'present'")
    ),
    Forbidden("committee_vote_sums_update", _vote("closed", CLOSING), VOTING),
    Forbidden(
        "committee_vote_sums_update",
        _vote("closed", CLOSING),
        (
            *VOTING,
            sql("UPDATE committee_item SET in_favour=2, against=0, abstained=0, passed=true"),
        ),
    ),
    Forbidden(
        "committee_vote_sums_update",
        _vote("closed", CLOSING),
        (
            *VOTING,
            of("committee_recusal"),
            sql("UPDATE committee_item SET in_favour=1, against=0, abstained=0, passed=true"),
        ),
    ),
    Forbidden("ck_committee_member_seat_no_from_one", of("committee_member", seat_no=0), VOTE),
    Forbidden("ck_committee_member_named", of("committee_member", name=""), VOTE),
    Forbidden("uq_committee_member_vote_id_seat_no", of("committee_member", id=901), LISTED),
    Forbidden("committee_member_frozen_insert", of("committee_member", id=901, seat_no=2), VOTING),
    Forbidden(
        "committee_member_frozen_update",
        sql("UPDATE committee_member SET name = '李四'"),
        VOTING,
    ),
    Forbidden(
        "committee_member_frozen_update",
        sql("UPDATE committee_member SET at_meeting = false"),
        COUNTED,
    ),
    Forbidden("committee_member_frozen_delete", sql("DELETE FROM committee_member"), LISTED),
    Forbidden("ck_committee_item_votes_together", of("committee_item", in_favour=1), VOTE),
    Forbidden(
        "ck_committee_item_votes_not_negative",
        of("committee_item", in_favour=2, against=-1, abstained=0),
        VOTE,
    ),
    Forbidden("ck_committee_item_sort_from_one", of("committee_item", sort=0), VOTE),
    Forbidden("committee_item_frozen_insert", of("committee_item"), (*VOTE, IS_OPEN)),
    Forbidden("committee_item_frozen_delete", sql("DELETE FROM committee_item"), LISTED),
    Forbidden("committee_item_in_time_update", sql("UPDATE committee_item SET sort = 2"), COUNTED),
    Forbidden(
        "ck_committee_recusal_other_has_note", of("committee_recusal", ground="other"), VOTING
    ),
    Forbidden("committee_recusal_in_time_insert", of("committee_recusal"), COUNTED),
    Forbidden(
        "committee_recusal_in_time_delete",
        sql("DELETE FROM committee_recusal"),
        (
            *VOTING,
            of("committee_recusal"),
            sql("UPDATE committee_item SET in_favour=0, against=0, abstained=0, passed=false"),
            _vote("closed", CLOSING),
        ),
    ),
    Forbidden(
        "committee_recusal_stays_update",
        sql("UPDATE committee_recusal SET note = '师徒'"),
        (*VOTING, of("committee_recusal")),
    ),
    Forbidden(
        "committee_recusal_voted_insert",
        of("committee_recusal"),
        (*VOTING, of("committee_ballot")),
    ),
    Forbidden("committee_ballot_in_time_insert", of("committee_ballot"), COUNTED),
    *(
        Forbidden(
            f"committee_ballot_in_time_{event}",
            sql(write),
            (
                *VOTING,
                of("committee_ballot"),
                sql("UPDATE committee_item SET in_favour=1, against=0, abstained=0, passed=true"),
                _vote("closed", CLOSING),
            ),
        )
        for event, write in (
            ("update", "UPDATE committee_ballot SET choice = 'against'"),
            ("delete", "DELETE FROM committee_ballot"),
        )
    ),
    Forbidden(
        "committee_ballot_recused_insert",
        of("committee_ballot"),
        (*VOTING, of("committee_recusal")),
    ),
    Forbidden(
        "committee_ballot_absent_insert",
        of("committee_ballot"),
        (*VOTING, sql("UPDATE committee_member SET at_meeting = false")),
    ),
]
