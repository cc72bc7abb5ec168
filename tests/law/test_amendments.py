"""Amendments: laid over a law in any order, each value at its place, or both places of what cannot be."""

from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

from glasshouse.errors import GlasshouseError
from glasshouse.law.amendments import Written, list_amendments, load_amendment, read_amendments
from glasshouse.law.difference import Change, differences
from glasshouse.law.fit import fit
from glasshouse.law.loader import check_amendment, check_regime, list_regimes, load_regime, read_regime
from glasshouse.law.schema import Regime
from glasshouse.law.selectors import read_selector, steps_of
from glasshouse.law.stacking import amend
from glasshouse.law.tree import Tree
from tests.law.goldens import RICH, SMALL

LINKS_N = {"linked-databases-1": 1, "linked-databases-10": 10, "linked-databases-50": 50}
SAFEGUARDS = (
    "automatic-expiry", "human-review", "independent-tribunal", "no-guilt-by-association", "no-publication",
    "notice-and-hearing", "purpose-limits", "short-memory", "strict-identity-match",
)  # fmt: skip
HARMS = (*LINKS_N, "linked-databases-all", "quota-for-collectors", "village-head-discretion")
LAWS = tuple(path.stem for path in list_regimes())
LARGE = {"wendeng-2020", "wendeng-villages-2020", "weihai-seashell", "rongcheng-2019", "rongcheng-2021"}
# Where an amendment may change something: beginnings of paths, with `*` for a name.
CHANGES = {
    "automatic-expiry": {
        "instruments.*.deletion", "rules.*.valid", "rules.*.assumed", "rules.*.repair", "sources",
    },
    "human-review": {"providers.*.checked_by_hand", "providers.*.assumed"},
    "independent-tribunal": {"instruments.*.remedy"},
    "no-guilt-by-association": {"rules.*.booked_on", "rules.*.books_too", "rules.*.assumed", "rules.*!"},
    "no-publication": {"instruments.*.shown_to", "sources"},
    "notice-and-hearing": {"instruments.*.remedy"},
    "purpose-limits": {"rules.*!"},
    "short-memory": {"instruments.*.validity", "rules.*.valid", "rules.*.assumed"},
    "strict-identity-match": {"providers.*.matched_by", "providers.*.assumed"},
    "quota-for-collectors": {"providers.*.quota", "providers.*.assumed"},
    "village-head-discretion": {"providers.*.discretion", "providers.*.assumed"},
    **{name: {"providers.*.linked", "providers.*.assumed"} for name in (*LINKS_N, "linked-databases-all")},
}  # fmt: skip


def amendment(tmp_path: Path, text: str = "", name: str = "mine") -> Path:
    """Write an amendment."""
    file = tmp_path / f"{name}.yaml"
    head = f"glasshouse: amendment/1\nid: {name}\ntitle: Mine\nabout: Mine.\nkind: harm\n"
    file.write_text(head + text, "utf-8")
    return file


def small(*amendments: Path) -> Regime:
    """Return the small law with amendments."""
    return load_regime(SMALL, amendments=amendments)


def points(*amendments: Path) -> dict[str, int | None]:
    """Return what the rules of the small law cost in tenths, with amendments."""
    return {code: rule.points_pt for code, rule in small(*amendments).rules.items()}


def codes(*amendments: Path, law: Path | str = SMALL) -> list[str]:
    """Return the codes of the problems of a law with amendments."""
    return [problem.code for problem in check_regime(law, amendments=amendments)]


def rule(code: str, conduct: str = "deed", provider: str = "council", more: str = "") -> str:
    """Write a rule."""
    return (
        f"{code}: {{title: New, conduct: {conduct}, provider: {provider}, points: 1, valid: 1 year,"
        f" source: ordinance{more}}}"
    )


@cache
def tree_of(name: str) -> Tree:
    """Return a law that ships, as it was read."""
    return read_regime(name)


@cache
def law_of(name: str) -> Regime:
    """Return a law that ships, without amendments."""
    return fitted(tree_of(name))


