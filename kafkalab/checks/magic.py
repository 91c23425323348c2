"""`%%program NAME.py`: a notebook cell that is stored as a file of the student's. It is not run; a check runs it."""

from __future__ import annotations

import sys

from kafkalab.checks.files import write_private
from kafkalab.checks.program import is_program_name, programs_folder
from kafkalab.errors import UsageError
from kafkalab.i18n import Text

_STORED = Text(es="Guardado: {name} ({lines} líneas).", en="Stored: {name} ({lines} lines).")
_BAD_NAME = Text(
    es="«{name}» no vale como nombre de programa.",
    en='"{name}" can\'t be the name of a program.',
)
_GOOD_NAME = Text(
    es="Escribe por ejemplo %%program productor.py: letras sin acentos, cifras, guiones y .py al final.",
    en="Write for example %%program producer.py: unaccented letters, digits, hyphens, and .py at the end.",
)


def store(line: str, cell: str) -> None:
    """Store the cell under the name in the magic's line. Raises UsageError for a name that can't be one."""
    name = line.strip()
    if not is_program_name(name):
        raise UsageError(_BAD_NAME.format(name=name[:60]), _GOOD_NAME)
    write_private(programs_folder() / name, cell if cell.endswith("\n") else cell + "\n")
    print(_STORED.format(name=name, lines=len(cell.splitlines())))


def register() -> None:
    """Make `%%program` known where this runs in IPython; elsewhere nothing happens."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        shell.register_magic_function(store, magic_kind="cell", magic_name="program")
