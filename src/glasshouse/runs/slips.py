"""A run and a resident's id come in, the slip goes out: both files, and what really happened.

Nothing per resident is stored: the community is lived again from (run, number).
"""

import re
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.engine.calendar import date_of, years_later
from glasshouse.engine.live import Life
from glasshouse.engine.rules import lowest_scores, rule_sees, start_score, target_score
from glasshouse.engine.state import FILES, NEVER_D, Event, Kind, Person
from glasshouse.engine.streams import severities
from glasshouse.errors import GlasshouseError, misuse
from glasshouse.law.schema import Rule
from glasshouse.people.deal import Community
from glasshouse.runs.folder import Run
from glasshouse.runs.setting import Setting, compile_setting, deal_one, live_one
from glasshouse.units import points

ID = re.compile(r"(\d{1,9})\.(\d{1,9})", re.ASCII)
REDONE = "setting"


class _Booked(NamedTuple):
    """An entry as it was booked; `gone_d` is the day on which a heavier one of its act took its place."""

    rule_ix: int
    act: int
    act_d: int
    booked_d: int
    until_d: int
    kind: int
    gone_d: int


def resident(run: Run, name: str) -> dict[str, Any]:
    """Return the slip of one resident of a run.

    Args:
        run: The run.
        name: The public id, `community.number`.

    Raises:
        GlasshouseError: If there is no such resident, or the run was made by another version.
    """
    setting = _setting_of(run)
    community, index = _parse(name, setting.people.communities_n)
    return make_slip(setting, int(run.manifest["seed"]), community, index, expected=_digest(run, community))


def make_slip(
    setting: Setting, seed: int, number: int, index: int, *, expected: int | None = None
) -> dict[str, Any]:
    """Live a resident's community again and write the slip at their last publication.

    Args:
        setting: Law, world and span.
        seed: The run's seed.
        number: The community.
        index: The resident's index in it.
        expected: The community's digest in the run, which must come out again.
    """
    community = deal_one(setting, number)
    if index >= len(community.sex):
        raise _nobody(f"{number}.{index}", f"{number}.0 to {number}.{len(community.sex) - 1}")
    life = live_one(setting, community, seed=seed, is_traced=True, watch=(index, index + 1))
    if expected is not None and int(life.sums.digest[0]) != expected:
        raise misuse("N206", "the run cannot be lived again: another version made it", "make the run again")
    person = life.state.person[index]
    at_d = _last_shown_d(setting, person)
    is_scored = at_d >= person[Person.OPENS_D]
    slip: dict[str, Any] = {
        "id": f"{number}.{index}",
        "scored": bool(is_scored),
        "about": _about(setting, community, index, at_d),
        "at": _iso(setting, at_d),
    }
    if person[Person.DEATH_D] < setting.tables.month_start_d[-1]:
        slip["died"] = _iso(setting, int(person[Person.DEATH_D]))
    slip["files"] = (
        {file: _file(setting, life, ix, index, at_d) for ix, file in enumerate(FILES)} if is_scored else {}
    )
    slip["household"] = [
        f"{number}.{r}"
        for r in np.flatnonzero(community.household_ix == community.household_ix[index])
        if r != index
    ]
    slip["conduct"] = _conduct(setting, life, index)
    return slip


def _parse(name: str, communities_n: int) -> tuple[int, int]:
    match = ID.fullmatch(name)
    if match is None:
        raise misuse("N207", f"`{name}` is no resident's id", "write community.number, as in 12.4")
    community, index = int(match[1]), int(match[2])
    if community >= communities_n:
        raise _nobody(name, f"communities 0 to {communities_n - 1}")
    return community, index


def _nobody(name: str, there_are: str) -> GlasshouseError:
    return misuse("N208", f"there is no resident {name} in this run", f"there are {there_are}")


def _setting_of(run: Run) -> Setting:
    """Compile the run's law and world once per `Run`."""
    cached = run.memory.get(REDONE)
    if not isinstance(cached, Setting):
        cached = compile_setting(run.regime, run.world, years=int(run.manifest["years"]))
        run.memory[REDONE] = cached
    return cached


def _digest(run: Run, community: int) -> int:
    found = run.table("communities").filter(pl.col("community") == community)["digest"]
    return int(found.sum())


def _iso(setting: Setting, day: int) -> str:
    return date_of(setting.tables.year, day).isoformat()


def _last_shown_d(setting: Setting, person: NDArray[np.int32]) -> int:
    """Return the last publication in the resident's life."""
    day_of_month = setting.regime.instrument.publication.day_of_month
    days = setting.tables.month_start_d[:-1] + day_of_month - 1
    alive = days[days < person[Person.DEATH_D]]
    return int(alive[-1]) if len(alive) else 0


def _about(setting: Setting, community: Community, index: int, at_d: int) -> dict[str, Any]:
    born, today = (date_of(setting.tables.year, int(d)) for d in (community.birth_day[index], at_d))
    years = today.year - born.year
    about: dict[str, Any] = {
        "sex": setting.dims[1].levels[community.sex[index]],
        "age": years - (years_later(born, years) > today),
    }
    for dim, level in zip(setting.dims[2:], community.levels[:, index], strict=True):
        about[dim.name] = dim.levels[level]
    about["role"] = setting.people.role_names[community.role[index]]
    return about


