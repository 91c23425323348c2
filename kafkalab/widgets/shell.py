"""Lines for a terminal that do what a click does: Apache's own tools, `kafkalab`, `kill`. Only written, never run.

Whatever a reader typed is quoted. What cannot be pasted into a terminal as it is (a line break, an escape sequence)
goes into a line of Python, where it is spelled out.
"""

from __future__ import annotations

import shlex

from kafkalab.nodes.lifecycle import DEFAULT_NAME


def kafkalab(verb: str, name: str, *arguments: object) -> str:
    """`kafkalab kill 102`, with the cluster's name if it is not the one that is meant anyway."""
    named = [] if name == DEFAULT_NAME else ["--name", name]
    return shlex.join(["kafkalab", verb, *map(str, arguments), *named])


def send(servers: str, topic: str, key: str | None, value: str, acks: str | int) -> str:
    """One record by the console producer. The key ends at a tab: what that tool looks for unless told otherwise."""
    record = rf"printf '%s\n' {shlex.quote(value)}"
    reads_key = ""
    if key is not None:
        record = rf"printf '%s\t%s\n' {shlex.quote(key)} {shlex.quote(value)}"
        reads_key = " --reader-property parse.key=true"
    tool = f"kafka-console-producer.sh {_option('topic', topic)}{reads_key} --request-required-acks {acks}"
    return f"{record} | {tool} {_option('bootstrap-server', servers)}"


def consume(servers: str, topic: str, group: str) -> str:
    """The console consumer as a member of a group, until Ctrl-C."""
    asked = f"{_option('topic', topic)} {_option('group', group)} --from-beginning"
    return f"kafka-console-consumer.sh {asked} {_option('bootstrap-server', servers)}"


def produce(servers: str, topic: str, acks: str | int) -> str:
    """Apache's load generator at five records a second, until Ctrl-C (or for two days)."""
    load = "--num-records 1000000 --record-size 20 --throughput 5"
    tool = f"kafka-producer-perf-test.sh {_option('topic', topic)} {load} --command-property acks={acks}"
    return f"{tool} {_option('bootstrap-server', servers)}"


def end(pid: int, *, crash: bool) -> str:
    """A signal to a process: SIGTERM, which asks it to end, or SIGKILL."""
    return f"kill {'-KILL ' if crash else ''}{pid}"


def python(code: str) -> str:
    """Python as one word of a shell line."""
    return f"python -c {shlex.quote(code)}"


def can_be_pasted(*texts: str | None) -> bool:
    """Whether a terminal takes these as they are: a line break would end the line, other signs steer the terminal."""
    return all(text is None or text.isprintable() for text in texts)


def _option(name: str, value: str) -> str:
    """An option of Apache's tools. A value that begins with a hyphen must not look like another option."""
    return f"--{name}{'=' if value.startswith('-') else ' '}{shlex.quote(value)}"
