"""The question engine: kinds of questions, verdicts, hints, scores. How to write one: kafkalab/lessons/README.md.

It looks at answers and at what brokers report; it never reads a student's source.
"""

from kafkalab.checks.choice import Choice
from kafkalab.checks.cluster_state import ClusterState, WrongState
from kafkalab.checks.experiment import Experiment, Observation
from kafkalab.checks.items import Items
from kafkalab.checks.live import Desk, LiveQuestion
from kafkalab.checks.number import Number
from kafkalab.checks.program import Program, WrongProgram
from kafkalab.checks.question import AnswerQuestion, Question, Wrong
from kafkalab.checks.run import ProgramResult, run_program
from kafkalab.checks.score import Score
from kafkalab.checks.scorebook import Scorebook
from kafkalab.checks.verdict import Finding, Outcome, Verdict, failed, passed, skipped, todo
from kafkalab.checks.yes_no import YesNo
from kafkalab.i18n import Text

__all__ = [
    "AnswerQuestion",
    "Choice",
    "ClusterState",
    "Desk",
    "Experiment",
    "Finding",
    "Items",
    "LiveQuestion",
    "Number",
    "Observation",
    "Outcome",
    "Program",
    "ProgramResult",
    "Question",
    "Score",
    "Scorebook",
    "Text",
    "Verdict",
    "Wrong",
    "WrongProgram",
    "WrongState",
    "YesNo",
    "failed",
    "passed",
    "run_program",
    "skipped",
    "todo",
]
