"""The tables of assessment, of random inspections and of stars."""

from hrgrid.assessment.model.facts import AssessmentEntry, AssessmentFact, FactSource, Indicator
from hrgrid.assessment.model.inspections import (
    InspectionFinding,
    InspectionPhoto,
    InspectionPlan,
    InspectionPool,
    InspectionVisit,
    Inspector,
)
from hrgrid.assessment.model.periods import (
    Assessee,
    AssessmentPeriod,
    AssessmentReview,
    AssessmentShowing,
    PeriodStep,
)
from hrgrid.assessment.model.results import (
    AssessmentAppeal,
    AssessmentLine,
    AssessmentRun,
    GradeChoice,
    Moderation,
)
from hrgrid.assessment.model.stars import (
    GridMark,
    GridTheme,
    StarAward,
    StarChoice,
    StarLine,
    StarRound,
    StarRun,
    ThemeFocus,
)

__all__ = [
    "Assessee",
    "AssessmentAppeal",
    "AssessmentEntry",
    "AssessmentFact",
    "AssessmentLine",
    "AssessmentPeriod",
    "AssessmentReview",
    "AssessmentRun",
    "AssessmentShowing",
    "FactSource",
    "GradeChoice",
    "GridMark",
    "GridTheme",
    "Indicator",
    "InspectionFinding",
    "InspectionPhoto",
    "InspectionPlan",
    "InspectionPool",
    "InspectionVisit",
    "Inspector",
    "Moderation",
    "PeriodStep",
    "StarAward",
    "StarChoice",
    "StarLine",
    "StarRound",
    "StarRun",
    "ThemeFocus",
]
