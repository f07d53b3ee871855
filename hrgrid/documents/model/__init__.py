"""The tables of issued papers: certificates, and the register of their printing."""

from hrgrid.documents.model.certificates import Certificate, NumberSeries, SigningKey
from hrgrid.documents.model.printing import PrintRun, PrintSheet

__all__ = ["Certificate", "NumberSeries", "PrintRun", "PrintSheet", "SigningKey"]
