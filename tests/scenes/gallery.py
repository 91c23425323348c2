"""Writes every golden state and figure as PNG, to be looked at: `cd tests && python -m scenes.gallery FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from kafkalab.scenes.picture import Picture
from kafkalab.scenes.topic import topic_scene

from .states import STATES, name_of
from .test_figures_golden import DRAWN, figure_scene


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, state in STATES.items():
        snapshot = state()
        for lang in ("es", "en"):
            Picture.of(topic_scene(snapshot, name_of(snapshot), lang=lang)).save(folder / f"{name}.{lang}.png")
    for kind, state, lang in DRAWN:
        Picture.of(figure_scene(kind, state, lang)).save(folder / f"{kind}.{state}.{lang}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
