"""Why a node ended, from its log: the messages are real ones."""

from __future__ import annotations

import pytest

from kafkalab.nodes import logs

REAL = {
    "port": (
        "server.log",
        "org.apache.kafka.common.KafkaException: Socket server failed to bind to 127.0.0.1:9092."
        "\n\tat kafka.network.DataPlaneAcceptor.openServerSocket(SocketServer.scala)\n"
        "Caused by: java.net.BindException: Address already in use\n",
        "another program uses its port 39101",
        "Repeat `up`",
    ),
    "heap": (
        "node.out",
        "Terminating due to java.lang.OutOfMemoryError: Java heap space\n",
        "there is no memory left",
        "Close other programs",
    ),
    "memory of the machine": (
        "node.out",
        "OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory(0x00000000f4000000, 201326592, 0) failed; "
        "error='Not enough space' (errno=12)\n# There is insufficient memory for the Java Runtime Environment.\n",
        "there is no memory left",
        "Close other programs",
    ),
    "disk": (
        "server.log",
        "[2026-11-23 05:32:38,675] ERROR Error while writing to checkpoint file (org.apache.kafka.storage)\n"
        "java.io.IOException: No space left on device\n",
        "the disk is full",
        "Free some space",
    ),
    "old Java": (
        "node.out",
        "Error: LinkageError occurred while loading main class kafka.Kafka\n\tjava.lang.UnsupportedClassVersionError: "
        "kafka/Kafka has been compiled by a more recent version of the Java Runtime (class file version 61.0)\n",
        "this Java is too old",
        "JAVA_HOME",
    ),
    "unknown option": (
        "node.out",
        "Unrecognized VM option 'AOTCache=x'\nError: Could not create",
        "Error: Could",
        "log:",
    ),
    "anything else": (
        "server.log",
        "[2026-11-23 05:32:38,675] INFO starting (kafka.server.KafkaRaftServer)\n"
        "[2026-11-23 05:32:39,675] ERROR Exiting Kafka due to fatal exception (kafka.Kafka$)\n"
        "java.lang.RuntimeException: Error: node ID not found in /x\n\tat org.apache.kafka.Verifier.verify(X.java)\n",
        "node ID not found",
        "server.log",
    ),
    "nothing": (
        "server.log",
        "[2026-11-23 05:32:38,675] INFO all is well (kafka.Kafka$)\n",
        "does not say",
        "server.log",
    ),
}


@pytest.fixture
def write(plan):
    folder = plan.node_folder(plan.nodes[0]) / "logs"
    folder.mkdir(parents=True)
    return lambda name, text: (folder / name).write_text(text)


@pytest.mark.parametrize("message", REAL)
def test_a_real_message_becomes_a_reason_and_a_next_step(plan, write, message):
    name, text, reason, step = REAL[message]
    write(name, text)
    told, next_step = logs.explain(plan, plan.nodes[0])
    assert reason in told.en
    assert step in next_step.en
    assert told.es
    assert next_step.es
    assert "\n" not in told.en + next_step.en


def test_a_node_without_any_log_is_explained_too(plan):
    told, next_step = logs.explain(plan, plan.nodes[0])
    assert "does not say why" in told.en
    assert "server.log" in next_step.en


def test_a_long_log_does_not_push_out_what_java_itself_said(plan, write):
    write("node.out", "# There is insufficient memory for the Java Runtime Environment.\n")
    write("server.log", "[2026] INFO nothing of note (kafka)\n" * 9000)
    assert "memory" in logs.explain(plan, plan.nodes[0])[0].en


def test_a_reason_followed_by_much_else_is_found(plan, write):
    """A controller goes on for hundreds of lines after it failed to bind."""
    write(
        "server.log", "java.net.BindException: Address already in use\n" + "[2026] INFO shutting down (kafka)\n" * 2000
    )
    assert "port" in logs.explain(plan, plan.nodes[0])[0].en


def test_noise_in_a_log_is_survived(plan, write):
    (plan.node_folder(plan.nodes[0]) / "logs" / "node.out").write_bytes(bytes(range(256)) * 10)
    assert logs.explain(plan, plan.nodes[0])


def test_stack_frames_are_left_out(plan, write):
    write("server.log", "Exception\n\tat a.b.c(D.java)\nCaused by: e\n")
    assert logs.last_lines(plan.node_folder(plan.nodes[0])) == ["Exception", "Caused by: e"]


REFUSED = [
    "[0.015s][error  ][aot] An error has occurred while processing the AOT cache. Run with -Xlog:aot for details.",
    "[0.018s][error][aot] Unable to map shared spaces",
]
ACCEPTED = [
    "[0.357s][warning][aot                ] Failed to link AdapterHandlerEntry to its code in the AOT code cache",
    "[0.357s][warning][aot,codecache,stubs] Saved blob's name 'LLLLLLIIILLL' is different from the expected name 'LLL'",
    "WARNING: A terminally deprecated method in sun.misc.Unsafe has been called",
]


@pytest.mark.parametrize(
    ("lines", "refused"), [(REFUSED[:1], True), (REFUSED[1:], True), (ACCEPTED, False), ([], False)]
)
def test_a_refused_aot_cache_is_told_from_one_that_is_only_partly_of_use(plan, write, lines, refused):
    write("node.out", "\n".join(lines))
    assert logs.aot_rejected(plan.node_folder(plan.nodes[0])) is refused
