"""Name-sakes, housemates and neighbours: rings of those of age, told from the community's number alone."""

import hashlib
from fractions import Fraction
from itertools import accumulate

import numpy as np
import pytest
from numpy.typing import NDArray

from glasshouse.draws import Purpose, draw
from glasshouse.people.ages import year_starts
from glasshouse.people.deal import Community, deal_community
from glasshouse.people.mistakes import Names
from glasshouse.people.tables import compile_people
from glasshouse.people.ties import surname_thresholds
from glasshouse.people.world import World
from tests.people.town import NOBODY, Town

WORD = 1 << 32
OF_BEFORE = 15
"""Fields of a `Community` before there were ties."""
BAY_OF_BEFORE = "92b47fbb9a63a4d829605fdf338d2dfec560026ed3b8e42387af1d9c5bc50cda"
"""Hash of Lantern Bay's people and organisations as they were dealt before there were ties."""
SEED, TIMES_N = 11, 12


def names_of(surnames: int, of_the_place: float, given: int) -> Names:
    """Return names with these numbers."""
    source = {"source": "almanac"}
    return Names.model_validate(
        {
            "surnames": {"value": surnames, **source},
            "of_the_place": {"value": of_the_place, **source},
            "given": {"value": given, **source},
        }
    )


def with_names(world: World, names: Names | None) -> World:
    """Return the same world with other names."""
    return world.model_copy(update={"names": names})


def of_age(town: Town, community: Community) -> NDArray[np.bool_]:
    """Say who is of age on the first day: their eighteenth birthday is over, or on that day."""
    return community.birth_day <= year_starts(town.world.year)[18]


def bearer(community: Community, r: int) -> int:
    """Return whose surname a resident has."""
    head = int(community.head_ix[r])
    return r if community.spouse_ix[head] == r else head


def names_in_plain_python(world: World, names: Names, community: Community) -> list[tuple[int, int, int]]:
    """Return surname, given name and sex of each resident, found one by one as the page on mistakes says."""
    sums = list(accumulate(Fraction(1, rank) for rank in range(1, names.surnames.value + 1)))
    limits = [int(each / sums[-1] * WORD) for each in sums]

    def surname(word: int) -> int:
        return next(ix for ix, limit in enumerate(limits) if word < limit)

    threshold = min(int(Fraction(str(names.of_the_place.value)) * WORD), WORD - 1)
    of_the_place = surname(int(draw(world.key, Purpose.PLACE_NAME, community.number, 0, 0)[0]))
    found: list[tuple[int, int, int]] = []
    for r in range(len(community.sex)):
        words = draw(world.key, Purpose.NAME, community.number, bearer(community, r), 0)
        is_of_the_place = min(int(words[0]), WORD - 2) < threshold
        given = int(draw(world.key, Purpose.NAME, community.number, r, 0)[2]) * names.given.value >> 32
        last = of_the_place if is_of_the_place else surname(int(words[1]))
        found.append((last, given, int(community.sex[r])))
    return found


def rings(groups: list[list[int]], residents_n: int) -> list[int]:
    """Give each member of a group the next one, and the last the first; who is alone has nobody."""
    found = [NOBODY] * residents_n
    for group in groups:
        for r, after in zip(group, [*group[1:], group[0]], strict=True):
            found[r] = after if len(group) > 1 else NOBODY
    return found


