"""The tables of hiring."""

from hrgrid.hiring.model.batches import HiringBatch, HiringPosition, HiringSeat, HiringStep
from hrgrid.hiring.model.candidates import (
    Candidate,
    CandidateCheck,
    CandidatePaper,
    CandidatePoint,
    CandidateStep,
)
from hrgrid.hiring.model.plans import HiringPlan, HiringPlanLine, HiringQuota
from hrgrid.hiring.model.results import (
    CandidateVetting,
    ExamMark,
    HiringAllotment,
    HiringLine,
    HiringLot,
    HiringReserve,
    HiringRun,
    HiringSubstitution,
    InterviewGroup,
)

__all__ = [
    "Candidate",
    "CandidateCheck",
    "CandidatePaper",
    "CandidatePoint",
    "CandidateStep",
    "CandidateVetting",
    "ExamMark",
    "HiringAllotment",
    "HiringBatch",
    "HiringLine",
    "HiringLot",
    "HiringPlan",
    "HiringPlanLine",
    "HiringPosition",
    "HiringQuota",
    "HiringReserve",
    "HiringRun",
    "HiringSeat",
    "HiringStep",
    "HiringSubstitution",
    "InterviewGroup",
]
