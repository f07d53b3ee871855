"""What is different between two templates, in words for whoever saves one."""

from __future__ import annotations

from collections.abc import Iterator

from hrgrid.paper.certificate.face import SIZES, Part, Template


def differences(old: Template, new: Template) -> list[str]:
    """A few words for each change, in the order of the form."""
    return [*_words(old, new), *_look(old, new)]


def _words(old: Template, new: Template) -> Iterator[str]:
    for what, before, after in (
        ("名称", old.name, new.name),
        ("标题", old.title, new.title),
        ("结语", old.closing, new.closing),
    ):
        if before != after:
            yield f"{what}“{before}”改为“{after}”"
    if old.signers != new.signers:
        yield f"署名改为“{'、'.join(new.signers) or '本机关'}”"
    if old.chinese_day != new.chinese_day:
        yield f"日期用{'汉字' if new.chinese_day else '阿拉伯数字'}"
    texts = dict(old.citations)
    for honour, text in new.citations:
        if texts.get(honour, "") != text:
            yield f"“{honour}”的正文"


def _look(old: Template, new: Template) -> Iterator[str]:
    if old.look.frame is not new.look.frame:
        yield f"花边：{new.look.frame.label}"
    if old.look.ink is not new.look.ink:
        yield f"标题颜色：{new.look.ink.label}"
    for name, (what, _, _) in SIZES.items():
        before, after = getattr(old.look, name), getattr(new.look, name)
        if before != after:
            yield f"{what}字号 {before / 100:g} → {after / 100:g} 磅"
    for part in Part:
        if old.look.move(part) != new.look.move(part):
            across, down = new.look.move(part)
            yield f"{part.label}移到右 {across / 10:.1f}、下 {down / 10:.1f} 毫米"
