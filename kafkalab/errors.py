"""What kafkalab says when it cannot do what was asked: one family of exceptions, each with a sentence and a next step.

It does not decide what is printed where: the CLI prints `str(error)`, a notebook shows it without a traceback.

KafkalabError             exit code 1
├── UsageError            exit code 2: a name, an argument or an option that cannot be right
├── DistributionError     Java or the jars cannot be had
├── NodeError             a node did not start, or died
├── ClusterError          the cluster is not in a state that allows this
├── NotOursError          somebody else started that cluster: it is not ours to break
├── ActorError            a producer or consumer of ours did not start, or has ended
├── UnknownTopicError     nobody has created that topic
└── WaitTimeoutError      a condition was not met in time
"""

from __future__ import annotations

from kafkalab.i18n import Text


class KafkalabError(Exception):
    """Something a reader can act on. `what` happened, and the one `next_step`; both in two languages."""

    exit_code = 1

    def __init__(self, what: Text, next_step: Text | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.next_step = next_step

    def __str__(self) -> str:
        return str(self.what) if self.next_step is None else f"{self.what} {self.next_step}"

    def _render_traceback_(self) -> list[str]:
        """IPython calls this in place of its traceback: students see the sentence, not our stack."""
        return [str(self)]


class UsageError(KafkalabError):
    """A name, an argument or an option that cannot be right."""

    exit_code = 2


class DistributionError(KafkalabError):
    """Java or Apache Kafka's jars cannot be had."""


class NodeError(KafkalabError):
    """A node did not start, or died."""


class ClusterError(KafkalabError):
    """The cluster is not in a state that allows what was asked."""


class NotOursError(KafkalabError):
    """Somebody else started that cluster: it is not ours to break."""


class ActorError(KafkalabError):
    """A producer or consumer of ours did not start, or has ended."""


class UnknownTopicError(KafkalabError):
    """Nobody has created that topic."""


class WaitTimeoutError(KafkalabError):
    """A condition was not met in time."""
