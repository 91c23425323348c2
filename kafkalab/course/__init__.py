"""The course as files: Markdown sources in `course/`, the notebooks built from them, and the inspector of both.

For the CLI: `build_command` and `check_command`, each returning an exit code. How to write a source: course/README.md.
"""

from kafkalab.course.commands import build_command, check_command

__all__ = ["build_command", "check_command"]
