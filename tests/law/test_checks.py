"""Checks look at what can be read of a law that has other mistakes, and make no mistakes of their own."""

from pathlib import Path

import pytest

from glasshouse.law.catalogue import Catalogue
from glasshouse.law.loader import check_regime, open_regime
from tests.law.goldens import RICH, SMALL, WORLD


def codes(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    """Return the codes of the small law after some changes."""
    text = SMALL.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file = tmp_path / "law.yaml"
    file.write_text(text, "utf-8")
    return sorted(problem.code for problem in check_regime(file, WORLD))


BANDS = (
    "      - {grade: high, from: 120, source: ordinance}\n"
    "      - {grade: mid, from: 60, to: 119, source: ordinance}\n"
    "      - {grade: low, to: 59, source: ordinance}\n"
)


def with_bands(*bands: str) -> tuple[str, str]:
    """Return the change that gives the small law other bands, with the list and the downgrade intact."""
    return BANDS, "".join(f"      - {{{band}, source: ordinance}}\n" for band in bands)


@pytest.mark.parametrize(
    ("bands", "found"),
    [
        (["grade: low"], []),
        (["grade: low, to: 59", "grade: mid, from: 60"], []),
        (["grade: mid, from: 60", "grade: x, from: 10, to: 59", "grade: low, to: 9"], []),
        (["grade: x, from: 80", "grade: mid, from: 60", "grade: low, to: 59"], ["R103"]),
        (["grade: x, from: 80", "grade: mid, to: 79", "grade: low, to: 59"], ["R103"]),
        (["grade: x, from: 80", "grade: mid, from: 60, to: 80", "grade: low, to: 60"], ["R101", "R101"]),
        (["grade: x, from: 82", "grade: mid, from: 61, to: 80", "grade: low, to: 59"], ["R102", "R102"]),
        (
            [
                "grade: x, from: 80",
                "grade: y, from: 10, to: 79",
                "grade: mid, from: 20, to: 30",
                "grade: low, to: 9",
            ],
            ["R101"],
        ),
        (["grade: x, from: 80", "grade: mid, from: top, to: 79", "grade: low, to: 59"], ["F203"]),
        (["grade: x, from: 80", "grade: mid, from: 60, to: 79.5", "grade: low, to: 50"], ["R102", "R102"]),
        (["grade: x, form: 80", "grade: mid, from: 60, to: 79", "grade: low, to: 59"], ["F201"]),
        (["grade: x, from: 80", "grade: mid, from: 79, to: 60", "grade: low, to: 59"], ["R105"]),
        (
            ["grade: x, from: 80, to: 90", "grade: mid, from: 60, to: 79", "grade: low, from: 0, to: 59"],
            ["R103", "R103"],
        ),
        (["grade: low, from: 1", "grade: low, to: 0"], ["R104"]),
    ],
)
def test_bands(tmp_path: Path, bands: list[str], found: list[str]) -> None:
    assert codes(tmp_path, with_bands(*bands)) == found


def test_a_section_that_is_missing_or_misspelt_is_one_problem_and_no_flood_of_unknown_names(
    tmp_path: Path,
) -> None:
    assert codes(tmp_path, ("providers:\n", "provider:\n")) == ["F201"]
    assert codes(tmp_path, ("sources:\n", "source_list:\n")) == ["F201"]
    assert codes(tmp_path, ("lists:\n", "list:\n")) == ["F201"]


def test_names_are_not_called_unknown_where_one_could_not_be_read(tmp_path: Path) -> None:
    assert codes(tmp_path, ("{grade: low", "{grade: 5")) == ["F203"]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("conduct: deed, provider: council, pints: -3", ["F201"]),
        ("conduct: deed, provider: council, points: -3, downgrade: low", ["F201", "R401"]),
        ("conduct: deed, provider: council, points: x", ["F203"]),
        ("conduct: brawl, provider: watch, points: -3", ["R402"]),
        ("conduct: brawl, severity: [minor], provider: watch, points: -3", ["R402"]),
        ("conduct: brawl, severity: minor, provider: watch, points: -3", ["F203"]),
        ("conduct: brawl, provider: council, points: -3", ["R503"]),
        ("conduct: brawl, provider: police, points: -3", ["R203"]),
        ("conduct: deed, provider: watch, points: 3", ["R503"]),
        ("conduct: deed, severity: [any], provider: council, points: 3", []),
        ("conduct: deed, severity: [some, any], provider: council, points: 3", ["R502"]),
        ("conduct: dead, severity: [some], provider: council, points: 3", ["R501"]),
        (
            "conduct: deed, provider: council, points: 3, assumed: {valid: {reason: x, rang: [1, 2]}}",
            ["F201"],
        ),
        (
            "conduct: deed, provider: council, points: 3, assumed: {valid: {reason: x, range: [2, 3]}}",
            ["R302"],
        ),
        ("conduct: deed, provider: council, points: 3, assumed: {provider: {reason: x}}", []),
        ("conduct: deed, provider: council, points: 3, chance_p: 0.1", ["R403"]),
        ("conduct: deed, provider: council, points: 3, x: 0.1", ["F201"]),
    ],
)
def test_rules(tmp_path: Path, rule: str, found: list[str]) -> None:
    other = f"  other: {{title: x, {rule}, valid: 1 year, source: ordinance}}\nlists:\n"
    assert codes(tmp_path, ("lists:\n", other)) == found


