"""The exercise sheet of lesson 00, in words: from a guided first topic to a puzzle with several good answers.

What the brokers must hold for each is in `shapes`, `orders` and `counts`.
"""

from __future__ import annotations

from kafkalab.checks import ClusterState, Number, Text, Wrong, WrongState
from kafkalab.lessons.hola_kafka import counts, orders, shapes

E1 = ClusterState(
    id="e1",
    title=Text(es="El topic de los pedidos", en="The topic of the orders"),
    prompt=Text(
        es="Crea `pedidos` con 3 particiones, cada una con réplica en los 3 brokers.",
        en="Create `pedidos` (orders) with 3 partitions, each with a replica on all 3 brokers.",
    ),
    examine=shapes.examine_pedidos,
    solve=shapes.create_pedidos,
    wrong=(
        WrongState(
            lambda cluster: shapes.create(cluster, "pedidos", partitions=1, replicas=1), shapes.PEDIDOS_BY_DEFAULT
        ),
        WrongState(
            lambda cluster: shapes.create(cluster, "pedidos", partitions=3, replicas=1), shapes.PEDIDOS_REPLICAS
        ),
        WrongState(
            lambda cluster: shapes.create(cluster, "pedidos", partitions=1, replicas=3), shapes.PEDIDOS_PARTITIONS
        ),
    ),
    hints=(
        Text(
            es="La orden está casi entera: faltan el nombre y los dos números.",
            en="The command is nearly complete: the name and the two numbers are missing.",
        ),
        Text(
            es="`--topic` lleva el nombre, `--partitions` cuántas particiones y `--replication-factor` cuántas copias.",
            en="`--topic` takes the name, `--partitions` how many partitions and `--replication-factor` how many "
            "copies.",
        ),
    ),
    explanation=Text(
        es="`!kafka-topics.sh --create --topic pedidos --partitions 3 --replication-factor 3 --bootstrap-server "
        "$BOOTSTRAP`. Con tres réplicas, cada partición está en los tres brokers.",
        en="`!kafka-topics.sh --create --topic pedidos --partitions 3 --replication-factor 3 --bootstrap-server "
        "$BOOTSTRAP`. With three replicas, each partition is on all three brokers.",
    ),
)

E2 = ClusterState(
    id="e2",
    title=Text(es="Cinco pedidos con su cliente", en="Five orders with their customer"),
    prompt=Text(
        es="Envía a `pedidos` los cinco pedidos de la lista, una sola vez: el cliente es la clave y el libro, el "
        "valor.",
        en="Send the five orders of the list to `pedidos`, once: the customer is the key, and the book the value.",
    ),
    examine=orders.examine_orders,
    solve=lambda cluster: orders.send_orders(cluster, *orders.ORDERS),
    wrong=(
        WrongState(
            lambda cluster: orders.send_orders(cluster, *((None, f"{who}:{what}") for who, what in orders.ORDERS)),
            orders.NO_KEYS,
        ),
        WrongState(lambda cluster: orders.send_orders(cluster, *orders.ORDERS, *orders.ORDERS), orders.TWICE),
        WrongState(lambda cluster: orders.send_orders(cluster, *orders.ORDERS[:3]), orders.TOO_FEW),
        WrongState(lambda cluster: orders.send_orders(cluster, *reversed(orders.ORDERS)), orders.OUT_OF_ORDER),
    ),
    hints=(
        Text(
            es="El productor de consola separa clave y valor si le dices `--reader-property parse.key=true`.",
            en="The console producer tells key from value when you say `--reader-property parse.key=true`.",
        ),
        Text(
            es="El separador es un tabulador mientras no digas otro: `--reader-property key.separator=:`. Cada "
            "`--reader-property` lleva una sola propiedad.",
            en="The separator is a tab unless you name another: `--reader-property key.separator=:`. Each "
            "`--reader-property` takes one property.",
        ),
    ),
    explanation=Text(
        es="La misma tubería de la lección, con dos `--reader-property`: `parse.key=true` y `key.separator=:`. Los "
        "pedidos de un mismo cliente tienen la misma clave, caen en la misma partición y por eso conservan su orden.",
        en="The lesson's pipe with two `--reader-property`: `parse.key=true` and `key.separator=:`. The orders of one "
        "customer have the same key, land on the same partition, and so keep their order.",
    ),
)

