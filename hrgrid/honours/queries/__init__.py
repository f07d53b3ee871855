"""Reads of the honours: campaigns, places, nominees, the list, ties, runs compared, and why."""

from hrgrid.honours.queries.board import (
    Board,
    Plan,
    PublicityRow,
    TierBoard,
    UnitRow,
    board,
    plan_on,
    publicity,
)
from hrgrid.honours.queries.campaigns import (
    CampaignRow,
    RunRow,
    StepRow,
    campaign,
    campaigns,
    scheme_in,
    steps_of,
)
from hrgrid.honours.queries.candidates import CandidateRow, candidates, changed_facts
from hrgrid.honours.queries.categories import (
    PartedRow,
    PartedTable,
    categories_of,
    eligible_by_category,
    parted_table,
    places_by_category,
)
from hrgrid.honours.queries.comparing import RunChange, Stood, run_changes
from hrgrid.honours.queries.explanation import CheckRow, Explanation, ItemRow, explanation
from hrgrid.honours.queries.last_year import LastUnit, LastYear, last_year
from hrgrid.honours.queries.meeting_rows import Meeting
from hrgrid.honours.queries.meetings import meeting, meeting_of
from hrgrid.honours.queries.methods import MethodRow, MethodTable, method_table
from hrgrid.honours.queries.public_votes import VoteBoard, VotedRow, public_vote
from hrgrid.honours.queries.publicity import (
    PublicList,
    PublicRow,
    public_list,
    publicity_subject,
    substitutes_of,
)
from hrgrid.honours.queries.quotas import (
    Derivation,
    DerivationRow,
    QuotaRow,
    derivation,
    quota_table,
)
from hrgrid.honours.queries.reviewing import (
    ReviewPanel,
    panels_to_mark,
    proposed_kin,
    review_panels,
)
from hrgrid.honours.queries.roster import (
    ChosenRow,
    DecisionRow,
    GrantRow,
    chosen,
    decisions,
    grants,
    places_in_run,
)
from hrgrid.honours.queries.ties import (
    DecidedTieRow,
    TiedRow,
    TieRow,
    decided_tie,
    open_ties,
    tie_decisions,
)

__all__ = [
    "Board",
    "CampaignRow",
    "CandidateRow",
    "CheckRow",
    "ChosenRow",
    "DecidedTieRow",
    "DecisionRow",
    "Derivation",
    "DerivationRow",
    "Explanation",
    "GrantRow",
    "ItemRow",
    "LastUnit",
    "LastYear",
    "Meeting",
    "MethodRow",
    "MethodTable",
    "PartedRow",
    "PartedTable",
    "Plan",
    "PublicList",
    "PublicRow",
    "PublicityRow",
    "QuotaRow",
    "ReviewPanel",
    "RunChange",
    "RunRow",
    "StepRow",
    "Stood",
    "TieRow",
    "TiedRow",
    "TierBoard",
    "UnitRow",
    "VoteBoard",
    "VotedRow",
    "board",
    "campaign",
    "campaigns",
    "candidates",
    "categories_of",
    "changed_facts",
    "chosen",
    "decided_tie",
    "decisions",
    "derivation",
    "eligible_by_category",
    "explanation",
    "grants",
    "last_year",
    "meeting",
    "meeting_of",
    "method_table",
    "open_ties",
    "panels_to_mark",
    "parted_table",
    "places_by_category",
    "places_in_run",
    "plan_on",
    "proposed_kin",
    "public_list",
    "public_vote",
    "publicity",
    "publicity_subject",
    "quota_table",
    "review_panels",
    "run_changes",
    "scheme_in",
    "steps_of",
    "substitutes_of",
    "tie_decisions",
]
