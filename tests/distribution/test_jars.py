"""The jars on disk: whatever stops a download, the cache stays usable and the reader is told the one next step."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kafkalab.distribution import jars
from kafkalab.distribution.lock import Lock
from kafkalab.errors import DistributionError

from .conftest import CONTENTS, Maven, Shown


def ensure(lock: Lock, folder: Path, maven: Maven, shown: Shown | None = None) -> list[Path]:
    return jars.ensure(lock, folder, maven, shown or Shown())


def contents(folder: Path) -> dict[str, int]:
    """Every file below `folder` with its time: what a run that writes nothing leaves as it was."""
    return {str(path): path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}


def names_left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".lock", "verified.json"}


ALL = {f"{name}-1.0.jar" for name in CONTENTS}


def test_an_empty_cache_is_filled_in_class_path_order(lock, folder, maven, shown):
    found = ensure(lock, folder, maven, shown)
    assert [path.name for path in found] == ["kafka-1.0.jar", "tools-1.0.jar", "log4j-1.0.jar"]
    assert [path.read_bytes() for path in found] == list(CONTENTS.values())
    assert shown.sizes == [lock.size]
    assert shown.arrived == lock.size
    assert names_left(folder) == ALL


def test_a_second_run_asks_nobody_shows_nothing_and_writes_nothing(lock, folder, maven, shown):
    ensure(lock, folder, maven)
    before, maven.asked = contents(folder), []
    ensure(lock, folder, maven, shown)
    assert (maven.asked, shown.sizes) == ([], [])
    assert contents(folder) == before


def test_only_the_missing_jar_is_fetched(lock, folder, maven, shown):
    ensure(lock, folder, maven)
    (folder / "tools-1.0.jar").unlink()
    maven.asked = []
    ensure(lock, folder, maven, shown)
    assert maven.asked == ["tools"]
    assert shown.sizes == [len(CONTENTS["tools"])]


def _alter(jar: Path) -> None:
    before = jar.stat()
    jar.write_bytes(b"X" + jar.read_bytes()[1:])
    os.utime(jar, ns=(before.st_atime_ns, before.st_mtime_ns + 5_000_000_000))


@pytest.mark.parametrize(
    "harm",
    [_alter, lambda jar: jar.write_bytes(jar.read_bytes()[:10]), lambda jar: jar.write_bytes(b""), Path.unlink],
    ids=["altered, same size", "cut short", "empty", "removed"],
)
def test_a_harmed_jar_in_the_cache_is_noticed_and_fetched_again(lock, folder, maven, harm):
    ensure(lock, folder, maven)
    harm(folder / "kafka-1.0.jar")
    maven.asked = []
    ensure(lock, folder, maven)
    assert maven.asked == ["kafka"]
    assert (folder / "kafka-1.0.jar").read_bytes() == CONTENTS["kafka"]


def test_a_jar_that_only_got_a_new_date_is_not_fetched_again(lock, folder, maven):
    ensure(lock, folder, maven)
    os.utime(folder / "kafka-1.0.jar", (1, 1))
    maven.asked = []
    ensure(lock, folder, maven)
    assert maven.asked == []


def test_dates_in_whole_seconds_are_good_enough_not_to_hash_again(lock, folder, maven, monkeypatch):
    """A container's image keeps no fractions of seconds; nothing may be read again on every start there."""
    ensure(lock, folder, maven)
    for jar in folder.glob("*.jar"):
        whole = jar.stat().st_mtime_ns // 10**9 * 10**9
        os.utime(jar, ns=(whole, whole))
    monkeypatch.setattr(jars, "_sha256", lambda path: pytest.fail(f"{path} was hashed"))
    ensure(lock, folder, maven)


@pytest.mark.parametrize(
    "stamp", [b"", b"[]", b"\xff\xfe", b'{"kafka-1.0.jar": 7}', b'{"kafka-1.0.jar": ["x", "y", 1]}']
)
def test_a_damaged_stamp_costs_a_hash_and_no_download(lock, folder, maven, stamp):
    ensure(lock, folder, maven)
    (folder / "verified.json").write_bytes(stamp)
    maven.asked = []
    ensure(lock, folder, maven)
    assert maven.asked == []


def _write(content: bytes):
    return lambda file, advance: file.write_bytes(content)


def _raise(error: BaseException, half: bytes = b""):
    def broken(file: Path, advance) -> None:
        file.write_bytes(half)
        raise error

    return broken


