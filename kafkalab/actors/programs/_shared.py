"""What all the programs have in common; put into each of them, so that a student copies one file."""

import json
import os
import signal
import sys
import time

BOOTSTRAP = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("BOOTSTRAP", "localhost:9092")
FOLLOWED = "KAFKALAB_ACTOR" in os.environ  # kafkalab has started this program, and reads what it tells
running = True
waiting = False


def stop(*_):
    """Ctrl-C, or kafkalab's close(): end in order, after the work at hand."""
    global running
    running = False
    if waiting:  # in a call that would not look up by itself
        raise KeyboardInterrupt


def tell(event, **facts):
    """Print one line about what happened: words for a person, JSON for kafkalab."""
    words = " ".join(f"{name}={value}" for name, value in facts.items())
    line = json.dumps({"event": event, "time": time.time(), **facts}) if FOLLOWED else f"{event}: {words}"
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


signal.signal(signal.SIGTERM, stop)
signal.signal(signal.SIGINT, stop)
