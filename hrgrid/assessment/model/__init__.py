"""The tables of assessment and of random inspections."""

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
    "Indicator",
    "InspectionFinding",
    "InspectionPhoto",
    "InspectionPlan",
    "InspectionPool",
    "InspectionVisit",
    "Inspector",
    "Moderation",
    "PeriodStep",
]
