"""Packages that go to another computer and come back: noted here, whatever is in them.

The room that a package belongs to asks the rights, makes the content and merges it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hrgrid import __version__
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_bytes
from hrgrid.exchange.model import Package, PackageReturn
from hrgrid.exchange.queries import package_by_uid, returns_of_copy
from hrgrid.exchange.rules.packs import (
    FORMAT,
    FORMAT_VERSION,
    SUFFIX,
    Direction,
    Manifest,
    Pack,
    pack_bytes,
    read_pack,
    signed_by,
)
from hrgrid.exchange.rules.words import PackageSide, PackageState
from hrgrid.storage.files import paper_file
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class PackForm:
    """What goes out: whose it is, what it is called, which parts, and canonical JSON."""

    subject: str
    title: str
    parts: tuple[str, ...]
    content: str


def note_outgoing(work: UnitOfWork, form: PackForm) -> Package:
    """A package that is about to be written to a file."""
    office = work.session.get_one(Office, 1)
    package = Package(
        uid=uuid.uuid4().hex,
        direction=PackageSide.OUT,
        state=PackageState.AWAY,
        subject=form.subject,
        title=form.title,
        parts=_text(form.parts),
        office_code=office.code,
        office_name=office.name,
        copy_uid="",
        token=secrets.token_hex(32),
        people="{}",
        content_sha256="",
        content=form.content,
        made_at=work.now,
        made_by=work.actor.name,
        ended_at=None,
        ended_by="",
        cancel_reason="",
    )
    package.content_sha256 = _sha256(form.content)
    work.session.add(package)
    work.session.flush()
    return package


def note_incoming(work: UnitOfWork, pack: Pack, people: dict[str, int]) -> Package:
    """A package that these data were made from; `people` says whom the office calls how."""
    head = pack.manifest
    package = Package(
        uid=head.uid,
        direction=PackageSide.IN,
        state=PackageState.AWAY,
        subject=head.subject,
        title=head.title,
        parts=_text(head.parts),
        office_code=head.office_code,
        office_name=head.office_name,
        copy_uid=uuid.uuid4().hex,
        token=head.token,
        people=_text(people),
        content_sha256=head.content_sha256,
        content=pack.content_text,
        made_at=datetime.fromisoformat(head.made_at),
        made_by=head.made_by,
        ended_at=None,
        ended_by="",
        cancel_reason="",
    )
    work.session.add(package)
    work.session.flush()
    return package


def write_package(work: UnitOfWork, package: Package, path: Path) -> None:
    """The file that goes out; the same package makes the same bytes every time."""
    head = _manifest(package, Direction.OUT, 0, package.made_at, package.made_by)
    _write(work, path, pack_bytes(head, package.content))


def write_return(work: UnitOfWork, package: Package, content: str, path: Path) -> PackageReturn:
    """The file that goes back, as the next edition; unchanged content stays the edition it was."""
    sent = returns_of_copy(work, package.id, package.copy_uid)
    last = sent[-1] if sent else None
    if last is None or last.content_sha256 != _sha256(content):
        last = PackageReturn(
            package_id=package.id,
            copy_uid=package.copy_uid,
            edition=1 + (last.edition if last is not None else 0),
            content_sha256=_sha256(content),
            content=content,
            renamed="{}",
            counts="{}",
            packed_at=work.now,
            packed_by=work.actor.name,
            merged_at=work.now,
            merged_by=work.actor.name,
            reason="",
        )
        work.session.add(last)
        work.session.flush()
    head = _manifest(package, Direction.RETURN, last.edition, last.packed_at, last.packed_by)
    _write(work, path, pack_bytes(head, content))
    return last


def read_package(path: Path) -> Pack:
    """A package from a file; raises UserError for what is none, is damaged or newer."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"读不出“{path.name}”：文件不在了或没有权限。请核对后再选") from error
    return read_pack(data, path.name)


def outgoing_of(work: UnitOfWork, pack: Pack) -> Package:
    """The package that `pack` brings back; UserError where it may not come in here."""
    head = pack.manifest
    if head.direction is not Direction.RETURN:
        raise UserError(
            f"“{head.title}”是带走时的包，还没有录过分。请在外带的电脑上点“送回”，再收回那个文件"
        )
    package = package_by_uid(work, head.uid)
    if package is None or package.direction is not PackageSide.OUT:
        raise UserError(
            f"“{head.title}”是从“{head.office_name}”带出的，不是从这份数据带出的。请到那里收回"
        )
    if not signed_by(head, package.token):
        raise UserError(f"“{head.title}”不是由打开过外带包的电脑送回的，没有收回。请重新送回一份")
    if package.state is PackageState.CANCELLED:
        raise UserError(
            f"“{head.title}”这次外带已由{package.ended_by}作废（{package.cancel_reason}）。"
            "要收回请先恢复这次外带"
        )
    came = returns_of_copy(work, package.id, head.copy_uid)
    if came and came[-1].edition >= head.edition:
        last = came[-1]
        when = f"{last.merged_at.astimezone():%Y-%m-%d %H:%M}"
        if last.edition == head.edition:
            raise UserError(f"这一次送回的内容已由{last.merged_by}在 {when} 收回，没有重复收回")
        raise UserError(
            f"这是第 {head.edition} 次送回的内容，{when} 已经收回更新的第 {last.edition} 次。"
            "请用最后一次送回的文件"
        )
    return package


def note_return(
    work: UnitOfWork,
    package: Package,
    pack: Pack,
    *,
    content: str,
    renamed: dict[str, int],
    counts: dict[str, int],
    reason: str,
) -> None:
    """What came back is merged: it is kept, and the package is no longer away."""
    head = pack.manifest
    work.session.add(
        PackageReturn(
            package_id=package.id,
            copy_uid=head.copy_uid,
            edition=head.edition,
            content_sha256=head.content_sha256,
            content=content,
            renamed=_text(renamed),
            counts=_text(counts),
            packed_at=datetime.fromisoformat(head.made_at),
            packed_by=head.made_by,
            merged_at=work.now,
            merged_by=work.actor.name,
            reason=reason,
        )
    )
    end(work, package, PackageState.RETURNED)


def end(work: UnitOfWork, package: Package, state: PackageState, why: str = "") -> None:
    """Back, cancelled, or away again; who did it and when goes with it."""
    away = state is PackageState.AWAY
    package.state = state
    package.ended_at = None if away else work.now
    package.ended_by = "" if away else work.actor.name
    package.cancel_reason = why if state is PackageState.CANCELLED else ""
    work.session.flush()


def _manifest(
    package: Package, direction: Direction, edition: int, at: datetime, by: str
) -> Manifest:
    return Manifest(
        FORMAT,
        FORMAT_VERSION,
        __version__,
        direction,
        package.uid,
        package.copy_uid,
        edition,
        package.office_code,
        package.office_name,
        package.subject,
        package.title,
        tuple(_list(package.parts)),
        at.isoformat(),
        by,
        "",
        package.token,
        "",
    )


def _write(work: UnitOfWork, path: Path, data: bytes) -> None:
    target = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
    fresh = not target.exists()
    with paper_file(target) as part:
        part.write_bytes(data)
    if fresh:
        work.on_rollback(lambda: target.unlink(missing_ok=True))


def _text(value: object) -> str:
    return canonical_bytes(value).decode()


def _list(text: str) -> list[str]:
    return [str(each) for each in json.loads(text)]


def _sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
