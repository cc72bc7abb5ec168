"""A synthetic city and its records come in, ten residents with their slips go out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.reports.synthetic_city import (
    CODES,
    FLOOR,
    GROUPS,
    HELD_AT,
    RULES,
    YEAR,
    City,
    Records,
    grades_of,
    iso,
    new_year,
)

Json = dict[str, Any]
UNSEEN_BEFORE = {"red-light", "rubbish", "helps"}
LAWFUL = {"critical-post", "petition"}


def chosen_residents(
    city: City, records: Records, scores: dict[str, NDArray[np.float64]], years: int
) -> list[Json]:
    """Choose nine adults and a child by rule, and write their slips."""
    official, truthful = scores["official"], scores["truthful"]
    order = np.argsort(official, kind="stable")
    entries_n = np.bincount(records.adult, minlength=len(official))
    gap = np.argsort(official - truthful, kind="stable")
    picks: list[tuple[str, str, int]] = [
        ("lowest score", "The lowest balance at the last publication.", int(order[0])),
        ("highest score", "The highest balance at the last publication.", int(order[-1])),
        ("median score", "Half the city stands above, half below.", int(order[len(order) // 2])),
        ("most entries", "The longest file.", int(np.argmax(entries_n))),
        ("no entry", "Not one record in all the years.", int(np.argmin(entries_n))),
        ("furthest below the truthful file", "Late booking cost the most here.", int(gap[0])),
        ("furthest above the truthful file", "Late booking spared the most here.", int(gap[-1])),
        ("tenth percentile", "A tenth of the city stands lower.", int(order[len(order) // 10])),
        ("drawn", "Drawn by a keyed hash, for no other reason.", len(order) // 3),
    ]
    slips = [(rule, why, synthetic_slip(who, city, records, years)) for rule, why, who in picks]
    slips.append(("a child", "The law scores nobody under 18.", child(years)))
    return [{"rule": rule, "why": why, "id": slip["id"], "slip": slip} for rule, why, slip in slips]


def child(years: int) -> Json:
    """Write the slip of a child."""
    about = {"sex": "female", "age": 9, "registration": "local", "work": "not-working"}
    at = f"{YEAR + years - 1}-12-31"
    return {"id": "3.17", "scored": False, "about": about, "at": at, "files": {}, "conduct": []}


def synthetic_slip(who: int, city: City, records: Records, years: int) -> Json:
    """Write one adult's slip, in the JSON of `glasshouse resident`."""
    mine = np.flatnonzero(records.adult == who)
    mine = mine[np.argsort(records.act_day[mine], kind="stable")]
    at = new_year(years) - 1
    about = {name: GROUPS[name][int(level[who])][0] for name, level in city.levels.items()}
    first = int(np.flatnonzero(city.community == city.community[who])[0])
    return {
        "id": f"{city.community[who]}.{who - first}",
        "scored": True,
        "about": {**about, "age": int(about["age"][:2])},
        "at": iso(at),
        "files": {file: _file(records, mine, at, file) for file in ("official", "truthful")},
        "conduct": [act for ix in mine for act in _acts(records, int(ix))],
    }


def _file(records: Records, mine: NDArray[np.int64], at: int, file: str) -> Json:
    base = _line("base", 1000, {"title": "Base", "article": "1.4", "source_kind": "press"})
    entries = [_entry(records, int(ix), at, file) for ix in mine]
    lines = [base, *(entry for entry in entries if entry["booked"] <= iso(at))]
    counting = [line for line in lines if line["counts"]]
    total = float(sum(line["points"] for line in counting))
    caps = [HELD_AT[RULES[line["rule"]]["downgrade_to"]] for line in counting if line["points"] == 0]
    score = max(FLOOR, min([total, *caps]))
    if score != total:
        lines.append(_line("set-to", score - total, {"title": "Set by a direct downgrade or the floor"}))
    grade = str(grades_of(np.array([score]))[0])
    lists = ["red"] if grade.startswith("A") else ["black"]
    published = {"score": score, "grade": grade, "on": iso(at - 6)}
    return {"score": score, "grade": grade, "lists": lists, "published": published, "lines": lines}


def _entry(records: Records, ix: int, at: int, file: str) -> Json:
    code = CODES[int(records.rule[ix])]
    rule = RULES[code]
    act_day, until = int(records.act_day[ix]), int(records.until_day[ix])
    booked = int(records.booked_day[ix]) if file == "official" else act_day
    said = {
        "rule": code,
        "title": rule["title"],
        "article": rule.get("article"),
        "source_kind": "assumption" if rule["source"] == "assumption" else "press",
        "provider": rule["provider"],
        "day": iso(act_day),
        "booked": iso(booked),
        "until": iso(until),
        "cause": "late" if booked - act_day > 30 else "true",
        "counts": booked <= at < until,
    }
    return _line("entry", rule.get("points", 0), said)


def _line(kind: str, points: float, said: Json) -> Json:
    names = ("rule", "title", "article", "source_kind", "provider", "day", "booked", "until", "cause")
    return {"kind": kind, "points": int(points), **dict.fromkeys(names), "counts": True, **said}


def _acts(records: Records, ix: int) -> list[Json]:
    rule = RULES[CODES[int(records.rule[ix])]]
    day = int(records.act_day[ix])
    act: Json = {
        "day": iso(day),
        "conduct": rule["conduct"],
        "title": rule["title"],
        "severity": "any",
        "lawful": rule["conduct"] in LAWFUL or rule.get("points", -1) > 0,
        "happened": True,
        "seen_by": [rule["provider"]],
        "recorded_by": [rule["provider"]],
    }
    unseen: Json = {**act, "day": iso(max(0, day - 9)), "seen_by": [], "recorded_by": []}
    return [unseen, act] if rule["conduct"] in UNSEEN_BEFORE else [act]