E3 = Number(
    id="e3",
    title=Text(es="¿Cuántos clics hay?", en="How many clicks are there?"),
    prompt=Text(
        es="La celda de arriba ha enviado a `clics` los números del 1 al 500 que contienen un 7. ¿Cuántos mensajes hay "
        "en `clics`? Averígualo sin leerlos ni contarlos a mano.",
        en="The cell above sent to `clics` (clicks) the numbers from 1 to 500 that contain a 7. How many messages are "
        "there in `clics`? Find out without reading them or counting by hand.",
    ),
    answer=95,
    wrong=(
        Wrong(
            94,
            Text(
                es="ese es el offset del último mensaje. ¿Y cuál es el del primero?",
                en="that is the offset of the last message. And which is the offset of the first?",
            ),
        ),
        Wrong(
            500,
            Text(
                es="esos salen de `seq`. ¿Qué hace `grep 7` con ellos antes de que lleguen al productor?",
                en="so many leave `seq`. What does `grep 7` do with them before they reach the producer?",
            ),
        ),
        Wrong(
            190,
            Text(
                es="es el doble de lo que envía la celda: si la has ejecutado dos veces, vuelve a `sheet.start()`.",
                en="that is twice what the cell sends: if you ran it two times, go back to `sheet.start()`.",
            ),
        ),
        Wrong(
            50,
            Text(
                es="uno de cada diez números acaba en 7, pero también cuentan los que lo llevan en otro sitio. No lo "
                "calcules: míralo en el diagrama.",
                en="one number in ten ends in 7, but those with a 7 elsewhere count too. Don't work it out: see it in "
                "the diagram.",
            ),
        ),
    ),
    otherwise=Text(
        es="dibuja `clics` y fíjate en el primer offset y en el siguiente.",
        en="draw `clics`, and look at its first offset and at the next one.",
    ),
    right=Text(
        es="el primer offset es el 0, así que el siguiente offset coincide con el número de mensajes.",
        en="the first offset is 0, so the next offset is the same as the number of messages.",
    ),
    hints=(
        Text(
            es='`cluster.picture("clics")` dibuja el topic sin leerlo como consumidor.',
            en='`cluster.picture("clics")` draws the topic without reading it as a consumer.',
        ),
        Text(
            es="Los offsets empiezan en 0: el siguiente menos el primero da cuántos hay.",
            en="Offsets begin at 0: the next one less the first one is how many there are.",
        ),
    ),
    explanation=Text(
        es="95. `clics` tiene una sola partición, con los offsets del 0 al 94; el siguiente será el 95. Siguiente "
        "menos primero da el número de mensajes, mientras nada se haya borrado por en medio (lección 01).",
        en="95. `clics` has one partition, with the offsets 0 to 94; the next one will be 95. Next less first is the "
        "number of messages, as long as nothing was removed in between (lesson 01).",
    ),
)

E4 = ClusterState(
    id="e4",
    title=Text(es="Dejarse tres para luego", en="Leave three for later"),
    prompt=Text(
        es="Haz que el grupo `iabd-app2` lea de `clics` y se quede con un lag (retraso) de 3: tres mensajes sin leer.",
        en="Make the group `iabd-app2` read from `clics` and be left with a lag of 3: three messages unread.",
    ),
    examine=counts.examine_lag,
    solve=lambda cluster: counts.read_clicks(cluster, 92),
    wrong=(
        WrongState(lambda cluster: counts.read_clicks(cluster, None), counts.LAG_NONE),
        WrongState(lambda cluster: counts.read_clicks(cluster, 3), counts.LAG_SWAPPED),
        WrongState(
            lambda cluster: counts.read_clicks(cluster, 92, "iabd-app-2"),
            counts.LAG_OTHER_GROUP.format(found="iabd-app-2"),
        ),
        WrongState(lambda cluster: counts.read_clicks(cluster, 90), counts.LAG_OTHER.format(lag=5)),
    ),
    hints=(
        Text(
            es="`--max-messages` dice cuántos se leen. Sabes cuántos hay por el ejercicio 3.",
            en="`--max-messages` says how many are read. You know from exercise 3 how many there are.",
        ),
        Text(
            es="Hacen falta tres cosas en la misma orden: `--group iabd-app2`, `--from-beginning` y el número justo en "
            "`--max-messages`. ¿Te has pasado? Envía más mensajes hasta que le queden tres.",
            en="Three things are needed in one command: `--group iabd-app2`, `--from-beginning` and the right number "
            "in `--max-messages`. Read too many? Send more messages until three are left.",
        ),
    ),
    explanation=Text(
        es="Leer 92 de los 95 con `--group iabd-app2 --from-beginning --max-messages 92`. También vale leerlos todos y "
        "enviar tres más: el lag es lo que hay menos lo confirmado, y da igual cuál de los dos cambie.",
        en="Read 92 of the 95 with `--group iabd-app2 --from-beginning --max-messages 92`. Reading all and then "
        "sending three more is as good: the lag is what there is less what was committed, whichever of the two "
        "changes.",
    ),
)

