"""The versions of what kafkalab runs on, against what its package asks for."""

from __future__ import annotations

import platform
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from kafkalab import __version__
from kafkalab.doctor.finding import Finding
from kafkalab.i18n import Text

SUBJECT = Text(es="Versiones", en="Versions")
PACKAGE = "kafkalab-course"
_NAMED = ("kafka-python", "confluent-kafka", "jupyterlab", "anywidget")  # worth naming in a report
_EXTRAS = ("lab",)

_HERE = Text(es="kafkalab {kafkalab}, Python {python}, {others}.", en="kafkalab {kafkalab}, Python {python}, {others}.")
_ABSENT = Text(es="falta {wanted}.", en="{wanted} is missing.")
_MISFIT = Text(es="{name} {have} no sirve: hace falta {wanted}.", en="{name} {have} does not fit: {wanted} is needed.")
_INSTALL = Text(es='Instálalo con `pip install "{wanted}"`.', en='Install it with `pip install "{wanted}"`.')

Installed = Callable[[str], str | None]


def look() -> list[Finding]:
    """What is installed here."""
    wanted = [Requirement(line) for line in requires(PACKAGE) or []]
    return judge(wanted, _installed)


def judge(wanted: list[Requirement], installed: Installed) -> list[Finding]:
    """A line of versions, and one per package that is missing or does not fit; JupyterLab's may be missing."""
    others = ", ".join(f"{name} {have}" for name in _NAMED if (have := installed(name)))
    values = {"kafkalab": __version__, "python": platform.python_version(), "others": others}
    found = [Finding("ok", SUBJECT, _HERE.format(**values))]
    return found + [trouble for each in wanted if (trouble := _trouble(each, installed(each.name)))]


def _trouble(wanted: Requirement, have: str | None) -> Finding | None:
    optional = not _applies(wanted, "")
    if optional and (have is None or not any(_applies(wanted, extra) for extra in _EXTRAS)):
        return None
    text = f"{wanted.name}{wanted.specifier}"
    step = _INSTALL.format(wanted=text)
    if have is None:
        return Finding("problem", SUBJECT, _ABSENT.format(wanted=text), step)
    if wanted.specifier.contains(have, prereleases=True):
        return None
    what = _MISFIT.format(name=wanted.name, have=have, wanted=text)
    return Finding("warning" if optional else "problem", SUBJECT, what, step)


def _applies(wanted: Requirement, extra: str) -> bool:
    return wanted.marker is None or wanted.marker.evaluate({"extra": extra})


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
