"""What can be done by hand in a view: for each action its button, the Python and the shell line, and what it tells.

A table of pure functions. To add an action: a row in `ACTIONS`, and a place for its button in choices.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kafkalab.i18n import Text
from kafkalab.widgets import shell
from kafkalab.widgets.clicks import Click
from kafkalab.widgets.lines import Attribute, Call, Item, Line, line

_IMPORT = "from kafkalab import Cluster"
_ROLES = {
    "broker": Text(es="El broker {id}", en="Broker {id}"),
    "controller": Text(es="El controlador {id}", en="Controller {id}"),
    "zookeeper": Text(es="El servidor ZooKeeper {id}", en="ZooKeeper server {id}"),
}
_SENT = Text(es="Guardado en P{partition}, offset {offset} (acks={acks}).",
             en="Written to P{partition}, offset {offset} (acks={acks}).")  # fmt: skip
_SENT_BLINDLY = Text(
    es="Enviado a P{partition}. Con acks=0 nadie confirma nada: míralo en el diagrama.",
    en="Sent to P{partition}. With acks=0 nobody confirms anything: look at the diagram.",
)
_JOINED = Text(es="{name} está en marcha, en el grupo «{group}».", en='{name} is running, in the group "{group}".')
_WRITES = Text(es="{name} escribe 5 registros por segundo (acks={acks}).",
               en="{name} writes 5 records a second (acks={acks}).")  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a click acts: the cluster by name and addresses, and the topic.

    `made`: how Python gets at the cluster. `variable`: what the notebook calls it; None where it has no name for it.
    """

    name: str
    servers: str
    topic: str
    made: str
    variable: str | None = None

    def python(self, wanted: Line) -> str:
        """`wanted` to be pasted into a cell of the notebook."""
        return wanted.text(self.variable) if self.variable else f"{_IMPORT}\n{wanted.text(self.made)}"

    def program(self, wanted: Line, *more: str) -> str:
        """A shell line that runs `wanted`, and then `more`, in a Python of its own."""
        return shell.python("; ".join([_IMPORT, wanted.text(self.made), *more]))


@dataclass(frozen=True)
class Action:
    """`reads`: what must be known of it (fields of a Click). `told(click, result)`: what came of it, for a reader."""

    label: Text
    reads: tuple[str, ...]
    line: Callable[[Place, Click], Line]
    shell: Callable[[Place, Click], str]
    told: Callable[[Click, Any], Text]


def _send(place: Place, click: Click) -> Line:
    record = click.value if click.key is None else (click.key, click.value)
    where = {} if click.partition is None else {"partition": click.partition}
    return line(Attribute("admin"), Call("produce", (place.topic, [record]), {**where, "acks": click.acks}))


def _send_in_shell(place: Place, click: Click) -> str:
    if not shell.can_be_pasted(click.key, click.value):
        return place.program(_send(place, click))
    return shell.send(place.servers, place.topic, click.key, click.value, click.acks)


def _sent(click: Click, places: list[tuple[int, int]]) -> Text:
    ((partition, offset),) = places
    return (_SENT if click.acks else _SENT_BLINDLY).format(partition=partition, offset=offset, acks=click.acks)


def _consume(place: Place, click: Click) -> Line:
    return line(Call("consumer", (place.topic,), {"group": click.group}))


def _consume_in_shell(place: Place, click: Click) -> str:
    if not shell.can_be_pasted(click.group):
        return place.program(_consume(place, click), "input()")  # the consumer ends with its program
    return shell.consume(place.servers, place.topic, click.group)


def _produce(place: Place, click: Click) -> Line:
    return line(Call("producer", (place.topic,), {"rate": 5, "acks": click.acks}))


def _on_node(verb: str, label: Text, told: Text) -> Action:
    return Action(
        label,
        ("node",),
        lambda _, click: line(Call(click.role, (click.node,)), Call(verb)),
        lambda place, click: shell.kafkalab(verb, place.name, click.node),
        lambda click, _: told.format(who=_ROLES[click.role].format(id=click.node)),
    )


def _on_actor(verb: str, label: Text, told: Text) -> Action:
    return Action(
        label,
        ("actor",),
        lambda _, click: line(Attribute("actors"), Item(click.actor), Call(verb)),
        lambda _, click: shell.end(click.pid, crash=verb == "kill"),
        lambda click, _: told.format(who=click.actor),
    )


ACTIONS: dict[str, Action] = {
    "send": Action(Text("Enviar", "Send"), ("key", "value", "acks", "partition"), _send, _send_in_shell, _sent),
    "consume": Action(
        Text("Arrancar", "Start"), ("group",), _consume, _consume_in_shell,
        lambda click, made: _JOINED.format(name=made.name, group=click.group),
    ),
    "produce": Action(
        Text("Arrancar", "Start"), ("acks",), _produce,
        lambda place, click: shell.produce(place.servers, place.topic, click.acks),
        lambda click, made: _WRITES.format(name=made.name, acks=click.acks),
    ),
    "close": _on_actor(
        "close", Text("Cerrar", "Close"),
        Text("{who} ha terminado en orden.", "{who} has ended in order."),
    ),
    "crash": _on_actor(
        "kill", Text("Matar", "Crash"),
        Text("{who} ha caído sin despedirse: su grupo lo notará cuando acabe su sesión.",
             "{who} has crashed without a farewell: its group will notice when its session is over."),
    ),
    "kill": _on_node(
        "kill", Text("Matar", "Kill"),
        Text("{who} ha caído, y los demás ya lo saben.", "{who} has crashed, and the others know."),
    ),
    "pause": _on_node(
        "pause", Text("Pausar", "Pause"),
        Text("{who} está en pausa: conserva todo y no responde a nadie.",
             "{who} is paused: it keeps everything and answers nobody."),
    ),
    "stop": _on_node(
        "stop", Text("Parar", "Stop"),
        Text("{who} se ha parado en orden.", "{who} has stopped in order."),
    ),
    "resume": _on_node(
        "resume", Text("Reanudar", "Resume"),
        Text("{who} sigue donde estaba.", "{who} goes on where it was."),
    ),
    "start": _on_node(
        "start", Text("Arrancar", "Start"),
        Text("{who} está otra vez en marcha.", "{who} is up again."),
    ),
    "heal": Action(
        Text("Reponer todo", "Heal all"), (), lambda _, click: line(Call("heal")),
        lambda place, _: shell.kafkalab("heal", place.name),
        lambda *_: Text("Todos los nodos están en marcha, y todas las réplicas, sincronizadas.",
                        "Every node is up, and every replica is in sync."),
    ),
}  # fmt: skip
