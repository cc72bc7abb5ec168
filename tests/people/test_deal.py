"""A community is made from its number alone, and who lives in it makes sense."""

from math import sqrt

import numpy as np
import pytest

from glasshouse.people.ages import year_starts
from glasshouse.people.conduct import SourcedShare
from glasshouse.people.deal import Community, deal_community
from glasshouse.people.loader import load_world
from glasshouse.people.tables import PeopleTables, compile_people
from tests.people.town import NOBODY, Town, deal_town

DAYS_PER_YEAR = 365.25


def assert_same(one: Community, other: Community) -> None:
    """Compare every array, by value and by type."""
    assert one.number == other.number
    for name in Community._fields[1:]:
        first, second = getattr(one, name), getattr(other, name)
        assert first.dtype == second.dtype
        assert np.array_equal(first, second), name


def test_community_500_made_alone_is_the_one_made_after_all_others(rongcheng: Town) -> None:
    alone = deal_community(compile_people(load_world("rongcheng-2020")), 500)
    assert_same(alone, rongcheng.communities[500])
    assert_same(alone, deal_community(rongcheng.tables, 500))


@pytest.mark.parametrize("number", [-1, 5])
def test_a_community_that_does_not_exist_is_refused(bay: Town, number: int) -> None:
    with pytest.raises(IndexError, match=f"community {number} of 5"):
        deal_community(bay.tables, number)


def test_another_key_makes_other_people_with_the_same_totals(bay: Town) -> None:
    tables = compile_people(load_world("lantern-bay", sets=["key=8"]))
    others = [deal_community(tables, number) for number in range(5)]
    assert sum(len(each.sex) for each in others) == len(bay.sex)
    assert sum(int(each.sex.sum()) for each in others) == int(bay.sex.sum())
    sizes = [len(each.sex) for each in bay.communities]
    same = [len(one.sex) == size for one, size in zip(others, sizes, strict=True)]
    assert not all(same) or not np.array_equal(others[0].birth_day, bay.communities[0].birth_day)


def test_one_more_attribute_changes_no_other(bay: Town) -> None:
    attributes = bay.world.attributes
    reordered = dict(reversed(attributes.items()))
    tables = compile_people(bay.world.model_copy(update={"attributes": reordered}))
    for community in bay.communities:
        again = deal_community(tables, community.number)
        assert np.array_equal(again.levels[::-1], community.levels)
        assert np.array_equal(again.birth_day, community.birth_day)


def test_a_community_is_wholly_urban_or_rural(rongcheng: Town) -> None:
    residence = [np.unique(each.levels[0]).tolist() for each in rongcheng.communities]
    assert all(len(levels) == 1 for levels in residence)
    assert sorted(residence) == residence  # the urban ones come first


def test_communities_are_of_log_normal_size(rongcheng: Town) -> None:
    sizes = np.array([len(np.unique(each.household_ix)) for each in rongcheng.communities])
    assert np.log(sizes).std() == pytest.approx(0.7, abs=0.02)
    # The median of a log-normal is its mean divided by exp(variance / 2).
    assert np.median(sizes) == pytest.approx(sizes.mean() / np.exp(0.7**2 / 2), rel=0.05)


def test_arrays_have_the_promised_types_and_limits(bay: Town) -> None:
    for each in bay.communities:
        size = len(each.sex)
        assert (each.birth_day < 0).all()
        assert set(each.sex.tolist()) <= {0, 1}
        assert each.levels.shape == (len(bay.world.attributes), size)
        assert each.frailty.shape == (len(bay.world.domains), size)
        assert each.parent_ix.shape == (2, size)
        assert each.parent_ix.dtype == np.int32
        assert ((each.parent_ix >= NOBODY) & (each.parent_ix < size)).all()
        assert each.org_form.shape == each.org_head_ix.shape == (0,)
        assert each.org_frailty.shape == (len(bay.world.domains), 0)
        assert each.frailty.max() <= 15
        assert each.role.max() < len(bay.tables.role_names)
        assert ((each.head_ix >= 0) & (each.head_ix < size)).all()
        assert np.unique(each.household_ix).tolist() == list(range(int(each.household_ix.max()) + 1))
        for levels, names in zip(each.levels, bay.tables.attribute_levels, strict=True):
            assert levels.max() < len(names)


def test_heads_and_spouses_are_of_the_same_household(rongcheng: Town) -> None:
    town = rongcheng
    assert np.array_equal(town.household[town.head], town.household)
    assert np.array_equal(town.head[town.head], town.head)
    paired = np.flatnonzero(town.spouse != NOBODY)
    assert np.array_equal(town.spouse[town.spouse[paired]], paired)
    assert np.array_equal(town.household[town.spouse[paired]], town.household[paired])
    assert (town.sex[paired] != town.sex[town.spouse[paired]]).all()
    assert town.has("marital", "married")[paired].all()


def test_every_household_has_the_members_of_its_type(rongcheng: Town) -> None:
    sizes = np.unique(rongcheng.household, return_counts=True)[1]
    types = rongcheng.world.population.households.values()
    wanted: dict[int, int] = {}
    for spec in types:
        wanted[len(spec.roles)] = wanted.get(len(spec.roles), 0) + spec.count
    assert dict(zip(*np.unique(sizes, return_counts=True), strict=True)) == wanted


