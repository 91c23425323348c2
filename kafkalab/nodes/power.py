"""Whether the machine stopped under a running cluster, and what that may have cost: one sentence, said once.

A process that is killed loses nothing that it wrote: that is in the operating system's memory. A machine that loses
power loses what it had not put on disk yet, and Kafka leaves that to the system's own pace.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import psutil

from kafkalab.i18n import Text
from kafkalab.nodes.plan import Node, Plan
from kafkalab.nodes.settings import data_folder
from kafkalab.talk import say

CLEAN = ".kafka_cleanshutdown"  # what a broker leaves in its data folder when it stops in order
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_CLOCK_S = 10  # by which a clock that is set right moves the time of the start

_LOST = Text(
    es="El equipo se apagó o se reinició con el clúster «{name}» en marcha: pueden faltar los últimos registros, "
    "los que aún no estaban en disco.",
    en='The machine went off or restarted while the cluster "{name}" ran: the newest records, those not on disk yet, '
    "may be missing.",
)


def boot() -> str:
    """What tells this run of the machine from any other: Linux's boot id, elsewhere the time when it was started."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return str(int(psutil.boot_time()))


def say_if_lost(plan: Plan, idle: Iterable[Node], noted: str | None) -> None:
    """Say so if one of the `idle` brokers did not stop in order, and last ran in another run of the machine (`noted`).

    To be called before the first of them is started; their start is then noted as of this run.
    """
    if noted is None or _same(noted, boot()):
        return
    if any(_unclean(plan, node) for node in idle):
        say(_LOST.format(name=plan.name))


def _same(noted: str, now: str) -> bool:
    if noted.isdecimal() and now.isdecimal():
        return abs(int(noted) - int(now)) <= _CLOCK_S
    return noted == now


def _unclean(plan: Plan, node: Node) -> bool:
    data = data_folder(plan, node)
    return (data / "meta.properties").exists() and not (data / CLEAN).exists()
