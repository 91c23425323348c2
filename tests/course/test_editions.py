"""The two editions: one thing different at a time."""

from __future__ import annotations

import pytest

from kafkalab.course.editions import compare_editions, headings
from kafkalab.course.source import read_sources

from .project import change


def compare(project):
    sources, problems = read_sources(project)
    assert problems == []
    return [str(problem) for problem in compare_editions(sources)]


def test_the_first_code_cell_and_the_prose_may_differ(project):
    assert compare(project) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('print("hola")', 'print("hello")', 'cell 4 differs from the other edition: code (`print("hello")`)'),
        ("## Prose", "### Prose", "cell 3 differs from the other edition: heading levels ([3] and [2])"),
        ("## Prose", "## Prose\n\n## More", "cell 3 differs from the other edition: heading levels ([2, 2] and [2])"),
        ("## Prose", "Prose", "cell 3 differs from the other edition: heading levels ([] and [2])"),
        ("## Prose\n", "## Prose\n\n+++\n\nMore.\n", "has 6 cells, the other edition 5"),
        ('```{code-cell}\nprint("hola")\n```\n', "", "has 4 cells, the other edition 5"),
        ("```{code-cell}\nprint", "```{code-cell}\n:tags: [x]\n\nprint", "cell 4 differs from the other edition: tags"),
        ("minutes: 5", "minutes: 6", "`minutes` is not the same in both editions"),
    ],
)
def test_what_is_not_prose_must_be_the_same(project, old, new, says):
    change(project / "course/en/00_tiny.md", old, new)
    assert compare(project) == [f"course/en/00_tiny.md: {says}"]


def test_a_cell_of_another_kind_is_named(project):
    change(project / "course/en/00_tiny.md", '```{code-cell}\nprint("hola")\n```', "Text.")
    change(project / "course/en/00_tiny.md", "## Prose\n\nText.", "## Prose\n\n+++\n\nText.")
    assert compare(project) == [
        "course/en/00_tiny.md: cell 4 differs from the other edition: one is code and the other is text"
    ]


def test_an_edition_that_is_missing_is_named(project):
    (project / "course/en/00_tiny_exercises.md").unlink()
    assert compare(project) == ["course/es/00_tiny_exercises.md: does not exist in en"]


def test_every_difference_is_found(project):
    change(project / "course/en/00_tiny.md", 'print("hola")', "print(1)")
    change(project / "course/en/00_tiny_exercises.md", "sheet.score()", "sheet.score")
    assert len(compare(project)) == 2


def test_a_comment_in_a_code_block_is_no_heading():
    assert headings("# One\n\n```bash\n# no heading\n```\n\nTwo\n---\n") == [1, 2]
