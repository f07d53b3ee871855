"""What people do with a campaign, in the order in which they do it.

campaigns (open, steps), quotas (weights, places), imports (nominations, earlier honours),
freezing (inputs), running (compute, apply, compare), ties, deciding (committee, publicity,
decision, revocation), issuing (certificates). Beside them: schemes (another version), findings
(veto list), exemptions (a rule set aside), opinions (asked of other offices).
"""

from hrgrid.honours.service.campaigns import (
    CampaignForm,
    archive,
    keep_scheme,
    open_campaign,
    set_basis,
    start_nominating,
)
from hrgrid.honours.service.deciding import (
    Evidence,
    PublicityForm,
    award_subject,
    decide,
    propose,
    record_committee,
    record_publicity,
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
from hrgrid.honours.service.issuing import Issued, issue_certificates
from hrgrid.honours.service.opinions import (
    AnswerForm,
    RequestForm,
    ask_opinion,
    record_answer,
)
from hrgrid.honours.service.quotas import (
    OpenDraw,
    adjust_places,
    draw_of,
    fix_quotas,
    reopen_quotas,
    share_all,
    share_places,
    weigh_districts,
)
from hrgrid.honours.service.running import (
    RunSummary,
    TiesOpen,
    apply_run,
    explain,
    rank_nominees,
    rerun,
    run_selection,
)
from hrgrid.honours.service.schemes import use_scheme
from hrgrid.honours.service.ties import TieForm, decide_tie

__all__ = [
    "AnswerForm",
    "CampaignForm",
    "Evidence",
    "ExemptionForm",
    "Issued",
    "OpenDraw",
    "Opened",
    "PublicityForm",
    "RequestForm",
    "RunSummary",
    "TieForm",
    "TiesOpen",
    "adjust_places",
    "apply_run",
    "approve_exemption",
    "archive",
    "ask_opinion",
    "award_subject",
    "choose_name",
    "close_nominations",
    "decide",
    "decide_tie",
    "draw_of",
    "exemption_subject",
    "explain",
    "fix_quotas",
    "freeze_again",
    "issue_certificates",
    "keep_scheme",
    "open_campaign",
    "open_finding",
    "propose",
    "propose_exemption",
    "rank_nominees",
    "record_answer",
    "record_committee",
    "record_finding",
    "record_publicity",
    "remove",
    "reopen_quotas",
    "rerun",
    "revoke",
    "run_selection",
    "set_basis",
    "share_all",
    "share_places",
    "start_nominating",
    "use_scheme",
    "weigh_districts",
    "withdraw_exemption",
    "withdraw_finding",
]
