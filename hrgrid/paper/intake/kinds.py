"""What a file is, by its first bytes; names lie."""

from __future__ import annotations

import enum
import io
import zipfile

from hrgrid.core.errors import UserError

# A file, and what a workbook may hold unpacked.
MOST_BYTES = 200 << 20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")
_HEAD = 4096
_WEB = (b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<body", b"<style", b"<div")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_ANEW = "请在 WPS 或 Excel 里打开它，另存为 .xlsx 再试。"


class Kind(enum.Enum):
    """What the readers tell apart."""

    XLSX = "xlsx"
    ODS = "ods"
    XLS = "xls"
    WEB = "web"
    TEXT = "text"


def kind_of(content: bytes, name: str) -> Kind:
    """The kind of a file that is not empty; raises UserError for what is no table at all."""
    if content.startswith(b"PK"):
        return _kind_of_package(content, name)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise UserError(f"“{name}”设了打开密码，请去掉密码另存一份再试。")
        return Kind.XLS
    if content.startswith(_OTHERS):
        raise UserError(f"“{name}”不是表格（是 PDF、图片、文档或压缩包），请选对文件。")
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_WEB):
        if b"<table" in content.lower():
            return Kind.WEB
        raise UserError(f"“{name}”其实是网页，里面没有表格，请重新导出成 .xlsx 再试。")
    if head.startswith(b"<?xml"):
        raise UserError(f"“{name}”是 XML 文件，不是工作簿，{_SAVE_ANEW}")
    return Kind.TEXT


def _kind_of_package(content: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, OSError):
        raise UserError(f"“{name}”已损坏，打不开，请重新导出或重新复制一份。") from None
    if "xl/workbook.xml" in parts:
        return Kind.XLSX
    if "content.xml" in parts:
        return Kind.ODS
    if "xl/workbook.bin" in parts:
        raise UserError(f"“{name}”是二进制工作簿（.xlsb），{_SAVE_ANEW}")
    raise UserError(f"“{name}”不是工作簿（像是压缩包或 Word 文件），请选对文件。")
