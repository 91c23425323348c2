"""What is said about a group's offsets in one partition, in the picture and in its alternative text. No layout here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkalab.i18n import Text
from kafkalab.scenes import group_words, words
from kafkalab.scenes.ink import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kafkalab.i18n import Lang
    from kafkalab.scenes.progress import Progress

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

Line = tuple[str, str, str]


def situation(progress: Progress, lang: Lang, now: float) -> Iterator[tuple[str, str]]:
    """Who reads the partition and how its leader and its group's coordinator are: (text, class)."""
    yield _whose(progress, lang)
    yield _leader(progress, lang)
    if progress.partition.as_of is not None:
        age = words.age(now - progress.partition.as_of)
        leaderless = progress.partition.leader is None
        yield (words.LAST_KNOWN if leaderless else words.LAST_ANSWER).format(age=age).in_(lang), "warn"
    if progress.view.group.as_of is not None:
        yield group_words.SILENT.format(age=words.age(now - progress.view.group.as_of)).in_(lang), "warn"


def _whose(progress: Progress, lang: Lang) -> tuple[str, str]:
    if progress.owner is None:
        text = READ_BY_NOBODY if progress.view.is_assigned else READ_BY_UNKNOWN
        return text.in_(lang), "bold"
    text = READ_BY if progress.is_reading else OWNED_BY
    return text.format(member=clean(progress.owner.name)).in_(lang), "bold" if progress.is_reading else "bold warn"


def _leader(progress: Progress, lang: Lang) -> tuple[str, str]:
    leader = progress.partition.leader
    if leader is None:
        return words.NO_LEADER.in_(lang), "warn"
    broker = progress.view.snapshot.brokers.get(leader)
    if broker is None or broker.state == "up":
        return LEADER.format(id=leader).in_(lang), "muted"
    return LEADER_STATE.format(id=leader, state=words.BROKER_STATES[broker.state]).in_(lang), "warn"


def lines(progress: Progress, lang: Lang) -> list[Line]:
    """The story, line by line: sign, number, what it means."""
    told = [_committed(progress), *_position(progress), _again(progress), _lag(progress), *_ends(progress)]
    return [(sign, head.in_(lang), about.in_(lang)) for sign, head, about in (line for line in told if line)]


def _committed(progress: Progress) -> tuple[str, Text, Text]:
    offset, log = progress.committed, progress.log
    if offset is None:
        return "▲", NOT_COMMITTED, SHARE_ABOUT if progress.view.is_share else NOT_COMMITTED_ABOUT
    about = COMMITTED_ABOUT.format(last=offset - 1) if offset else COMMITTED_FIRST
    if log.start is not None and offset < log.start:
        about = COMMITTED_DELETED.format(start=log.start)
    elif log.end is not None and offset > log.end:
        about = COMMITTED_BEYOND
    return "▲", COMMITTED.format(n=offset), about


def _position(progress: Progress) -> Iterator[tuple[str, Text, Text]]:
    name = _name(progress)
    if progress.position is None:
        yield "◆", POSITION_UNKNOWN, _why_unknown(progress).format(member=name)
        return
    about = POSITION_ABOUT.format(member=name)
    if not progress.is_reading and progress.reader is not None:
        about = POSITION_WAS.format(member=name, state=group_words.process(progress.reader[1]))
    elif progress.committed is not None and progress.position < progress.committed:
        about = BEHIND
    yield "◆", POSITION.format(n=progress.position), about
    if progress.last_read is not None:
        yield "●", LAST_READ.format(n=progress.last_read), LAST_READ_ABOUT.format(member=name)


def _why_unknown(progress: Progress) -> Text:
    if progress.reader is not None:
        return NOTHING_READ
    if progress.owner is not None:
        return ONLY_ITSELF
    return NOBODY_READS if progress.view.is_assigned else READ_BY_UNKNOWN


def _name(progress: Progress) -> str:
    if progress.owner is not None:
        return clean(progress.owner.name)
    return clean(progress.reader[0]) if progress.reader else "?"


def _again(progress: Progress) -> tuple[str, Text, Text] | None:
    if progress.committed is None or progress.position is None or progress.position < progress.committed:
        return None
    when = IF_CRASH.format(member=_name(progress)) if progress.is_reading else AFTER_CRASH
    if progress.again is None:
        return "↻", when, NOTHING_AGAIN
    first, last = progress.again
    n = last - first + 1
    return "↻", when, (AGAIN_ONE if n == 1 else AGAIN).format(n=n, first=first, last=last)


def _lag(progress: Progress) -> tuple[str, Text, Text] | None:
    if progress.view.is_share:
        return None
    if progress.lag is None:
        return "▬", LAG.format(n="?"), LAG_UNKNOWN
    high, committed = progress.log.high_watermark, progress.committed
    adds_up = high is not None and committed is not None and high - committed == progress.lag
    about = LAG_ABOUT.format(hw=high, committed=committed) if adds_up else Text("", "")
    return "▬", LAG.format(n=progress.lag), about


def _ends(progress: Progress) -> Iterator[tuple[str, Text, Text]]:
    high, leo = progress.log.high_watermark, progress.log.leo
    if high is None:
        yield "¦", HIGH.format(n="?"), UNKNOWN
    else:
        yield "¦", HIGH.format(n=high), HIGH_ABOUT.format(last=high - 1) if high else HIGH_FIRST
    yield "□", LEO.format(n="?" if leo is None else leo), UNKNOWN if leo is None else LEO_ABOUT
