"""The tables of issued papers: certificates, and the register of their printing."""

from typing import TYPE_CHECKING

from hrgrid.core.lazily import loaded_when_asked

if TYPE_CHECKING:
    from hrgrid.documents.model.certificates import Certificate as Certificate
    from hrgrid.documents.model.certificates import NumberSeries as NumberSeries
    from hrgrid.documents.model.certificates import SigningKey as SigningKey
    from hrgrid.documents.model.printing import PrintRun as PrintRun
    from hrgrid.documents.model.printing import PrintSheet as PrintSheet

_TOPICS = {
    "certificates": "Certificate NumberSeries SigningKey",
    "printing": "PrintRun PrintSheet",
}

_asked, load_all = loaded_when_asked(__name__, _TOPICS)

if not TYPE_CHECKING:
    __getattr__ = _asked
