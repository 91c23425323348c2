"""What the page of a view says by itself, in both languages: the JavaScript has these as `words.name`."""

from __future__ import annotations

from kafkalab.i18n import Text

WORDS = {
    "live": Text("en vivo · último cambio hace {age}", "live · last change {age} ago"),
    "lost": Text("desconectado", "disconnected"),
    "saved": Text("imagen guardada · {time}", "saved picture · {time}"),
    "past": Text("así estaba · {time}", "as it was · {time}"),
    "key": Text("clave", "key"),
    "noKey": Text("(sin clave)", "(no key)"),
    "value": Text("valor", "value"),
    "noValue": Text("(nulo: un tombstone)", "(null: a tombstone)"),
    "time": Text("hora", "time"),
    "moment": Text("Momento que se ve", "Moment shown"),
    "keys": Text(
        "Flechas: de imagen en imagen. RePág y AvPág: de suceso en suceso.",
        "Arrow keys: from picture to picture. Page Up and Page Down: from event to event.",
    ),
    "ago": Text("hace {age}", "{age} ago"),
    "toLive": Text("volver al presente", "back to live"),
    "story": Text("Qué ha pasado", "What happened"),
    "nothing": Text("Aquí se cuenta lo que pasa en el clúster.", "What happens in the cluster is told here."),
    "copied": Text("copiado", "copied"),
    "waits": Text("Espera a que acabe la celda que se está ejecutando…", "Waits for the cell that is running…"),
}
