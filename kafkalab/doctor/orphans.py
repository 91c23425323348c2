"""Processes of kafkalab's that belong to no cluster any more: found here, and ended by `doctor --fix` and nothing else.

A node's or an actor's command line carries a mark that ends with "@" and its folder. It belongs somewhere if the
cluster of that folder says so. What lies in somebody else's home is an orphan only when its folder is gone altogether.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from filelock import FileLock

from kafkalab import paths
from kafkalab.actors.process import MARK as ACTOR
from kafkalab.doctor.finding import Finding
from kafkalab.errors import ClusterError
from kafkalab.i18n import Text
from kafkalab.nodes import process, state

SUBJECT = Text(es="Procesos huérfanos", en="Orphan processes")

_NONE = Text(es="ninguno.", en="none.")
_ONE = Text(
    es="el proceso {pid} ({folder}) no es de ningún clúster.", en="process {pid} ({folder}) belongs to no cluster."
)
_FIX = Text(es="`kafkalab doctor --fix` acaba con él.", en="`kafkalab doctor --fix` ends it.")
_ENDED = Text(es="el proceso {pid} ({folder}) no era de ningún clúster: terminado.",
              en="process {pid} ({folder}) belonged to no cluster: ended.")  # fmt: skip
_SURVIVED = Text(es="el proceso {pid} ({folder}) no se deja terminar.", en="process {pid} ({folder}) cannot be ended.")
_SURVIVED_NEXT = Text(es="Termínalo con `kill -9 {pid}`.", en="End it with `kill -9 {pid}`.")


@dataclass(frozen=True)
class Marked:
    """A live process of this user that carries one of our marks: that argument, what follows the mark, its folder."""

    pid: int
    argument: str
    tag: str
    folder: Path


def look() -> list[Finding]:
    """A line per orphan."""
    found = [Finding("problem", SUBJECT, _ONE.format(pid=each.pid, folder=each.folder), _FIX) for each in orphans()]
    return found or [Finding("ok", SUBJECT, _NONE)]


def mend() -> list[Finding]:
    """End each orphan (SIGKILL), and say so."""
    return [end(each) for each in orphans()] or [Finding("ok", SUBJECT, _NONE)]


def orphans() -> list[Marked]:
    """Those that belong nowhere, now."""
    return [each for belongs, each in _marked() if not belongs(each)]


def node_belongs(node: Marked) -> bool:
    """Whether a cluster, or a training that is going on, has that node."""
    cluster = node.folder.parent
    if cluster.parent == paths.cluster_dir("x").parent.resolve():
        return _is_in_plan(cluster.name, node.tag)
    if cluster.parent == paths.cache().resolve():
        return _is_training(cluster.parent)
    return _is_there(node.folder)  # of another home: whether it has a state of its own is not ours to judge


def actor_belongs(actor: Marked) -> bool:
    """Whether the cluster that it was started for is still there. Its folder is CLUSTER/actors/NAME."""
    return _is_there(actor.folder)


# What an orphan is known by: a mark, and who says where it belongs.
KINDS: dict[str, Callable[[Marked], bool]] = {process.MARK: node_belongs, ACTOR: actor_belongs}


def _is_in_plan(name: str, tag: str) -> bool:
    try:
        known = state.read(name)
    except ClusterError:  # so damaged that nobody can tell: `delete` ends those
        return True
    return known is not None and tag in {state.tag(known.plan, node) for node in known.plan.nodes}


def _is_training(cache: Path) -> bool:
    if not _is_there(cache / "aot"):
        return False
    try:
        with FileLock(cache / "aot" / ".lock", timeout=0):
            return False
    except OSError:  # a training holds it (filelock's Timeout is one), or it is not ours to open
        return True


def _is_there(folder: Path) -> bool:
    try:
        return folder.exists()
    except OSError:  # somewhere that we may not look
        return True


def _marked() -> Iterator[tuple[Callable[[Marked], bool], Marked]]:
    me = psutil.Process().username()
    for found in psutil.process_iter(["pid", "cmdline", "status", "username"]):
        if found.info["username"] != me or found.info["status"] == psutil.STATUS_ZOMBIE:
            continue
        for argument in found.info["cmdline"] or []:
            for mark, belongs in KINDS.items():
                if argument.startswith(mark) and "@" in argument:
                    tag = argument.removeprefix(mark)
                    yield belongs, Marked(found.info["pid"], argument, tag, Path(tag.partition("@")[2]))


def end(orphan: Marked) -> Finding:
    """SIGKILL to that process, if it is still the one that carries the mark."""
    values = {"pid": orphan.pid, "folder": orphan.folder}
    try:
        found = psutil.Process(orphan.pid)
        gone = orphan.argument not in found.cmdline() or process.kill(found)
    except psutil.NoSuchProcess:
        gone = True
    if gone:
        return Finding("ok", SUBJECT, _ENDED.format(**values))
    return Finding("problem", SUBJECT, _SURVIVED.format(**values), _SURVIVED_NEXT.format(**values))