E5 = ClusterState(
    id="e5",
    title=Text(es="El almacén y el correo", en="The warehouse and the mail"),
    prompt=Text(
        es="El almacén y el correo necesitan todos los pedidos. Haz que dos consumidores de consola, con los grupos "
        "`almacen` y `correo`, lean `pedidos` entero, y demuéstralo con los offsets que han confirmado.",
        en="The warehouse and the mail both need all the orders. Make two console consumers, with the groups `almacen` "
        "and `correo`, read the whole of `pedidos`, and prove it by the offsets they have committed.",
    ),
    examine=orders.examine_apps,
    solve=lambda cluster: orders.read_orders(cluster, almacen=None, correo=None),
    wrong=(
        WrongState(lambda cluster: orders.read_orders(cluster, almacen=None), orders.ONE_APP.format(missing="correo")),
        WrongState(lambda cluster: orders.read_orders(cluster, correo=None), orders.ONE_APP.format(missing="almacen")),
        WrongState(
            lambda cluster: orders.read_orders(cluster, almacen=None, correo=2),
            orders.APP_BEHIND.format(group="correo", lag=3),
        ),
    ),
    hints=(
        Text(
            es="Dos consumidores del mismo grupo se repartirían los pedidos. Aquí hacen falta dos grupos.",
            en="Two consumers of one group would share the orders out. Two groups are needed here.",
        ),
        Text(
            es="Ejecuta dos veces el consumidor de consola con `--from-beginning` y los mensajes justos, cada vez "
            "con su "
            '`--group`. Después mira `cluster.snapshot().groups["almacen"].committed`.',
            en="Run the console consumer twice with `--from-beginning` and the right number of messages, each time "
            "with "
            'its own `--group`. Then look at `cluster.snapshot().groups["almacen"].committed`.',
        ),
    ),
    explanation=Text(
        es="Un grupo es un suscriptor. Con dos grupos cada uno recibe todos los mensajes y lleva su propio "
        "marcapáginas: el offset confirmado de cada partición. Si los dos están al final de todas, los dos han "
        "pasado por todo.",
        en="A group is a subscriber. With two groups each gets all the messages and keeps its own bookmark: the "
        "committed offset of each partition. When both are at the end of all of them, both have gone through "
        "everything.",
    ),
)

E6 = ClusterState(
    id="e6",
    title=Text(es="Reparto justo", en="Fair shares"),
    prompt=Text(
        es="Reto: `opiniones` tiene 3 particiones. Usando solo el productor de consola, déjalo con el mismo número de "
        "mensajes en cada una, y al menos 2.",
        en="Challenge: `opiniones` (reviews) has 3 partitions. With nothing but the console producer, leave the same "
        "number of messages in each of them, at least 2.",
    ),
    examine=counts.examine_even,
    solve=lambda cluster: counts.spread(cluster, 2, 2, 2),
    wrong=(
        WrongState(lambda cluster: counts.spread(cluster, 0, 6, 0), counts.ALL_IN_ONE),
        WrongState(lambda cluster: counts.spread(cluster, 2, 3, 1), counts.UNEVEN.format(counts="2 / 3 / 1")),
        WrongState(lambda cluster: counts.spread(cluster, 1, 1, 1), counts.ONE_EACH),
    ),
    hints=(
        Text(
            es='Abre `cluster.show("opiniones")` y envía de poco en poco: lo que cae donde no querías se compensa '
            "después.",
            en='Open `cluster.show("opiniones")` and send little by little: what lands where you did not want it can '
            "be "
            "evened out later.",
        ),
        Text(
            es="Con clave, la partición la decide la clave: prueba claves hasta tener una para cada partición, y a "
            "partir de ahí envías donde quieras.",
            en="With a key, it is the key that decides the partition: try keys until you have one for each "
            "partition, and from then on you send wherever you want.",
        ),
    ),
    explanation=Text(
        es="Hay varias soluciones. Una: buscar una clave para cada partición, por ejemplo `luis`, `ana` y `marta`, y "
        "enviar dos mensajes con cada una. Otra: enviar sin clave, ejecución a ejecución, y compensar al final con "
        "claves. La lección 01 cuenta quién decide la partición en cada caso.",
        en="There are several solutions. One: find a key for each partition, e.g. `luis`, `ana` and `marta`, and send "
        "two messages with each. Another: send without keys, run by run, and even things out with keys at the end. "
        "Lesson 01 tells who decides the partition in each case.",
    ),
)

EXERCISES = (E1, E2, E3, E4, E5, E6)
