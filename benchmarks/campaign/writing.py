"""A program that writes until it is told to end, or killed, and prints each record once it was acknowledged."""

from __future__ import annotations

import signal
import sys
import threading

from benchmarks.campaign.judge import Sent
from benchmarks.campaign.traffic import Notes, Writer


class _Printed(list[Sent]):
    """What is acknowledged is told at once: a program that is killed cannot tell later."""

    def append(self, sent: Sent) -> None:
        super().append(sent)
        print(sent.encode().decode(), flush=True)


def main(servers: str, topic: str, number: int) -> None:
    """Write as writer `number` until SIGTERM; what is on its way then is still waited for, and told."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    writer = Writer(servers, topic, number, Notes(acked=_Printed()), acks="all", enable_idempotence=True)
    writer.start()
    ended.wait()
    writer.end(timeout_s=5)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
