"""What runs in the child process: one JSON line with a name comes in, one with a photo goes out.

A photo is ["photo", width, height, base64 of a JPEG], a fault is ["fault", why]. The JPEG is made
anew from the pixels: where and with what it was taken stays behind.
"""

from __future__ import annotations

import base64
import io
import json
import sys
from pathlib import Path

from hrgrid.paper.pictures.sources import FAULTS, MOST_BYTES, Source, TooLarge

_MEMORY = 1 << 30
_FORMATS = ("JPEG", "PNG", "BMP")
# A phone of today takes 50 million, some 108.
_MOST_PIXELS = 120_000_000
_QUALITY = 88


def main(source: str, width: int, height: int) -> None:
    """Answer until the parent closes the line; a photo is made to fit into width × height."""
    _limit()
    place = Source(Path(source))
    for line in sys.stdin:
        answer = _answer(place, str(json.loads(line)), (width, height))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _answer(place: Source, name: str, frame: tuple[int, int]) -> list[object]:
    try:
        content = place.read(name)
    except TooLarge:
        return ["fault", f"超过 {MOST_BYTES >> 20} MB，请先缩小"]
    except FAULTS:
        return ["fault", "读不出来，可能已损坏或设了密码"]
    try:
        width, height, jpeg = _photo(content, frame)
    except MemoryError:
        return ["fault", "像素太多，请先缩小"]
    except Exception:  # noqa: BLE001 - decoders raise many kinds
        return ["fault", "不是完好的 JPEG 或 PNG 照片，请另存一份"]
    return ["photo", width, height, base64.b64encode(jpeg).decode("ascii")]


def _photo(content: bytes, frame: tuple[int, int]) -> tuple[int, int, bytes]:
    """Size as seen, and the JPEG; upright, within the frame, on white where it was transparent."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
        if opened.width * opened.height > _MOST_PIXELS:
            raise MemoryError
        # The decoder itself halves a large JPEG, which costs far less.
        opened.draft("RGB", (2 * frame[0], 2 * frame[1]))
        upright = ImageOps.exif_transpose(opened)
        width, height = _seen_size(content)
        coloured = upright.convert("RGBA")
        coloured.thumbnail(frame)
        ground = Image.new("RGB", coloured.size, "white")
        ground.paste(coloured, mask=coloured)
        made = io.BytesIO()
        ground.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return width, height, made.getvalue()


def _seen_size(content: bytes) -> tuple[int, int]:
    """Width and height of the original as one sees it, turned where the camera was."""
    from PIL import ExifTags, Image

    with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
        turned = opened.getexif().get(ExifTags.Base.Orientation, 1) >= 5
        return (opened.height, opened.width) if turned else opened.size