def test_rules_of_the_same_conduct_may_differ_in_severity_or_provider(tmp_path: Path) -> None:
    both = (
        "  minor: {title: x, conduct: brawl, severity: [minor], provider: watch, points: -1, valid: 1 year, "
        "source: ordinance}\nlists:\n"
    )
    assert codes(tmp_path, ("[minor, serious]", "[serious]"), ("lists:\n", both)) == []


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("{value: 100, source: assumption, reason: x, range: [50, 150]}", []),
        ("{value: 100, source: assumption, reason: x, rage: [50, 150]}", ["F201"]),
        ("{value: 100, source: assumption, reason: x}", ["R301"]),
        ("{value: 100, source: guess, reason: x, range: [50, 150]}", []),
        ("{value: 100, source: guess}", ["R301"]),
        ("{value: 100, source: ordinance, range: [101, 150]}", ["R302"]),
        ("{value: x, source: ordinance, range: [101, 150]}", ["F203"]),
    ],
)
def test_assumptions(tmp_path: Path, value: str, found: list[str]) -> None:
    guess = ("sources:\n", "sources:\n  guess: {kind: assumption, reference: ours}\n")
    assert codes(tmp_path, guess, ("{value: 100, source: ordinance}", value)) == found


def test_a_choice_may_be_assumed_with_a_reason_alone(tmp_path: Path) -> None:
    choice = "{value: booking, source: assumption, reason: nobody says}"
    assert codes(tmp_path, ("{value: booking, source: ordinance}", choice)) == []


def test_without_a_world_nothing_is_said_about_triggers(tmp_path: Path) -> None:
    file = tmp_path / "law.yaml"
    file.write_text(SMALL.read_text("utf-8").replace("conduct: litter", "conduct: liter"), "utf-8")
    assert check_regime(file) == []
    assert [problem.code for problem in check_regime(file, WORLD)] == ["R501"]


def test_a_source_that_nothing_cites_is_fine(tmp_path: Path) -> None:
    more = ("sources:\n", "sources:\n  unused: {kind: law, reference: x}\n")
    assert codes(tmp_path, more) == []


