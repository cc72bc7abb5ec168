"""The engine's integer tables against the oracle's own working of the world file, and both by hand."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product, zip_longest
from math import exp

import pytest

from glasshouse.engine.responses import MONTHS_N
from glasshouse.engine.spans import NO_END_D, span_days
from glasshouse.engine.streams import Streams, rate_dimensions, severities
from glasshouse.engine.tables import Tables, compile_tables
from glasshouse.law.loader import load_regime
from glasshouse.people.conduct import Span
from glasshouse.people.loader import load_world
from glasshouse.people.world import World
from reference.law import Law
from reference.rates import Rates
from reference.responses import response_q16
from reference.thresholds import (
    FRAILTY_LEVELS,
    QUANTILES,
    WORD,
    Category,
    Choice,
    bound_q16,
    delay_d,
    exact,
    frailty,
    poisson_count,
    poisson_thresholds,
    shares,
    span_d,
)
from tests.differential import towns

BAY = load_world("lantern-bay")
LAW = load_regime("lantern-bay")
LAST_WORD = WORD - 1


@pytest.fixture(scope="module")
def tables() -> Tables:
    return compile_tables(LAW, BAY, years=1)


def cells(world: World, streams: Streams) -> Iterator[tuple[int, str, int, dict[str, str]]]:
    """Yield every cell that rates differ by: domain by place and name, the cell's number, its levels."""
    dims = rate_dimensions(world)
    for domain_ix, domain in enumerate(world.domains):
        steps = [int(step) for step in streams.stride[domain_ix]]
        used = [ix for ix, step in enumerate(steps) if step]
        for places in product(*(range(len(dims[ix].levels)) for ix in used)):
            levels = {dim.name: dim.levels[0] for dim in dims}
            levels |= {dims[ix].name: dims[ix].levels[place] for ix, place in zip(used, places, strict=True)}
            yield domain_ix, domain, sum(steps[ix] * p for ix, p in zip(used, places, strict=True)), levels


def is_near(ours: Sequence[int], theirs: Sequence[int], *, fill: int = LAST_WORD) -> bool:
    """Whether two rows differ by one in 2**32 at most, and beyond the shorter not at all."""
    return all(abs(a - b) <= 1 for a, b in zip_longest(ours, theirs, fillvalue=fill))


def test_counts_have_the_thresholds_that_the_world_file_says(tables: Tables) -> None:
    rates = Rates(BAY)
    for domain_ix, domain, cell, levels in cells(BAY, tables.seen):
        total = rates.of(domain, levels).total
        multipliers = frailty(BAY.domains[domain].frailty_k.value)
        for level in range(FRAILTY_LEVELS):
            row = tables.seen.count_threshold[
                tables.seen.class_start[domain_ix] + cell * FRAILTY_LEVELS + level
            ]
            assert is_near(row.tolist(), poisson_thresholds(total * multipliers[level])), (
                domain,
                levels,
                level,
            )


def test_categories_have_the_order_and_the_weights_that_the_world_file_says(tables: Tables) -> None:
    every, seen = Rates(BAY), tables.seen
    for domain_ix, domain, cell, levels in cells(BAY, seen):
        rates = every.of(domain, levels).by_category
        starts, ends = (int(ix) for ix in seen.category_start[domain_ix : domain_ix + 2])
        assert [category_at(BAY, seen, ix) for ix in range(starts, ends)] == list(rates)
        first = int(seen.weight_start[domain_ix]) + cell * len(rates)
        running = [sum(list(rates.values())[: ix + 1]) / sum(rates.values()) for ix in range(len(rates))]
        expected = [min(LAST_WORD, int(share * WORD)) for share in running]
        assert is_near(seen.weight[first : first + len(rates)].tolist(), expected), (domain, levels)


def category_at(world: World, streams: Streams, ix: int) -> Category:
    name = list(world.conduct)[int(streams.conduct_ix[ix])]
    conduct = world.conduct[name]
    providers = [its for slot, its in enumerate(conduct.seen_by) if int(streams.seen_by[ix]) >> slot & 1]
    return Category(name, severities(conduct)[int(streams.severity_ix[ix])], tuple(providers))


def test_bounds_are_rounded_up(tables: Tables) -> None:
    assert tables.bound_q16.tolist() == [bound_q16(its) for its in BAY.conduct.values()]
    conduct = next(iter(BAY.conduct.values()))
    assert [bound_q16(conduct.model_copy(update={"bound": b})) for b in (1, 1.5, 2.23)] == [
        65536,
        98304,
        146146,
    ]


def test_responses_are_those_of_the_world_file_and_the_law(tables: Tables) -> None:
    for has_witnessed, rows in zip((False, True), tables.m_q16.tolist(), strict=True):
        for row, name in zip(rows, BAY.conduct, strict=True):
            months = [*range(MONTHS_N), None]
            law = Law(LAW)
            assert row == [response_q16(law, BAY, name, n, has_witnessed=has_witnessed) for n in months], name


def test_delays_are_those_of_the_world_file(tables: Tables) -> None:
    for row, its in zip(tables.law.delay_d.tolist(), BAY.providers.values(), strict=True):
        assert row == [delay_d(its, quantile) for quantile in range(QUANTILES)]


