"""A node's folder, made ready to start: settings, and the few files that a formatted data folder consists of.

Kafka's StorageTool would do the same in one JVM per node, at two seconds in all. What it writes is small:
meta.properties (KIP-631) says whose folder it is, and a controller's bootstrap.checkpoint which features there are.
A ZooKeeper server has its number in myid, and a meta.properties of ours, which it does not look at.
"""

from __future__ import annotations

import base64
import os
import uuid
from contextlib import suppress
from pathlib import Path

from kafkalab.errors import NodeError
from kafkalab.i18n import Text
from kafkalab.nodes import layouts
from kafkalab.nodes.plan import Node, Plan
from kafkalab.nodes.properties import render
from kafkalab.nodes.settings import data_folder

_NOT_OURS = Text(
    es="Los datos del nodo {node} están dañados o son de otro clúster: {meta}.",
    en="The data of {node} is damaged or of another cluster: {meta}.",
)
_NOT_OURS_NEXT = Text(
    es="Devuelve ese fichero a su sitio, o borra el clúster con `kafkalab delete --name {name}`.",
    en="Put that file back, or delete the cluster with `kafkalab delete --name {name}`.",
)

SETTINGS = "server.properties"
META = "meta.properties"
CHECKPOINT = "bootstrap.checkpoint"


_WRITTEN_BY = "# For Apache Kafka "


def new_id() -> str:
    """A random id as Kafka writes them: 16 bytes in URL-safe base64, without padding."""
    while True:
        text = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if not text.startswith("-"):  # it would look like an option to Apache's tools
            return text


def prepare(plan: Plan, node: Node) -> Path:
    """Write what `node` needs to start, leave data that is there alone, and return its settings file."""
    folder = plan.node_folder(node)
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    _put_last_log_aside(folder / "logs")
    _format(plan, node)
    settings = layouts.of(plan).settings(plan, node)
    return _write(folder / SETTINGS, f"{_WRITTEN_BY}{plan.version}\n{render(settings)}".encode())


def version_of(settings: Path) -> str | None:
    """The version of Kafka for which we wrote that settings file; None where it does not say. Raises OSError."""
    first = settings.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix(_WRITTEN_BY).strip() if first.startswith(_WRITTEN_BY) else None


def checkpoint_template(version: str) -> Path:
    """The bootstrap.checkpoint that StorageTool wrote for this version of Kafka; it fits any cluster and any node."""
    return Path(__file__).with_name(f"bootstrap-{version}.checkpoint")


def _copy_checkpoint(plan: Plan, node: Node) -> None:
    """Give `node` the first record of a controller's log: which features the cluster begins with.

    Without it a cluster starts, and silently lacks the new groups, transactions v2 and eligible leader replicas.
    """
    _write(data_folder(plan, node) / CHECKPOINT, checkpoint_template(plan.version).read_bytes())


def _format(plan: Plan, node: Node) -> None:
    data = data_folder(plan, node)
    if (data / META).exists():
        _check_owner(plan, node, data / META)
        return
    data.mkdir(parents=True, exist_ok=True)
    if node in plan.controllers:
        _copy_checkpoint(plan, node)
    if node.role == "zookeeper":
        _write(data / "myid", f"{node.id}\n".encode())
    # Last: a folder with this file counts as formatted.
    _write(data / META, "\n".join([*_identity(plan, node), *_format_version(plan), ""]).encode())


def _identity(plan: Plan, node: Node) -> list[str]:
    name = "broker.id" if node in plan.brokers and plan.zookeepers else "node.id"
    return [f"cluster.id={plan.cluster_id}", f"{name}={node.id}"]


def _format_version(plan: Plan) -> list[str]:
    """With ZooKeeper it is still the file's first version, from before KIP-631."""
    return ["version=0"] if plan.zookeepers else ["version=1", f"directory.id={new_id()}"]


def _check_owner(plan: Plan, node: Node, meta: Path) -> None:
    """Kafka would find out too, but only after a minute, and would not say so."""
    try:
        lines = meta.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        lines = []
    if not set(_identity(plan, node)) <= set(lines):
        raise NodeError(_NOT_OURS.format(node=node.label, meta=meta), _NOT_OURS_NEXT.format(name=plan.name))


def _put_last_log_aside(logs: Path) -> None:
    """What a log says of an earlier run must not pass for the reason why this one failed."""
    with suppress(FileNotFoundError):
        (logs / "server.log").replace(logs / "server.last.log")


def _write(path: Path, content: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    return temporary.replace(path)
