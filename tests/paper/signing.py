"""Certificates made for a test: real keys, real PKCS#12 files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

HOLDER, ISSUER = "示例区委政法委", "示例电子认证中心"
PASSWORD = "证书密码 abc"
NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)


def _name(unit: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.COMMON_NAME, unit),
        ]
    )


def pkcs12(
    path: Path,
    *,
    begin: dt.datetime = NOW - DAY,
    end: dt.datetime = NOW + 300 * DAY,
    signs: bool = True,
    keyless: bool = False,
    curve: bool = False,
) -> Path:
    """A certificate that an authority made out, written with PASSWORD."""
    root = ec.generate_private_key(ec.SECP256R1())
    key = (
        ec.generate_private_key(ec.SECP256R1())
        if curve
        else rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    )
    usage = x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=not signs,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(HOLDER))
        .issuer_name(_name(ISSUER))
        .public_key(key.public_key())
        .serial_number(0x1234_5678_9ABC_DEF0)
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(usage, critical=True)
        .sign(root, SHA256())
    )
    locked = BestAvailableEncryption(PASSWORD.encode())
    own, others = (None, [made]) if keyless else (key, None)
    content = serialize_key_and_certificates(
        "单位".encode(), own, None if keyless else made, others, locked
    )
    path.write_bytes(content)
    return path
