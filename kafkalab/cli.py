"""`kafkalab`: the cluster from a terminal. Results go to standard output, talk to standard error.

Exit codes: 0 when the command did what it says, 1 when it could not, 2 for bad usage; each failure is one line that
says what to do next. The work is done elsewhere: each command is a few calls on Cluster or on the course.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kafkalab import __version__
from kafkalab.errors import ClusterError, KafkalabError
from kafkalab.i18n import Text, language
from kafkalab.talk import say

if TYPE_CHECKING:
    from kafkalab.cluster import Cluster

DEFAULT_NAME = "lab"  # as lifecycle.DEFAULT_NAME, whose import `kafkalab --help` can do without

_READY = Text(es="Clúster «{name}» listo: {servers}", en='Cluster "{name}" is ready: {servers}')
_EXAMPLE = Text(
    es="Estaba vacío, así que ahora tiene un topic de ejemplo: `kafkalab show {topic}`.",
    en="It was empty, so it has an example topic now: `kafkalab show {topic}`.",
)
_DOWN = Text(
    es="Clúster «{name}» parado; sus datos siguen ahí (`kafkalab up` lo arranca).",
    en='Cluster "{name}" is stopped; its data is kept (`kafkalab up` starts it).',
)
_DELETED = Text(es="Clúster «{name}» borrado, con todos sus datos.", en='Cluster "{name}" is deleted, data and all.')
_NOTHING = Text(es="No hay ningún clúster «{name}».", en='There is no cluster "{name}".')
_NODE = Text(es="Nodo {id}: {state}.", en="Node {id}: {state}.")
_TOLD = Text(es="Nodo {id}: {verb}, sin esperar al efecto.", en="Node {id}: {verb}, without waiting for the effect.")
_HEALED = Text(
    es="Clúster «{name}» al completo: todos los nodos en marcha y todas las réplicas sincronizadas.",
    en='Cluster "{name}" is whole: every node is up and every replica in sync.',
)
_STATES = {
    "up": Text(es="en marcha", en="up"),
    "paused": Text(es="en pausa", en="paused"),
    "stopped": Text(es="parado", en="stopped"),
}
_SAVED = Text(es="Guardado: {path}", en="Saved: {path}")
_TRY_HELP = Text(es="Mira `{command} --help`.", en="See `{command} --help`.")
_NO_LAB = Text(es="JupyterLab no está instalado.", en="JupyterLab is not installed.")
_NO_LAB_NEXT = Text(
    es="Instálalo con `pip install 'kafkalab-course[lab]'`.", en="Install it with `pip install 'kafkalab-course[lab]'`."
)

_GOES_ON = Text(
    es="El clúster está listo y sigue en marcha cuando cierres JupyterLab; `make down` lo para.",
    en="The cluster is ready, and goes on when you close JupyterLab; `make down` stops it.",
)

_VERBS = (
    ("kill", "crash a node (SIGKILL)"),
    ("stop", "stop a node cleanly"),
    ("start", "start a node"),
    ("pause", "freeze a node (SIGSTOP)"),
    ("resume", "let a paused node go on"),
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line instead of argparse's usage block."""
        print(f"{self.prog}: {message}. {_TRY_HELP.format(command=self.prog)}", file=sys.stderr)
        raise SystemExit(2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parsed(arguments)
    try:
        code = int(options.run(options) or 0)
        sys.stdout.flush()  # here, where a closed pipe can still be answered for
        return code
    except KafkalabError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has had enough; leave nothing for Python to flush at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _up(options: argparse.Namespace) -> None:
    from kafkalab.cluster import Cluster

    cluster = Cluster.up(
        options.name, brokers=options.brokers, controllers=options.controllers, combined=options.combined,
        layout=options.layout, zookeepers=options.zookeepers,
    )  # fmt: skip
    if cluster.name == DEFAULT_NAME:
        _give_something_to_show(cluster)
    print(_READY.format(name=cluster.name, servers=cluster.bootstrap_servers))


def _give_something_to_show(cluster: Cluster) -> None:
    """An empty default cluster gets the course's example topic, so that `kafkalab show` has something to show."""
    from kafkalab.lessons.registry import find

    if any(not topic.internal for topic in cluster.snapshot().topics.values()):
        return
    example = find("00").topics[0]
    cluster.admin.create_topic(example.name, assignment=example.assignment)
    say(_EXAMPLE.format(topic=example.name))


def _down(options: argparse.Namespace) -> int:
    from kafkalab.nodes import lifecycle

    return _told(lifecycle.down(options.name) is not None, _DOWN, options.name)


def _delete(options: argparse.Namespace) -> int:
    from kafkalab.nodes import lifecycle

    return _told(lifecycle.delete(options.name), _DELETED, options.name)


def _told(existed: bool, done: Text, name: str) -> int:
    """Stopping or deleting what is not there is no failure: it is as it was asked to be."""
    say((done if existed else _NOTHING).format(name=name))
    return 0


def _status(options: argparse.Namespace) -> None:
    from kafkalab.cluster import Cluster

    status = Cluster.attach(options.name).status()
    print(json.dumps(status.to_dict()) if options.json else status)


def _settings(options: argparse.Namespace) -> None:
    from kafkalab.cluster import Cluster

    print(Cluster.attach(options.name).settings())


def _node(options: argparse.Namespace) -> None:
    from kafkalab.cluster import Cluster

    cluster = Cluster.attach(options.name)
    cluster.journal.off()  # nobody will ask this process what happened
    handle = cluster.node(options.node)
    getattr(handle, options.command)(wait=not options.no_wait)
    told = _TOLD if options.no_wait else _NODE.format(id=options.node, state=_STATES[handle.status.state])
    print(told.format(id=options.node, verb=options.command))


def _heal(options: argparse.Namespace) -> None:
    from kafkalab.cluster import Cluster

    Cluster.attach(options.name).heal()
    print(_HEALED.format(name=options.name))


def _doctor(options: argparse.Namespace) -> int:
    from kafkalab.doctor import checkup

    problems, table = 0, []
    for finding in checkup(fix=options.fix):
        problems += finding.level == "problem"
        table.append(finding.to_dict())
        if not options.json:
            print(finding, flush=True)
    if options.json:
        print(json.dumps(table))
    return 1 if problems else 0


def _show(options: argparse.Namespace) -> None:
    asked = {"kind": options.kind, "partition": options.partition, "group": options.group}
    picture = _cluster(options).picture(options.topic, **asked)
    if options.output is None:
        print(picture.alt)
        return
    picture.save(options.output)
    say(_SAVED.format(path=options.output))


def _watch(options: argparse.Namespace) -> None:
    from kafkalab.watch import screen

    cluster = _cluster(options)
    if options.once:
        screen.once(cluster, options.topic, language())
    else:
        screen.watch(cluster, options.topic)


def _cluster(options: argparse.Namespace) -> Cluster:
    """The one that is named, or somebody else's at the addresses that are given."""
    from kafkalab.cluster import Cluster

    return Cluster.connect(options.bootstrap) if options.bootstrap else Cluster.attach(options.name)


def _lab(options: argparse.Namespace) -> None:
    """JupyterLab on the first lesson, the cluster up, and Apache's tools on the PATH of its terminals."""
    import importlib.util

    from kafkalab.cluster import Cluster

    if importlib.util.find_spec("jupyterlab") is None:
        raise ClusterError(_NO_LAB, _NO_LAB_NEXT)
    Cluster.up(options.name)  # sets BOOTSTRAP, which terminals and kernels inherit
    say(_GOES_ON)
    first = Path("notebooks") / language() / "00_hola_kafka.ipynb"
    # As the address, not as a file to open: where no browser opens by itself, the printed link must lead there too.
    opened = [f"--LabApp.default_url=/lab/tree/{first.as_posix()}"] if first.is_file() else []
    # Jupyter refuses to run as root, which is who one is in most containers; it listens on loopback only.
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [sys.executable, "-m", "jupyterlab", "--ip=127.0.0.1", *as_root, *opened, *options.others]
    os.execv(sys.executable, command)  # noqa: S606 - no shell is meant


def _course(options: argparse.Namespace) -> int:
    from kafkalab import course

    root = Path.cwd()
    if options.action == "build":
        return course.build_command(root, everything=options.all, only=options.only)
    return course.check_command(root, offline=options.offline)


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    options, others = parser.parse_known_args(arguments)
    if others and options.run is not _lab:
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    if options.run is _show and options.topic is None and options.kind == "topic":
        parser.error("the following arguments are required: TOPIC")
    return argparse.Namespace(**vars(options), others=others)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="kafkalab", description="A real Apache Kafka cluster to learn with, and its course.")
    parser.add_argument("--version", action="version", version=f"kafkalab {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    named = _Parser(add_help=False)
    named.add_argument("--name", default=DEFAULT_NAME, help='the cluster\'s name (default: "lab")')

    up = commands.add_parser("up", parents=[named], help="start the cluster, or attach to it")
    up.add_argument("--brokers", type=int, help="1 to 5 (default: 3)")
    up.add_argument("--controllers", type=int, help="1 or 3 (default: 1)")
    up.add_argument(
        "--combined", action=argparse.BooleanOptionalAction, help="controllers inside the first brokers: less memory"
    )
    up.add_argument("--layout", metavar="LAYOUT", help="kraft (the default) or zookeeper, which is Kafka 3.9.2")
    up.add_argument("--zookeepers", type=int, help="with --layout zookeeper: 1 or 3 (default: 1)")
    up.set_defaults(run=_up)
    commands.add_parser("down", parents=[named], help="stop it; the data stays").set_defaults(run=_down)
    commands.add_parser("delete", parents=[named], help="stop it and remove its data").set_defaults(run=_delete)
    status = commands.add_parser("status", parents=[named], help="what runs, and where")
    status.add_argument("--json", action="store_true", help="as one line of JSON")
    status.set_defaults(run=_status)
    settings = commands.add_parser("settings", parents=[named], help="where it differs from production, and why")
    settings.set_defaults(run=_settings)
    for verb, what in _VERBS:
        node = commands.add_parser(verb, parents=[named], help=what)
        node.add_argument("node", type=int, metavar="NODE", help="the node's id: 101, 102, 103, or 1")
        node.add_argument("--no-wait", action="store_true", help="do not wait until the other nodes have noticed")
        node.set_defaults(run=_node)
    commands.add_parser("heal", parents=[named], help="bring every node back, in sync").set_defaults(run=_heal)
    found = _Parser(add_help=False, parents=[named])
    found.add_argument("--bootstrap", metavar="HOST:PORT,…", help="somebody else's cluster, at these addresses")
    doctor = commands.add_parser("doctor", help="is everything in place: Java, jars, memory, ports, clusters, orphans")
    doctor.add_argument("--fix", action="store_true", help="end processes of ours that belong to no cluster any more")
    doctor.add_argument("--json", action="store_true", help="as one line of JSON")
    doctor.set_defaults(run=_doctor)
    show = commands.add_parser("show", parents=[found], help="a topic or the cluster as a picture, or in words")
    show.add_argument("topic", metavar="TOPIC", nargs="?", help="which topic; not needed for the cluster as a whole")
    show.add_argument("-o", "--output", type=Path, help="a file that ends in .png or .svg")
    show.add_argument("--kind", default="topic", help="topic (the default), replicas, cluster, group, …")
    show.add_argument("--partition", type=int, metavar="N", help="which partition, for --kind replicas")
    show.add_argument("--group", help="only this consumer group")
    show.set_defaults(run=_show)
    watch = commands.add_parser("watch", parents=[found], help="the cluster live in the terminal, and what happens")
    watch.add_argument("topic", metavar="TOPIC", nargs="?", help="only this topic")
    watch.add_argument("--once", action="store_true", help="print the picture once and end")
    watch.epilog = "Ctrl-C ends it (exit code 0). Into a pipe or a file it prints a line for each event."
    watch.set_defaults(run=_watch)
    lab = commands.add_parser("lab", parents=[named], help="the cluster and JupyterLab on the first lesson")
    lab.epilog = "All other arguments are passed on to JupyterLab."
    lab.set_defaults(run=_lab)
    course = commands.add_parser("course", help="build or check the course (for teachers)")
    actions = course.add_subparsers(dest="action", required=True, metavar="ACTION")
    build = actions.add_parser("build", help="make the notebooks whose source has changed")
    build.add_argument("--all", action="store_true", help="execute every notebook again")
    build.add_argument("--only", help="only the sources whose name contains this")
    check = actions.add_parser("check", help="is everything in order: questions, answers, languages, notebooks")
    check.add_argument("--offline", action="store_true", help="leave out what needs a cluster")
    course.set_defaults(run=_course)
    return parser


if __name__ == "__main__":
    sys.exit(main())