def rich_codes(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    """Return the codes of the law with everything after some changes."""
    text = RICH.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file = tmp_path / "law.yaml"
    file.write_text(text, "utf-8")
    return sorted(problem.code for problem in check_regime(file, WORLD))


def test_a_law_that_uses_everything_has_no_problem(tmp_path: Path) -> None:
    assert rich_codes(tmp_path) == []


@pytest.mark.parametrize(
    ("bands", "found"),
    [
        (["grade: mid, from: 60.5", "grade: low, to: 60.4"], []),
        (["grade: mid, from: 60", "grade: low, to: 59.9"], []),
        (["grade: mid, from: 60.5", "grade: low, to: 60"], ["R102"]),
        (["grade: mid, from: 60", "grade: low, to: 60.0"], ["R101"]),
        (["grade: mid, from: 61.5", "grade: low, to: 60.5"], ["R102"]),
    ],
)
def test_bands_may_meet_at_a_tenth(tmp_path: Path, bands: list[str], found: list[str]) -> None:
    assert codes(tmp_path, with_bands(*bands)) == found


@pytest.mark.parametrize("direction", ["up-is-better", "up-is-worse"])
def test_bands_are_checked_alike_in_both_directions(tmp_path: Path, direction: str) -> None:
    towards = (
        "    title: Points\n",
        f"    title: Points\n    direction: {{value: {direction}, source: ordinance}}\n",
    )
    assert codes(tmp_path, towards) == []
    assert codes(tmp_path, towards, ("from: 60, to: 119", "from: 62, to: 119")) == ["R102"]


def test_a_misspelt_name_of_a_rule_is_one_problem_and_the_rule_that_was_meant_is_not_idle(
    tmp_path: Path,
) -> None:
    assert rich_codes(tmp_path, ("{rule: litter-cleared,", "{rule: litter-cleard,")) == ["R211"]
    assert rich_codes(tmp_path, ("repair: {rule", "repare: {rule")) == ["F201", "R408"]


def test_a_misspelt_key_is_not_missed_by_another_check(tmp_path: Path) -> None:
    assert codes(tmp_path, ("-3, valid: 1 year", "-3, valit: 1 year")) == ["F201"]
    assert codes(tmp_path, ("litter, provider: watch, points", "litter, providr: watch, points")) == ["F201"]
    assert rich_codes(tmp_path, ("    takes_over:", "    takesover:")) == ["F201"]
    assert rich_codes(tmp_path, ("    dimension: temper", "    dimensoin: temper")) == ["F201"]
    assert codes(tmp_path, ("{day_of_month: 10", "{day_of_mouth: 10")) == ["F201"]
    assert codes(tmp_path, ("    floor: {value", "    floorr: {value")) == ["F201"]


def test_two_instruments_may_share_grades_where_nobody_holds_both(tmp_path: Path) -> None:
    same = ("grade: star, from", "grade: high, from"), ("books: {star:", "books: {high:")
    assert rich_codes(tmp_path, *same) == ["R104"]
    firms = ("    title: Stars\n", "    title: Stars\n    holders: [organisations]\n")
    residents = (
        "    holders: [residents, organisations]\n    only: {work: [office, boats]}\n",
        "    only: {work: [office, boats]}\n",
    )
    assert rich_codes(tmp_path, *same, firms, residents) == []


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("booked_on: [doer]", "booked_on: [spouse, parents]", []),
        ("booked_on: [doer, spouse]", "booked_on: [spouse, parents]", ["R402"]),
        ("only_while: {from: 0, to: 50}", "only_while: {from: 51, to: 200}", []),
        ("only_while: {from: 0, to: 50}", "only_while: {from: 50, to: 200}", ["R402"]),
        ("only_while: {from: 0, to: 50}", "note: whenever", ["R402"]),
    ],
)
def test_one_act_may_have_two_rules_for_two_people_or_two_scores(
    tmp_path: Path, one: str, other: str, found: list[str]
) -> None:
    rule = "title: x, conduct: deed, provider: council, points: 1, valid: 1 year, source: ordinance"
    both = f"  one: {{{rule}, {one}}}\n  other: {{{rule}, {other}}}\nlists:\n"
    assert codes(tmp_path, ("lists:\n", both)) == found


