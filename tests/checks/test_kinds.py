"""What each kind of question reads as which answer: the forms that students write, and those that are no answer."""

from __future__ import annotations

import pytest

from kafkalab.checks import Items, Number, Outcome

from .samples import ANSWERED, CHOICE, ITEMS, NUMBER, YES_NO, hold

PASS, FAIL, TODO = Outcome.PASS, Outcome.FAIL, Outcome.TODO


class ArrayLike:
    """As a NumPy array is: a list after `tolist`."""

    def __init__(self, items):
        self._items = items

    def tolist(self):
        return self._items


class WholeNumber:
    """As NumPy's integers are: not an int, but usable as an index."""

    def __init__(self, value):
        self._value = value

    def __index__(self):
        return self._value


class Text_(str):  # noqa: N801 - stands for numpy.str_
    """A str that is not exactly a str."""


@pytest.mark.parametrize("given", [..., None, "", "   ", "...", "…", " ... "])
@pytest.mark.parametrize("question", [CHOICE, NUMBER, ITEMS, YES_NO], ids=lambda q: q.id)
def test_untouched_is_its_own_outcome(question, given):
    assert hold(question).check(given).outcome is TODO


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        *((right, PASS) for right in ("b", "B", " b ", "b)", "B.", "(b)", "b:", '"b"', "«b»", Text_("b"))),
        *(
            (right, PASS)
            for right in ("los cinco", "LOS  CINCO", "all five", "All five.", "b) los cinco", "b. all five")
        ),
        *((wrong, FAIL) for wrong in ("a", "c", "ninguno", "depende", "c) Depende.")),
    ],
)
def test_choice_reads_labels_and_words(given, outcome):
    assert hold(CHOICE).check(given).outcome is outcome


@pytest.mark.parametrize("given", ["d", "ab", "b) ninguno", "b) something else", "los", 2, b"b", ["b"], True])
def test_choice_says_what_it_expects(given):
    verdict = hold(CHOICE).check(given)
    assert verdict.outcome is FAIL
    assert "a, b, c" in str(verdict.message)


@pytest.mark.parametrize("given", [5, 5.0, "5", " 5 ", "5.0", "5,0", "+5", "05", WholeNumber(5), Text_("5")])
def test_number_reads_what_means_the_same(given):
    assert hold(NUMBER).check(given).outcome is PASS


@pytest.mark.parametrize(
    "given", [True, "five", "5 brokers", "1e1", "٥", "0x5", float("nan"), float("inf"), 10**400, [5], b"5", 5j]
)
def test_number_does_not_take_for_a_number_what_is_none(given):
    verdict = hold(NUMBER).check(given)
    assert verdict.outcome is FAIL
    assert "write a number" in str(verdict.message)


@pytest.mark.parametrize("given", ["1.000", "1,000", "1 000", "12.345.678"])
def test_number_asks_for_no_thousands_separator(given):
    """1.000 is one thousand to a Spanish reader and one to an English one."""
    assert "thousands separator" in str(hold(NUMBER).check(given).message)


def test_number_may_have_a_tolerance():
    lag = hold(Number(**ANSWERED, id="q1", answer=0.5, tolerance=0.1))
    assert [lag.check(given).passed for given in (0.41, "0,6", 0.39, 0.61)] == [True, True, False, False]


@pytest.mark.parametrize(
    "given",
    [
        [0, 2], (2, 0), {0, 2}, frozenset({0, 2}), "0, 2", "0,2", "2 0", "[0, 2]", "{0; 2}", "0 y 2", "0 and 2",
        ["0", "2"], [0.0, 2.0], [0, 2, 2], range(0, 3, 2), ArrayLike([0, 2]), [WholeNumber(0), WholeNumber(2)],
    ],
)  # fmt: skip
def test_items_reads_collections_in_any_order(given):
    assert hold(ITEMS).check(given).outcome is PASS


@pytest.mark.parametrize("given", [[], [0], [0, 1], [0, 1, 2], "0", 0])
def test_items_that_differ_are_wrong(given):
    verdict = hold(ITEMS).check(given)
    assert verdict.outcome is FAIL
    assert "look again" in str(verdict.message)


@pytest.mark.parametrize("given", [{0: 2}, iter([0, 2]), [[0, 2]], [None], [True, False], b"02", list(range(2000))])
def test_items_says_what_it_expects(given):
    assert "write a list" in str(hold(ITEMS).check(given).message)


def test_items_given_one_by_one_are_a_list():
    assert hold(ITEMS).check(0, 2).outcome is PASS


def test_items_may_be_ordered():
    order = hold(Items(**ANSWERED, id="q1", answer=("ana", "luis", "ana"), ordered=True))
    assert order.check("Ana, LUIS, ana").passed
    assert not order.check(["luis", "ana", "ana"]).passed
    assert not order.check(["ana", "luis"]).passed


@pytest.mark.parametrize("given", ["no", "NO", " No. ", "n", False, "falso", "false"])
def test_no_is_no(given):
    assert hold(YES_NO).check(given).outcome is PASS


@pytest.mark.parametrize("given", ["sí", "si", "Yes", True, "verdadero"])
def test_yes_is_not_no(given):
    verdict = hold(YES_NO).check(given)
    assert verdict.outcome is FAIL
    assert "look again" in str(verdict.message)


@pytest.mark.parametrize("given", [0, 1, "maybe", [False], "no sé"])
def test_yes_or_no_says_what_it_expects(given):
    assert 'write "yes" or "no"' in str(hold(YES_NO).check(given).message)