@pytest.mark.parametrize("world_id", ["lantern-bay", "rongcheng-2020", "germany-drivers"])
def test_spans_are_those_of_the_world_file(world_id: str) -> None:
    conducts = load_world(world_id).conduct.values()
    for its in (span for conduct in conducts for span in (conduct.lasts, conduct.decided) if span):
        row = span_days(its.median_d, its.sigma, its.max_d, its.never).tolist()
        expected = [span_d(its, quantile) for quantile in range(QUANTILES)]
        assert row == [NO_END_D if days is None else days for days in expected]


def test_a_poisson_count_of_mean_one_by_hand() -> None:
    none, at_most_one = exp(-1), 2 * exp(-1)
    assert [poisson_count(Decimal(1), int(share * WORD)) for share in (0.0, none - 1e-6, none + 1e-6)] == [
        0,
        0,
        1,
    ]
    assert [poisson_count(Decimal(1), int((at_most_one + d) * WORD)) for d in (-1e-6, 1e-6)] == [1, 2]
    assert poisson_count(Decimal(0), WORD - 2) == 0


def test_the_sixteen_frailty_levels_of_an_exponential_by_hand() -> None:
    """Below the quantile q of an exponential lie 1 - e^-q of the people and 1 - (1 + q) e^-q of the acts."""
    multipliers = [float(its) for its in frailty(1)]
    assert sum(multipliers) == pytest.approx(16)
    # The best fifteen sixteenths leave the last q = ln 16, above which the mean is 1 + q.
    assert multipliers[-1] == pytest.approx(1 + 2.772588722239781)
    below = 1 - (1 + 0.06453852113757118) * 15 / 16
    assert multipliers[0] == pytest.approx(16 * below)


def test_the_levels_of_an_even_frailty_are_close_and_of_an_uneven_one_far_apart() -> None:
    assert float(frailty(400)[0]) > 0.89
    assert float(frailty(0.1)[7]) < 0.01
    assert float(frailty(0.1)[15]) > 9


def test_a_word_stands_for_a_category_in_proportion_to_the_rates() -> None:
    first, second, third = (Category(name, "any", ("police",)) for name in ("a", "b", "c"))
    rates = {first: exact(0.1), second: exact(0), third: exact(0.3)}
    choice = Choice.of(rates)
    assert [choice.category_of(word) for word in (0, WORD // 4 - 1, WORD // 4, WORD - 1)] == [
        first, first, third, third,
    ]  # fmt: skip


def test_the_shares_of_who_sees_an_act_by_hand() -> None:
    town = towns.world(
        domains={"any": 1},
        providers={name: towns.provider() for name in ("police", "council")},
        conducts={"any": towns.conduct("any", 1, {"police": 0.5, "council": 0.2})},
    )
    by_providers = {its.providers: float(share) for its, share in shares("any", town.conduct["any"]).items()}
    assert by_providers == pytest.approx({("police",): 0.4, ("council",): 0.1, ("police", "council"): 0.1})
    assert list(by_providers) == [("police",), ("council",), ("police", "council")]


@pytest.mark.parametrize(
    ("median_d", "sigma", "longest_d", "quantile", "days"),
    [
        (0, 0.0, 9, 1023, 0),
        (10, 0.0, 60, 0, 10),
        (10, 1.0, 180, 512, 10),
        (10, 1.0, 180, 511, 9),
        (10, 1.0, 60, 1023, 60),
        # The 1,023rd of 1,024 has z = 3.2972: 10 e^3.2972 = 270.4 days.
        (10, 1.0, 720, 1023, 270),
        (10, 1.0, 720, 0, 0),
    ],
)
def test_a_delay_by_hand(median_d: float, sigma: float, longest_d: int, quantile: int, days: int) -> None:
    town = towns.world(
        domains={"any": 1},
        providers={"police": towns.provider(median_d, sigma, longest_d)},
        conducts={"any": towns.conduct("any", 1, {"police": 1})},
    )
    assert delay_d(town.providers["police"], quantile) == days


@pytest.mark.parametrize(
    ("median_d", "sigma", "longest_d", "never", "quantile", "days"),
    [
        (0, 0.0, 9, 0.0, 1023, 0),
        (10, 0.0, 60, 0.0, 1023, 10),
        (10, 1.0, 60, 0.0, 1023, 60),
        # A quarter never ends: the other 768 quantiles are equally likely parts of what does.
        (10, 0.0, 60, 0.25, 767, 10),
        (10, 0.0, 60, 0.25, 768, None),
        (10, 1.0, 3600, 0.25, 383, 9),
        (10, 1.0, 3600, 0.25, 384, 10),
        # Half of a quantile counts as a whole one: 1/2048 of 1,024 is a half.
        (10, 0.0, 60, 1 / 2048, 1023, None),
        (10, 0.0, 60, 0.0004, 1023, 10),
        (10, 0.0, 60, 1.0, 0, None),
    ],
)
def test_a_span_by_hand(
    median_d: float, sigma: float, longest_d: int, never: float, quantile: int, days: int | None
) -> None:
    its = Span.model_validate(towns.span(median_d, sigma, longest_d, never))
    assert span_d(its, quantile) == days
