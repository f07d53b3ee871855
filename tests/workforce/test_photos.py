"""Photos by file name: whose each one is, what is refused, and that nothing else goes in."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import ExifTags, Image
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.exchange.service import open_drop, run_import, undo_import
from hrgrid.paper.pictures import PictureReader, list_pictures
from hrgrid.storage.checks import check
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.cards import photo_of
from hrgrid.workforce.service.imports import KINDS
from tests.workforce.build import enlist, id_number, plant_street

PHOTOS = KINDS["photos"]


def picture(width=300, height=420, colour="navy", form="JPEG", **how):
    made = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(made, form, **how)
    return made.getvalue()


def folder_of(tmp_path, files):
    folder = tmp_path / "照片"
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def bring(desk, path, **options):
    drop = desk.read(lambda work: open_drop(work, PHOTOS, [path]))
    return run_import(desk, PHOTOS, drop, **options)


@pytest.fixture
def template(template, furnished):
    """The office with its people, for all tests of this module."""
    return furnished("photos", enlist_crew)


@pytest.fixture
def crew(desk):
    """张三 with an ID number and telephone, two 陈龙, and 欧阳修."""
    return desk


def enlist_crew(desk):
    """Plant a street and put the four at its grids."""
    grids = desk.write(plant_street)

    def job(work):
        enlist(work, grids[0], "张三", 1, phone="13812341234")
        enlist(work, grids[1], "陈龙", 3)
        enlist(work, grids[2], "陈龙", 5)
        enlist(work, grids[3], "欧阳修", 7)

    desk.write(job)


def photographed(desk):
    return desk.read(
        lambda work: [
            number
            for number, photo in work.session.execute(
                select(Person.number, Person.photo_sha256).order_by(Person.id)
            )
            if photo is not None
        ]
    )


@pytest.mark.parametrize(
    "name",
    [
        "张三.jpg",
        "张 三.JPG",
        "G0000001.png",
        "张三_G0000001.jpg",
        f"{id_number(1)}.jpg",
        f"张三{id_number(1)}.jpg",
        "张三13812341234.jpg",
        "0000-张三.jpg",
        "张三（1寸照片）.jpg",
        "张三证件照.jpg",
        "张三(1).jpeg",
    ],
)
def test_a_file_name_finds_its_person(crew, tmp_path, name):
    report = bring(crew, folder_of(tmp_path, {name: picture()}))
    assert (report.new, report.problems) == (1, ())
    assert photographed(crew) == ["G0000001"]


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("路人.jpg", "unknown_person", "花名册里没有“路人”"),
        ("陈龙.jpg", "namesakes", "有 2 个人（工号 G0000002、G0000003）"),
        (f"陈龙{id_number(1)}.jpg", "words_differ", "不是同一个人的"),
        (f"{id_number(9)}.jpg", "words_differ", "不是同一个人的"),
    ],
)
def test_a_name_that_means_nobody_or_several_is_told(crew, tmp_path, name, code, told):
    report = bring(crew, folder_of(tmp_path, {name: picture(), "张三.jpg": picture()}))
    assert not report.applied
    (problem,) = report.errors
    assert (problem.code, told in problem.message) == (code, True), problem
    assert id_number(1) not in str(report)
    assert id_number(9) not in str(report)
    assert photographed(crew) == []


def test_a_namesake_is_told_by_his_grid_or_number(crew, tmp_path):
    files = {"陈龙_0001.jpg": picture(), "陈龙 G0000003.jpg": picture(colour="red")}
    assert bring(crew, folder_of(tmp_path, files)).new == 2


def test_bad_pictures_are_left_out_and_named(crew, tmp_path):
    files = {
        "张三.jpg": b"\xff\xd8 torn",
        "欧阳修.jpg": picture(60, 80),
        "陈龙_0001.jpg": picture(150, 200),
        "陈龙_0002.gif.jpg": picture(form="GIF"),
    }
    report = bring(crew, folder_of(tmp_path, files), partial=True)
    told = {problem.value: problem.code for problem in report.problems}
    assert told == {
        "张三.jpg": "bad_photo",
        "欧阳修.jpg": "photo_too_small",
        "陈龙_0001.jpg": "small_photo",
        "陈龙_0002.gif.jpg": "bad_photo",
    }
    assert (report.new, photographed(crew)) == (1, ["G0000002"])


def test_one_person_gets_one_photo(crew, tmp_path):
    files = {"张三.jpg": picture(), "张三2.png": picture(form="PNG")}
    report = bring(crew, folder_of(tmp_path, files))
    assert [problem.code for problem in report.errors] == ["second_photo"]


def test_the_same_photos_again_change_nothing_and_others_can_be_taken_back(crew, tmp_path):
    bring(crew, folder_of(tmp_path, {"张三.jpg": picture()}))
    first = crew.read(lambda work: photo_of(work, 1))
    again = bring(crew, folder_of(tmp_path, {"张三.jpg": picture()}))
    assert (again.new, again.changed, again.unchanged) == (0, 0, 1)
    other = bring(crew, folder_of(tmp_path, {"张三.jpg": picture(colour="green")}))
    assert other.changed == 1
    assert crew.read(lambda work: photo_of(work, 1)) != first
    crew.write(lambda work: undo_import(work, other.job_id, KINDS))
    assert crew.read(lambda work: photo_of(work, 1)) == first
    assert check(crew.database, keyring=crew.keyring) == []


def test_a_dry_run_keeps_no_photo(crew, tmp_path):
    report = bring(crew, folder_of(tmp_path, {"张三.jpg": picture()}), dry_run=True)
    assert (report.new, report.applied, photographed(crew)) == (1, False, [])
    if crew.database.location.file is not None:
        folder = crew.database.location.file.with_name(crew.database.location.file.name + ".files")
        assert not [path for path in folder.rglob("*") if path.is_file()]


# --- what is read, without any office -----------------------------------------------------------


def test_where_it_was_taken_stays_behind_and_up_is_up(tmp_path):
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "ExampleCamera"
    exif[ExifTags.Base.Orientation] = 6
    content = picture(800, 600, exif=exif)
    assert b"ExampleCamera" in content
    path = tmp_path / "张三.jpg"
    path.write_bytes(content)
    reader = PictureReader(path)
    found = reader.read("张三.jpg")
    reader.close()
    assert (found.width, found.height) == (600, 800)
    assert found.jpeg is not None
    assert b"Exif" not in found.jpeg
    with Image.open(io.BytesIO(found.jpeg)) as small:
        assert small.height > small.width
        assert small.width <= 413
        assert small.height <= 626


def test_a_transparent_picture_lies_on_white(tmp_path):
    made = io.BytesIO()
    Image.new("RGBA", (300, 400), (0, 0, 0, 0)).save(made, "PNG")
    path = tmp_path / "张三.png"
    path.write_bytes(made.getvalue())
    reader = PictureReader(path)
    jpeg = reader.read("张三.png").jpeg
    reader.close()
    assert jpeg is not None
    with Image.open(io.BytesIO(jpeg)) as small:
        assert min(small.getpixel((5, 5))) > 250


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_in_a_zip_are_read_whoever_packed_it(crew, tmp_path, encoding):
    path = tmp_path / "照片.zip"
    names = ("证件照/张三.jpg", "证件照/.hidden.jpg", "__MACOSX/._张三.jpg", "说明.txt")
    held = {str(at).ljust(len(name.encode(encoding)), "x"): name for at, name in enumerate(names)}
    with zipfile.ZipFile(path, "w") as archive:
        for plain in held:
            archive.writestr(plain, picture())
    # As packers do that do not say which encoding they write.
    content = path.read_bytes()
    for plain, name in held.items():
        content = content.replace(plain.encode(), name.encode(encoding))
    path.write_bytes(content)
    assert bring(crew, path).new == 1
    assert photographed(crew) == ["G0000001"]


def test_a_zip_that_unpacks_without_end_is_stopped(tmp_path):
    path = tmp_path / "炸弹.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("张三.jpg", b"\0" * (30 << 20))
    reader = PictureReader(path)
    assert "超过 20 MB" in reader.read("张三.jpg").fault
    reader.close()


def test_a_picture_that_kills_its_reader_costs_only_itself(tmp_path):
    """A picture says 30000 x 30000: its pixels alone would take more than the child may have."""
    huge = bytearray(picture(300, 400, form="BMP"))
    huge[18:26] = (30_000).to_bytes(4, "little") * 2
    folder = folder_of(tmp_path, {"大.bmp": bytes(huge), "张三.jpg": picture()})
    reader = PictureReader(folder)
    assert reader.read("大.bmp").jpeg is None
    assert reader.read("张三.jpg").jpeg is not None
    reader._child.kill()
    assert reader.read("张三.jpg").jpeg is None
    assert reader.read("张三.jpg").jpeg is not None
    reader.close()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("空.zip", b"PK\x05\x06" + bytes(18), "里没有照片"),
        ("坏.zip", b"PK torn", "打不开"),
        ("花名册.xlsx", b"PK", "不是照片"),
    ],
)
def test_what_holds_no_photos_is_refused_in_words(tmp_path, name, content, told):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError, match=told):
        list_pictures(path)