def test_severities_may_stand_in_points_by(tmp_path: Path) -> None:
    rule = "  other: {title: x, conduct: brawl, provider: watch, valid: 1 year, source: ordinance, "
    by = "points_by: {minor: -1}}\nlists:\n"
    assert codes(tmp_path, ("[minor, serious]", "[serious]"), ("lists:\n", rule + by)) == []
    assert codes(tmp_path, ("lists:\n", rule + by)) == ["R402"]


@pytest.mark.parametrize(
    ("valid", "found"),
    [
        ("valid: 3 working days", []),
        ("valid: 1 month, assumed: {valid: {reason: x, range: [1, 12]}}", []),
        ("valid: 18 months, assumed: {valid: {reason: x, range: [1, 12]}}", ["R302"]),
        ("valid: 18 months, assumed: {valid: {reason: x}}", ["R301"]),
        ("valid: until corrected, assumed: {valid: {reason: x}}", []),
        ("valid: until corrected, assumed: {valid: {reason: x, range: [1, 12]}}", ["R305"]),
        ("valid: until corrected, starts: end, repair: {source: ordinance}", []),
        ("valid: for ever", ["F208"]),
        ("valid: 0 years", ["F208"]),
        ("valid: for ever, assumed: {valid: {reason: x, range: [1, 12]}}", ["F208"]),
        ("valid: true", ["F203"]),
        ("valid: 2.5", ["F203"]),
    ],
)
def test_spans(tmp_path: Path, valid: str, found: list[str]) -> None:
    assert codes(tmp_path, ("points: -3, valid: 1 year", f"points: -3, {valid}")) == found


def test_a_repair_of_which_only_the_end_is_a_circle_is_reported_once(tmp_path: Path) -> None:
    rule = "title: x, points: -1, valid: 1 year, source: ordinance, repair: {source: ordinance, rule"
    circle = f"  b: {{{rule}: c}}}}\n  c: {{{rule}: b}}}}\nlists:\n"
    start = ("points: -3, valid", "points: -3, repair: {rule: b, source: ordinance}, valid")
    assert codes(tmp_path, start, ("lists:\n", circle)) == ["R421"]


LITTER = "conduct: litter, provider: watch, points: -3, valid: 1 year"


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("conduct: dumping, provider: watch, points: -3, valid: 1 year", ["R506"]),
        ("conduct: dumping, provider: watch, points: -3, valid: 1 year, booked_on: [doer, head]", []),
        ("conduct: dumping, provider: watch, points: -3, valid: 1 year, booked_on: [spouse]", ["R506"]),
        ("conduct: dumping, provider: watch, points: -3, valid: 1 year, booked_on: [doer, chief]", ["F204"]),
        ("conduct: dumping, provider: watch, points: -3, valid: 1 year, booked_in: [head]", ["F201"]),
        ("conduct: dumping, provider: watch, points: -3, valid: 1 year, books_too: {head: brawl}", []),
        (f"{LITTER}, booked_on: [head]", ["R506"]),
        (f"{LITTER}, booked_on: [head, parents]", []),
    ],
)
def test_who_can_be_reached(tmp_path: Path, rule: str, found: list[str]) -> None:
    assert codes(tmp_path, (LITTER, rule)) == found


def test_organisations_are_reached_where_they_have_an_account_or_another_account_takes_over(
    tmp_path: Path,
) -> None:
    dumping = "title: x, conduct: dumping, provider: watch, source: ordinance"
    rule = f"  dumped: {{{dumping}, points: -3}}\nlists:\n"
    mine = "    holders: [residents, organisations]\n    only"
    assert rich_codes(tmp_path, ("lists:\n", rule)) == []
    assert rich_codes(tmp_path, ("lists:\n", rule), (mine, "    only")) == ["R506"]
    theirs = ("    title: Stars\n", "    title: Stars\n    holders: [organisations]\n")
    fed = ("books: {star: star-of-the-year}", "books: {star: star-of-the-year}")
    assert rich_codes(tmp_path, ("lists:\n", rule), (mine, "    only"), theirs, fed) == []


