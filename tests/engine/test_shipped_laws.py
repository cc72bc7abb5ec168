"""The laws that ship, in a community of the world they were written for: what each is known for shows."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.columns import (
    ACT_FIELDS,
    CHANGE_FIELDS,
    LEDGER_FIELDS,
    OFFICIAL,
    Book,
    Event,
    Standing,
)
from glasshouse.engine.live import Life, group_offsets, groups_of, live_community, people_of
from glasshouse.engine.rows import grade_axis
from glasshouse.engine.streams import dimensions
from glasshouse.engine.tables import compile_tables
from glasshouse.law.loader import load_regime
from glasshouse.law.schema import Regime
from glasshouse.people.deal import Community, deal_community
from glasshouse.people.loader import load_world
from glasshouse.people.tables import compile_people

YEARS = 4
NUMBER = 7


class Lived(NamedTuple):
    """A community under a law."""

    law: Regime
    community: Community
    standing: NDArray[np.uint8]
    life: Life

    def ledger(self, *names: str) -> NDArray[np.int64]:
        """Return columns of the official ledger's bookings."""
        rows = self.life.trace.ledger
        is_booked = (rows[:, 0] == Event.BOOKED) & (rows[:, 1] == OFFICIAL)
        return rows[is_booked][:, [LEDGER_FIELDS.index(name) for name in names]]


@cache
def lived(name: str) -> Lived:
    """Live a community of the law's own world."""
    law = load_regime(name)
    world = load_world(law.world)
    people, dims = compile_people(world), dimensions(world)
    community = deal_community(people, NUMBER)
    person = people_of(community, people.death_threshold, law, world)
    life = live_community(
        compile_tables(law, world, years=YEARS),
        person,
        groups_of(community, dims),
        int(group_offsets(dims)[-1]),
        seed=1,
        is_traced=True,
    )
    return Lived(law, community, person.eligible, life)


def _grades(its: Lived) -> list[str]:
    axis = grade_axis(its.law)
    return [axis[grade][1] for grade in its.life.state.books[OFFICIAL, : len(its.community.sex), Book.GRADE]]


def test_one_resident_holds_different_grades_in_two_systems_on_the_same_records() -> None:
    city, prefecture = lived("rongcheng-2019"), lived("weihai-seashell")
    recorded = ACT_FIELDS.index("recorded")
    acts = [np.delete(its.life.trace.acts, recorded, axis=1) for its in (city, prefecture)]
    assert np.array_equal(acts[0], acts[1])
    residents_n = len(city.community.sex)
    known = set(city.law.rules) & set(prefecture.law.rules)
    booked = [
        {(code, *row) for code, row in _by_code(its) if code in known and row[0] < residents_n}
        for its in (city, prefecture)
    ]
    assert len(booked[0] & booked[1]) > 0.9 * len(booked[0])
    pairs = set(zip(_grades(city), _grades(prefecture), strict=True))
    assert any(one != other for one, other in pairs)


def _by_code(its: Lived) -> list[tuple[str, tuple[int, ...]]]:
    codes = list(its.law.rules)
    return [(codes[row[0]], tuple(row[1:])) for row in its.ledger("code", "person", "act").tolist()]


def test_a_company_s_penalty_is_on_its_head_s_file() -> None:
    its = lived("wendeng-2020")
    residents_n = len(its.community.sex)
    rows = its.ledger("person", "doer", "act")
    of_firms = rows[rows[:, 1] >= residents_n]
    on_heads = of_firms[of_firms[:, 0] < residents_n]
    assert len(on_heads) > 0
    heads = its.community.org_head_ix[on_heads[:, 1] - residents_n]
    assert np.array_equal(heads, on_heads[:, 0])
    assert {tuple(row) for row in of_firms[of_firms[:, 0] >= residents_n, 1:].tolist()}


def test_who_does_not_consent_has_charges_on_record_and_no_score() -> None:
    its = lived("rongcheng-2021")
    kept = set(np.flatnonzero(its.standing[0] == Standing.KEPT).tolist())
    changed = set(its.life.trace.changes[:, CHANGE_FIELDS.index("person")].tolist())
    rows = its.ledger("person", "amount_pt")
    of_kept = rows[np.isin(rows[:, 0], list(kept))]
    assert kept
    assert not kept & changed
    assert len(of_kept) > 0
    assert of_kept[:, 1].max() <= 0


def test_the_reform_of_2021_leaves_what_happens_to_those_who_consent_alone() -> None:
    before, after = lived("rongcheng-2019"), lived("rongcheng-2021")
    consenting = np.flatnonzero(after.standing[0] == Standing.SCORED)
    column = ACT_FIELDS.index("person")
    acts = [
        its.life.trace.acts[np.isin(its.life.trace.acts[:, column], consenting)] for its in (before, after)
    ]
    assert np.array_equal(acts[0], acts[1])


def test_december_s_stars_are_points_in_january() -> None:
    its = lived("wendeng-villages-2020")
    codes = [list(its.law.rules).index(code) for code in ("V-CPL-01", "V-CPL-02", "V-CPL-03")]
    rows = its.ledger("code", "instrument", "act_d", "booked_d")
    fed = rows[np.isin(rows[:, 0], codes)]
    rural = its.standing[list(its.law.instruments).index("village")].any()
    assert np.all(fed[:, 3] == fed[:, 2] + 1)
    assert np.all(fed[:, 1] == 0)
    assert len(fed) > 0 or not rural


def test_nobody_stays_on_a_transport_list_for_more_than_a_year() -> None:
    its = lived("transport-lists-2018")
    rows = its.ledger("booked_d", "until_d")
    assert len(rows) > 0
    assert np.all(rows[:, 1] - rows[:, 0] <= 366)
