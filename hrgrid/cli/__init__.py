"""The use cases without a screen, for scripts and offices that automate.

Other programs rely on names, arguments, JSON and exit status to the letter. No command imports
Qt, and a command imports what it needs when it runs, so that the light ones stay light.
"""

from hrgrid.cli.commands import parse, run
from hrgrid.cli.outcomes import DONE, FAULT, MISUSED, REFUSED, Finish

__all__ = ["DONE", "FAULT", "MISUSED", "REFUSED", "Finish", "parse", "run"]
