"""The tables of exits."""

from hrgrid.exits.model import short_cuts  # noqa: F401 - guards of cases
from hrgrid.exits.model.cases import ExitCase, ExitReceipt, ExitStep
from hrgrid.exits.model.decisions import (
    ExitAppeal,
    ExitConsent,
    ExitHearing,
    ExitOpinion,
    ExitProtection,
    ExitSettlement,
)
from hrgrid.exits.model.remedies import ExitReassessment, ExitRemedy, ExitTalk
from hrgrid.exits.model.warnings import ExitFlag, ExitLook, Regulation, RegulationSigned

__all__ = [
    "ExitAppeal",
    "ExitCase",
    "ExitConsent",
    "ExitFlag",
    "ExitHearing",
    "ExitLook",
    "ExitOpinion",
    "ExitProtection",
    "ExitReassessment",
    "ExitReceipt",
    "ExitRemedy",
    "ExitSettlement",
    "ExitStep",
    "ExitTalk",
    "Regulation",
    "RegulationSigned",
]
