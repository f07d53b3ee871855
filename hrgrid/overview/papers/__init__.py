"""What spans the rooms on paper: vacant grids, duties by unit, the file of a person."""

from hrgrid.overview.papers.duties import write_duties
from hrgrid.overview.papers.person import PersonPaper, write_person

__all__ = ["PersonPaper", "write_duties", "write_person"]