def fitted(tree: Tree) -> Regime:
    """Fit a tree that has no problems; other checks are left out, since they take long."""
    regime, problems = fit(tree, Regime)
    assert problems == []
    assert regime is not None
    return regime


@cache
def written(name: str) -> Written:
    """Read an amendment that ships."""
    (found,), problems = read_amendments(name)
    assert problems == []
    return found


@cache
def amended(law: str, *names: str) -> Regime:
    """Return a law that ships, with amendments that ship."""
    tree = amend(tree_of(law), [written(name) for name in names])
    return fitted(tree).with_places(law_of(law).places)


# What an amendment does


def test_an_empty_amendment_gives_a_law_that_is_equal_and_says_what_it_carries(tmp_path: Path) -> None:
    mine = small(amendment(tmp_path))
    assert mine == small()
    assert (mine.amendments, small().amendments) == (("mine",), ())
    assert mine.with_places({}).amendments == ("mine",)
    assert mine.with_places({}) == mine
    assert mine != load_regime(SMALL, sets=["rules.litter.points=-4"])


def test_a_patch_changes_what_it_names_and_keeps_both_places(tmp_path: Path) -> None:
    file = amendment(tmp_path, "patch:\n  rules:\n    litter: {points: -4}\n")
    mine, below = small(file), small()
    assert [change.path for change in differences(below, mine)] == ["rules.litter.points"]
    place = mine.places["rules.litter.points"]
    assert (place.file, place.line, place.column) == (str(file), 8, 14)
    assert mine.places["rules.litter"] == below.places["rules.litter"]


def test_values_are_set_on_top_of_amendments(tmp_path: Path) -> None:
    file = amendment(tmp_path, f"patch: {{rules: {{{rule('deed')}}}}}\n")
    mine = load_regime(SMALL, amendments=file, sets=["rules.deed.points=2"])
    assert mine.rules["deed"].points_pt == 20
    assert mine.amendments == ("mine",)


def test_a_star_stands_for_every_entry_of_the_law_and_for_nothing_that_is_added(tmp_path: Path) -> None:
    file = amendment(tmp_path, f'patch: {{rules: {{{rule("deed")}, "*": {{title: All}}}}}}\n')
    titles = {code: each.title for code, each in small(file).rules.items()}
    assert titles == {"litter": "All", "brawl": "All", "deed": "New"}


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("*", {"litter", "brawl"}),
        ("[conduct=litter]", {"litter"}),
        ("[conduct=litter|brawl]", {"litter", "brawl"}),
        ("[conduct=litter | deed]", {"litter"}),
        ("[conduct!=litter]", {"brawl"}),
        ("[points!=-3]", set[str]()),
        ("[points=-3.0]", {"litter"}),
        ("[points<0]", {"litter"}),
        ("[points>-3]", set[str]()),
        ("[valid>1 year]", {"brawl"}),
        ("[valid<13 months]", {"litter"}),
        ("[valid<5]", set[str]()),
        ("[severity=minor]", {"brawl"}),
        ("[severity!=grave]", {"brawl"}),
        ("[points]", {"litter"}),
        ("[!points]", {"brawl"}),
        ("[downgrade_to][valid=2 years]", {"brawl"}),
        ("[points][valid=2 years]", set[str]()),
        ("[key=litter|nothing]", {"litter"}),
        ("[key!=litter]", {"brawl"}),
    ],
)  # fmt: skip
def test_a_selector_stands_for_the_entries_that_are_as_it_says(
    tmp_path: Path, selector: str, found: set[str]
) -> None:
    file = amendment(tmp_path, f'patch: {{rules: {{"{selector}": {{title: Chosen}}}}}}\n')
    assert {code for code, each in small(file).rules.items() if each.title == "Chosen"} == found
    dropping = amendment(tmp_path, f'drop: ["rules.{selector}.title"]\n')
    assert codes(dropping) == ["F202"] * len(found)


