"""Where nothing goes wrong both files are one; where something does, nobody else is touched by it."""

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from glasshouse.draws import Purpose, draw
from glasshouse.engine.columns import ACT_FIELDS, CHANGE_FIELDS, LEDGER_FIELDS, NOBODY, Event, Kind, Person
from glasshouse.engine.fields import ReportingField, Target
from glasshouse.engine.live import Life, People
from glasshouse.engine.tables import Tables, compile_tables
from glasshouse.law.loader import load_regime
from glasshouse.people.mistakes import Errors
from glasshouse.people.world import World
from tests.differential.compare import Scene
from tests.differential.engine_account import engines_account
from tests.differential.strategies import NUMBERS, scene
from tests.differential.test_engine_on_random_laws import HOW
from tests.engine.towns import YEARS, bay_community, bay_law, bay_world, live_bay, swift_world

FIELD = {name: ix for ix, name in enumerate(LEDGER_FIELDS)}
MISTAKEN = (Kind.NAMESAKE, Kind.HOUSEMATE, Kind.NEIGHBOUR, Kind.ELSEWHERE)


def without_mistakes(world: World) -> World:
    """Return a world where every provider is exact and prompt, and nobody objects."""
    prompt = {"delay_median_d": 0.0, "delay_sigma": 0.0, "delay_max_d": 0}
    providers = {name: its.model_copy(update=prompt) for name, its in world.providers.items()}
    return world.model_copy(update={"providers": providers, "errors": Errors(), "objections": None})


@settings(HOW, max_examples=30)
@given(number=NUMBERS)
def test_without_errors_both_files_are_equal_for_everybody(number: int) -> None:
    its = scene(number, residents=30)
    account = engines_account(
        Scene(its.law, without_mistakes(its.world), its.people, its.death), seed=1, years=3
    )
    for rows in (account.bookings, account.fates, account.changes):
        sides = [sorted(row._replace(side="") for row in rows if row.side == side) for side in SIDES]
        assert sides[0] == sides[1]


SIDES = ("official", "truthful")


def test_without_errors_nothing_is_wrong() -> None:
    people, groups = bay_community()
    life = live_bay(
        people, groups, tables=compile_tables(bay_law(), without_mistakes(bay_world()), years=YEARS)
    )
    assert len(life.sums.wrongs) == 0
    assert len(live_bay(people, groups).sums.wrongs) > 0


def _rows_of(life: Life, person: int) -> tuple[list[list[int]], ...]:
    named = zip(life.trace, (LEDGER_FIELDS, CHANGE_FIELDS, ACT_FIELDS), strict=True)
    return tuple(rows[rows[:, names.index("person")] == person].tolist() for rows, names in named)


def _mistaken(life: Life) -> NDArray[np.int64]:
    ledger = life.trace.ledger
    return ledger[np.isin(ledger[:, FIELD["kind"]], MISTAKEN)]


def _tied(people: People, persons: set[int]) -> set[int]:
    """Return some persons and their housemates; the bay's law books on nobody but the doer."""
    assert all(rule.booked_on == ("doer",) and not rule.books_too for rule in bay_law().rules.values())
    housemate = people.kin[Target.HOUSEMATE]
    found = set(persons)
    for each in persons:
        other = int(housemate[each])
        while other not in {NOBODY, each}:
            found.add(other)
            other = int(housemate[other])
    return found


def _mislinked(life: Life, tables: Tables, people: People) -> set[int]:
    """Return the doers of acts of which some provider's record finds a wrong file, by its draw."""
    reporting, wrong = tables.law.mistakes.reporting, set[int]()
    conducts, providers = list(bay_world().conduct.values()), list(bay_world().providers)
    for person, act, _, category, is_seen, is_recorded, _, _ in life.trace.acts.tolist():
        if not (is_seen and is_recorded):
            continue
        for slot, provider in enumerate(conducts[tables.seen.conduct_ix[category]].seen_by):
            word = draw(
                np.uint64(1), int(Purpose.RECORD), people.number, int(people.resident[person]), act * 4 + slot
            )
            threshold = int(reporting[providers.index(provider), ReportingField.WRONG])
            if int(word[0]) < threshold * int(life.state.person[person, Person.THIN_Q8]) >> 8:
                wrong.add(person)
    return wrong


def _who_objected(life: Life) -> set[int]:
    ledger = life.trace.ledger
    return set(ledger[ledger[:, FIELD["event"]] == Event.OBJECTED, FIELD["person"]].tolist())


@pytest.mark.parametrize("is_swift", [True, False])
def test_strict_matching_touches_those_whose_records_went_wrong_and_their_ties_alone(is_swift: bool) -> None:
    """Tied are the household, which sees charges, kin who bear them, and who waits for the same office."""
    world = swift_world() if is_swift else bay_world()
    laws = bay_law(), load_regime("lantern-bay", amendments=["strict-identity-match"])
    tables = [compile_tables(law, world, years=YEARS) for law in laws]
    touched_n = residents_n = 0
    for number in range(5):
        people, groups = bay_community(number)
        lives = [live_bay(people, groups, tables=its) for its in tables]
        wrong = np.concatenate([_mistaken(life) for life in lives])
        of_them = {*wrong[:, FIELD["person"]].tolist(), *wrong[:, FIELD["doer"]].tolist()}
        expected = _tied(people, of_them | _mislinked(lives[0], tables[0], people))
        if not is_swift:
            expected |= _who_objected(lives[0]) | _who_objected(lives[1])
        everybody = range(people.residents_n)
        touched = {each for each in everybody if _rows_of(lives[0], each) != _rows_of(lives[1], each)}
        assert touched <= expected
        # A test that allows everybody to differ would show nothing.
        assert len(expected) < people.residents_n * (0.5 if is_swift else 0.8)
        touched_n, residents_n = touched_n + len(touched), residents_n + people.residents_n
    assert 10 < touched_n < residents_n / 4