def _entries(life: Life, file: int, index: int, at_d: int) -> list[_Booked]:
    """Return what was booked on a file up to a day, in order."""
    rows = life.trace.ledger
    rows = rows[(rows[:, 1] == file) & (rows[:, 2] == index) & (rows[:, 6] <= at_d)]
    booked: list[_Booked] = []
    for event, _, _, rule, act, act_d, booked_d, until_d, kind, _ in rows.tolist():
        if event == Event.BOOKED:
            booked.append(_Booked(rule, act, act_d, booked_d, until_d, kind, NEVER_D))
        elif event == Event.REPLACED:
            ix = next(
                ix for ix, e in enumerate(booked) if (e.rule_ix, e.act, e.gone_d) == (rule, act, NEVER_D)
            )
            booked[ix] = booked[ix]._replace(gone_d=booked_d)
    return booked


def _file(setting: Setting, life: Life, file: int, index: int, at_d: int) -> dict[str, Any]:
    """Write one file: base, entries, and the difference that a downgrade, floor or ceiling makes."""
    base_pt = setting.regime.instrument.base.value_pt
    entries = _entries(life, file, index, at_d)
    rules = list(setting.regime.rules.items())
    lines: list[dict[str, Any]] = [{"kind": "base", "points": points(base_pt), "counts": True}]
    total_pt = base_pt
    caps: list[tuple[int, str]] = []
    lowest = lowest_scores(setting.regime)
    for entry in entries:
        code, rule = rules[entry.rule_ix]
        counts = at_d < entry.until_d and entry.gone_d == NEVER_D
        lines.append(_entry_line(setting, code, rule, entry, counts=counts))
        if counts:
            total_pt += rule.points_pt or 0
            if rule.downgrade_to is not None:
                caps.append((target_score(setting.regime, rule.downgrade_to), code))
    score_pt = _shown(setting, life, file, index, at_d)
    if score_pt != total_pt:
        lines.append(_set_to(setting, score_pt, total_pt, min(caps, default=None)))
    grade = [name for ix, (name, pt) in enumerate(lowest.items()) if ix == 0 or score_pt >= pt][-1]
    shown_as = next(b.shown_as for b in setting.regime.instrument.bands if b.grade == grade)
    return {
        "score": points(score_pt),
        "grade": grade,
        **({} if shown_as is None else {"shown_as": shown_as}),
        "lists": [
            name
            for name, spec in setting.regime.lists.items()
            if grade in setting.regime.grades_meant_by(spec.grades)
        ],
        "lines": lines,
    }


def _shown(setting: Setting, life: Life, file: int, index: int, at_d: int) -> int:
    """Return the score that the kernel showed on a day."""
    rows = life.trace.changes
    rows = rows[(rows[:, 0] == file) & (rows[:, 1] == index) & (rows[:, 2] <= at_d)]
    return int(rows[-1, 3]) if len(rows) else start_score(setting.regime)


def _entry_line(setting: Setting, code: str, rule: Rule, entry: _Booked, *, counts: bool) -> dict[str, Any]:
    place = setting.regime.places.get(f"rules.{code}")
    reference = setting.regime.sources.get(rule.source)
    line: dict[str, Any] = {
        "kind": "entry",
        "points": points(rule.points_pt or 0),
        "rule": code,
        "title": rule.title,
        "article": rule.article,
        "source": rule.source,
        "source_kind": reference.kind if reference else rule.source,
        "place": f"{place.file}:{place.line}" if place else None,
        "provider": rule.provider,
        "act": f"{entry.act}",
        "day": _iso(setting, entry.act_d),
        "booked": _iso(setting, entry.booked_d),
        "until": _iso(setting, entry.until_d),
        "cause": Kind(entry.kind).name.lower(),
        "counts": counts,
    }
    if rule.downgrade_to is not None:
        line["downgrade_to"] = rule.downgrade_to
    if entry.gone_d != NEVER_D:
        line["replaced"] = _iso(setting, entry.gone_d)
    return line


def _set_to(setting: Setting, score_pt: int, total_pt: int, cap: tuple[int, str] | None) -> dict[str, Any]:
    """Say why the balance is not the sum of its entries."""
    instrument = setting.regime.instrument
    if cap is not None and score_pt == max(cap[0], instrument.floor.value_pt):
        why, rule = "direct downgrade", cap[1]
    else:
        why, rule = ("floor" if score_pt > total_pt else "ceiling"), None
    return {
        "kind": "set-to",
        "points": points(score_pt - total_pt),
        "to": points(score_pt),
        "why": why,
        "rule": rule,
        "counts": True,
    }


def _conduct(setting: Setting, life: Life, index: int) -> list[dict[str, Any]]:
    """List what the resident did, seen or not, in order; candidates that did not happen are not acts."""
    rows = life.trace.acts
    conduct = list(setting.world.conduct.items())
    rules = list(setting.regime.rules.values())
    acts: list[dict[str, Any]] = []
    for _, act, day, category, is_seen, is_recorded in rows[rows[:, 0] == index].tolist():
        streams = setting.tables.seen if is_seen else setting.tables.unseen
        conduct_id, spec = conduct[streams.conduct_ix[category]]
        severity = severities(spec)[streams.severity_ix[category]]
        mask = int(streams.seen_by[category])
        seen_by = [name for slot, name in enumerate(spec.seen_by) if mask >> slot & 1]
        acts.append(
            {
                "act": f"{act}" if is_seen else f"unseen-{act}",
                "day": _iso(setting, day),
                "conduct": conduct_id,
                "title": spec.title,
                "severity": severity,
                "lawful": spec.lawful,
                "happened": True,
                "seen_by": seen_by,
                "recorded_by": [
                    name
                    for name in seen_by
                    if is_recorded and any(rule_sees(rule, conduct_id, severity, name) for rule in rules)
                ],
            }
        )
    return acts
