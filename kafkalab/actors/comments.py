"""What the programs of actors say to their readers: each English sentence of the templates, and its Spanish."""

from __future__ import annotations

from kafkalab.i18n import Text

COMMENTS = (
    Text(
        es="Un miembro de un grupo de consumidores, escrito con kafka-python. A mano: python FILE localhost:9092",
        en="A member of a consumer group, written with kafka-python. By hand: python FILE localhost:9092",
    ),
    Text(
        es="Un miembro de un grupo de consumidores, escrito con confluent-kafka (librdkafka). "
        "A mano: python FILE localhost:9092",
        en="A member of a consumer group, written with confluent-kafka (librdkafka). "
        "By hand: python FILE localhost:9092",
    ),
    Text(
        es="Un productor, escrito con kafka-python. A mano: python FILE localhost:9092",
        en="A producer, written with kafka-python. By hand: python FILE localhost:9092",
    ),
    Text(
        es="Un productor, escrito con confluent-kafka (librdkafka). A mano: python FILE localhost:9092",
        en="A producer, written with confluent-kafka (librdkafka). By hand: python FILE localhost:9092",
    ),
    Text(
        es="kafkalab ha arrancado este programa y lee lo que cuenta",
        en="kafkalab has started this program, and reads what it tells",
    ),
    Text(
        es="Ctrl-C, o el close() de kafkalab: terminar en orden, tras el trabajo que esté en curso.",
        en="Ctrl-C, or kafkalab's close(): end in order, after the work at hand.",
    ),
    Text(
        es="Escribe una línea sobre lo que ha pasado: palabras para una persona, JSON para kafkalab.",
        en="Print one line about what happened: words for a person, JSON for kafkalab.",
    ),
    Text(
        es="Cuenta qué particiones recibe y devuelve este miembro.",
        en="Tells which partitions this member gets and gives back.",
    ),
    Text(
        es="El trabajo con un registro: aquí solo lleva tiempo.",
        en="The work on one record: here it only takes time.",
    ),
    Text(
        es="Anota en Kafka por dónde sigue leyendo este grupo.",
        en="Write down in Kafka where this group goes on reading.",
    ),
    Text(
        es="Tras un reequilibrio, por ejemplo: entonces otro miembro vuelve a leer estos registros.",
        en="After a rebalance, for example: then another member reads these records again.",
    ),
    Text(
        es="en una llamada que por sí sola no levantaría la vista",
        en="in a call that would not look up by itself",
    ),
    Text(
        es="Lo que haga falta: kafka-python 3.0.12 puede perder su sitio en el grupo",
        en="As long as it takes: kafka-python 3.0.12 may lose its place in the group",
    ),
    Text(
        es="cuando el tiempo de un poll se acaba en medio de un reequilibrio.",
        en="when the time of a poll is over in the middle of a rebalance.",
    ),
    Text(
        es="Los registros de un poll. Cuándo se confirman decide qué pierde o repite una caída.",
        en="The records of one poll. When they are committed decides what a crash loses or repeats.",
    ),
    Text(es="Kafka guarda bytes.", en="Kafka keeps bytes."),
    Text(
        es="librdkafka entrega los errores en el lugar de los registros.",
        en="librdkafka hands over errors in the place of records.",
    ),
    Text(
        es="Envía el registro n; su future avisa cuando el broker lo ha confirmado, o cuando se da por perdido.",
        en="Send record number n; its future calls back when the broker has acknowledged it, or when it is given up.",
    ),
    Text(
        es="Envía el registro n; librdkafka avisa cuando el broker lo ha confirmado, o cuando se da por perdido.",
        en="Send record number n; librdkafka calls back when the broker has acknowledged it, or when it is given up.",
    ),
    Text(
        es="Envía lo que aún espera, si hay quien lo confirme.",
        en="Send what still waits, if there is anybody to acknowledge it.",
    ),
    Text(
        es="Espera registros: los que haya, por partición.", en="Wait for records: those that are there, by partition."
    ),
    Text(
        es="No hay ningún broker, por ejemplo: otra vez, tras una pausa.",
        en="No broker is there, for example: once more, after a pause.",
    ),
    Text(
        es="Mantiene el ritmo, y se da cuenta enseguida de que toca parar.",
        en="Keep the pace, and notice within a moment that it is time to stop.",
    ),
    Text(
        es="Mantiene el ritmo, y mientras tanto deja que librdkafka avise.",
        en="Keep the pace, and let librdkafka call back meanwhile.",
    ),
)
