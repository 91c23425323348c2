"""All checks one after the other. A check that cannot look is a finding, too: the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kafkalab.doctor import aot, clusters, disk, jars, java, memory, orphans, ports, versions
from kafkalab.doctor.finding import Finding
from kafkalab.errors import KafkalabError
from kafkalab.i18n import Text

Check = Callable[[], Iterable[Finding]]

CHECKS: dict[Text, Check] = {
    versions.SUBJECT: versions.look,
    java.SUBJECT: java.look,
    jars.SUBJECT: jars.look,
    aot.SUBJECT: aot.look,
    memory.SUBJECT: memory.look,
    disk.SUBJECT: disk.look,
    clusters.SUBJECT: clusters.look,
    ports.SUBJECT: ports.look,
    orphans.SUBJECT: orphans.look,
}

_BLIND = Text(es="no se ha podido mirar ({reason}).", en="could not be looked at ({reason}).")


def checkup(*, fix: bool = False) -> Iterator[Finding]:
    """A finding or more of each check, as each is done. With `fix`, orphans are ended."""
    for subject, look in CHECKS.items():
        yield from _tried(subject, orphans.mend if fix and look is orphans.look else look)


def _tried(subject: Text, look: Check) -> list[Finding]:
    try:
        return list(look())
    except KafkalabError as error:
        return [Finding("problem", subject, error.what, error.next_step)]
    except Exception as error:  # whatever is wrong with this machine, the other checks may say it
        return [Finding("problem", subject, _BLIND.format(reason=repr(error)))]
