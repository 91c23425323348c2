"""Whether the ports that the clusters want are free, or their own; and if not, whose they are."""

from __future__ import annotations

from collections.abc import Mapping

import psutil

from kafkalab.doctor.clusters import known_clusters
from kafkalab.doctor.finding import Finding
from kafkalab.i18n import Text
from kafkalab.nodes import fleet, layouts, ports
from kafkalab.nodes.size import Whole

SUBJECT = Text(es="Puertos", en="Ports")

_FREE = Text(es="{ports}: libres o del propio clúster.", en="{ports}: free, or the cluster's own.")
_TAKEN = Text(es="el {port} lo usa {owner}.", en="{port} is used by {owner}.")
_TAKEN_NEXT = Text(
    es="No hay que hacer nada: al arrancar, `up` elige otro puerto y lo dice.",
    en="Nothing has to be done: when it starts, `up` chooses another port and says so.",
)
_SOMEBODY = Text(es="otro programa", en="another program")


def look() -> list[Finding]:
    """The ports of this home's clusters; those that a first cluster would like where there is none."""
    wanted = _wanted()
    taken = [port for port, running in wanted.items() if not running and not ports.is_free(port)]
    return judge(list(wanted), {port: _owner(port) for port in taken})


def judge(wanted: list[int], taken: Mapping[int, str | None]) -> list[Finding]:
    """`taken`: the ports that others have, with the name of that program where the system tells."""
    good = [port for port in wanted if port not in taken]
    found = [Finding("ok", SUBJECT, _FREE.format(ports=", ".join(map(str, good))))] if good else []
    return found + [
        Finding("warning", SUBJECT, _TAKEN.format(port=port, owner=owner or _SOMEBODY), _TAKEN_NEXT)
        for port, owner in taken.items()
    ]


def _wanted() -> dict[int, bool]:
    """Each port, and whether its node runs and so has it."""
    known = [state for state in known_clusters().values() if state is not None]
    if not known:
        first = layouts.named("kraft").draft(Whole("kraft", brokers=3, controllers=1))
        return {port: False for node in first for port in node.ports}
    return {port: fleet.is_running(state, node) for state in known for node in state.plan.nodes for port in node.ports}


def _owner(port: int) -> str | None:
    try:
        for each in psutil.net_connections("tcp"):
            if each.laddr and each.laddr.port == port and each.status == psutil.CONN_LISTEN and each.pid:
                return f"{psutil.Process(each.pid).name()} (pid {each.pid})"
    except (psutil.AccessDenied, psutil.NoSuchProcess):
        return None
    return None
