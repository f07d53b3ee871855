"""Every kind of import, of whatever room: what the screen and the commands offer."""

from __future__ import annotations

from hrgrid.assessment.service.imports import KINDS as ASSESSMENT
from hrgrid.funding.service.imports import KINDS as FUNDING
from hrgrid.hiring.service.imports import KINDS as HIRING
from hrgrid.honours.service.imports import KINDS as HONOURS
from hrgrid.training.service.imports import KINDS as TRAINING
from hrgrid.workforce.service.imports import KINDS as WORKFORCE

KINDS = WORKFORCE | HIRING | TRAINING | ASSESSMENT | FUNDING | HONOURS
"""By the code that the command line calls it."""
