"""The self-assessment of lesson 00, in words: five predictions that an experiment marks, and a topic to create.

What is run for them is in `experiments`; how the topic is examined, in `shapes`.
"""

from __future__ import annotations

from kafkalab.checks import Choice, ClusterState, Experiment, Number, Text, Wrong, WrongState
from kafkalab.lessons.hola_kafka import experiments, shapes

Q1 = Number(
    id="q1",
    title=Text(es="Llegar tarde", en="Arriving late"),
    prompt=Text(
        es="En `iabd-lab` ya hay 4 mensajes. Arranca el consumidor A, sin `--from-beginning`; mientras escucha "
        "llegan 2 más, y A se cierra. Llegan otros 3 sin que escuche nadie. Arranca el consumidor B, también sin "
        "`--from-beginning`; mientras escucha llega 1 más. ¿Cuántos mensajes ve B?",
        en="`iabd-lab` already holds 4 messages. Consumer A starts, without `--from-beginning`; while it listens 2 "
        "more arrive, and A is closed. Another 3 arrive while nobody listens. Consumer B starts, also without "
        "`--from-beginning`; while it listens 1 more arrives. How many messages does B see?",
    ),
    answer=1,
    wrong=(
        Wrong(
            10,
            Text(
                es="eso es todo lo que se ha enviado. Para verlo entero, ¿qué opción haría falta?",
                en="that is everything that was ever sent. To see all of it, which option would be needed?",
            ),
        ),
        Wrong(
            4,
            Text(
                es="B no sigue donde lo dejó A: sin un grupo común, nadie ha apuntado por dónde iba A.",
                en="B does not go on where A left off: without a common group nobody noted how far A had read.",
            ),
        ),
        Wrong(
            3,
            Text(
                es="esos 3 llegaron cuando no escuchaba nadie. ¿Le guarda alguien a B lo que llegó antes que él?",
                en="those 3 arrived while nobody listened. Does anybody keep for B what came before it?",
            ),
        ),
        Wrong(
            6,
            Text(
                es="cuentas todo lo que llegó desde que arrancó A. Pero el que cuenta es el arranque de B.",
                en="you count all that arrived since A started. But it is the start of B that counts.",
            ),
        ),
        Wrong(
            0,
            Text(
                es="sin `--from-beginning` no se ve lo anterior, pero B no está sordo: mira qué pasó mientras "
                "escuchaba.",
                en="without `--from-beginning` what came before is not seen, but B is not deaf: see what happened "
                "while it listened.",
            ),
        ),
    ),
    otherwise=Text(
        es="dibuja los mensajes en fila, con su offset, y marca dónde empieza a leer B.",
        en="draw the messages in a row, with their offsets, and mark where B begins to read.",
    ),
    hints=(
        Text(
            es="Un consumidor nuevo sin `--from-beginning` empieza a leer por el final del topic.",
            en="A new consumer without `--from-beginning` begins to read at the end of the topic.",
        ),
        Text(
            es="Cuando B arranca, el final del topic está después del noveno mensaje. ¿Qué llega a partir de ahí?",
            en="When B starts, the end of the topic is after the ninth message. What arrives from there on?",
        ),
    ),
    explanation=Text(
        es="B empieza por el final: su primera lectura es el siguiente offset que se escriba, el 9. Solo ve lo que "
        "llega mientras escucha: 1 mensaje. Los otros 9 no se han perdido: con `--from-beginning` los vería todos. A "
        "y B no comparten grupo, así que lo que leyera A no cambia nada para B.",
        en="B begins at the end: what it reads first is the next offset to be written, 9. It sees only what arrives "
        "while it listens: 1 message. The other 9 are not lost: with `--from-beginning` it would see them all. A and B "
        "share no group, so what A read changes nothing for B.",
    ),
    experiment=Experiment(experiments.latest_only),
)

