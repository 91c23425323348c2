"""Whether Java's AOT caches are made, and fit this Java and these jars."""

from __future__ import annotations

from kafkalab import distribution
from kafkalab.doctor.finding import Finding
from kafkalab.i18n import Text
from kafkalab.nodes import training
from kafkalab.nodes.layouts import LAYOUTS

SUBJECT = Text(es="Arranque rápido de Java", en="Java's fast start")

_NO_AOT = Text(es="este Java no sabe hacerlo.", en="this Java cannot do that.")
_NOT_YET = Text(
    es="{version}: aún sin preparar; lo hace el primer `up` (unos 15 s).",
    en="{version}: not prepared yet; the first `up` does that (about 15 s).",
)
_READY = Text(es="{version}: las {count} cachés AOT sirven.", en="{version}: all {count} AOT caches are good.")
_SOME = Text(
    es="{version}: {good} de {count} cachés AOT sirven; lo demás arranca más despacio.",
    en="{version}: {good} of {count} AOT caches are good; the rest starts more slowly.",
)
_SOME_NEXT = Text(
    es="El próximo `up` que arranque nodos las prepara de nuevo.", en="The next `up` that starts nodes makes them anew."
)


def look() -> list[Finding]:
    """The caches of each Kafka whose jars are there."""
    found = []
    for version in (layout.version for layout in LAYOUTS.values()):
        kafka = distribution.installed(version)
        if kafka is None:
            found.append(Finding("ok", SUBJECT, _NOT_YET.format(version=version)))
        elif not kafka.java.has_aot:
            found.append(Finding("ok", SUBJECT, _NO_AOT))
        else:
            found.append(judge(version, [kafka.aot(purpose).is_good() for purpose in training.purposes(kafka)]))
    return found


def judge(version: str, good: list[bool]) -> Finding:
    """`good`: of each cache whether it can be used."""
    values = {"version": version, "good": sum(good), "count": len(good)}
    if all(good):
        return Finding("ok", SUBJECT, _READY.format(**values))
    if not any(good):
        return Finding("ok", SUBJECT, _NOT_YET.format(**values))
    return Finding("warning", SUBJECT, _SOME.format(**values), _SOME_NEXT)