def test_couples_are_of_a_plausible_age_to_each_other(rongcheng: Town) -> None:
    town = rongcheng
    husbands = np.flatnonzero((town.spouse != NOBODY) & (town.sex == 0))
    older_y = (town.birth_day[town.spouse[husbands]] - town.birth_day[husbands]) / DAYS_PER_YEAR
    assert 0.5 < older_y.mean() < 3
    assert 3 < older_y.std() < 5.5
    assert np.abs(older_y).max() < 30
    assert (np.abs(older_y) > 15).mean() < 0.005
    assert town.age[husbands].min() >= 20


@pytest.mark.parametrize("name", ["rongcheng", "bay"])
def test_mothers_are_at_least_fifteen_years_older_than_their_children(
    name: str, request: pytest.FixtureRequest
) -> None:
    town: Town = request.getfixturevalue(name)
    mother_of = np.full(int(town.household.max()) + 1, NOBODY)
    wives = np.flatnonzero(town.is_role("wife"))
    mother_of[town.household[wives]] = wives
    children = np.flatnonzero(town.is_role("child", "second-child"))
    children = children[mother_of[town.household[children]] != NOBODY]
    older_y = (town.birth_day[children] - town.birth_day[mother_of[town.household[children]]]) / DAYS_PER_YEAR
    assert older_y.min() >= 15
    assert 25 < older_y.mean() < 29
    assert (older_y > 46).mean() < 0.005


@pytest.mark.parametrize("name", ["rongcheng", "bay"])
def test_parents_live_in_the_same_household_and_are_older(name: str, request: pytest.FixtureRequest) -> None:
    town: Town = request.getfixturevalue(name)
    with_one, with_two = 0, 0
    for each in town.communities:
        first, second = each.parent_ix
        assert not ((first == NOBODY) & (second != NOBODY)).any()
        with_one += int((first != NOBODY).sum())
        with_two += int((second != NOBODY).sum())
        for row in (first, second):
            children = np.flatnonzero(row != NOBODY)
            assert np.array_equal(each.household_ix[row[children]], each.household_ix[children])
            assert (each.birth_day[row[children]] < each.birth_day[children]).all()
            assert (each.sex[second[second != NOBODY]] == 0).all()
    types = town.world.population.households.values()
    for told, parents_n in ((with_one, 1), (with_two, 2)):
        has = [sum(len(role.parents) >= parents_n for role in spec.roles.values()) for spec in types]
        assert told == sum(spec.count * n for spec, n in zip(types, has, strict=True)) > 0


def test_parents_are_those_whom_the_household_names(rongcheng: Town) -> None:
    town, role_of = rongcheng, rongcheng.tables.role_names.index
    for each in town.communities[::100]:
        children = np.flatnonzero(each.role == role_of("child"))
        mothers = each.parent_ix[0, children]
        assert set(each.role[mothers].tolist()) <= {role_of("wife"), role_of("parent")}
        coupled = each.role[mothers] == role_of("wife")
        assert np.array_equal(each.parent_ix[1, children[coupled]], each.spouse_ix[mothers[coupled]])
        assert (each.parent_ix[1, children[~coupled]] == NOBODY).all()
        assert (each.parent_ix[:, each.role == role_of("wife")] == NOBODY).all()


def test_who_consents_is_drawn_by_share_and_moves_nothing_else(rongcheng: Town) -> None:
    world, share = rongcheng.world, 0.37
    told = SourcedShare(value=share, source="census-2020")
    responses = world.responses.model_copy(update={"consents": told})
    tables = compile_people(world.model_copy(update={"responses": responses}))
    consents_n, residents_n = 0, 0
    for community in rongcheng.communities[::9]:
        again = deal_community(tables, community.number)
        assert again.is_consenting.dtype == np.uint8
        assert_same(again._replace(is_consenting=community.is_consenting), community)
        consents_n += int(again.is_consenting.sum())
        residents_n += len(again.is_consenting)
    bound_n = 4 * sqrt(residents_n * share * (1 - share))
    assert consents_n == pytest.approx(residents_n * share, abs=bound_n)


@pytest.mark.parametrize(("share", "all_consent"), [(0.0, False), (1.0, True)])
def test_nobody_or_everybody_consents(bay: Town, share: float, all_consent: bool) -> None:
    told = SourcedShare(value=share, source="almanac")
    responses = bay.world.responses.model_copy(update={"consents": told})
    tables = compile_people(bay.world.model_copy(update={"responses": responses}))
    assert (deal_community(tables, 2).is_consenting == all_consent).all()


def test_parents_are_older_than_the_adults_who_live_with_them(rongcheng: Town) -> None:
    town = rongcheng
    husband_of = np.full(int(town.household.max()) + 1, NOBODY)
    husbands = np.flatnonzero(town.is_role("husband"))
    husband_of[town.household[husbands]] = husbands
    elders = np.flatnonzero(town.is_role("grandparent", "grandmother"))
    older_y = (town.birth_day[husband_of[town.household[elders]]] - town.birth_day[elders]) / DAYS_PER_YEAR
    assert older_y.min() >= 15
    assert 22 < older_y.mean() < 32


