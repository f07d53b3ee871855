"""The tables of the ten-hundred-thousand selection; each is mapped when it is asked for."""

from typing import TYPE_CHECKING

from hrgrid.core.lazily import loaded_when_asked

if TYPE_CHECKING:
    from hrgrid.honours.model.campaigns import Campaign as Campaign
    from hrgrid.honours.model.campaigns import CampaignStep as CampaignStep
    from hrgrid.honours.model.campaigns import CampaignTier as CampaignTier
    from hrgrid.honours.model.campaigns import DistrictQuota as DistrictQuota
    from hrgrid.honours.model.campaigns import DistrictWeight as DistrictWeight
    from hrgrid.honours.model.campaigns import QuotaRun as QuotaRun
    from hrgrid.honours.model.campaigns import QuotaStep as QuotaStep
    from hrgrid.honours.model.categories import CategoryQuota as CategoryQuota
    from hrgrid.honours.model.categories import CategoryWeight as CategoryWeight
    from hrgrid.honours.model.collectives import CollectiveAward as CollectiveAward
    from hrgrid.honours.model.collectives import CollectiveMember as CollectiveMember
    from hrgrid.honours.model.collectives import CollectiveNominee as CollectiveNominee
    from hrgrid.honours.model.corrections import HonourCorrection as HonourCorrection
    from hrgrid.honours.model.findings import HonourExemption as HonourExemption
    from hrgrid.honours.model.findings import HonourFactSource as HonourFactSource
    from hrgrid.honours.model.findings import HonourFinding as HonourFinding
    from hrgrid.honours.model.last_year import DistrictHonours as DistrictHonours
    from hrgrid.honours.model.meetings import CommitteeBallot as CommitteeBallot
    from hrgrid.honours.model.meetings import CommitteeItem as CommitteeItem
    from hrgrid.honours.model.meetings import CommitteeMember as CommitteeMember
    from hrgrid.honours.model.meetings import CommitteeRecusal as CommitteeRecusal
    from hrgrid.honours.model.meetings import CommitteeVote as CommitteeVote
    from hrgrid.honours.model.nominating import NominationForm as NominationForm
    from hrgrid.honours.model.nominations import EarlierHonour as EarlierHonour
    from hrgrid.honours.model.nominations import EligibilityCheck as EligibilityCheck
    from hrgrid.honours.model.nominations import Entrant as Entrant
    from hrgrid.honours.model.nominations import Nomination as Nomination
    from hrgrid.honours.model.opinions import OpinionAnswer as OpinionAnswer
    from hrgrid.honours.model.opinions import OpinionAsked as OpinionAsked
    from hrgrid.honours.model.opinions import OpinionRequest as OpinionRequest
    from hrgrid.honours.model.results import HonourGrant as HonourGrant
    from hrgrid.honours.model.results import HonourPublicity as HonourPublicity
    from hrgrid.honours.model.results import SelectionLine as SelectionLine
    from hrgrid.honours.model.results import SelectionRun as SelectionRun
    from hrgrid.honours.model.results import TieDecision as TieDecision
    from hrgrid.honours.model.reviews import NomineeMark as NomineeMark
    from hrgrid.honours.model.reviews import PublicCount as PublicCount
    from hrgrid.honours.model.reviews import PublicStrike as PublicStrike
    from hrgrid.honours.model.reviews import PublicVote as PublicVote
    from hrgrid.honours.model.reviews import RunMark as RunMark
    from hrgrid.honours.model.timetables import CampaignTimetable as CampaignTimetable
    from hrgrid.honours.model.timetables import TimetableStage as TimetableStage

_TOPICS = {
    "campaigns": (
        "Campaign CampaignStep CampaignTier DistrictQuota DistrictWeight QuotaRun QuotaStep"
    ),
    "categories": "CategoryQuota CategoryWeight",
    "corrections": "HonourCorrection",
    "collectives": "CollectiveAward CollectiveMember CollectiveNominee",
    "findings": "HonourFactSource HonourExemption HonourFinding",
    "last_year": "DistrictHonours",
    "nominating": "NominationForm",
    "meetings": ("CommitteeBallot CommitteeItem CommitteeMember CommitteeRecusal CommitteeVote"),
    "nominations": "EarlierHonour EligibilityCheck Entrant Nomination",
    "opinions": "OpinionAnswer OpinionAsked OpinionRequest",
    "results": "HonourGrant HonourPublicity SelectionLine SelectionRun TieDecision",
    "reviews": "NomineeMark PublicCount PublicStrike PublicVote RunMark",
    "timetables": "CampaignTimetable TimetableStage",
}

_asked, load_all = loaded_when_asked(__name__, _TOPICS)

if not TYPE_CHECKING:
    __getattr__ = _asked