FAILURES = {
    "corrupt": (_write(b"Z" * len(CONTENTS["tools"])), "is not the one expected", "Try again"),
    "truncated": (_write(CONTENTS["tools"][:50]), "is not the one expected", "Try again"),
    "a web page instead": (_write(b"<html>please log in</html>"), "is not the one expected", "proxy"),
    "half way": (_raise(ConnectionResetError("reset"), b"half"), "could not be downloaded", "internet connection"),
    "no network": (_raise(ConnectionError("no name")), "could not be downloaded", "internet connection"),
    "silence": (_raise(TimeoutError()), "could not be downloaded", "internet connection"),
    "disk full": (_raise(OSError(errno.ENOSPC, "No space left")), "disk has no room", "KAFKALAB_CACHE"),
    "quota": (_raise(OSError(errno.EDQUOT, "Quota")), "disk has no room", "KAFKALAB_CACHE"),
    "read-only": (_raise(PermissionError(errno.EACCES, "denied")), "cannot be written to", "KAFKALAB_CACHE"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failed_download_says_what_and_what_next_and_harms_nothing(lock, folder, maven, failure):
    broken, what, next_step = FAILURES[failure]
    maven.broken["tools"] = broken
    with pytest.raises(DistributionError) as caught:
        ensure(lock, folder, maven)
    assert what in caught.value.what.en
    assert next_step in caught.value.next_step.en
    for text in (caught.value.what, caught.value.next_step):
        assert text.es != text.en
        assert "\n" not in text.es + text.en
    assert not (folder / "tools-1.0.jar").exists(), "nothing unverified under a jar's name"
    assert not list(folder.glob(".partial-*"))

    maven.broken.clear()
    assert len(ensure(lock, folder, maven)) == 3
    assert names_left(folder) == ALL


def test_what_has_arrived_is_kept(lock, folder, maven):
    """The message promises it: a second try asks for less."""
    started = threading.Event()

    def fail_after_the_others(file: Path, advance) -> None:
        started.wait(5)
        raise ConnectionError

    maven.broken["log4j"] = fail_after_the_others
    threading.Timer(0.3, started.set).start()
    with pytest.raises(DistributionError):
        ensure(lock, folder, maven)
    maven.broken.clear()
    maven.asked = []
    ensure(lock, folder, maven)
    assert maven.asked == ["log4j"]


def test_one_failure_ends_the_other_downloads_at_their_next_bytes(lock, folder, maven):
    """Else Ctrl-C or a refused jar would wait for megabytes that nobody wants any more."""
    ended = threading.Event()

    def endless(file: Path, advance) -> None:
        try:
            while not ended.wait(0.01):
                advance(0)
        finally:
            ended.set()

    maven.broken = {"kafka": _raise(ConnectionError()), "tools": endless}
    with pytest.raises(DistributionError, match="could not be downloaded"):
        ensure(lock, folder, maven)
    assert ended.is_set()


def test_ctrl_c_leaves_no_half_download(lock, folder, maven):
    maven.broken["kafka"] = _raise(KeyboardInterrupt(), b"half")
    with pytest.raises(KeyboardInterrupt):
        ensure(lock, folder, maven)
    assert not list(folder.glob(".partial-*"))
    maven.broken.clear()
    ensure(lock, folder, maven)


def test_what_a_killed_download_left_is_cleared_away_by_the_next(lock, folder, maven):
    left = folder / ".partial-killed"
    left.mkdir(parents=True)
    (left / "kafka.download").write_bytes(b"half")
    ensure(lock, folder, maven)
    assert not left.exists()


def test_a_cache_below_a_file_cannot_be_written_to(lock, tmp_path, maven):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(DistributionError, match=r"cannot be written to.*Set KAFKALAB_CACHE") as caught:
        ensure(lock, tmp_path / "file" / "cache", maven)
    assert str(tmp_path / "file") in str(caught.value)
    assert maven.asked == []


def test_a_full_read_only_cache_serves(lock, folder, maven, monkeypatch):
    """A school may install the jars once for all: nothing is written where all is in place, stamp or no stamp."""
    ensure(lock, folder, maven)
    (folder / "verified.json").unlink()
    for name in ("write_text", "write_bytes", "mkdir", "replace"):
        monkeypatch.setattr(Path, name, lambda *_, **__: pytest.fail("something was written"))
    ensure(lock, folder, maven)


def test_no_room_for_the_stamp_is_no_failure(lock, folder, maven, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left")

    monkeypatch.setattr(Path, "write_text", full)
    assert len(ensure(lock, folder, maven)) == 3
    assert not (folder / "verified.json").exists()


def test_two_threads_download_each_jar_once(lock, folder, maven):
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(ensure, lock, folder, maven) for _ in range(4)]
        assert all(len(run.result()) == 3 for run in runs)
    assert sorted(maven.asked) == sorted(CONTENTS)


def test_who_waited_for_the_other_download_shows_no_bar(lock, folder, maven):
    bars = [Shown() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda bar: ensure(lock, folder, maven, bar), bars))
    assert sorted(len(bar.sizes) for bar in bars) == [0, 0, 0, 1]


def _in_a_process(lock: Lock, folder: Path, log: Path) -> None:
    maven = Maven()
    ensure(lock, folder, maven)
    (log / str(os.getpid())).write_text(json.dumps(maven.asked))


def test_two_processes_download_each_jar_once(lock, folder, tmp_path):
    log = tmp_path / "log"
    log.mkdir()
    start = multiprocessing.get_context("spawn")
    processes = [start.Process(target=_in_a_process, args=(lock, folder, log)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    asked = [name for path in log.iterdir() for name in json.loads(path.read_text())]
    assert sorted(asked) == sorted(CONTENTS)
