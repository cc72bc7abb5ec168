"""Organisations are as many as told, each with a form and at most one head, and move no resident."""

from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from glasshouse.draws import FIRST_ORGANISATION, Purpose, draw, draw_many
from glasshouse.people.deal import Community, deal_community
from glasshouse.people.loader import load_world
from glasshouse.people.organisations import form_thresholds
from glasshouse.people.tables import compile_people
from tests.people.town import NOBODY, Town, deal_town

COUNT, COUNTED_N, RESIDENTS_N = 60_000, 714_211, 670_000
FORMS = {"sole-trader": 0.62, "firm": 0.33, "society": 0.05}
BRANCHES = ("manufacturing", "construction", "trade", "transport", "hospitality", "other-services")
SOURCED = "source: assumption, reason: made up for this test, range: [0, 1000000]"
MARKS = f"{{work: [{', '.join(BRANCHES)}]}}"
TEXT = f"""glasshouse: world/1
like: LIKE
id: firms
organisations:
  count: {{value: {COUNT}, {SOURCED}}}
  forms: {{{", ".join(f"{name}: {{value: {share}, {SOURCED}}}" for name, share in FORMS.items())}}}
  head_ages: [22, 64]
  head_has: {MARKS}
  source: assumption
  reason: made up for this test
  range: [0, 1]
"""
INSTEAD = "drop: [organisations]\n"
"""For a world that has organisations of its own."""
TRADING = (
    f"domains:\n  trading: {{title: trading, of: organisations, frailty_k: {{value: 1.0, {SOURCED}}}}}\n"
)
"""For one that has none."""


def write_firms(folder: Path, *, like: str, head_has: str = MARKS) -> Path:
    """Write a world with organisations over one that ships."""
    path = folder / "firms.yaml"
    text = TEXT.replace("LIKE", like).replace(MARKS, head_has)
    path.write_text(text + (TRADING if like == "lantern-bay" else INSTEAD), "utf-8")
    return path


