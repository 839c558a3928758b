"""Pictures are made anew: upright, bearable, and silent about where they were taken."""

from __future__ import annotations

import pytest

from jack.media.pictures import MAX_SIDE, THUMBNAIL_BOX, Unreadable, remake
from tests.media import samples


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/jpeg"), ("GIF", "image/png")],
)
def test_what_the_camera_told_is_gone(kind: str, content_type: str) -> None:
    before = samples.photo(kind=kind)
    picture = remake(before)
    assert picture.content_type == content_type
    assert (picture.width, picture.height) == (64, 48)
    for data in (picture.data, picture.thumbnail):
        assert not samples.looked_at(data).getexif()
        assert samples.PLACE.encode() not in data


def test_a_turned_photo_is_made_upright() -> None:
    picture = remake(samples.photo(64, 48, turned=True))
    assert (picture.width, picture.height) == (48, 64)
    red, _, blue = samples.looked_at(picture.data).getpixel((24, 5))  # type: ignore[misc]
    assert red > 150 > blue


def test_large_pictures_become_smaller() -> None:
    picture = remake(samples.photo(4000, 1000))
    assert (picture.width, picture.height) == (MAX_SIDE, MAX_SIDE // 4)
    assert samples.looked_at(picture.thumbnail).width <= THUMBNAIL_BOX[0]


def test_what_is_see_through_stays_so_and_its_thumbnail_is_on_white() -> None:
    picture = remake(samples.see_through())
    assert picture.content_type == "image/png"
    assert samples.looked_at(picture.data).mode == "RGBA"
    assert samples.looked_at(picture.thumbnail).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [
        samples.photo()[:300],
        samples.photo(kind="PNG")[:-30],
        b"\xff\xd8\xff" + bytes(100),
        samples.bomb(),
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"",
    ],
)
def test_damaged_and_swollen_pictures_are_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        remake(data)
