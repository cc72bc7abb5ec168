"""Each definition on tables that are small enough to be counted by hand."""

from pathlib import Path

import pytest

from glasshouse.runs import Comparison, Run
from glasshouse.runs.frames_of_burdens import BURDENS, PAIRS
from tests.audits.made import BAY, Rows, answers, findings, made_comparison, made_run, rows_of

BOTH = ({"community": 0}, {"community": 1})


def burdens(**bore: int) -> Rows:
    """Return the burdens of ten residents in each of two communities, all of them women."""
    row = {**dict.fromkeys(BURDENS, 0), "residents": 10, **bore}
    groups = ({"dimension": "everybody", "level": "everybody"}, {"dimension": "sex", "level": "female"})
    return [{**community, **group, **row} for community in BOTH for group in groups]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Two communities: four of ten dim in the one, two of ten dark in the other; two of six are errors."""
    last = {**BAY, "dimension": "everybody", "level": "everybody", "score_sum_pt": 900}
    everybody = [
        {**last, "community": 0, "grade": "dim", "n": 4},
        {**last, "community": 0, "grade": "steady", "n": 6},
        {**last, "community": 1, "grade": "dark", "n": 2},
        {**last, "community": 1, "grade": "beacon", "n": 8},
        *({**last, **each, "file": "truthful", "grade": "steady", "n": 10} for each in BOTH),
    ]
    wrong = {"year": 0, "instrument": "lanterns", "truthful": "steady", "is_wronged": True}
    wrongs = [
        {**wrong, "community": 0, "official": "dim", "provider": "watch", "cause": "namesake", "n": 1},
        {**wrong, "community": 1, "official": "dark", "provider": "bank", "cause": "mistake", "n": 1},
        {**wrong, "community": 1, "official": "beacon", "provider": None, "cause": "delay", "n": 3,
         "is_wronged": False},
    ]  # fmt: skip
    entry = {**BAY, "community": 0, "points_pt": -30, "provider": "watch", "rule": "brawl"}
    entries = [
        {**entry, "kind": "true", "cause": "true", "n": 6},
        {**entry, "kind": "late", "cause": "late", "n": 2},
        {**entry, "kind": "false", "cause": "grudge", "n": 2},
        {**entry, "kind": "true", "cause": "true", "n": 90, "rule": "good-deed", "provider": "council"},
        {**entry, "kind": "true", "cause": "true", "n": 10, "community": 1, "rule": "critical-post",
         "provider": "press-office", "points_pt": -400},
    ]  # fmt: skip
    days = rows_of(
        {**BAY, "year": 0},
        [
            {"community": 0, "grade": "dim", "person_days": 100},
            {"community": 1, "grade": "steady", "person_days": 300},
        ],
    )
    women = [{**row, "dimension": "sex", "level": "female"} for row in everybody]
    tables = {
        "final": everybody + women,
        "wrongs": wrongs,
        "entry_totals": entries,
        "days": days,
        "act_totals": [{"community": 0, "conduct": "brawl", "severity": "any", "happened_n": 5}],
        "burdens": burdens(
            below_n=5, listed_d=30, truthful_listed_d=50, wronged_n=4, ever_wronged=2, others_n=3,
            charges_n=12, ever_for_others=1, ever_wrongly_listed=1, spared_n=1,
        ),
        "pairs": [{**each, **dict(zip(PAIRS, (20, 5, 3, 45, 18), strict=True))} for each in BOTH],
        "remedies": [
            {**each, "instrument": "lanterns", "charge": "wrongly", "charged": 20, "learnt": 10,
             "too_late": 1, "objected": 4, "granted": 1, "went_on": 2, "granted_there": 1, "corrected": 2,
             "corrected_d": 90}
            for each in BOTH
        ],
        "flows": rows_of(
            BAY,
            [
                {"month": month, "grade_from": before, "grade_to": after, "n": n}
                for month in range(1, 12)
                for before, after, n in [
                    ("dim", "dim", 2), ("dim", "dark", 1), ("dark", "dim", 1), ("dark", "steady", 2),
                    ("dim", "beacon", 0), ("steady", "steady", 9), ("steady", "dim", 1),
                ]
            ],
        ),
    }  # fmt: skip
    return made_run(tmp_path / "bay", tables)


@pytest.mark.parametrize(
    ("definition", "part", "value"),
    [
        ("standing.grade_share", "instrument lanterns, file official, grade dim", 4 / 20),
        ("standing.grade_share", "instrument lanterns, file official, grade steady+", 0),
        ("standing.below_share", "instrument lanterns, file official", 6 / 20),
        ("standing.below_share", "instrument lanterns, file truthful", 0),
        ("standing.below_share", "instrument lanterns, file official, dimension sex, level female", 6 / 20),
        ("standing.listed_share", "instrument lanterns, list shade, file official", 2 / 20),
        ("standing.listed_share", "instrument lanterns, list honour, file official", 8 / 20),
        ("standing.score", "instrument lanterns, file official", 4 * 90 / 20),
        ("standing.days_share", "instrument lanterns, grade dim", 1 / 4),
        ("standing.below_months", "", 5 / 10),
        ("standing.listed_days", "dimension sex, level female", 3),
        ("wrongful.grade_share", "instrument lanterns", 2 / 20),
        ("wrongful.grade_share", "instrument lanterns, cause namesake", 1 / 20),
        ("wrongful.grade_share", "instrument lanterns, provider bank", 1 / 20),
        ("wrongful.sparing_share", "instrument lanterns", 3 / 20),
        ("wrongful.sparing_share", "instrument lanterns, provider none", 3 / 20),
        ("wrongful.listing_share", "instrument lanterns, list shade", 1 / 20),
        ("wrongful.of_listed_share", "instrument lanterns, list shade", 1 / 2),
        ("wrongful.unlisting_share", "instrument lanterns, list shade", 0),
        ("wrongful.ever_share", "", 2 / 10),
        ("wrongful.months", "", 4 / 10),
        ("wrongful.months_each", "dimension sex, level female", 2),
        ("wrongful.spared_months", "", 1 / 10),
        ("wrongful.ever_listed_share", "", 1 / 10),
        ("wrongful.listed_days", "", -2),
        ("wrongful.charges_share", "instrument lanterns", 2 / 20),
        ("wrongful.charges_share", "instrument lanterns, provider watch", 2 / 10),
        ("wrongful.charges_by_cause", "instrument lanterns, cause grudge", 2 / 20),
        ("equal_conduct.unequal_share", "", 5 / 20),
        ("equal_conduct.truthful_share", "", 3 / 20),
        ("equal_conduct.random_share", "", 18 / 45),
        ("equal_conduct.error_share", "", 2 / 20),
        ("equal_conduct.left_share", "left link and ties and remedy", 5 / 20),
        ("escape.leave_share", "instrument lanterns, list below default, file official", 2 / 6),
        ("escape.months", "instrument lanterns, list shade, file official", 1),
        ("escape.enter_share", "instrument lanterns, list below default, file official", 1 / 10),
        ("contagion.charges_share", "", 3 / 12),
        ("contagion.ever_share", "", 1 / 10),
        ("contagion.charges_each", "", 3),
        ("remedies.learns_share", "instrument lanterns, charge wrongly", 10 / 20),
        ("remedies.never_asks_share", "instrument lanterns, charge wrongly", 15 / 20),
        ("remedies.too_late_share", "instrument lanterns, charge wrongly", 1 / 5),
        ("remedies.wins_share", "instrument lanterns, charge wrongly", 1 / 4),
        ("remedies.goes_on_share", "instrument lanterns, charge wrongly", 2 / 3),
        ("remedies.wins_there_share", "instrument lanterns, charge wrongly", 1 / 2),
        ("remedies.corrected_share", "instrument lanterns, charge wrongly", 2 / 20),
        ("remedies.days", "instrument lanterns, charge wrongly", 45),
        ("contexts.charges_share", "instrument lanterns, domain voice", 10 / 20),
        ("contexts.points_share", "instrument lanterns, domain voice", 400 / 490),
        ("contexts.lawful_share", "instrument lanterns", 10 / 20),
        ("contexts.domains_n", "gate fair-stall", 3),
        ("contexts.providers_n", "gate boat-licence", 6),
        ("contexts.below_days_per_charge", "instrument lanterns", 100 / 20),
        ("contexts.below_days_per_act", "instrument lanterns", 100 / 5),
        ("contexts.charges_per_act", "instrument lanterns, rule brawl, conduct brawl, severity any", 10 / 5),
        ("contexts.valid_days", "instrument lanterns, rule brawl, conduct brawl, severity any", 730),
        ("contexts.charge_points",
         "instrument lanterns, rule critical-post, conduct critical-post, severity any", 4),
    ],
)  # fmt: skip
def test_a_definition_counts_what_it_says(run: Run, definition: str, part: str, value: float) -> None:
    assert answers(run, definition)[part] == pytest.approx(value)


def test_who_is_still_there_follows_the_moves_between_the_grades(run: Run) -> None:
    # Dim keeps two of three and sends one to dark; dark sends one of three to dim, and two get out.
    dim, dark = 0.5, 0.5
    for _ in range(12):
        dim, dark = dim * 2 / 3 + dark / 3, dim / 3
    found = answers(run, "escape.still_share")
    assert found["instrument lanterns, list below default, file official"] == pytest.approx(dim + dark)


def test_what_is_of_nobody_is_left_out(run: Run) -> None:
    assert "escape.still_share" not in {
        part for part in answers(run, "escape.still_share") if "truthful" in part
    }
    assert set(answers(run, "wrongful.months_each")) == {"", "dimension sex, level female"}
    assert answers(run, "remedies.days").keys() == {"instrument lanterns, charge wrongly"}


def test_a_value_of_the_law_has_no_interval_and_is_assumed_only_if_its_source_says_so(run: Run) -> None:
    (gate,) = (
        each for part, each in findings(run, "contexts.domains_n").items() if part == "gate fair-stall"
    )
    assert (gate.interval, gate.is_assumed, gate.n) == (None, False, 0)
    brawl = findings(run, "contexts.valid_days")[
        "instrument lanterns, rule brawl, conduct brawl, severity any"
    ]
    assert brawl.is_assumed


def test_what_a_run_lacks_is_named(run: Run) -> None:
    (run.folder / "pairs.parquet").unlink()
    with pytest.raises(Exception, match="N209 the table pairs is missing"):
        answers(run, "equal_conduct.unequal_share")


def acts(**happened: int) -> dict[str, Rows]:
    """Return acts in two communities."""
    return {
        "act_totals": [
            {**each, "conduct": name.replace("_", "-"), "severity": "any", "happened_n": n}
            for each in BOTH
            for name, n in happened.items()
        ]
    }


def test_what_vanished_is_told_by_whether_it_is_lawful_and_charged(tmp_path: Path) -> None:
    without = acts(critical_post=20, brawl=10, good_deed=10)
    compared = made_comparison(
        tmp_path, {"base": acts(critical_post=15, brawl=9, good_deed=12), "unscored": without}
    )
    wanted = {
        "liberty_share": 5 / 20,
        "liberty_n": 10,
        "harm_share": 0.1,
        "harm_n": 2,
        "encouraged_share": 0.2,
    }
    for name, value in wanted.items():
        assert answers(compared, f"chilling.{name}")[""] == pytest.approx(value)
    by_conduct = answers(compared, "chilling.conduct_share")
    assert by_conduct["conduct critical-post, kind liberty"] == pytest.approx(0.25)
    assert by_conduct["conduct good-deed, kind encouraged"] == pytest.approx(-0.2)


def joint(months: int, days: int) -> dict[str, Rows]:
    """Return what a variant did to ten residents in each of two communities: two helped, one undeserved."""
    common = {"dimension": "everybody", "level": "everybody"}
    helped = {"outcome": "helped", "residents": 2, "undeserved": 1, "below_n": months, "listed_d": days}
    others = {"outcome": "untouched", "residents": 8, "undeserved": 0, "below_n": 0, "listed_d": 0}
    return {"joint": [{**common, **each, **row} for each in BOTH for row in (helped, others)]}


@pytest.fixture
def compared(tmp_path: Path) -> Comparison:
    """Three variants: each of two amendments, and both together."""
    worlds = {"base": {}, "a": joint(-4, 0), "b": joint(-2, -10), "both": joint(-5, -10)}
    return made_comparison(tmp_path, worlds, {"a": ["a"], "b": ["b"], "both": ["a", "b"]})


def test_a_safeguard_is_told_by_whom_it_touched_and_how_much(compared: Comparison) -> None:
    shares = answers(compared, "safeguards.residents_share")
    assert shares["variant a, outcome helped"] == pytest.approx(0.2)
    assert shares["variant a, outcome harmed"] == 0
    assert answers(compared, "safeguards.undeserved_share") == {
        f"variant {name}, outcome helped": pytest.approx(0.5) for name in ("a", "b", "both")
    }
    months = answers(compared, "safeguards.months")
    assert (months["variant a"], months["variant a, outcome helped"]) == (pytest.approx(-0.4), -2)


def test_amendments_together_are_held_against_each_alone(compared: Comparison) -> None:
    assert answers(compared, "safeguards.together_months") == {"variant both": pytest.approx(0.1)}
    assert answers(compared, "safeguards.together_days") == {"variant both": pytest.approx(0)}


def pair_table(unequal: int) -> dict[str, Rows]:
    return {"pairs": [{**each, **dict(zip(PAIRS, (20, unequal, 3, 45, 18), strict=True))} for each in BOTH]}


def test_unequal_pairs_are_taken_apart_as_far_as_there_are_variants(tmp_path: Path) -> None:
    link, ties = "strict-identity-match", "no-guilt-by-association"
    worlds = {"base": pair_table(10), "l": pair_table(6), "t": pair_table(9), "lt": pair_table(4)}
    compared = made_comparison(tmp_path, worlds, {"l": [link], "t": [ties], "lt": [ties, link]})
    steps = answers(compared, "equal_conduct.step_share")
    assert steps == {"step link": pytest.approx(4 / 20), "step ties": pytest.approx(2 / 20)}
    assert answers(compared, "equal_conduct.left_share") == {"left remedy": pytest.approx(4 / 20)}


def test_linked_databases_stand_in_the_order_of_their_number(tmp_path: Path) -> None:
    variants = {
        f"linked-databases-{n}": {"burdens": burdens(below_n=ix)} for ix, n in enumerate(("all", "50", "1"))
    }
    worlds = {"base": {"burdens": burdens(below_n=9)}, **variants}
    compared = made_comparison(tmp_path, worlds, {name: [name] for name in variants})
    found = answers(compared, "linkage.below_months")
    assert found == {"linked 1": 0.2, "linked 50": 0.1, "linked all": 0, "linked as it is": 0.9}