Q2 = Number(
    id="q2",
    title=Text(es="Leer, ¿gasta?", en="Does reading use up?"),
    prompt=Text(
        es="Un topic tiene 5 mensajes. El programa A los lee desde el principio. Después B, que pertenece a un "
        "grupo, lee 2 desde el principio, confirma que los ha procesado y termina. Por último arranca C, sin grupo, "
        "desde el principio. Cada mensaje leído es una línea en pantalla. ¿Cuántas líneas salen entre los tres?",
        en="A topic holds 5 messages. Program A reads them from the beginning. Then B, which belongs to a group, "
        "reads 2 from the beginning, confirms that it has processed them, and ends. Last, C starts, without a group, "
        "from the beginning. Each message read is a line on the screen. How many lines do the three print in all?",
    ),
    answer=12,
    wrong=(
        Wrong(
            5,
            Text(
                es="así sería en una cola en la que cada mensaje se entrega una sola vez. Mira el topic después de la "
                "primera lectura.",
                en="that is how a queue behaves that hands out each message once. Look at the topic after the first "
                "read.",
            ),
        ),
        Wrong(
            7,
            Text(
                es="para ti C se queda sin nada. ¿Quién ha sacado mensajes del topic?",
                en="for you C is left with nothing. Who took messages out of the topic?",
            ),
        ),
        Wrong(
            10,
            Text(
                es="para ti C se pierde los 2 que confirmó B. Confirmar apunta hasta dónde ha llegado ese grupo: "
                "mira si toca los mensajes.",
                en="for you C misses the 2 that B confirmed. Confirming notes how far that group has got: look whether "
                "it touches the messages.",
            ),
        ),
        Wrong(
            15,
            Text(
                es="vuelve a leer el enunciado: B no los leyó todos.",
                en="read the question once more: B did not read all of them.",
            ),
        ),
    ),
    otherwise=Text(
        es="cuenta por separado las líneas de A, de B y de C.",
        en="count the lines of A, of B and of C one by one.",
    ),
    hints=(
        Text(
            es="Un topic se parece más a un libro que a un buzón: ¿desaparecen las páginas leídas?",
            en="A topic is more like a book than a letter box: do the pages that were read vanish?",
        ),
        Text(
            es="Confirmar (commit) es poner un marcapáginas a nombre del grupo. C no usa ese marcapáginas.",
            en="Confirming (a commit) is leaving a bookmark in the group's name. C does not use that bookmark.",
        ),
    ),
    explanation=Text(
        es="5 de A, 2 de B y 5 de C: 12. Leer no saca nada del topic, y confirmar tampoco: solo apunta el siguiente "
        "offset que ese grupo leerá. Los mensajes se van cuando lo dice la retención del topic (lección 01), se "
        "hayan leído o no.",
        en="5 by A, 2 by B and 5 by C: 12. Reading takes nothing out of the topic, and neither does confirming: it "
        "only notes the next offset that this group will read. Messages go when the topic's retention says so "
        "(lesson 01), read or not.",
    ),
    experiment=Experiment(experiments.reading_keeps),
)

Q3 = Choice(
    id="q3",
    title=Text(es="Dos consumidores", en="Two consumers"),
    prompt=Text(
        es="Dos consumidores sin un grupo común escuchan el mismo topic, que tiene 3 particiones. Llegan 6 mensajes, "
        "2 a cada partición. ¿Quién recibe qué?",
        en="Two consumers without a common group listen to the same topic, which has 3 partitions. 6 messages "
        "arrive, 2 on each partition. Who gets what?",
    ),
    options=(
        Text(es="se los reparten, por particiones", en="they share them out, by partitions"),
        Text(es="cada uno recibe los 6", en="each one gets all 6"),
        Text(
            es="el primero que arrancó recibe los 6 y el otro espera por si falla",
            en="the first to start gets all 6 and the other stands by in case it fails",
        ),
        Text(
            es="cada mensaje va al consumidor que esté libre en ese momento",
            en="each message goes to the consumer that is free at that moment",
        ),
    ),
    answer="b",
    wrong=(
        Wrong(
            "a",
            Text(
                es="repartirse las particiones es lo que hacen los consumidores de un mismo grupo. ¿Comparten estos "
                "alguno?",
                en="sharing out the partitions is what consumers of one group do. Do these two share one?",
            ),
        ),
        Wrong(
            "c",
            Text(
                es="para que uno espere al otro tendrían que conocerse. ¿Qué sabe Kafka que los una?",
                en="for one to stand by for the other they would have to know of each other. What does Kafka know that "
                "joins them?",
            ),
        ),
        Wrong(
            "d",
            Text(
                es="eso hace una cola de tareas, que entrega cada mensaje a uno solo. Un topic no entrega: los "
                "consumidores vienen a leer.",
                en="that is a task queue, which hands each message to one only. A topic hands out nothing: consumers "
                "come and read.",
            ),
        ),
    ),
    otherwise=Text(
        es="piensa qué sabe cada consumidor del otro.", en="think of what each consumer knows of the other."
    ),
    hints=(
        Text(
            es="En la librería, el almacén y las facturas necesitan el mismo pedido.",
            en="In the bookshop, the warehouse and the invoices need the same order.",
        ),
        Text(
            es="Solo hay reparto entre consumidores que dicen ser del mismo grupo (`--group`). Aquí no hay ninguno "
            "en común.",
            en="Only consumers that say they are of the same group (`--group`) share. Here there is none in common.",
        ),
    ),
    explanation=Text(
        es="b): cada uno recibe los 6. Sin un grupo común son dos suscriptores independientes, y cada suscriptor lee "
        "el topic entero. Repartirse el trabajo es otra cosa: para eso están los grupos de consumidores (lección 03).",
        en="b): each one gets all 6. Without a common group they are two independent subscribers, and each subscriber "
        "reads the whole topic. Sharing the work is another matter: that is what consumer groups are for (lesson 03).",
    ),
    experiment=Experiment(experiments.two_listeners),
)

