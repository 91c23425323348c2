"""What a picture is asked to show of a cluster, and what is said where an option is missing or names nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kafkalab.errors import UsageError
from kafkalab.i18n import Text
from kafkalab.scenes.ink import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kafkalab.observe.snapshot import Snapshot

NAMED = 12  # so many names at most are listed in an error

_NEEDS = {
    "topic": Text('kind="{kind}" necesita saber de qué topic.', 'kind="{kind}" has to know which topic.'),
    "partition": Text('kind="{kind}" necesita una partición.', 'kind="{kind}" needs a partition.'),
    "group": Text('kind="{kind}" necesita un grupo de consumidores.', 'kind="{kind}" needs a consumer group.'),
}
_ABSENT = {
    "topic": Text("No existe el topic «{value}».", "There is no topic “{value}”."),
    "partition": Text("«{topic}» no tiene la partición {value}.", "“{topic}” has no partition {value}."),
    "group": Text("No hay ningún grupo «{value}».", "There is no group “{value}”."),
}
_THERE_ARE = {
    "topic": Text("Nómbralo; hay: {known}.", "Name it; there are: {known}."),
    "partition": Text(
        "Elígela con partition=N (--partition N); tiene: {known}.",
        "Choose it with partition=N (--partition N); it has: {known}.",
    ),
    "group": Text(
        'Elígelo con group="…" (--group …); hay: {known}.', 'Choose it with group="…" (--group …); there are: {known}.'
    ),
}
_NONE = Text("por ahora, nada", "nothing yet")


@dataclass(frozen=True)
class Asked:
    """The topic, the partition and the group of a picture; None where that was not said."""

    topic: str | None = None
    partition: int | None = None
    group: str | None = None

    def complete(self, kind: str, needs: Sequence[str], snapshot: Snapshot) -> Asked:
        """The same with what `kind` needs: the only partition of the topic, and the only group, need not be named.

        Raises UsageError for an option that it cannot do without.
        """
        asked = self
        for option in needs:
            if getattr(asked, option) is None:
                known = there_are(option, snapshot, asked)
                if option == "topic" or len(known) != 1:
                    raise UsageError(_NEEDS[option].format(kind=kind), _named(option, known))
                asked = replace(asked, **{option: known[0]})
        return asked

    def refuse_absent(self, needs: Sequence[str], snapshot: Snapshot) -> None:
        """Raises UsageError for an option of `needs` that names nothing in `snapshot`."""
        for option in needs:
            value, known = getattr(self, option), there_are(option, snapshot, self)
            if value not in known:
                said = _ABSENT[option].format(value=clean(str(value)), topic=clean(self.topic or ""))
                raise UsageError(said, _named(option, known))


def there_are(option: str, snapshot: Snapshot, asked: Asked) -> list[Any]:
    """What `option` may be: the names of topics or groups, the numbers of the topic's partitions."""
    if option == "topic":
        return sorted(snapshot.topics, key=lambda name: (snapshot.topics[name].internal, name))
    if option == "group":
        return sorted(snapshot.groups)
    topic = snapshot.topics.get(asked.topic or "")
    return sorted(topic.partitions) if topic is not None else []


def _named(option: str, known: Sequence[Any]) -> Text:
    shown = [clean(str(each)) for each in known[:NAMED]] + (["…"] if len(known) > NAMED else [])
    return _THERE_ARE[option].format(known=", ".join(shown) or _NONE)
