"""Clicks on a real cluster: each does what it says, and so do the two lines that it shows."""

from __future__ import annotations

import pytest

from kafkalab import Cluster
from kafkalab.widgets.subject import Subject

from .hands import Clicker, run_python, run_shell, start_shell

pytestmark = pytest.mark.cluster


@pytest.fixture
def topic(cluster, unique) -> str:
    name = unique("hands")
    cluster.admin.create_topic(name, partitions=3)
    return name


@pytest.fixture
def clicker(cluster, topic) -> Clicker:
    return Clicker(cluster, Subject("topic", topic))


def written(cluster: Cluster, topic: str, count: int) -> list[tuple[int, str | None, str | None]]:
    """(partition, key, value) of all records, once there are so many: with acks=0 nobody says when."""

    def end(snapshot) -> int:
        return sum(part.high_watermark or 0 for part in snapshot.topics[topic].partitions.values())

    parts = cluster.wait_until(lambda seen: end(seen) >= count).topics[topic].partitions
    return [(part.id, record.key, record.value) for part in parts.values() for record in part.records]


@pytest.mark.parametrize("acks", ["all", "1", "0"])
def test_a_record_is_sent_by_the_click_by_python_and_by_the_shell_alike(cluster, clicker, topic, acks) -> None:
    """Three times the same record in the same partition, which its key decides."""
    done = clicker.click("send", key="ana", value="hola", acks=acks)
    assert done.state == "ok"
    ((partition, offset),) = run_python(done.python, cluster)
    assert (offset == -1) == (acks == "0")
    shell = run_shell(done.shell)
    assert (shell.returncode, shell.stderr) == (0, "")
    assert written(cluster, topic, 3) == [(partition, "ana", "hola")] * 3
    assert done.text.startswith("Sent to P" if acks == "0" else "Written to P")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("", "no key"),
        ("it's", 'a "quoted" $HOME `id` \\n'),
        ("-n", "--help"),
        ("ñandú:🦆", "a,b:c;d|e"),
        ("tab\there", "two\nlines"),
        ("", ""),
    ],
)
def test_whatever_is_typed_arrives_as_it_is(cluster, clicker, topic, key, value) -> None:
    done = clicker.click("send", key=key, value=value, acks="all")
    run_python(done.python, cluster)
    assert run_shell(done.shell).returncode == 0
    assert [record[1:] for record in written(cluster, topic, 3)] == [(key or None, value)] * 3


def test_a_consumer_joins_the_group_by_the_click_by_python_and_by_the_shell(cluster, clicker, topic, unique) -> None:
    group = unique("group")
    done = clicker.click("consume", group=group)
    assert done.text.endswith(f'is running, in the group "{group}".')
    (mine,) = [actor for actor in cluster.actors.values() if actor.group == group]
    assert {number for _, number in mine.assignment} == {0, 1, 2}
    by_python = run_python(done.python, cluster)
    terminal = start_shell(done.shell)
    try:
        shared = [1, 1, 1]
        seen = cluster.wait_until(lambda s: [len(m.assignment) for m in s.groups[group].members] == shared, 40)
        assert {mine.name, by_python.name} <= {member.client_id for member in seen.groups[group].members}
    finally:
        terminal.terminate()
        terminal.wait(20)
        mine.close()
        by_python.close()


@pytest.mark.parametrize("by", ["click", "python", "shell"])
@pytest.mark.parametrize(("act", "states"), [("close", {"closed"}), ("crash", {"killed", "crashed"})])
def test_a_consumer_ends_by_the_click_by_python_and_by_the_shell(cluster, clicker, topic, unique, act, states, by):
    """In order, it has left its group at once; crashed, the group waits for its session."""
    actor = cluster.consumer(topic, unique("group"), name=unique("member"))
    python, shell = clicker.lines(act, of=actor.name)
    if by == "click":
        assert clicker.click(act, of=actor.name).state == "ok"
    elif by == "python":
        run_python(python, cluster)
    else:
        run_shell(shell)
    cluster.wait_until(lambda _: not actor.is_alive)
    assert actor.state in states
    assert len(cluster.snapshot().groups[actor.group].members) == (0 if act == "close" else 1)


def test_a_producer_writes_by_the_click_and_by_the_shell(cluster, topic, unique) -> None:
    clicker = Clicker(cluster, Subject("producers", topic))
    done = clicker.click("produce", acks="1")
    (mine,) = [actor for actor in cluster.actors.values() if topic in actor.topics]
    assert done.text == f"{mine.name} writes 5 records a second (acks=1)."
    written(cluster, topic, 3)
    assert clicker.click("close", of=mine.name).text == f"{mine.name} has ended in order."
    before = len(written(cluster, topic, 3))
    terminal = start_shell(done.shell)
    try:
        written(cluster, topic, before + 8)
    finally:
        terminal.terminate()
        terminal.wait(20)


def test_a_topic_that_is_gone_is_said_in_words(cluster, clicker, topic) -> None:
    clicker.hands.follow(cluster.snapshot())
    cluster.admin.delete_topic(topic)
    done = clicker.click("send", value="x", acks="1")
    assert (done.state, done.text) == ("failed", f'"{topic}" is no longer there. Choose from what the view offers now.')


def test_a_record_that_the_brokers_refuse_is_said_in_their_words(cluster, unique) -> None:
    topic = unique("small")
    cluster.admin.create_topic(topic, configs={"max.message.bytes": 100})
    clicker = Clicker(cluster, Subject("replicas", topic, 0))
    refused = clicker.click("send", value="x" * 200, acks="all")
    assert refused.state == "failed"
    assert "MessageSizeTooLarge" in refused.text
    assert "Traceback" not in refused.text
    assert clicker.click("send", value="x", acks="1").text == "Written to P0, offset 0 (acks=1)."


def test_on_somebody_elses_cluster_records_go_and_nodes_stay(cluster, topic) -> None:
    theirs = Cluster.connect(cluster.bootstrap_servers)
    clicker = Clicker(theirs, Subject("topic", topic))
    clicker.hands.follow(theirs.snapshot())
    html = clicker.hands.to_html()
    assert 'value="send"' in html
    assert "kill" not in html
    assert "heal" not in html
    assert "This cluster is not ours: no node is stopped or broken from here." in html
    refused = clicker.click("kill", of="101")
    assert (refused.state, refused.text.split(".")[0]) == ("failed", "This cluster is not ours to break")
    sent = clicker.click("send", key="ana", value="hola", acks="1")
    assert sent.python.startswith(f'from kafkalab import Cluster\nCluster.connect("{cluster.bootstrap_servers}").admin')
    run_python(sent.python, cluster)
    assert len(written(cluster, topic, 2)) == 2
