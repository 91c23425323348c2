"""What Kafka refuses, in words for people: error codes of writes as KafkalabErrors that say what to do next."""

from __future__ import annotations

from kafkalab.errors import ClusterError, KafkalabError, UnknownTopicError, UsageError
from kafkalab.i18n import Text
from kafkalab.observe.wire.answers import Outcome

UNKNOWN_TOPIC, NO_SUCH_GROUP = 3, 69
_BAD_NAME, _EXISTS, _TOO_FEW_BROKERS, _GROUP_IN_USE, _TOO_FEW_IN_SYNC = 17, 36, 38, 68, 19
_BAD_ARGUMENT = {37, 39, 40, 42, 44}  # partitions, assignment, configs, request, policy


def refusal(outcome: Outcome, name: str, *, brokers: int = 0, replicas: int | None = None) -> KafkalabError:
    """The error for `outcome` of a write to the topic or group `name`, while `brokers` brokers answer."""
    facts = {"name": name, "brokers": brokers, "replicas": replicas, "code": outcome.code, "message": outcome.message}
    if outcome.code in _BAD_ARGUMENT or (outcome.code == _TOO_FEW_BROKERS and replicas is None):
        return UsageError(_REFUSED.format(**facts))
    kind, what, next_step = _KNOWN.get(outcome.code, (ClusterError, _REFUSED, LOOK))
    return kind(what.format(**facts), next_step)


LOOK = Text(es="Mira el estado con cluster.status().", en="Look at cluster.status().")
START = Text(es="Arráncalo con Cluster.up().", en="Start it with Cluster.up().")
NOBODY = Text(es="Ningún broker del clúster responde.", en="No broker of the cluster answers.")
NO_CONTROLLER = Text(
    es="El controlador no ha respondido en {seconds:g} s: sin él no se pueden crear ni borrar topics.",
    en="The controller did not answer within {seconds:g} s: without it no topic can be created or deleted.",
)
NOT_SEEN = Text(
    es="El cambio del topic {topic} no ha llegado a todos los brokers en {seconds:g} s.",
    en="The change of topic {topic} did not reach all brokers within {seconds:g} s.",
)
NOT_ACKNOWLEDGED = Text(
    es="El líder de la partición no ha confirmado la escritura en {seconds:g} s.",
    en="The partition's leader did not acknowledge the write within {seconds:g} s.",
)
_REFUSED = Text(
    es="Kafka lo ha rechazado ({name}): {message} (error {code}).",
    en="Kafka refused ({name}): {message} (error {code}).",
)
_KNOWN: dict[int, tuple[type[KafkalabError], Text, Text]] = {
    UNKNOWN_TOPIC: (
        UnknownTopicError,
        Text(es="El topic {name} no existe.", en="Topic {name} does not exist."),
        Text(es="Comprueba el nombre con kafka-topics.sh --list.", en="Check its name with kafka-topics.sh --list."),
    ),
    _BAD_NAME: (
        UsageError,
        Text(es="«{name}» no vale como nombre de topic.", en='"{name}" cannot be the name of a topic.'),
        Text(
            es="Usa letras sin acentos, cifras, punto, guion y guion bajo.",
            en="Use unaccented letters, digits, dots, hyphens and underscores.",
        ),
    ),
    _EXISTS: (
        ClusterError,
        Text(es="El topic {name} ya existe.", en="Topic {name} exists already."),
        Text(es="Bórralo primero, o elige otro nombre.", en="Delete it first, or choose another name."),
    ),
    _TOO_FEW_IN_SYNC: (
        ClusterError,
        Text(
            es="Las réplicas sincronizadas de {name} son menos que min.insync.replicas: con acks=all no se escribe.",
            en="{name} has fewer in-sync replicas than min.insync.replicas: nothing is written with acks=all.",
        ),
        Text(
            es="Arranca los brokers que faltan con cluster.heal(), o escribe con acks=1.",
            en="Start the missing brokers with cluster.heal(), or write with acks=1.",
        ),
    ),
    _TOO_FEW_BROKERS: (
        ClusterError,
        Text(
            es="El topic {name} no puede tener {replicas} réplicas: ahora responden {brokers} brokers.",
            en="Topic {name} cannot have {replicas} replicas: {brokers} brokers answer now.",
        ),
        Text(
            es="Pide menos réplicas, o arranca los brokers que faltan con cluster.heal().",
            en="Ask for fewer replicas, or start the missing brokers with cluster.heal().",
        ),
    ),
    _GROUP_IN_USE: (
        ClusterError,
        Text(
            es="El grupo {name} tiene consumidores activos y no se puede borrar.",
            en="Group {name} has active consumers and cannot be deleted.",
        ),
        Text(es="Cierra primero sus consumidores.", en="Close its consumers first."),
    ),
    NO_SUCH_GROUP: (
        ClusterError,
        Text(es="El grupo {name} no existe.", en="Group {name} does not exist."),
        Text(
            es="Comprueba el nombre con kafka-consumer-groups.sh --list.",
            en="Check its name with kafka-consumer-groups.sh --list.",
        ),
    ),
}
