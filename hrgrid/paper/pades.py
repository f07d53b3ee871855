"""PAdES: a finished PDF signed with the certificate of the office, and signatures read back.

What is signed is added behind the file (an incremental update): its first bytes stay what they
were. Baseline B-B with SHA-256, without a picture and without a network. Everything here needs
the extra `pades` (pyHanko), which an installation may do without.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrgrid.core.errors import UserError

if TYPE_CHECKING:
    from cryptography import x509
    from pyhanko.sign.signers import SimpleSigner

_FIELD = "hrgrid"
# The kind of content that every PKCS#12 file names at its beginning (1.2.840.113549.1.7.1).
_PKCS12 = bytes.fromhex("06092a864886f70d010701")
_ABSENT = "这台电脑没有装 PDF 数字签名的组件。请管理员按安装说明加装 pades 组件，再签名"


def available() -> bool:
    """Whether PDF files can be signed here, and signatures in them read."""
    return find_spec("pyhanko") is not None


@dataclass(frozen=True)
class SigningCertificate:
    """A certificate with its key, in memory only; `fingerprint` is SHA-256 in hex.

    `holder` is whom it was made out to and `issuer` who made it out, days as they are in it.
    """

    holder: str
    issuer: str
    serial: str
    fingerprint: str
    first_day: dt.date
    last_day: dt.date
    signer: SimpleSigner = field(repr=False, compare=False)

    @property
    def shown(self) -> str:
        """示例区委政法委（2026-01-01 至 2027-12-31，由 示例 CA 签发）."""
        return f"{self.holder}（{self.first_day} 至 {self.last_day}，由 {self.issuer} 签发）"


def read_certificate(path: Path, password: str, on: dt.date) -> SigningCertificate:
    """The certificate of a PKCS#12 file (.p12, .pfx), fit to sign with on a day.

    Raises UserError where the file or the password is wrong, the certificate holds no key, is
    out of date, or was not made for signatures.
    """
    if not available():
        raise UserError(_ABSENT)
    from pyhanko.sign.signers import SimpleSigner

    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"读不了证书文件“{path.name}”。请检查路径和权限") from error
    certificate = _checked(content, password, path.name, on)
    signer = SimpleSigner.load_pkcs12_data(
        content, other_certs=[], passphrase=password.encode("utf-8")
    )
    if signer is None:
        raise UserError(f"“{path.name}”里的证书不能用来签 PDF。请向发证机构要 RSA 或 ECDSA 的证书")
    return _told(certificate, signer)


def _checked(content: bytes, password: str, name: str, on: dt.date) -> x509.Certificate:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

    if _PKCS12 not in content[:64]:
        raise UserError(f"“{name}”不是数字证书文件。请选 .p12 或 .pfx 文件")
    try:
        key, certificate, _ = load_key_and_certificates(content, password.encode("utf-8"))
    except UnsupportedAlgorithm as error:
        raise UserError(
            f"“{name}”用的算法这里不能签（例如国密 SM2）。请向发证机构要 RSA 或 ECDSA 的证书"
        ) from error
    except ValueError as error:
        raise UserError(f"“{name}”的密码不对。请重新输入证书的密码") from error
    if key is None or certificate is None:
        raise UserError(f"“{name}”里没有私钥，不能签名。请导出带私钥的 .p12 或 .pfx 文件")
    first, last = certificate.not_valid_before_utc.date(), certificate.not_valid_after_utc.date()
    if not first <= on <= last:
        raise UserError(f"“{name}”里的证书有效期是 {first} 至 {last}，现在不能用。请换有效的证书")
    if not _may_sign(certificate):
        raise UserError(f"“{name}”里的证书不是签名用的。请选签名证书（不是加密证书）")
    return certificate


def _may_sign(certificate: x509.Certificate) -> bool:
    from cryptography import x509

    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _told(certificate: x509.Certificate, signer: SimpleSigner) -> SigningCertificate:
    from cryptography.hazmat.primitives.hashes import SHA256

    return SigningCertificate(
        _name(certificate.subject),
        _name(certificate.issuer),
        f"{certificate.serial_number:X}",
        certificate.fingerprint(SHA256()).hex(),
        certificate.not_valid_before_utc.date(),
        certificate.not_valid_after_utc.date(),
        signer,
    )


def _name(found: x509.Name) -> str:
    from cryptography.x509.oid import NameOID

    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        values = found.get_attributes_for_oid(kind)
        if values:
            return str(values[0].value)
    return found.rfc4514_string()


def sign_file(path: Path, certificate: SigningCertificate, reason: str) -> None:
    """Put a signature behind a finished PDF; `reason` says what the paper is."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

    writer = IncrementalPdfFileWriter(io.BytesIO(path.read_bytes()))
    before = len(writer.prev.embedded_signatures)
    told = PdfSignatureMetadata(
        field_name=f"{_FIELD}{before + 1}",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        name=certificate.holder,
    )
    signed = io.BytesIO()
    sign_pdf(writer, told, signer=certificate.signer, output=signed)
    path.write_bytes(signed.getvalue())


@dataclass(frozen=True)
class SignatureRow:
    """A signature found in a PDF: by whom, when by his own clock.

    `intact` whether no byte that he signed was changed, `whole` whether nothing was added since.
    Whether the issuer is to be trusted is not judged: that is for whoever knows him.
    """

    holder: str
    issuer: str
    serial: str
    at: dt.datetime | None
    intact: bool
    whole: bool

    @property
    def good(self) -> bool:
        """Whether the file is as it was signed."""
        return self.intact and self.whole

    @property
    def shown(self) -> str:
        """In a sentence, without its full stop."""
        day = f"，{self.at.astimezone():%Y-%m-%d %H:%M}" if self.at else ""
        state = "内容被改动过"
        if self.intact:
            state = "签名后没有改动" if self.whole else "签名后又加了内容"
        return f"数字签名：{self.holder}（{self.issuer}签发{day}），{state}"


def signatures_of(path: Path) -> list[SignatureRow]:
    """The signatures in a PDF, the first first; none where it has none, or none can be read here.

    Raises UserError where the file is no PDF that can be read.
    """
    if not available() or path.suffix.lower() != ".pdf":
        return []
    from pyhanko.pdf_utils.misc import PdfReadError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(path.read_bytes()), strict=False)
        return [_looked_at(each) for each in reader.embedded_signatures]
    except (OSError, PdfReadError) as error:
        raise UserError(
            f"读不出“{path.name}”里的数字签名，文件可能坏了。请向出文单位要原件"
        ) from error


def _looked_at(found: Any) -> SignatureRow:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    certificate = found.signer_cert
    # It vouches for itself here: whom to trust is not ours to say, and nothing is fetched.
    context = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    state = validate_pdf_signature(found, context)
    return SignatureRow(
        _native(certificate.subject.native),
        _native(certificate.issuer.native),
        f"{certificate.serial_number:X}",
        found.self_reported_timestamp,
        bool(state.intact and state.valid),
        state.coverage is SignatureCoverageLevel.ENTIRE_FILE,
    )


def _native(name: dict[str, Any]) -> str:
    told = name.get("common_name") or name.get("organization_name") or "没有写明"
    return told if isinstance(told, str) else "、".join(told)
