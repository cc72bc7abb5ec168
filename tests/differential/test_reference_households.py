"""What a charge on one member of a household does to what the others dare to say, by hand."""

from collections.abc import Sequence

import pytest

from reference.life import Life
from reference.people import housemates_of, people_of
from tests.differential import laws, towns
from tests.differential.laws import SOURCE, Tree
from tests.differential.lives import born, fine, littering, live, shares
from tests.differential.towns import Person


def answers(*, household: float | None = 1) -> Tree:
    """Return that half of what people say is left, and nothing once they are charged for it."""
    chilling = shares(expression=0.5, complaint=0, charged_factor=2)
    if household is not None:
        chilling["household"] = {"value": household, **SOURCE}
    return {"followers": {"value": 1.0, **SOURCE}, "chilling": chilling}


def days(lives: Sequence[Life]) -> list[int]:
    """Return on how many days any of some people said something."""
    return sorted({act.day for life in lives for act in life.acts})


def house() -> list[Person]:
    """Return two grown housemates, a child that turns eighteen, and somebody by themselves."""
    return [
        born("1970-05-05", head=0, housemate=1),
        born("1972-05-05", head=0, housemate=0),
        born("2001-02-01", head=0),
        born("1980-05-05"),
    ]


def test_housemates_are_all_others_of_a_ring() -> None:
    people = [born("1970-05-05", housemate=its) for its in (2, None, 4, None, 0)]
    world = littering()
    ring = housemates_of(people_of(world, towns.community(people, domains=1)))
    assert ring == {0: (2, 4), 1: (), 2: (4, 0), 3: (), 4: (0, 2)}


@pytest.mark.parametrize("shown_to", [None, "everybody"])
def test_who_sees_a_housemate_charged_is_silent_as_if_charged(shown_to: str | None) -> None:
    law = fine(points=laws.daily(shown_to=shown_to))
    world = littering(24, responses=answers(), lawful=True, chills_as="expression")
    for seed in range(10):
        _, (one, other, child, _) = live(world, house(), law=law, seed=seed)
        assert len(days([one, other])) == 1
        # A child of the first day witnesses nothing and is witnessed by nobody.
        assert len(days([child])) == 1


@pytest.mark.parametrize(("household", "shown_to"), [(None, None), (0, None), (1, "holder")])
def test_where_nobody_sees_it_or_heeds_it_each_is_silenced_alone(
    household: float | None, shown_to: str | None
) -> None:
    law = fine(points=laws.daily(shown_to=shown_to))
    world = littering(24, responses=answers(household=household), lawful=True, chills_as="expression")
    _, (one, other, *_) = live(world, house(), law=law)
    assert [len(days([its])) for its in (one, other)] == [1, 1]
    assert len(days([one, other])) == 2


def test_what_is_not_lawful_is_not_chilled() -> None:
    _, lives = live(littering(24, responses=answers()), house(), law=fine())
    assert all(len(days([life])) > 10 for life in lives)


def test_a_share_of_what_an_own_charge_adds() -> None:
    """A charge doubles the fall of a quarter; half of what it adds is a fall of three eighths."""
    chilling = shares(expression=0.25, complaint=0, charged_factor=2, household=0.5)
    responses: Tree = {"followers": {"value": 1.0, **SOURCE}, "chilling": chilling}
    world = littering(24, responses=responses, lawful=True, chills_as="expression")
    setting, _ = live(world, house(), law=fine(), years=1)
    m = {
        (months, has_witnessed): setting.response_q16("littering", months, has_witnessed=has_witnessed)
        / 2**16
        for months in (None, 3)
        for has_witnessed in (False, True)
    }
    assert m == {(None, False): 0.75, (None, True): 0.625, (3, False): 0.5, (3, True): 0.5}
