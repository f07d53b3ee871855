"""The tables of assessment and of random inspections."""

from hrgrid.assessment.model.inspections import (
    InspectionFinding,
    InspectionPlan,
    InspectionVisit,
    Inspector,
)
from hrgrid.assessment.model.periods import (
    Assessee,
    AssessmentEntry,
    AssessmentFact,
    AssessmentPeriod,
    FactSource,
    Indicator,
    PeriodStep,
)
from hrgrid.assessment.model.results import (
    AssessmentAppeal,
    AssessmentLine,
    AssessmentRun,
    Moderation,
)

__all__ = [
    "Assessee",
    "AssessmentAppeal",
    "AssessmentEntry",
    "AssessmentFact",
    "AssessmentLine",
    "AssessmentPeriod",
    "AssessmentRun",
    "FactSource",
    "Indicator",
    "InspectionFinding",
    "InspectionPlan",
    "InspectionVisit",
    "Inspector",
    "Moderation",
    "PeriodStep",
]
