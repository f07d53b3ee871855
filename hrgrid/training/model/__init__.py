"""The tables of training."""

from hrgrid.training.model.attendance import (
    Attendance,
    EarlierTraining,
    Enrolment,
    TrainingResult,
    TrainingTest,
)
from hrgrid.training.model.courses import (
    ClassStep,
    CourseRole,
    TrainingClass,
    TrainingCourse,
    TrainingSession,
)

__all__ = [
    "Attendance",
    "ClassStep",
    "CourseRole",
    "EarlierTraining",
    "Enrolment",
    "TrainingClass",
    "TrainingCourse",
    "TrainingResult",
    "TrainingSession",
    "TrainingTest",
]
