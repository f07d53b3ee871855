"""What people do with a campaign, in the order in which they do it.

campaigns (open, steps), quotas (weights, places), imports (nominations, earlier honours),
freezing (inputs), reviewing, public_votes and marking (marks beside the forms'), running
(compute, apply, compare), ties, meetings and voting (the committee), publishing (the list before
the public, objections followed), deciding (proposal, decision, revocation), correcting (what was
printed), issuing (certificates). Beside them: schemes (another version), findings (veto list),
exemptions (a rule set aside), opinions (asked of other offices).
"""

from hrgrid.honours.service.campaigns import (
    CampaignForm,
    archive,
    keep_scheme,
    open_campaign,
    set_basis,
    start_nominating,
)
from hrgrid.honours.service.correcting import HonourCorrectionForm, correct_honour
from hrgrid.honours.service.counting import Counted, adopt_vote, close_vote
from hrgrid.honours.service.deciding import (
    Evidence,
    award_subject,
    decide,
    propose,
    record_committee,
    revoke,
)
from hrgrid.honours.service.exemptions import (
    ExemptionForm,
    approve_exemption,
    exemption_subject,
    propose_exemption,
    withdraw_exemption,
)
from hrgrid.honours.service.findings import (
    Opened,
    open_finding,
    record_finding,
    withdraw_finding,
)
from hrgrid.honours.service.freezing import choose_name, close_nominations, freeze_again, remove
from hrgrid.honours.service.issuing import Issued, check_certificates, issue_certificates
from hrgrid.honours.service.marking import take_assessment
from hrgrid.honours.service.meetings import (
    MeetingForm,
    MemberForm,
    convene,
    set_present,
    void_vote,
)
from hrgrid.honours.service.opinions import (
    AnswerForm,
    RequestForm,
    ask_opinion,
    record_answer,
)
from hrgrid.honours.service.public_votes import Votes, strike_votes
from hrgrid.honours.service.publishing import (
    ClosedPublicity,
    PublicityDraft,
    PublicityForm,
    draft_notice,
    end_publicity,
    publicise,
    resume,
    settle_objections,
)
from hrgrid.honours.service.quotas import (
    OpenDraw,
    adjust_places,
    draw_of,
    fix_quotas,
    reopen_quotas,
    share_all,
    share_places,
)
from hrgrid.honours.service.reviewing import ReviewForm, close_review, open_review
from hrgrid.honours.service.running import (
    RunSummary,
    TiesOpen,
    apply_run,
    explain,
    rank_nominees,
    rerun,
    run_selection,
)
from hrgrid.honours.service.schemes import set_categories, use_scheme
from hrgrid.honours.service.splitting import adjust_categories
from hrgrid.honours.service.ties import TieForm, decide_tie
from hrgrid.honours.service.voting import (
    all_in_favour,
    cast,
    lift_member_recusal,
    put_tallies,
    recuse_member,
    recuse_units,
)
from hrgrid.honours.service.weighing import weigh_districts

__all__ = [
    "AnswerForm",
    "CampaignForm",
    "ClosedPublicity",
    "Counted",
    "Evidence",
    "ExemptionForm",
    "HonourCorrectionForm",
    "Issued",
    "MeetingForm",
    "MemberForm",
    "OpenDraw",
    "Opened",
    "PublicityDraft",
    "PublicityForm",
    "RequestForm",
    "ReviewForm",
    "RunSummary",
    "TieForm",
    "TiesOpen",
    "Votes",
    "adjust_categories",
    "adjust_places",
    "adopt_vote",
    "all_in_favour",
    "apply_run",
    "approve_exemption",
    "archive",
    "ask_opinion",
    "award_subject",
    "cast",
    "check_certificates",
    "choose_name",
    "close_nominations",
    "close_review",
    "close_vote",
    "convene",
    "correct_honour",
    "decide",
    "decide_tie",
    "draft_notice",
    "draw_of",
    "end_publicity",
    "exemption_subject",
    "explain",
    "fix_quotas",
    "freeze_again",
    "issue_certificates",
    "keep_scheme",
    "lift_member_recusal",
    "open_campaign",
    "open_finding",
    "open_review",
    "propose",
    "propose_exemption",
    "publicise",
    "put_tallies",
    "rank_nominees",
    "record_answer",
    "record_committee",
    "record_finding",
    "recuse_member",
    "recuse_units",
    "remove",
    "reopen_quotas",
    "rerun",
    "resume",
    "revoke",
    "run_selection",
    "set_basis",
    "set_categories",
    "set_present",
    "settle_objections",
    "share_all",
    "share_places",
    "start_nominating",
    "strike_votes",
    "take_assessment",
    "use_scheme",
    "void_vote",
    "weigh_districts",
    "withdraw_exemption",
    "withdraw_finding",
]