Q4 = Choice(
    id="q4",
    title=Text(es="Donde dije 12 €", en="Did I say 12 €?"),
    prompt=Text(
        es="Alguien envía el precio de un libro con clave `libro-7` y valor `12 €`. Era un error: envía `libro-7` otra "
        "vez, con `10 €`. Un consumidor ya había leído el primero. Otro, nuevo, lee ahora desde el principio. "
        "¿Qué recibe el nuevo?",
        en="Somebody sends a book's price with the key `libro-7` and the value `12 €`. It was a mistake: they send "
        "`libro-7` again, with `10 €`. One consumer had already read the first one. Another, a new one, now reads from "
        "the beginning. What does the new one get?",
    ),
    options=(
        Text(
            es="solo `10 €`: la misma clave sustituye al anterior",
            en="only `10 €`: the same key replaces the earlier one",
        ),
        Text(es="`12 €` y después `10 €`", en="`12 €` and then `10 €`"),
        Text(
            es="solo `12 €`: la clave ya existía y el segundo envío se rechaza",
            en="only `12 €`: the key was there already and the second send is refused",
        ),
        Text(
            es="`10 €` dos veces: el valor del primero se corrige",
            en="`10 €` twice: the value of the first one is corrected",
        ),
    ),
    answer="b",
    wrong=(
        Wrong(
            "a",
            Text(
                es="eso haría un diccionario, o una tabla con clave primaria. Mira cuántos offsets ocupan los dos "
                "envíos.",
                en="that is what a dictionary does, or a table with a primary key. Look how many offsets the two "
                "sends take.",
            ),
        ),
        Wrong(
            "c",
            Text(
                es="Kafka no comprueba si la clave ya existe. Mira el siguiente offset antes y después del segundo "
                "envío.",
                en="Kafka does not check whether the key exists. Look at the next offset before and after the second "
                "send.",
            ),
        ),
        Wrong(
            "d",
            Text(
                es="para corregir el primero habría que reescribir algo que ya está en el log. ¿Dónde se escribe "
                "siempre?",
                en="to correct the first one, something already in the log would have to be rewritten. Where does "
                "writing always happen?",
            ),
        ),
    ),
    otherwise=Text(
        es="piensa en qué offset queda cada uno de los dos envíos.",
        en="think of the offset that each of the two sends ends up at.",
    ),
    hints=(
        Text(
            es="Un topic es un registro (log): lo nuevo se añade al final.",
            en="A topic is a log: what is new is added at the end.",
        ),
        Text(
            es="El segundo envío es otro mensaje, con su propio offset. Al primero no le pasa nada.",
            en="The second send is another message, with an offset of its own. Nothing happens to the first.",
        ),
    ),
    explanation=Text(
        es="b). Un mensaje no se cambia después de escrito: una corrección es otro mensaje, detrás. Quien lee decide "
        "qué hacer con los dos, por ejemplo quedarse con el último de cada clave. En la lección 01 verás un topic "
        "que hace esa limpieza él mismo, más tarde y sin cambiar ningún mensaje: la compactación.",
        en="b). A message is not changed once it is written: a correction is another message, after it. Whoever reads "
        "decides what to do with the two, e.g. keep the last one of each key. In lesson 01 you will see a topic that "
        "does that tidying itself, later on and without changing any message: compaction.",
    ),
    experiment=Experiment(experiments.second_price),
)

