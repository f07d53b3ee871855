"""Imports every model, so that the metadata is whole."""

from hrgrid.accounts import model as accounts
from hrgrid.assessment import model as assessment
from hrgrid.documents import model as documents
from hrgrid.exchange import model as exchange
from hrgrid.exits import model as exits
from hrgrid.funding import model as funding
from hrgrid.hiring import model as hiring
from hrgrid.honours import model as honours
from hrgrid.overview import model as overview
from hrgrid.panels import model as panels
from hrgrid.publicity import model as publicity
from hrgrid.storage import attachments, erasing, journal, keys, office, rulebook, uses
from hrgrid.storage.base import Base
from hrgrid.training import model as training
from hrgrid.workforce import model as workforce

__all__ = [
    "accounts",
    "assessment",
    "attachments",
    "documents",
    "erasing",
    "exchange",
    "exits",
    "funding",
    "hiring",
    "honours",
    "journal",
    "keys",
    "metadata",
    "office",
    "overview",
    "panels",
    "publicity",
    "rulebook",
    "training",
    "uses",
    "workforce",
]

for room in (accounts, documents, honours, workforce):
    room.load_all()
metadata = Base.metadata
