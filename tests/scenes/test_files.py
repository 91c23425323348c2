"""SVG and PNG files: self-contained, with their text inside, the same bytes each time."""

from __future__ import annotations

import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import pytest

from kafkalab.errors import UsageError
from kafkalab.i18n import using
from kafkalab.scenes.marks import Mark, Scene
from kafkalab.scenes.picture import Picture
from kafkalab.scenes.png import to_png
from kafkalab.scenes.svg import to_svg
from kafkalab.scenes.topic import topic_scene

from .build import TOPIC
from .states import STATES

NS = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def picture() -> Picture:
    return Picture.of(topic_scene(STATES["two_groups"](), TOPIC, lang="es"))


def chunks(png: bytes) -> dict[bytes, bytes]:
    """Chunk type -> data, each with a checksum that fits."""
    found, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + data)
        found[kind] = data
        at += 12 + length
    return found


def test_children_are_inside_their_parents() -> None:
    marks = (Mark("a", "", 1, 2, "row", "<rect/>"), Mark("b", "a", 3, 4.5, "", "<path/>"), Mark("c", "", 0, 0, "", ""))
    tree = ET.fromstring(to_svg(Scene(10, 20, "t", "alt", marks)))
    first, second = tree.findall(f"{NS}g")
    assert first.attrib == {"class": "row", "transform": "translate(1 2)"}
    assert [node.tag for node in first] == [f"{NS}rect", f"{NS}g"]
    assert first[1].attrib == {"transform": "translate(3 4.5)"}
    assert second.attrib == {}


def test_an_svg_tells_screen_readers_what_it_shows(picture: Picture) -> None:
    tree = ET.fromstring(picture.svg)
    assert tree.attrib["role"] == "img"
    assert tree.attrib["aria-labelledby"] == "kafkalab-title kafkalab-desc"
    assert tree.findtext(f"{NS}title") == TOPIC
    assert tree.findtext(f"{NS}desc") == picture.alt


def test_an_svg_asks_for_nothing_from_elsewhere(picture: Picture) -> None:
    assert "http" not in picture.svg.replace("http://www.w3.org/2000/svg", "")
    assert "url(" not in picture.svg
    assert "@import" not in picture.svg


def test_a_png_has_two_pixels_for_each_px_and_says_so(picture: Picture) -> None:
    found = chunks(picture.png)
    assert struct.unpack(">II", found[b"IHDR"][:8]) == tuple(2 * side for side in picture.size)
    per_metre = struct.unpack(">IIB", found[b"pHYs"])
    assert per_metre == (7559, 7559, 1), "192 pixels an inch"


def test_a_png_carries_its_alternative_text(picture: Picture) -> None:
    keyword, text = chunks(picture.png)[b"iTXt"].split(b"\0\0\0\0\0")
    assert keyword == b"Description"
    assert text.decode() == picture.alt


def test_a_png_has_the_same_bytes_in_another_process(picture: Picture, tmp_path: Path) -> None:
    """And with another home, where the user may have other fonts."""
    svg = picture.save(tmp_path / "p.svg")
    code = (
        "import sys; from kafkalab.scenes.png import to_png; sys.stdout.buffer.write(to_png(open(sys.argv[1]).read()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(svg)], capture_output=True, check=True, env={"HOME": "/", "PATH": ""}
    )
    assert done.stdout == to_png(picture.svg)


def test_text_is_drawn_with_our_fonts() -> None:
    """Words leave ink, and more of it in bold: a font that is not found would leave none."""
    sizes = []
    for cls in ("s18", "s18 bold", ""):
        text = f'<text x="0" y="20" class="{cls}">Partición</text>' if cls else ""
        sizes.append(len(to_png(to_svg(Scene(120, 30, "", "", (Mark("a", "", 0, 0, "", text),))))))
    assert sizes[2] < sizes[0] != sizes[1]


def test_save_by_the_ending_of_the_name(picture: Picture, tmp_path: Path) -> None:
    assert picture.save(tmp_path / "a.SVG").read_text(encoding="utf-8") == picture.svg
    assert picture.save(str(tmp_path / "a.png")).read_bytes() == picture.png
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.SVG", "a.png"], "no temporary file is left"


@pytest.mark.parametrize("name", ["picture.jpg", "picture", ".png.txt"])
def test_another_ending_is_refused_with_what_to_do(picture: Picture, tmp_path: Path, name: str) -> None:
    with using("en"), pytest.raises(UsageError, match=r"Choose a name that ends in \.png or \.svg"):
        picture.save(tmp_path / name)


def test_a_folder_that_is_not_there_is_a_sentence(picture: Picture, tmp_path: Path) -> None:
    with using("es"), pytest.raises(UsageError, match="Elige una carpeta que exista"):
        picture.save(tmp_path / "no" / "a.svg")


def test_a_file_in_place_of_the_folder_is_a_sentence(picture: Picture, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with using("en"), pytest.raises(UsageError, match="I cannot write to"):
        picture.save(tmp_path / "file" / "a.svg")


def test_a_failed_save_leaves_the_old_picture(picture: Picture, tmp_path: Path) -> None:
    """The name is that of a folder, so that the last step fails."""
    (tmp_path / "a.svg").mkdir()
    with pytest.raises(UsageError):
        picture.save(tmp_path / "a.svg")
    assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]


def test_jupyter_gets_png_text_size_and_alternative_text(picture: Picture) -> None:
    data, metadata = picture._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert data["text/plain"] == picture.alt == repr(picture)
    width, height = picture.size
    assert metadata == {"image/png": {"width": width, "height": height, "alt": picture.alt}}