@pytest.mark.parametrize(
    ("span", "is_longer"),
    [
        ("12 months", False), ("365 days", False), ("200 working days", False),
        ("to the end of the year", False),
        ("13 months", True), ("2 years", True), ("400 days", True), ("until corrected", True),
    ],
)  # fmt: skip
def test_spans_are_compared_by_their_length_and_one_without_end_is_the_longest(
    tmp_path: Path, span: str, is_longer: bool
) -> None:
    law = tmp_path / "law.yaml"
    law.write_text(SMALL.read_text("utf-8").replace("valid: 1 year", f"valid: {span}"), "utf-8")
    file = amendment(tmp_path, 'patch: {rules: {"[valid>1 year]": {title: Longer}}}\n')
    assert (load_regime(law, amendments=file).rules["litter"].title == "Longer") is is_longer


@pytest.mark.parametrize("step", ["[]", "[!]", "[x", "[x]y", "[!x=1]", "[x<one]", "[x<1|2]", "[x=]", "[X=1]"])
def test_a_selector_that_cannot_be_read_is_reported(tmp_path: Path, step: str) -> None:
    assert read_selector(step) is None
    assert codes(amendment(tmp_path, f'patch: {{rules: {{"{step}": {{points: -4}}}}}}\n')) == ["N106"]


