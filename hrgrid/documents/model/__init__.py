"""The tables of issued papers: certificates, and the register of their printing."""

from typing import TYPE_CHECKING

from hrgrid.core.lazily import loaded_when_asked

if TYPE_CHECKING:
    from hrgrid.documents.model.certificates import Certificate as Certificate
    from hrgrid.documents.model.certificates import NumberSeries as NumberSeries
    from hrgrid.documents.model.certificates import SigningKey as SigningKey
    from hrgrid.documents.model.faces import CertificateFace as CertificateFace
    from hrgrid.documents.model.faces import CertificateFaced as CertificateFaced
    from hrgrid.documents.model.faces import CertificateTemplate as CertificateTemplate
    from hrgrid.documents.model.printing import PrintRun as PrintRun
    from hrgrid.documents.model.printing import PrintSheet as PrintSheet
    from hrgrid.documents.model.registers import CertificateHandover as CertificateHandover
    from hrgrid.documents.model.registers import RevocationList as RevocationList
    from hrgrid.documents.model.registers import SealUse as SealUse

_TOPICS = {
    "certificates": "Certificate NumberSeries SigningKey",
    "faces": "CertificateFace CertificateFaced CertificateTemplate",
    "printing": "PrintRun PrintSheet",
    "registers": "CertificateHandover RevocationList SealUse",
}

_asked, load_all = loaded_when_asked(__name__, _TOPICS)

if not TYPE_CHECKING:
    __getattr__ = _asked