def test_a_law_may_take_away_the_accounts_of_a_law_below_and_leave_its_rules(tmp_path: Path) -> None:
    below = SMALL.read_text("utf-8").replace(LITTER, LITTER.replace("litter,", "dumping,"))
    below = below.replace(
        "    title: Points\n", "    title: Points\n    holders: [residents, organisations]\n"
    )
    (tmp_path / "below.yaml").write_text(below, "utf-8")
    head = "glasshouse: regime/1\nlike: below.yaml\nid: above\n"
    above = tmp_path / "above.yaml"
    above.write_text(f"{head}instruments: {{points: {{holders: [residents]}}}}\n", "utf-8")
    assert check_regime(tmp_path / "below.yaml", WORLD) == []
    assert check_regime(above, WORLD) == []
    above.write_text(f"{above.read_text('utf-8')}rules: {{litter: {{points: -4}}}}\n", "utf-8")
    assert [problem.code for problem in check_regime(above, WORLD)] == ["R506"]


DEED = "conduct: deed, provider: council, points: 3"


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (f"{DEED}, valid: 1 year, counted: once", []),
        (f"{DEED}, valid: 1 year, counted: each-half-year", ["R508"]),
        (f"{DEED}, valid: until corrected", ["R509"]),
        (f"{DEED}, valid: until corrected, repair: {{source: ordinance}}", ["R509"]),
        (f"{DEED}, valid: 1 year, repair: {{source: ordinance}}", []),
        ("conduct: dead, provider: council, points: 3, valid: until corrected", ["R501"]),
    ],
)
def test_what_is_over_on_its_day_is_not_corrected(tmp_path: Path, rule: str, found: list[str]) -> None:
    assert codes(tmp_path, (LITTER, rule)) == found


def test_what_is_booked_beside_a_rule_lasts_as_long_as_its_conduct() -> None:
    short = WORLD._replace(lasting=frozenset({"litter"}))
    found = [(problem.code, problem.path) for problem in check_regime(RICH, short)]
    assert found == [("R509", "rules.named.valid")]


def test_what_the_instrument_says_of_a_downgrade_holds_for_its_rules(tmp_path: Path) -> None:
    until = ("downgrades: {low: 3 years}", "downgrades: {low: until corrected}")
    assert rich_codes(tmp_path, until) == []
    file = tmp_path / "law.yaml"
    found = check_regime(file, WORLD._replace(lasting=frozenset({"litter"})))
    assert [problem.path for problem in found] == ["rules.brawl.downgrade_to", "rules.named.valid"]


def test_a_grade_and_its_sub_band_may_book_two_rules_and_one_grade_may_not(tmp_path: Path) -> None:
    rule = "  other: {title: x, instrument: stars, points: 1, source: ordinance}\nlists:\n"
    feeds = "feeds:\n  more: {instrument: points, books: {GRADES}, source: ordinance}\n"
    more = feeds + "  again: {instrument: points, books: {mid: other}, source: ordinance}\n"
    fine, twice = more.replace("{GRADES}", "{mid+: other}"), more.replace("{GRADES}", "{mid: other}")
    assert rich_codes(tmp_path, ("lists:\n", rule), ("feeds:\n", fine)) == []
    assert rich_codes(tmp_path, ("lists:\n", rule), ("feeds:\n", twice)) == ["R425"]


def test_an_index_takes_nothing_over_and_is_told_so_once(tmp_path: Path) -> None:
    over = ("    title: Trust\n", "    title: Trust\n    takes_over: {value: trust, source: ordinance}\n")
    assert rich_codes(tmp_path, over) == ["R112", "R118"]


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (WORLD._replace(severities={}), "R501"),
        (WORLD._replace(lasting=frozenset({"litter"})), "R509"),
        (WORLD, None),
    ],
)
def test_an_open_law_says_of_a_world_what_its_check_says(world: Catalogue, code: str | None) -> None:
    found = open_regime(RICH).faults_in(world)
    assert found == check_regime(RICH, world)
    assert {problem.code for problem in found} == ({code} if code else set())
