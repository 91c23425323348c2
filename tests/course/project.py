"""A tiny project to build and to inspect, correct in everything, that a test then breaks in one place."""

from __future__ import annotations

from pathlib import Path

TINY = Path(__file__).with_name("tiny")
MODULES = {"00": "tiny_lesson"}

FRONT = """---
kafkalab:
  lesson: "00"
  title: {title}
  minutes: 5
---

# {title}

"""
LESSON = """```{code-cell}
import tiny_lesson

lesson = tiny_lesson.lesson("LANG")
lesson.start()
```

## PROSE

```{code-cell}
print("hola")
```

```{code-cell}
lesson.q1.check(...)
```
"""
SHEET = """```{code-cell}
import tiny_lesson

sheet = tiny_lesson.exercises("LANG")
sheet.start()
```

```{code-cell}
### solution
sheet.cluster.topics["orders"] = 3
### gap
# …
### end
```

+++ {"tags": ["solution-only"]}

PROSE

+++ {"tags": ["exercise-only"]}

PROSE

```{code-cell}
sheet.e1.check()
```

```{code-cell}
### solution
answer = "b"
### gap
answer = ...
### end
sheet.e2.check(answer)
```

```{code-cell}
sheet.score()
```
"""
PROSE = {"es": "Prosa", "en": "Prose"}


def make_project(root: Path) -> Path:
    """Both editions of a lesson and of its sheet; returns the root."""
    for lang in ("es", "en"):
        write(root, lang, "00_tiny.md", LESSON)
        write(root, lang, "00_tiny_exercises.md", SHEET)
    return root


def write(root: Path, lang: str, name: str, body: str) -> Path:
    """One source with its front matter."""
    path = root / "course" / lang / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = FRONT.format(title=f"Tiny {lang}") + body.replace("LANG", lang).replace("PROSE", PROSE[lang])
    path.write_text(text, encoding="utf-8")
    return path


def change(path: Path, old: str, new: str) -> None:
    """Replace something that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
