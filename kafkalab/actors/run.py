"""What an actor's process runs: its program, as it stands in the file, and around it what only kafkalab needs.

It ends with its kernel, unless it is to be kept: the kernel holds our standard input open. What the program does not
catch is told in one line, and ends the process at once, without a farewell to the brokers: a crash.
"""

from __future__ import annotations

import json
import os
import runpy
import signal
import sys
import threading
import time
import traceback

FOLLOWED = "KAFKALAB_ACTOR"  # in the environment: the program is to tell what happens as JSON
KEPT = "kept"
WITH_KERNEL = "with its kernel"
_GRACE_S = 15.0


def main() -> None:
    """Run the program that the first argument names; the rest is for it."""
    sys.argv = sys.argv[1:]
    if os.environ.get(FOLLOWED) == WITH_KERNEL:
        threading.Thread(target=_end_with_kernel, daemon=True).start()
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    except Exception as error:
        traceback.print_exc()
        event = {"event": "crashed", "time": time.time(), "error": f"{type(error).__name__}: {error}"}
        print(json.dumps(event), flush=True)
        os._exit(1)


def _end_with_kernel() -> None:
    """Wait until nobody holds our standard input any more; then end as on SIGTERM, and if need be by force."""
    os.read(sys.stdin.fileno(), 1)  # not through sys.stdin: its lock would be ours when Python ends
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(_GRACE_S)
    os._exit(1)


if __name__ == "__main__":
    main()