def test_a_dot_in_brackets_parts_no_path() -> None:
    assert steps_of("instruments.[validity.merits=1 year][base.value=2.5].base.note") == [
        "instruments", "[validity.merits=1 year][base.value=2.5]", "base", "note",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "order",
    list(
        permutations(["litter: {points: -1}", '"[points<0]": {points: -2}', '"*": {title: All, points: -3}'])
    ),
)
def test_an_exact_key_goes_before_brackets_and_brackets_before_a_star(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    text = "patch:\n  rules:\n" + "".join(f"    {line}\n" for line in order)
    changed = small(amendment(tmp_path, text.replace("points: -3", "article: art. 3"))).rules
    assert (changed["litter"].points_pt, changed["litter"].title) == (-10, "All")
    assert (changed["brawl"].title, changed["brawl"].article) == ("All", "art. 3")


def test_selectors_may_stand_on_several_levels_and_for_values_themselves(tmp_path: Path) -> None:
    text = 'patch: {instruments: {"*": {validity: {levels: {"[>1 year]": 1 year}}}}}\n'
    stack, _ = read_amendments(amendment(tmp_path, text))
    mine = fitted(amend(tree_of("wendeng-2020"), stack)).instrument.validity
    assert mine is not None
    assert set(mine.levels.values()) == {"1 year"}
    assert mine.downgrades == {"B": "2 years", "C": "3 years", "D": "5 years"}


def test_a_selector_that_stands_for_nothing_changes_nothing(tmp_path: Path) -> None:
    text = (
        "sources: {mine: {kind: invented, reference: Mine}}\n"
        'drop: ["rules.[conduct=gift]", "feeds.*.books", "gates.*.note"]\n'
        'patch: {feeds: {"*": {article: x}}, rules: {"[conduct=gift]": {points: -4, source: mine}}}\n'
    )
    assert small(amendment(tmp_path, text)) == small()


def test_a_key_that_no_law_has_is_found_even_where_a_selector_stands_for_nothing(tmp_path: Path) -> None:
    assert codes(amendment(tmp_path, 'patch: {ruls: {"*": {points: -4}}}\n')) == ["F201"]
    assert codes(amendment(tmp_path, 'drop: ["rules.*.point"]\n')) == ["N104"]
    assert codes(amendment(tmp_path, "drop: [rules.liter, gates.fair.x.y, '']\n")) == ["N104"] * 3


def test_what_is_new_stands_last_or_first(tmp_path: Path) -> None:
    text = f"patch: {{rules: {{{rule('deed')}}}}}\n"
    assert list(small(amendment(tmp_path, text)).rules) == ["litter", "brawl", "deed"]
    assert list(small(amendment(tmp_path, f"first: true\n{text}")).rules) == ["deed", "litter", "brawl"]


def test_what_an_amendment_drops_it_may_write_anew(tmp_path: Path) -> None:
    text = f"drop: [rules.litter]\npatch: {{rules: {{{rule('litter')}}}}}\n"
    mine = small(amendment(tmp_path, text)).rules["litter"]
    assert (mine.title, mine.conduct) == ("New", "deed")


def test_sources_come_only_if_the_patch_cites_them(tmp_path: Path) -> None:
    text = "sources: {a: {kind: invented, reference: A}, b: {kind: invented, reference: B}}\n"
    mine = small(amendment(tmp_path, f"{text}patch: {{rules: {{litter: {{source: a}}}}}}\n"))
    assert set(mine.sources) == {"ordinance", "a"}


def test_the_same_source_as_the_laws_is_no_other_one(tmp_path: Path) -> None:
    text = "sources: {ordinance: {kind: invented, reference: The ordinance}}\n"
    assert codes(amendment(tmp_path, f"{text}patch: {{rules: {{litter: {{source: ordinance}}}}}}\n")) == []


# Rules that others name


def test_a_rule_that_nothing_books_any_more_goes_with_what_booked_it(tmp_path: Path) -> None:
    gone = set(load_regime(RICH).rules) - set(
        load_regime(RICH, amendments=amendment(tmp_path, "drop: [rules.litter.repair]\n")).rules
    )
    assert gone == {"litter-cleared"}


def test_a_rule_that_is_still_named_is_reported_at_both_places_and_once(tmp_path: Path) -> None:
    file = amendment(tmp_path, "drop: [rules.litter-cleared]\n")
    (problem,) = check_regime(RICH, amendments=file)
    assert (problem.code, problem.file, problem.path) == ("N109", str(RICH), "rules.litter.repair.rule")
    assert f"{file}:6:8" in problem.message
    assert codes(amendment(tmp_path, "drop: [rules.litter-cleared, rules.litter.repair]\n"), law=RICH) == []


def test_a_rule_that_nothing_has_ever_booked_is_still_a_fault(tmp_path: Path) -> None:
    bare = "idle: {title: Idle, points: -1, valid: 1 year, source: ordinance}"
    found = codes(amendment(tmp_path, f"patch: {{rules: {{{bare}}}}}\n"))
    assert len(found) == 1
    assert found[0].startswith("R")


# Stacks


def test_amendments_that_agree_are_no_conflict(tmp_path: Path) -> None:
    one = amendment(tmp_path, "patch: {rules: {litter: {points: -4}}}\n", "one")
    other = amendment(tmp_path, 'patch: {rules: {"[points<0]": {points: -4.0, title: Both}}}\n', "other")
    mine = small(one, other)
    assert (mine.rules["litter"].points_pt, mine.rules["litter"].title) == (-40, "Both")
    assert mine.amendments == ("one", "other")


def test_order_does_not_matter(tmp_path: Path) -> None:
    stack = [
        amendment(tmp_path, f"first: true\npatch: {{rules: {{{rule('deed')}}}}}\n", "z"),
        amendment(tmp_path, f"first: true\npatch: {{rules: {{{rule('help', 'help')}}}}}\n", "y"),
        amendment(tmp_path, f"patch: {{rules: {{{rule('gift', 'gift')}}}}}\n", "x"),
        amendment(tmp_path, 'drop: ["rules.[conduct=litter]"]\n', "w"),
        amendment(tmp_path, 'patch: {rules: {"*": {valid: 3 years}}}\n', "v"),
    ]
    found = [small(*order) for order in list(permutations(stack))[::7]]
    assert all(mine == found[0] for mine in found)
    assert {tuple(mine.rules) for mine in found} == {("deed", "help", "brawl", "gift")}
    assert {code: each.valid for code, each in found[0].rules.items()} == {
        "brawl": "3 years", "deed": "1 year", "help": "1 year", "gift": "1 year",
    }  # fmt: skip


def test_a_selector_is_for_what_is_left_and_no_conflict_with_a_drop(tmp_path: Path) -> None:
    one = amendment(tmp_path, "drop: [rules.litter]\n", "one")
    other = amendment(tmp_path, 'patch: {rules: {"*": {title: All}}}\n', "other")
    assert {code: each.title for code, each in small(one, other).rules.items()} == {"brawl": "All"}


@pytest.mark.parametrize(
    ("one", "other", "n"),
    [
        ("patch: {rules: {litter: {points: -4}}}", "patch: {rules: {litter: {points: -5}}}", 1),
        ("patch: {rules: {brawl: {severity: [minor]}}}", "patch: {rules: {brawl: {severity: [serious]}}}", 1),
        ('patch: {rules: {"*": {note: a}}}', "patch: {rules: {litter: {note: b}, brawl: {note: c}}}", 2),
        ('patch: {rules: {"*": {article: a}}}', 'patch: {rules: {"[valid]": {article: b}}}', 1),
        ("drop: [rules.litter]", "patch: {rules: {litter: {points: -4}}}", 1),
        ("drop: [rules]", "patch: {rules: {litter: {points: -4}}}", 1),
        ("drop: [rules.litter.valid]", "patch: {rules: {litter: {valid: 2 years}}}", 1),
        ("drop: ['rules.*.valid']", "patch: {rules: {'*': {valid: 2 years}}}", 1),
        ("patch: {scored: {consent: required}}", "patch: {scored: {consent: null}}", 1),
        ("patch: {providers: {watch: {quota: true}}}", "patch: {providers: {watch: {quota: 1}}}", 1),
    ],
)  # fmt: skip
def test_each_conflict_is_one_problem_that_names_both_places(
    tmp_path: Path, one: str, other: str, n: int
) -> None:
    files = amendment(tmp_path, f"{one}\n", "one"), amendment(tmp_path, f"{other}\n", "other")
    for stack in (files, files[::-1]):
        found = [each for each in check_regime(SMALL, amendments=stack) if each.code == "N105"]
        assert len(found) == n
        for problem in found:
            here, there = (files[0], files[1]) if problem.file == str(files[0]) else (files[1], files[0])
            assert (problem.file, problem.line) == (str(here), 6)
            assert f" in {there}:6:" in problem.message
        with pytest.raises(GlasshouseError):
            load_regime(SMALL, amendments=stack)


def test_two_that_drop_a_part_and_write_it_anew_agree_where_they_do(tmp_path: Path) -> None:
    one = amendment(tmp_path, f"drop: [rules.litter]\npatch: {{rules: {{{rule('litter')}}}}}\n", "one")
    other = amendment(tmp_path, f"drop: [rules.litter]\npatch: {{rules: {{{rule('litter')}}}}}\n", "other")
    assert points(one, other) == {"brawl": None, "litter": 10}


def test_all_problems_are_shown_at_once(tmp_path: Path) -> None:
    one = amendment(
        tmp_path, "drop: [rules.liter]\npatch: {rules: {litter: {points: -5}, brawl: {title: 5}}}\n", "one"
    )
    other = amendment(tmp_path, "for: [tiny]\npatch: {rules: {litter: {points: -4}}}\n", "other")
    broken = amendment(tmp_path, "petch: {}\n", "broken")
    found = codes(one, other, broken, tmp_path / "nowhere.yaml")
    assert sorted(set(found)) == ["F201", "F203", "N104", "N105", "N108", "T101"]


def test_one_amendment_named_twice_is_there_once(tmp_path: Path) -> None:
    file = amendment(tmp_path, "drop: [rules.litter]\n")
    assert small(file, file).amendments == ("mine",)


def test_an_unknown_id_and_a_file_of_another_kind_are_reported() -> None:
    (problem,) = check_regime("lantern-bay", amendments="human-revue")
    assert (problem.code, "human-review" in problem.help) == ("N101", True)
    (problem,) = check_regime("lantern-bay", amendments=[SMALL])
    assert (problem.code, problem.file) == ("N102", str(SMALL))
    (problem,) = check_amendment(SMALL)
    assert "an amendment is needed" in problem.message


# Checking an amendment


def test_an_amendment_is_tried_on_the_laws_that_it_is_for(tmp_path: Path) -> None:
    text = "patch: {rules: {BIKE-05: {note: Mine.}}}\n"
    assert "F202" in {each.code for each in check_amendment(amendment(tmp_path, text))}
    some = next(iter(law_of("flensburg-2014").rules))
    assert (
        check_amendment(amendment(tmp_path, f"for: [flensburg-2014]\n{text.replace('BIKE-05', some)}")) == []
    )
    assert check_amendment(amendment(tmp_path, "drop: [rules.litter]\n"), laws=[SMALL]) == []
    (unknown,) = check_amendment(amendment(tmp_path, "for: [wendeng]\n"))
    assert unknown.code == "N101"


# Those that ship


def test_the_amendments_that_ship_are_those_and_no_laws() -> None:
    kinds = {path.stem: load_amendment(path).kind for path in list_amendments()}
    assert kinds == dict.fromkeys(SAFEGUARDS, "safeguard") | dict.fromkeys(HARMS, "harm")
    assert all(load_amendment(path).id == path.stem for path in list_amendments())
    assert not {*SAFEGUARDS, *HARMS} & set(LAWS)


def is_allowed(change: Change, patterns: set[str]) -> bool:
    """Say whether a change lies where an amendment may change something."""
    steps = change.path.split(".")
    for pattern in patterns:
        wanted = pattern.removesuffix("!").split(".")
        fits = len(steps) >= len(wanted) and all(
            want in ("*", step) for step, want in zip(steps, wanted, strict=False)
        )
        if fits and (not pattern.endswith("!") or (len(steps) == 2 and change.kind == "removed")):
            return True
    return False


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("name", [*SAFEGUARDS, *HARMS])
def test_an_amendment_that_ships_fits_each_law_and_changes_what_it_says_alone(name: str, law: str) -> None:
    changes = differences(law_of(law), amended(law, name))
    assert [change.path for change in changes if not is_allowed(change, CHANGES[name])] == []


@pytest.mark.parametrize("law", sorted(set(LAWS) - LARGE))
@pytest.mark.parametrize("name", [*SAFEGUARDS, *HARMS])
def test_an_amendment_that_ships_leaves_no_fault_in_a_law(name: str, law: str) -> None:
    assert check_regime(law, amendments=name) == []


@pytest.mark.slow
@pytest.mark.parametrize("law", ["rongcheng-2021", "wendeng-villages-2020"])
def test_all_safeguards_together_leave_no_fault_in_a_large_law(law: str) -> None:
    everything = [*SAFEGUARDS, "quota-for-collectors", "village-head-discretion", "linked-databases-10"]
    assert check_regime(law, amendments=everything) == []


@pytest.mark.parametrize("law", LAWS)
def test_safeguards_that_ship_can_be_stacked(law: str) -> None:
    # Both say how long counts what has no end: after one year, after five.
    endless = law in {"court-defaulters-2013", "court-defaulters-2017", "transport-lists-2018"}
    stack = [name for name in SAFEGUARDS if not (endless and name == "automatic-expiry")]
    assert amended(law, *stack) == amended(law, *reversed(stack))


def test_each_law_with_notice_and_a_hearing_tells_people_and_hears_them() -> None:
    for law in LAWS:
        before, after = law_of(law), amended(law, "notice-and-hearing")
        for name, its in after.instruments.items():
            was = before.instruments[name].remedy
            assert its.remedy is not None
            assert (its.remedy.told, its.remedy.hearing) == ("each-charge", True)
            assert was is None or (its.remedy.by, its.remedy.review) == (was.by, was.review)


def test_each_law_with_a_tribunal_has_it_decide_and_the_charge_wait() -> None:
    for law in LAWS:
        for its in amended(law, "independent-tribunal", "notice-and-hearing").instruments.values():
            assert its.remedy is not None
            assert (its.remedy.by, its.remedy.suspends, its.remedy.hearing) == ("tribunal", True, True)


def test_providers_check_and_match_as_the_safeguards_say() -> None:
    for law in LAWS:
        for its in amended(law, "human-review", "strict-identity-match").providers.values():
            assert (its.checked_by_hand, its.matched_by) == (True, "strict")
            assert {"checked_by_hand", "matched_by"} <= set(its.assumed)


def test_no_rule_on_speech_and_petition_is_left_and_every_other_is() -> None:
    taken_n = {law: len(law_of(law).rules) - len(amended(law, "purpose-limits").rules) for law in LAWS}
    assert (taken_n["lantern-bay"], taken_n["rongcheng-2017"], taken_n["wendeng-2020"]) == (2, 2, 29)
    conducts = {each.conduct for each in amended("wendeng-2020", "purpose-limits").rules.values()}
    assert not conducts & {
        "critical-post",
        "chat-group-post",
        "critical-petition",
        "protest",
        "hotline-complaint",
    }


def test_nobody_is_charged_for_somebody_else_and_merits_are_shared_as_before() -> None:
    for law in LAWS:
        before, after = law_of(law), amended(law, "no-guilt-by-association")
        for code, each in after.rules.items():
            is_merit = (each.points_pt or max((each.points_by or {"": -1}).values())) > 0
            if is_merit:
                assert each == before.rules[code]
            elif law != "flensburg-2014":
                assert (each.booked_on, each.books_too) == (("doer",), {}), code


def test_nothing_counts_for_more_than_a_year_under_a_short_memory() -> None:
    short = {None, "1 year", "180 days", "to the end of the year"}
    for law in LAWS:
        mine = amended(law, "short-memory")
        assert {each.valid for each in mine.rules.values()} <= short
        for its in mine.instruments.values():
            if its.validity is not None:
                spans = {step.valid for step in its.validity.deductions} | {its.validity.merits}
                assert spans | {*its.validity.levels.values(), *its.validity.downgrades.values()} <= short


def test_entries_go_by_machine_and_nothing_is_without_end_under_automatic_expiry() -> None:
    for law in LAWS:
        mine = amended(law, "automatic-expiry")
        assert {its.deletion and its.deletion.value for its in mine.instruments.values()} == {"automatic"}
        for code, was in law_of(law).rules.items():
            now = mine.rules[code]
            assert now.valid == ("5 years" if was.valid == "until corrected" else was.valid)
            assert was.valid != "until corrected" or now.repair is not None


def test_only_the_holder_is_shown_an_account_without_publication() -> None:
    for law in LAWS:
        shown = {
            its.shown_to and its.shown_to.value for its in amended(law, "no-publication").instruments.values()
        }
        assert shown == {"holder"}


def test_so_many_databases_are_linked_in_the_order_of_wendeng() -> None:
    order = list(law_of("wendeng-2020").providers)
    for name, n in LINKS_N.items():
        for law in LAWS:
            linked = {key for key, its in amended(law, name).providers.items() if its.linked}
            assert linked == set(order[:n]) & set(law_of(law).providers)
    assert all(its.linked for its in amended("wendeng-2020", "linked-databases-all").providers.values())


def test_collectors_have_quotas_and_discretion_where_there_are_any() -> None:
    mine = amended("wendeng-2020", "quota-for-collectors", "village-head-discretion").providers
    assert {key for key, its in mine.items() if its.quota} >= {
        "village-collector", "village-committee", "community-committee",
    }  # fmt: skip
    assert {key for key, its in mine.items() if its.discretion} >= {"village-collector", "party-branch"}
    assert amended("lantern-bay", "quota-for-collectors", "village-head-discretion") == law_of("lantern-bay")


def test_every_value_that_an_amendment_brings_has_a_source_or_a_reason() -> None:
    for name in (*SAFEGUARDS, *HARMS):
        mine = amended("wendeng-2020", name)
        for path, declared in mine.sourced():
            assert declared.source in mine.sources or declared.reason, (name, path)
