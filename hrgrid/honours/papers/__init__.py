"""Which rows of a campaign go to which paper: rosters, decision, certificates, register, proof."""

from hrgrid.documents.papers.written import Written
from hrgrid.honours.papers.certificates import Picked, certificate_design, write_certificates
from hrgrid.honours.papers.decision import DecisionForm, write_decision
from hrgrid.honours.papers.derivations import write_derivations, write_evidence
from hrgrid.honours.papers.explanations import write_everybody, write_explanation
from hrgrid.honours.papers.fairness import write_fairness
from hrgrid.honours.papers.meeting import write_minutes, write_tally_sheet
from hrgrid.honours.papers.nominating import write_nomination_sheets, write_nomination_summary
from hrgrid.honours.papers.opinions import write_opinion_form
from hrgrid.honours.papers.proof import ProofWritten, write_proof
from hrgrid.honours.papers.roll import write_roll
from hrgrid.honours.papers.rosters import write_roster
from hrgrid.honours.papers.timetable import write_timetable
from hrgrid.paper.forms import Form

__all__ = [
    "DecisionForm",
    "Form",
    "Picked",
    "ProofWritten",
    "Written",
    "certificate_design",
    "write_certificates",
    "write_decision",
    "write_derivations",
    "write_everybody",
    "write_evidence",
    "write_explanation",
    "write_fairness",
    "write_minutes",
    "write_nomination_sheets",
    "write_nomination_summary",
    "write_opinion_form",
    "write_proof",
    "write_roll",
    "write_roster",
    "write_tally_sheet",
    "write_timetable",
]
