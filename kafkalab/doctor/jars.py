"""Whether Apache Kafka's jars are there, and are those of the lock."""

from __future__ import annotations

from kafkalab import distribution
from kafkalab.distribution.lock import Lock
from kafkalab.doctor.finding import Finding
from kafkalab.i18n import Text
from kafkalab.nodes.layouts import LAYOUTS

SUBJECT = Text(es="Jars de Kafka", en="Kafka's jars")

_GOOD = Text(es="{version}: los {count}, con su SHA-256.", en="{version}: all {count}, each with its SHA-256.")
_NONE = Text(
    es="{version}: aún no están; el primer `up` los descarga ({mb} MB).",
    en="{version}: not there yet; the first `up` downloads them ({mb} MB).",
)
_SOME = Text(
    es="{version}: faltan o están dañados {bad} de {count} ({names}).",
    en="{version}: {bad} of {count} are missing or damaged ({names}).",
)
_SOME_NEXT = Text(es="El próximo `up` los descarga de nuevo.", en="The next `up` downloads them again.")
_SHOWN = 2


def look() -> list[Finding]:
    """The jars of each layout's Kafka."""
    versions = [layout.version for layout in LAYOUTS.values()]
    return [judge(lock, bad) for lock, bad in map(distribution.bad_jars, versions)]


def judge(lock: Lock, bad: list[str]) -> Finding:
    """`bad`: the file names of those that are not as the lock has them."""
    count = len(lock.artifacts)
    values = {"version": lock.version, "count": count, "bad": len(bad), "mb": round(lock.size / 1e6)}
    if not bad:
        return Finding("ok", SUBJECT, _GOOD.format(**values))
    if len(bad) == count:
        return Finding("ok", SUBJECT, _NONE.format(**values))
    names = ", ".join(bad[:_SHOWN]) + (", …" if len(bad) > _SHOWN else "")
    return Finding("warning", SUBJECT, _SOME.format(**values, names=names), _SOME_NEXT)
