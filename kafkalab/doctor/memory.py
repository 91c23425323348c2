"""Whether there is memory for what is still to be started."""

from __future__ import annotations

import psutil

from kafkalab.doctor.clusters import known_clusters
from kafkalab.doctor.finding import Finding
from kafkalab.i18n import Text
from kafkalab.nodes import fleet, memory

SUBJECT = Text(es="Memoria", en="Memory")

# Measured: the four nodes of a cluster 481 MB, with JupyterLab and a notebook's kernel 634 MB.
NODE_MB = 120
NEW_CLUSTER_MB = 481
LAB_MB = 153

_ENOUGH = Text(
    es="{free} MB libres; para lo que falta por arrancar bastan {needed}.",
    en="{free} MB free; what is still to be started needs {needed}.",
)
_SHORT = Text(
    es="{free} MB libres, y lo que falta por arrancar (con JupyterLab) necesita unos {needed}.",
    en="{free} MB free, and what is still to be started (with JupyterLab) needs about {needed}.",
)
_SHORT_NEXT = Text(
    es="Cierra otros programas, o arranca menos nodos: `kafkalab up --brokers 1`.",
    en="Close other programs, or start fewer nodes: `kafkalab up --brokers 1`.",
)


def look() -> list[Finding]:
    """What is free here, and the nodes of this home's clusters that do not run; a whole cluster where none does."""
    free = min(psutil.virtual_memory().available, memory.limit()) // 1_000_000
    plans = [known for known in known_clusters().values() if known is not None]
    idle = {known.plan.name: sum(not fleet.is_running(known, node) for node in known.plan.nodes) for known in plans}
    running = [known for known in plans if idle[known.plan.name] < len(known.plan.nodes)]
    needed = NODE_MB * sum(idle[known.plan.name] for known in running) if running else NEW_CLUSTER_MB
    return [judge(free, needed)]


def judge(free_mb: int, needed_mb: int) -> Finding:
    """Too little is a problem; enough for the nodes but not for JupyterLab beside them is a warning."""
    level = "ok" if free_mb >= needed_mb + LAB_MB else "warning" if free_mb >= needed_mb else "problem"
    if level == "ok":
        return Finding("ok", SUBJECT, _ENOUGH.format(free=free_mb, needed=needed_mb))
    what = _SHORT.format(free=free_mb, needed=needed_mb + LAB_MB)
    return Finding("warning" if level == "warning" else "problem", SUBJECT, what, _SHORT_NEXT)