Q5 = ClusterState(
    id="q5",
    title=Text(es="Un topic a medida", en="A topic made to measure"),
    prompt=Text(
        es="Crea con `kafka-topics.sh` el topic `envios`, con 2 particiones y 3 réplicas de cada una.",
        en="With `kafka-topics.sh`, create the topic `envios` (shipments), with 2 partitions and 3 replicas of each.",
    ),
    examine=shapes.examine_envios,
    solve=lambda cluster: shapes.create(cluster, "envios", partitions=2, replicas=3),
    wrong=(
        WrongState(
            lambda cluster: shapes.create(cluster, "envios", partitions=1, replicas=1),
            shapes.ENVIOS_BY_DEFAULT,
        ),
        WrongState(lambda cluster: shapes.create(cluster, "envios", partitions=3, replicas=2), shapes.ENVIOS_SWAPPED),
        WrongState(lambda cluster: shapes.create(cluster, "envios", partitions=2, replicas=1), shapes.ENVIOS_REPLICAS),
        WrongState(
            lambda cluster: shapes.create(cluster, "envios", partitions=6, replicas=3), shapes.ENVIOS_PARTITIONS
        ),
    ),
    hints=(
        Text(
            es="Es la orden `--create` de la lección, con otro nombre y otros dos números.",
            en="It is the lesson's `--create` command, with another name and two other numbers.",
        ),
        Text(
            es="El número de particiones va en `--partitions`; el de copias de cada una, en `--replication-factor`. "
            "Si te has equivocado, bórralo antes con `--delete --topic envios`.",
            en="The number of partitions goes into `--partitions`; the number of copies of each, into "
            "`--replication-factor`. If you made a mistake, remove it first with `--delete --topic envios`.",
        ),
    ),
    explanation=Text(
        es="`!kafka-topics.sh --create --topic envios --partitions 2 --replication-factor 3 --bootstrap-server "
        "$BOOTSTRAP`. Sin esas dos opciones el broker pone sus valores por defecto: en tu clúster, 1 y 1.",
        en="`!kafka-topics.sh --create --topic envios --partitions 2 --replication-factor 3 --bootstrap-server "
        "$BOOTSTRAP`. Without these two options the broker takes its defaults: on your cluster, 1 and 1.",
    ),
)

Q6 = Choice(
    id="q6",
    title=Text(es="El programa lento", en="The slow program"),
    prompt=Text(
        es="Rebajas: la tienda envía 40 pedidos de golpe. Un programa que los lee es rápido; otro necesita 50 ms para "
        "cada uno. ¿Qué pasa?",
        en="Sales: the shop sends 40 orders at once. One program that reads them is quick; another needs 50 ms for "
        "each. What happens?",
    ),
    options=(
        Text(
            es="la tienda acaba frenada: no puede enviar más deprisa de lo que el lento lee",
            en="the shop is slowed down: it can't send faster than the slow one reads",
        ),
        Text(
            es="la tienda acaba enseguida; el lento se retrasa y se pone al día después",
            en="the shop is done at once; the slow one falls behind and catches up later",
        ),
        Text(
            es="la tienda acaba enseguida; el lento se pierde los que no le da tiempo a atender",
            en="the shop is done at once; the slow one misses those that it has no time for",
        ),
        Text(
            es="la tienda acaba enseguida, pero el rápido tiene que ir al paso del lento",
            en="the shop is done at once, but the quick one has to keep pace with the slow one",
        ),
    ),
    answer="b",
    wrong=(
        Wrong(
            "a",
            Text(
                es="así sería si la tienda llamase al programa lento y esperase su respuesta. ¿A quién escribe la "
                "tienda?",
                en="it would be so if the shop called the slow program and waited for its answer. To whom does the "
                "shop write?",
            ),
        ),
        Wrong(
            "c",
            Text(
                es="el broker no empuja mensajes que haya que atrapar al vuelo. ¿Dónde están mientras nadie los ha "
                "leído?",
                en="the broker does not throw messages that must be caught in flight. Where are they while nobody has "
                "read them?",
            ),
        ),
        Wrong(
            "d",
            Text(
                es="cada consumidor lleva su propia posición en el topic. ¿Qué sabe el rápido del lento?",
                en="each consumer has a position of its own in the topic. What does the quick one know of the slow "
                "one?",
            ),
        ),
    ),
    otherwise=Text(es="piensa quién espera a quién.", en="think of who waits for whom."),
    hints=(
        Text(
            es="La tienda escribe en el topic y ya está. Son los consumidores los que piden mensajes, cada uno a su "
            "paso.",
            en="The shop writes to the topic and that is that. It is the consumers who ask for messages, each at its "
            "own pace.",
        ),
        Text(
            es="Lo que un consumidor aún no ha leído espera en el topic. A esa distancia se le llama lag (retraso).",
            en="What a consumer has not read yet waits in the topic. That distance is called its lag.",
        ),
    ),
    explanation=Text(
        es="b). El topic hace de amortiguador: la tienda no espera a nadie, el rápido no nota nada y el lento "
        "acumula lag (retraso) hasta que se pone al día. El límite es la retención: lo que tarde más en leerse de lo "
        "que el topic lo guarda, se pierde.",
        en="b). The topic is a shock absorber: the shop waits for nobody, the quick one notices nothing, and the "
        "slow one builds up lag until it has caught up. The limit is retention: what takes longer to be read than "
        "the topic keeps it is lost.",
    ),
    experiment=Experiment(experiments.slow_reader),
)

QUESTIONS = (Q1, Q2, Q3, Q4, Q5, Q6)
