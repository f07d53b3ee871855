"""The tables of training and of competitions."""

from hrgrid.training.model.attendance import (
    Attendance,
    EarlierTraining,
    Enrolment,
    TrainingResult,
    TrainingTest,
)
from hrgrid.training.model.competitions import (
    Competition,
    CompetitionEvent,
    CompetitionStep,
    OutsideResult,
)
from hrgrid.training.model.courses import (
    ClassStep,
    CourseRole,
    TrainingClass,
    TrainingCourse,
    TrainingSession,
)
from hrgrid.training.model.entrants import (
    CompetitionEntrant,
    CompetitionPrize,
    EventPoint,
    EventTime,
)
from hrgrid.training.model.rankings import (
    CompetitionAward,
    CompetitionLine,
    CompetitionLot,
    CompetitionProtest,
    CompetitionRescore,
    CompetitionRun,
    RescoreChange,
)

__all__ = [
    "Attendance",
    "ClassStep",
    "Competition",
    "CompetitionAward",
    "CompetitionEntrant",
    "CompetitionEvent",
    "CompetitionLine",
    "CompetitionLot",
    "CompetitionPrize",
    "CompetitionProtest",
    "CompetitionRescore",
    "CompetitionRun",
    "CompetitionStep",
    "CourseRole",
    "EarlierTraining",
    "Enrolment",
    "EventPoint",
    "EventTime",
    "OutsideResult",
    "RescoreChange",
    "TrainingClass",
    "TrainingCourse",
    "TrainingResult",
    "TrainingSession",
    "TrainingTest",
]