@pytest.fixture(scope="module")
def firms(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """Return Rongcheng of the reports with organisations of three forms."""
    return deal_town(load_world(write_firms(tmp_path_factory.mktemp("firms"), like="rongcheng-2017")))


def heads_of(community: Community) -> NDArray[np.int32]:
    """Return the heads that there are."""
    return community.org_head_ix[community.org_head_ix != NOBODY]


def test_there_are_as_many_as_told_scaled_as_residents_are(firms: Town) -> None:
    sizes = [len(each.org_form) for each in firms.communities]
    assert sum(sizes) == firms.tables.organisations.organisations_n == COUNT * RESIDENTS_N // COUNTED_N
    assert set(sizes) == {sum(sizes) // len(sizes), sum(sizes) // len(sizes) + 1}


def test_arrays_of_organisations_have_the_promised_types_and_limits(firms: Town) -> None:
    for each in firms.communities:
        organisations_n = len(each.org_form)
        assert each.org_form.dtype == each.org_frailty.dtype == np.uint8
        assert each.org_head_ix.dtype == np.int32
        assert each.org_head_ix.shape == (organisations_n,)
        assert each.org_frailty.shape == (len(firms.world.domains), organisations_n)
        assert each.org_form.max() < len(FORMS)
        assert each.org_head_ix.min() >= NOBODY
        assert each.org_head_ix.max() < len(each.sex)


def test_forms_have_their_shares(firms: Town) -> None:
    form = np.concatenate([each.org_form for each in firms.communities])
    dealt = np.bincount(form, minlength=len(FORMS)) / len(form)
    for share, found in zip(FORMS.values(), dealt.tolist(), strict=True):
        assert found == pytest.approx(share, abs=4 * sqrt(share * (1 - share) / len(form)))
    assert firms.tables.organisations.form_names == tuple(FORMS)


def test_a_form_without_a_share_is_had_by_none(tmp_path: Path) -> None:
    shares = ("sole-trader", 0), ("firm", 1), ("society", 0)
    sets = [f"organisations.forms.{name}.value={value}" for name, value in shares]
    world = load_world(write_firms(tmp_path, like="rongcheng-2017"), sets=sets)
    assert world.organisations is not None
    assert form_thresholds(world.organisations) == [0, 2**32, 2**32]
    community = deal_community(compile_people(world), 3)
    assert (community.org_form == 1).all()


def test_heads_are_adults_of_the_ages_and_marks_told_and_nobody_heads_two(firms: Town) -> None:
    work = firms.tables.attribute_names.index("work")
    names = firms.tables.attribute_levels[work]
    starts = firms.tables.deal.year_start
    for each in firms.communities:
        heads = heads_of(each)
        assert len(np.unique(heads)) == len(heads)
        born = each.birth_day[heads]
        assert (born < starts[22]).all()
        assert (born >= starts[65]).all()
        assert {names[level] for level in each.levels[work, heads].tolist()} <= set(BRANCHES)


def test_an_organisation_lacks_a_head_only_where_nobody_is_left(firms: Town) -> None:
    work = firms.tables.attribute_names.index("work")
    branches = [firms.tables.attribute_levels[work].index(name) for name in BRANCHES]
    starts = firms.tables.deal.year_start
    lacking_n = 0
    for each in firms.communities:
        may = (each.birth_day < starts[22]) & (each.birth_day >= starts[65])
        may &= np.isin(each.levels[work], branches)
        heads = heads_of(each)
        assert len(heads) == min(len(each.org_form), int(may.sum()))
        # Those that have one come first.
        assert (each.org_head_ix[: len(heads)] != NOBODY).all()
        lacking_n += len(each.org_form) - len(heads)
    assert 0 < lacking_n < 0.25 * COUNT


def test_the_first_organisation_has_the_resident_of_the_highest_number(firms: Town) -> None:
    community = firms.communities[7]
    key = np.uint64(firms.world.key)
    words = [draw(key, int(Purpose.HEAD), 7, int(head), 0) for head in heads_of(community)]
    numbers = [(int(each[0]) << 32) | int(each[1]) for each in words]
    assert numbers == sorted(numbers, reverse=True)


def test_anybody_of_age_may_be_a_head_where_no_mark_is_asked_for(tmp_path: Path) -> None:
    path = write_firms(tmp_path, like="lantern-bay", head_has="{}")
    town = deal_town(load_world(path, sets=["organisations.count.value=500"]))
    heads = np.concatenate([heads_of(each) for each in town.communities])
    assert len(heads) == 500
    starts = town.tables.deal.year_start
    born = np.concatenate([each.birth_day[heads_of(each)] for each in town.communities])
    assert ((born < starts[22]) & (born >= starts[65])).all()
    assert (born < starts[64]).any()


def test_organisations_differ_in_their_domains_and_residents_in_theirs(firms: Town) -> None:
    ours = [spec.of == "organisations" for spec in firms.world.domains.values()]
    frailty = np.concatenate([each.frailty for each in firms.communities], axis=1)
    org_frailty = np.concatenate([each.org_frailty for each in firms.communities], axis=1)
    for is_ours, residents, organisations in zip(ours, frailty, org_frailty, strict=True):
        drawn, empty = (organisations, residents) if is_ours else (residents, organisations)
        assert not empty.any()
        spread = np.bincount(drawn, minlength=16) / len(drawn)
        assert np.abs(spread - 1 / 16).max() < 4 * sqrt(1 / 16 / len(drawn))


def test_organisations_move_no_resident(firms: Town) -> None:
    told = firms.world.organisations
    assert told is not None
    fewer = told.model_copy(update={"count": told.count.model_copy(update={"value": 1})})
    tables = compile_people(firms.world.model_copy(update={"organisations": fewer}))
    for number in (0, 500, 915):
        without, here = deal_community(tables, number), firms.communities[number]
        assert len(without.org_form) <= 1 < len(here.org_form)
        for name in Community._fields[1:]:
            if not name.startswith("org_"):
                assert np.array_equal(getattr(here, name), getattr(without, name)), name


@pytest.mark.parametrize("number", [0, 12, 500])
def test_a_community_made_alone_has_the_same_organisations(firms: Town, number: int) -> None:
    alone = deal_community(compile_people(firms.world), number)
    for name in ("org_form", "org_head_ix", "org_frailty"):
        assert np.array_equal(getattr(alone, name), getattr(firms.communities[number], name))


def test_communities_have_organisations_of_their_own(firms: Town) -> None:
    one, other = (firms.communities[number].org_form[:60] for number in (10, 11))
    same = float((one == other).mean())
    by_chance = sum(share * share for share in FORMS.values())
    assert same == pytest.approx(by_chance, abs=4 * sqrt(0.25 / 60))
    first = np.array([each.org_form[0] for each in firms.communities])
    assert len(np.unique(first)) == len(FORMS)


def test_many_draws_are_those_made_one_by_one() -> None:
    entities = np.array([0, 5, FIRST_ORGANISATION, FIRST_ORGANISATION + 9], dtype=np.int64)
    many = draw_many(np.uint64(2**63 - 1), int(Purpose.HEAD), 915, entities, 3)
    one_by_one = [draw(np.uint64(2**63 - 1), int(Purpose.HEAD), 915, int(each), 3) for each in entities]
    assert many.tolist() == [[int(word) for word in words] for words in one_by_one]
    assert draw_many(np.uint64(1), 7, 0, np.zeros(0, dtype=np.int64), 0).shape == (0, 4)