def grouped(keys: list[tuple[int, ...]], adult: NDArray[np.bool_]) -> list[list[int]]:
    """Gather those of age by key, in the order of the residents."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for r, key in enumerate(keys):
        if adult[r]:
            groups.setdefault(key, []).append(r)
    return list(groups.values())


@pytest.mark.parametrize(
    "names",
    [names_of(30, 0.4, 40), names_of(3, 0.0, 5), names_of(1, 1.0, 1), names_of(700, 1.0, 60)],
    ids=["bay", "few", "one", "of-the-place"],
)
def test_namesakes_are_those_that_plain_python_finds(bay: Town, names: Names) -> None:
    world = with_names(bay.world, names)
    tables = compile_people(world)
    for number in range(2):
        community = deal_community(tables, number)
        names_there: list[tuple[int, ...]] = list(names_in_plain_python(world, names, community))
        groups = grouped(names_there, of_age(bay, community))
        assert community.namesake_ix.tolist() == rings(groups, len(community.sex))


def test_housemates_are_rings_of_those_of_age(bay: Town) -> None:
    for community in bay.communities:
        households: list[tuple[int, ...]] = [(int(h),) for h in community.household_ix]
        groups = grouped(households, of_age(bay, community))
        assert community.housemate_ix.tolist() == rings(groups, len(community.sex))


def test_households_are_neighbours_by_twos(rongcheng: Town) -> None:
    odd_n = 0
    for community in rongcheng.communities[:40]:
        households_n = int(community.household_ix.max()) + 1
        heads = {int(h): int(head) for h, head in zip(community.household_ix, community.head_ix, strict=True)}
        wanted = [heads.get(int(h) ^ 1, NOBODY) for h in community.household_ix]
        assert community.neighbour_ix.tolist() == wanted
        alone = np.unique(community.household_ix[community.neighbour_ix == NOBODY]).tolist()
        assert alone == [households_n - 1] * (households_n % 2)
        odd_n += households_n % 2
    assert 0 < odd_n < 40


def test_whoever_follows_the_ring_comes_back_after_meeting_each_once(rongcheng: Town) -> None:
    for community in rongcheng.communities[100:110]:
        for ring in (community.namesake_ix, community.housemate_ix):
            tied = np.flatnonzero(ring != NOBODY)
            assert sorted(ring[tied].tolist()) == tied.tolist()
            assert (ring[tied] != tied).all()
            assert of_age(rongcheng, community)[tied].all()
        same = community.housemate_ix != NOBODY
        mates = community.housemate_ix[same]
        assert (community.household_ix[mates] == community.household_ix[same]).all()
        same = community.namesake_ix != NOBODY
        assert (community.sex[community.namesake_ix[same]] == community.sex[same]).all()


def test_ties_follow_from_the_world_and_the_number_alone(rongcheng: Town) -> None:
    tables = compile_people(rongcheng.world)
    for number in (915, 3, 400):
        again, first = deal_community(tables, number), rongcheng.communities[number]
        for name in ("namesake_ix", "housemate_ix", "neighbour_ix"):
            one, other = getattr(again, name), getattr(first, name)
            assert one.dtype == np.int32
            assert one.shape == first.sex.shape
            assert np.array_equal(one, other)


def test_without_names_nobody_has_a_namesake_and_all_else_is_as_it_was(bay: Town) -> None:
    tables = compile_people(with_names(bay.world, None))
    assert any((community.namesake_ix != NOBODY).any() for community in bay.communities)
    for community in bay.communities:
        without = deal_community(tables, community.number)
        assert (without.namesake_ix == NOBODY).all()
        for name in Community._fields[1:]:
            if name != "namesake_ix":
                assert np.array_equal(getattr(without, name), getattr(community, name)), name


def test_ties_have_moved_nobody(bay: Town) -> None:
    found = hashlib.sha256()
    for community in bay.communities:
        for array in community[1:OF_BEFORE]:
            found.update(array.tobytes())
    assert found.hexdigest() == BAY_OF_BEFORE


def test_as_many_have_a_namesake_as_names_drawn_at_random_give(rongcheng: Town) -> None:
    # Names are drawn anew by another generator for the same households. The share of adults with a
    # name-sake varies from one drawing to the next mostly because villages do in their surname.
    names = rongcheng.world.names
    assert names is not None
    dealt_n = sum(int((each.namesake_ix != NOBODY).sum()) for each in rongcheng.communities)
    rng = np.random.default_rng(SEED)
    drawn = [
        sum(_drawn_namesakes_n(rongcheng, names, each, rng) for each in rongcheng.communities)
        for _ in range(TIMES_N)
    ]
    mean, deviation = np.mean(drawn), np.std(drawn, ddof=1)
    assert deviation < 0.05 * mean
    assert dealt_n == pytest.approx(mean, abs=4 * deviation * np.sqrt(1 + 1 / TIMES_N))


def _drawn_namesakes_n(town: Town, names: Names, community: Community, rng: np.random.Generator) -> int:
    """Count those of age who share a name, with names of NumPy's."""
    residents_n = len(community.sex)
    weights = 1 / np.arange(1, names.surnames.value + 1)
    surnames = rng.choice(len(weights), residents_n + 1, p=weights / weights.sum())
    is_of_the_place = rng.random(residents_n) < names.of_the_place.value
    own = np.where(is_of_the_place, surnames[-1], surnames[:-1])
    heads = community.head_ix
    surname = np.where(community.spouse_ix[heads] == np.arange(residents_n), own, own[heads])
    given = rng.integers(names.given.value, size=residents_n)
    name = (surname * names.given.value + given) * 2 + community.sex
    _, sizes = np.unique(name[of_age(town, community)], return_counts=True)
    return int(sizes[sizes > 1].sum())


@pytest.mark.parametrize("surnames", [1, 2, 100, 2000])
def test_surnames_have_exactly_the_shares_of_their_ranks(surnames: int) -> None:
    thresholds = surname_thresholds(names_of(surnames, 0.3, 1))
    total = sum((Fraction(1, rank) for rank in range(1, surnames + 1)), Fraction(0))
    running = Fraction(0)
    for rank, threshold in enumerate(thresholds, start=1):
        running += Fraction(1, rank)
        assert threshold == int(running / total * WORD)
    assert thresholds[-1] == WORD