def test_single_years_share_their_group_evenly(rongcheng: Town) -> None:
    women = rongcheng.age[rongcheng.sex == 1]
    counts = np.bincount(women, minlength=121)
    # 11,059 women of 15 to 19; towns and villages are rounded each for itself.
    assert np.abs(counts[15:20] - 11_059 / 5).max() <= 4
    assert np.abs(counts[30:35] - 24_454 / 5).max() <= 4
    assert counts[85:105].sum() == 7_926
    assert (np.diff(counts[85:100]) < 0).all()


def test_birthdays_are_spread_over_the_year(rongcheng: Town) -> None:
    starts = year_starts(rongcheng.world.year)
    day = rongcheng.birth_day - starts[rongcheng.age + 1]
    lengths = starts[rongcheng.age] - starts[rongcheng.age + 1]
    assert day.min() == 0
    assert (day < lengths).all()
    quarters = np.bincount((day * 4 // lengths).astype(np.int64)) / len(day)
    assert np.abs(quarters - 0.25).max() < 0.003


def test_years_begin_where_the_calendar_says() -> None:
    starts = year_starts(2020)
    assert starts[:5].tolist() == [0, -365, -730, -1095, -1461]  # 2016 was a leap year


def test_followers_and_frailty_are_drawn_as_the_world_says(rongcheng: Town) -> None:
    follows = np.concatenate([each.is_follower for each in rongcheng.communities])
    assert follows.mean() == pytest.approx(0.3, abs=0.002)
    every = np.concatenate([each.frailty for each in rongcheng.communities], axis=1)
    is_ours = [domain.of == "residents" for domain in rongcheng.world.domains.values()]
    frailty = every[is_ours]
    assert not every[~np.array(is_ours)].any()
    for levels in frailty:
        assert np.abs(np.bincount(levels, minlength=16) / len(follows) - 1 / 16).max() < 0.0015
    together = np.corrcoef(np.vstack([frailty, follows]))
    assert np.abs(together - np.eye(len(frailty) + 1)).max() < 0.006


def test_attributes_are_not_tied_to_roles_or_to_each_other_inside_age_and_sex(rongcheng: Town) -> None:
    town = rongcheng
    group = (town.sex == 1) & (town.age >= 40) & (town.age < 45) & town.has("residence", "urban")
    with_child = town.is_role("wife")
    for attribute, level in (("online", "yes"), ("driver", "yes"), ("registration", "other-province")):
        has = town.has(attribute, level)
        everybody = has[group].mean()
        assert has[group & with_child].mean() == pytest.approx(everybody, abs=0.02)
        works = town.has("work", "manufacturing")
        assert has[group & works].mean() == pytest.approx(everybody, abs=0.03)


def test_villagers_farm_and_townspeople_do_not(rongcheng: Town) -> None:
    town = rongcheng
    rural = town.has("residence", "rural") & (town.age >= 15)
    urban = town.has("residence", "urban") & (town.age >= 15)
    farms = town.has("work", "farming-fishing")
    assert farms[rural].mean() > 4 * farms[urban].mean()


def test_the_reports_city_is_the_census_city_scaled_without_loss(rongcheng: Town) -> None:
    tables: PeopleTables = compile_people(load_world("rongcheng-2017"))
    communities = [deal_community(tables, number) for number in range(tables.communities_n)]
    assert tables.residents_n == sum(len(each.sex) for each in communities) == 670_000
    men_n = sum(int((each.sex == 0).sum()) for each in communities)
    assert men_n == pytest.approx((rongcheng.sex == 0).sum() * 670_000 / 714_211, abs=21)
    assert tables.role_names == rongcheng.tables.role_names


@pytest.mark.parametrize("count", [0, 3, 6])
def test_few_households_of_a_type_leave_every_total_exact(count: int) -> None:
    # With 3 and 6 of them rounding leaves a household without a grandparent of a possible age, and
    # somebody who lives alone changes age.
    homes = "population.households"
    sets = [f"{homes}.three-generations.count={count}", f"{homes}.seamens-home.count={80 + (50 - count) * 4}"]
    town = deal_town(load_world("lantern-bay", sets=sets))
    table = town.world.population.age_sex
    highs = (*table.ages[1:], 121)
    for sex, counts in enumerate((table.male, table.female)):
        dealt = [
            int(((town.sex == sex) & (town.age >= low) & (town.age < high)).sum())
            for low, high in zip(table.ages, highs, strict=True)
        ]
        assert tuple(dealt) == counts


def test_a_country_is_dealt_by_the_same_code() -> None:
    sets = ["population.residents.value=1409778724", "population.communities.count=20000"]
    tables = compile_people(load_world("rongcheng-2017", sets=sets))
    last = deal_community(tables, 19_999)
    assert tables.residents_n == 1_409_778_724
    assert len(last.sex) > 1000
    assert (last.birth_day < 0).all()
