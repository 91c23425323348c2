"""Whether a file is still the one that was looked at, from its size and date alone."""

from __future__ import annotations

import os

import pytest

from kafkalab.distribution import fingerprint


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"four")
    os.utime(path, ns=(5, 1_700_000_000_123_456_789))
    return path


def test_an_untouched_file_fits(file):
    assert fingerprint.fits(fingerprint.of(file), file)


def test_a_file_that_lost_its_fraction_of_a_second_fits(file):
    noted = fingerprint.of(file)
    os.utime(file, ns=(5, 1_700_000_000_000_000_000))
    assert fingerprint.fits(noted, file)


@pytest.mark.parametrize("time", [1_700_000_000_123_456_788, 1_700_000_001_000_000_000, 1_699_999_999_000_000_000])
def test_another_time_does_not_fit(file, time):
    noted = fingerprint.of(file)
    os.utime(file, ns=(5, time))
    assert not fingerprint.fits(noted, file)


def test_another_size_does_not_fit(file):
    noted = fingerprint.of(file)
    file.write_bytes(b"seven77")
    os.utime(file, ns=(5, noted[1]))
    assert not fingerprint.fits(noted, file)


@pytest.mark.parametrize("noted", [None, [], [4], "text", [4, "x"], [4, 1, 1], {}, 7])
def test_a_note_of_another_form_does_not_fit(file, noted):
    assert not fingerprint.fits(noted, file)


def test_a_file_that_is_gone_does_not_fit(file):
    noted = fingerprint.of(file)
    file.unlink()
    assert not fingerprint.fits(noted, file)
