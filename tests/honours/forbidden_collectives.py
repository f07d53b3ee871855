"""Forbidden writes to the collective honours of a campaign."""

from __future__ import annotations

from tests.honours.forbidden import ROWS as HONOURS
from tests.storage.violating import DAY, Forbidden, row, sql
from tests.workforce.forbidden import ROWS as WORKFORCE

NO = "苏政法〔2026〕12号"
ROWS = {
    "collective_award": {
        "campaign_id": 900,
        "title": "优秀街道",
        "places": 1,
        "sort": 1,
        "version": 1,
    },
    "collective_nominee": {
        "id": 900,
        "campaign_id": 900,
        "title": "优秀街道",
        "year": 2025,
        "area_id": 900,
        "team": "",
        "honoured_name": "示例街道",
        "deeds": "",
        "unit_rank": 1,
        "state": "nominated",
        "votes": None,
        "place": None,
        "meeting_no": "",
        "met_on": None,
        "document_no": "",
        "granted_on": None,
        "exclude_reason": "",
        "revoke_reason": "",
        "revoke_document": "",
        "version": 1,
    },
    "collective_member": {"nominee_id": 900, "person_id": 900},
}
PARENTS = {
    "collective_award": ("campaign",),
    "collective_nominee": ("campaign", "collective_award", "area"),
    "collective_member": ("campaign", "collective_award", "area", "collective_nominee", "person"),
}


def of(table: str, **changes: object):  # type: ignore[no-untyped-def]
    """A row of ROWS with changes."""
    return row(WORKFORCE | HONOURS | ROWS, table, **changes)


def to(state: str, **more: object):  # type: ignore[no-untyped-def]
    """The nominee goes on."""
    said = "".join(f", {name} = {value}" for name, value in more.items())
    return sql(f"UPDATE collective_nominee SET state = '{state}'{said} WHERE id = 900")


MET = {"place": 1, "meeting_no": "'纪要6号'", "met_on": "'2026-01-20'"}
GIVEN = {"document_no": "'12号'", "granted_on": "'2026-04-15'"}
FROZEN = (
    of(
        "campaign",
        state="decided",
        proposer_id=1,
        document_no=NO,
        decided_on=DAY,
        approval_words="书记批准",
    ),
)
OPEN = (of("campaign"), of("collective_award"), of("area"))
LATE = (*FROZEN, *OPEN[1:])
NAMED = (*OPEN, of("collective_nominee"))
CHOSEN = (*LATE, of("collective_nominee"), to("chosen", **MET))
DECIDED = (*CHOSEN, to("decided", **GIVEN))
SECOND = of("collective_nominee", id=901, team="平安团队", honoured_name="示例街道平安团队")
FORBIDDEN = [
    Forbidden("ck_collective_award_title_given", of("collective_award", title=""), OPEN[:1]),
    *(
        Forbidden("ck_collective_award_places_known", of("collective_award", places=n), OPEN[:1])
        for n in (0, 1000)
    ),
    Forbidden("ck_collective_nominee_name_given", of("collective_nominee", honoured_name=""), OPEN),
    Forbidden(
        "ck_collective_nominee_unit_rank_from_one", of("collective_nominee", unit_rank=0), OPEN
    ),
    Forbidden("ck_collective_nominee_votes_counted", of("collective_nominee", votes=-1), OPEN),
    Forbidden("ck_collective_nominee_chosen_by_meeting", to("chosen", place=1), NAMED),
    Forbidden("ck_collective_nominee_decided_has_document", to("decided"), CHOSEN),
    Forbidden("ck_collective_nominee_excluded_has_reason", to("excluded"), NAMED),
    Forbidden("ck_collective_nominee_revoked_has_document", to("revoked"), DECIDED),
    Forbidden("collective_nominee_begins", of("collective_nominee", year=2024), OPEN),
    Forbidden("collective_nominee_begins", of("collective_nominee", state="excluded"), OPEN),
    Forbidden("collective_nominee_goes_forward", to("revoked", **MET, **GIVEN), NAMED),
    Forbidden(
        "collective_nominee_same",
        sql("UPDATE collective_nominee SET honoured_name = '别的街道'"),
        NAMED,
    ),
    Forbidden("collective_nominee_within_places", to("chosen", **(MET | {"place": 2})), NAMED),
    Forbidden(
        "collective_nominee_with_campaign",
        to("decided", **GIVEN),
        (*NAMED, to("chosen", **MET)),
    ),
    Forbidden(
        "collective_nominee_decided",
        sql("UPDATE collective_nominee SET document_no = '13号'"),
        DECIDED,
    ),
    Forbidden("collective_nominee_keeps_delete", sql("DELETE FROM collective_nominee"), NAMED),
    Forbidden("ux_collective_nominee_named_once", of("collective_nominee", id=902), NAMED),
    Forbidden(
        "ux_collective_nominee_place",
        sql(
            "UPDATE collective_nominee SET state = 'chosen', place = 1, meeting_no = '纪要6号', "
            "met_on = '2026-01-20' WHERE id = 901"
        ),
        (*CHOSEN, SECOND),
    ),
    Forbidden(
        "ux_collective_nominee_one_a_year",
        sql(
            "UPDATE collective_nominee SET state = 'chosen', place = 1, meeting_no = '纪要6号', "
            "met_on = '2026-01-20' WHERE id = 902"
        ),
        (
            *CHOSEN,
            of("campaign", id=901, title="又一次评选"),
            of("collective_award", campaign_id=901),
            of("collective_nominee", id=902, campaign_id=901),
        ),
    ),
]
