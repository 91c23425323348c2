"""The words about a group's offsets in one partition; offsets_story.py chooses among them. No layout here."""

from __future__ import annotations

from kafkalab.i18n import Text

NO_PARTITION = Text("«{topic}» no tiene la partición {n}.", "“{topic}” has no partition {n}.")
NO_PARTITION_NEXT = Text("Si se añade, aparecerá aquí.", "It will appear here if it is added.")
FACTS = Text("los offsets del grupo {group}", "the offsets of group {group}")

READ_BY = Text("la lee {member}", "read by {member}")
OWNED_BY = Text("es de {member}, que no está leyendo", "owned by {member}, which is not reading")
READ_BY_NOBODY = Text("ahora no la lee nadie", "nobody reads it now")
READ_BY_UNKNOWN = Text("aún no se sabe quién la leerá", "it is not known yet who will read it")
LEADER = Text("líder: broker {id}", "leader: broker {id}")
LEADER_STATE = Text("líder: broker {id} ({state})", "leader: broker {id} ({state})")

COMMITTED = Text("Confirmado: {n}", "Committed: {n}")
COMMITTED_ABOUT = Text(
    "el siguiente que se leerá si alguien retoma aquí; está confirmado hasta el {last}",
    "the next one to be read by whoever takes over here; committed up to {last}",
)
COMMITTED_FIRST = Text(
    "el siguiente que se leerá si alguien retoma aquí: el primero de todos",
    "the next one to be read by whoever takes over here: the very first",
)
COMMITTED_DELETED = Text(
    "fuera del log, que ya empieza en el {start}: decidirá auto.offset.reset",
    "outside the log, which begins at {start} by now: auto.offset.reset will decide",
)
COMMITTED_BEYOND = Text(
    "fuera del log, que acaba antes: decidirá auto.offset.reset",
    "outside the log, which ends before it: auto.offset.reset will decide",
)
NOT_COMMITTED = Text("Sin offset confirmado", "No committed offset")
NOT_COMMITTED_ABOUT = Text(
    "dónde se empieza lo decide auto.offset.reset", "where reading begins is up to auto.offset.reset"
)
SHARE_ABOUT = Text(
    "un share group no confirma un offset: lleva la cuenta mensaje a mensaje",
    "a share group commits no offset: it keeps count of each message",
)
POSITION = Text("Posición: {n}", "Position: {n}")
POSITION_ABOUT = Text("el siguiente que pedirá {member}", "the next one that {member} will ask for")
POSITION_WAS = Text(
    "el siguiente que iba a pedir {member} ({state})", "the next one that {member} ({state}) would ask for"
)
POSITION_UNKNOWN = Text("Posición: no se conoce", "Position: not known")
ONLY_ITSELF = Text(
    "solo la sabe el propio consumidor, y {member} no es de este laboratorio",
    "only the consumer itself knows it, and {member} is not one of this lab's",
)
NOTHING_READ = Text("{member} aún no ha leído nada aquí", "{member} has read nothing here yet")
NOBODY_READS = Text("no hay quien lea", "there is nobody to read")
LAST_READ_ABOUT = Text("el último mensaje que recibió {member}", "the last message that {member} got")
LAST_READ = Text("Último leído: {n}", "Last read: {n}")
AGAIN_ONE = Text("se leería otra vez 1 mensaje, el {first}", "1 message would be read again, {first}")
AGAIN = Text(
    "se leerían otra vez {n} mensajes, del {first} al {last}", "{n} messages would be read again, {first} to {last}"
)
IF_CRASH = Text("Si {member} se cae ahora", "If {member} crashes now")
AFTER_CRASH = Text("Cuando alguien lo retome", "Once somebody takes over")
NOTHING_AGAIN = Text("no se leería nada otra vez", "nothing would be read again")
BEHIND = Text(
    "va por detrás de lo confirmado: está leyendo otra vez", "it is behind what is committed: it is reading again"
)
HIGH = Text("Marca de agua (HW): {n}", "High watermark (HW): {n}")
HIGH_ABOUT = Text("los consumidores pueden leer hasta el {last}", "consumers may read up to {last}")
HIGH_FIRST = Text("todavía no se puede leer nada", "nothing can be read yet")
LEO = Text("LEO: {n}", "LEO: {n}")
LEO_ABOUT = Text("el offset que tendrá el próximo mensaje que llegue", "the offset that the next message will get")
LAG = Text("Lag: {n}", "Lag: {n}")
LAG_ABOUT = Text("HW {hw} − confirmado {committed}", "HW {hw} − committed {committed}")
LAG_UNKNOWN = Text("hace falta conocer la HW y un offset confirmado", "it takes a known HW and a committed offset")
UNKNOWN = Text("no se conoce ahora", "not known now")

AGAIN_BAR = Text("otra vez: {n}", "again: {n}")
BROKEN = Text("{n} offsets más, del {first} al {last}", "{n} more offsets, {first} to {last}")
DONE_TITLE = Text("offset {n}: confirmado", "offset {n}: committed")
AGAIN_TITLE = Text("offset {n}: leído y sin confirmar", "offset {n}: read, not committed")
WAITS_TITLE = Text("offset {n}: por leer", "offset {n}: to be read")
PLAIN_TITLE = Text("offset {n}", "offset {n}")
BEYOND_TITLE = Text("offset {n}: aún no existe", "offset {n}: does not exist yet")

LEGEND = {
    "done": Text("✓ confirmado", "✓ committed"),
    "again": Text("↻ leído y sin confirmar", "↻ read, not committed"),
    "unread": Text("borde de puntos: aún no se puede leer", "dotted border: not readable yet"),
    "gone": Text("gris: borrado", "grey: deleted"),
}
LEGEND_BREAK = Text("// offsets que no se dibujan", "// offsets that are not drawn")
