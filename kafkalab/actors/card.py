"""An actor's card: who it is, in a file of its folder, so that another kernel or terminal finds it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from kafkalab.actors.source import Client, Kind

FILE = "card.json"


@dataclass(frozen=True)
class Card:
    """What was asked for. `group` is None for a producer; `keep`: whether it outlives its kernel."""

    folder: Path
    kind: Kind
    client: Client
    topics: tuple[str, ...]
    group: str | None
    keep: bool

    @property
    def name(self) -> str:
        """The actor's name, which is its client id too."""
        return self.folder.name

    def write(self, pid: int) -> None:
        """Leave the card in the actor's folder; written whole, to a temporary name first."""
        draft = self.folder / f".{FILE}"
        draft.write_text(json.dumps({**asdict(self), "folder": None, "pid": pid}), encoding="utf-8")
        draft.replace(self.folder / FILE)


def read(folder: Path) -> tuple[Card, int] | None:
    """The card in that folder, and the pid that was written down; None where there is none, or it is damaged."""
    try:
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
        kind: Kind = "consumer" if told["kind"] == "consumer" else "producer"
        client: Client = "confluent" if told["client"] == "confluent" else "kafka-python"
        return Card(folder, kind, client, tuple(told["topics"]), told["group"], bool(told["keep"])), int(told["pid"])
    except (OSError, ValueError, LookupError, TypeError):
        return None
