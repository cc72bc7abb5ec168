"""A folder and a number of adults come in, a run folder in the exact frames of the product goes out.

The figures are invented. Nobody's age changes and nobody dies here; it is a stand-in on which the
pages are tested without the engine.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tests.reports.synthetic_city import (
    CODES,
    FLOOR,
    GROUPS,
    HELD_AT,
    LAW,
    PROVIDERS,
    RULES,
    YEAR,
    City,
    Records,
    grades_of,
    new_year,
    publication,
)
from tests.reports.synthetic_slips import LAWFUL, chosen_residents

RATES = {
    "red-light": 0.09,
    "drink-driving": 0.0012,
    "gives-way": 0.12,
    "work-praise": 0.07,
    "helps-village": 0.16,
    "good-deed": 0.03,
    "rubbish": 0.05,
    "brawl": 0.0006,
    "detention": 0.0011,
    "critic-post": 0.006,
    "petition": 0.003,
    "late-tax": 0.004,
    "unpaid-judgment": 0.0025,
    "late-loan": 0.004,
    "gives-blood": 0.025,
}
DELAY_D = {"traffic-police": 6, "court": 45, "bank": 20, "tax-office": 40, "employers": 30, "police": 4}
SEEN_P = {"red-light": 0.02, "rubbish": 0.05, "critical-post": 0.12, "gives-way": 0.03, "helps": 0.25}
ACCOUNT = ("instrument", "file", "holder")
HELD = {"instrument": pl.lit("points"), "holder": pl.lit("residents")}
"""All is of the law's one account, and of residents."""
COLUMNS = {
    "grades": ("month", *ACCOUNT, "grade", "n", "score_sum_pt"),
    "groups": ("year", "dimension", "level", "instrument", "file", "grade", "n", "score_sum_pt"),
    "flows": ("month", *ACCOUNT, "grade_from", "grade_to", "n"),
    "scores": ("year", *ACCOUNT, "score_from", "n"),
    "days": ("community", "year", *ACCOUNT, "grade", "person_days"),
}


def write_synthetic_run(folder: Path, *, adults_n: int = 6_000, years: int = 10, seed: int = 7) -> Path:
    """Write a whole run folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    city = _people(rng, adults_n)
    records = _records(rng, city, years)
    scores = {
        "official": _scores(records, records.booked_day, adults_n, years),
        "truthful": _scores(records, records.act_day, adults_n, years),
    }
    _write_states(folder, city, scores, years)
    _entries(records, years).write_parquet(folder / "entries.parquet")
    _acts(records, years).write_parquet(folder / "acts.parquet")
    manifest = _manifest(adults_n, int(city.community.max()) + 1, years)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    at_end = {file: of_file[-1] for file, of_file in scores.items()}
    chosen = chosen_residents(city, records, at_end, years)
    (folder / "chosen.json").write_text(json.dumps(chosen, indent=1), encoding="utf-8")
    return folder


def _people(rng: np.random.Generator, n: int) -> City:
    levels = {
        name: rng.choice(len(shares), n, p=np.array([share for _, share in shares])).astype(np.int8)
        for name, shares in GROUPS.items()
    }
    community = np.sort(rng.integers(0, max(2, n // 686), n)).astype(np.int32)
    return City(community, levels, rng.gamma(0.5, 2.0, n))


def _records(rng: np.random.Generator, city: City, years: int) -> Records:
    parts: list[tuple[NDArray[Any], ...]] = []
    for ix, (code, rule) in enumerate(RULES.items()):
        mean = RATES[code] * years * city.frailty * _tilt(city, code)
        adult = np.repeat(np.arange(len(mean)), rng.poisson(mean))
        act_day = rng.integers(0, new_year(years), len(adult))
        delay_d = rng.lognormal(np.log(DELAY_D.get(str(rule["provider"]), 3)), 1.0, len(adult))
        booked_day = act_day + np.minimum(delay_d, 180).astype(np.int64)
        parts.append(
            (
                adult,
                np.full(len(adult), ix),
                act_day,
                booked_day,
                act_day + 365 * int(rule["valid"].partition(" ")[0]),
            )
        )
    adult, rule_ix, *days = (np.concatenate(column) for column in zip(*parts, strict=True))
    act_day, booked_day, until_day = (column.astype(np.int32) for column in days)
    return Records(adult, rule_ix.astype(np.int16), act_day, booked_day, until_day)


def _tilt(city: City, code: str) -> NDArray[np.float64]:
    """How groups differ in one kind of conduct."""
    age, work, registration = (city.levels[name] for name in ("age", "work", "registration"))
    if code == "work-praise":
        return np.where(work == 0, 0.0, np.where(work == 5, 4.0, 1.0))
    if RULES[code].get("points", -1) > 0:
        return np.where(registration == 3, 0.4, 1.0)
    return np.array([1.6, 1.3, 1.0, 0.6, 0.3])[age] * np.where(city.levels["sex"] == 1, 1.5, 0.6)


def _scores(records: Records, start: NDArray[np.int32], n: int, years: int) -> NDArray[np.float64]:
    """Scores at each publication. Shape [12 * years, R]."""
    published = np.array([publication(month) for month in range(12 * years)])
    points = np.array([float(rule.get("points", 0)) for rule in RULES.values()])[records.rule]
    held = [HELD_AT.get(str(rule.get("downgrade_to")), 1e9) for rule in RULES.values()]
    caps = np.array(held)[records.rule]
    on, off = np.searchsorted(published, start), np.searchsorted(published, records.until_day)
    scores = np.empty((len(published), n))
    balance = np.full(n, 1000.0)
    for month in range(len(published)):
        begins, ends = on == month, (off == month) & (on < off)
        balance += np.bincount(records.adult[begins], points[begins], n)
        balance -= np.bincount(records.adult[ends], points[ends], n)
        live = (caps < 1e9) & (on <= month) & (off > month)
        scores[month] = balance
        np.minimum.at(scores[month], records.adult[live], caps[live])
    return np.maximum(scores, FLOOR)


def _write_states(folder: Path, city: City, scores: dict[str, NDArray[np.float64]], years: int) -> None:
    frames: dict[str, list[pl.DataFrame]] = {name: [] for name in COLUMNS}
    for file, of_file in scores.items():
        grades = [grades_of(of_month) for of_month in of_file]
        for month, of_month in enumerate(of_file):
            now = pl.DataFrame(
                {"community": city.community, "grade": grades[month], "score_pt": (of_month * 10).astype(int)}
            ).with_columns(file=pl.lit(file))
            at = _sums(now, ["file", "grade"]).with_columns(month=pl.lit(month, pl.Int16))
            frames["grades"].append(at)
            if month:
                flow = _flow(grades[month - 1], grades[month])
                frames["flows"].append(flow.with_columns(month=pl.lit(month, pl.Int16), file=pl.lit(file)))
            if month % 12 == 11:
                _december(frames, city, now, month // 12)
    for name, parts in frames.items():
        pl.concat(parts).with_columns(**HELD).select(COLUMNS[name]).write_parquet(folder / f"{name}.parquet")
    _standing(scores, years).write_parquet(folder / "standing.parquet")


def _sums(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    return frame.group_by(keys).agg(n=pl.len().cast(pl.Int64), score_sum_pt=pl.col("score_pt").sum())


def _flow(before: NDArray[np.str_], after: NDArray[np.str_]) -> pl.DataFrame:
    frame = pl.DataFrame({"grade_from": before, "grade_to": after})
    return frame.group_by("grade_from", "grade_to").agg(n=pl.len().cast(pl.Int64))


def _december(frames: dict[str, list[pl.DataFrame]], city: City, now: pl.DataFrame, year: int) -> None:
    in_year = pl.lit(year, pl.Int16)
    for dimension, shares in GROUPS.items():
        names = np.array([level for level, _ in shares])[city.levels[dimension]]
        grouped = _sums(now.with_columns(level=pl.Series(names)), ["level", "file", "grade"])
        frames["groups"].append(grouped.with_columns(year=in_year, dimension=pl.lit(dimension)))
    bucket = (pl.col("score_pt") // 50 * 5).cast(pl.Int32).alias("score_from")
    scores = now.group_by("file", bucket).agg(n=pl.len().cast(pl.Int64))
    frames["scores"].append(scores.with_columns(year=in_year))
    days = now.group_by("community", "file", "grade").agg(person_days=(pl.len() * 365).cast(pl.Int64))
    frames["days"].append(days.with_columns(year=in_year))


def _standing(scores: dict[str, NDArray[np.float64]], years: int) -> pl.DataFrame:
    parts: list[pl.DataFrame] = []
    for year in range(years):
        both = pl.DataFrame({file: grades_of(of_file[12 * year + 11]) for file, of_file in scores.items()})
        counted = both.group_by("official", "truthful").agg(n=pl.len().cast(pl.Int64))
        parts.append(counted.with_columns(year=pl.lit(year, pl.Int16), **HELD))
    return pl.concat(parts).select("year", "instrument", "holder", "official", "truthful", "n")


def _entries(records: Records, years: int) -> pl.DataFrame:
    provider = np.array([str(rule["provider"]) for rule in RULES.values()])
    points_pt = np.array([int(rule.get("points", 0) * 10) for rule in RULES.values()])
    parts: list[pl.DataFrame] = []
    for file, booked in (("official", records.booked_day), ("truthful", records.act_day)):
        frame = pl.DataFrame(
            {
                "year": _year_of(booked, years),
                "rule": np.array(CODES)[records.rule],
                "provider": provider[records.rule],
                "kind": np.where(booked - records.act_day > 30, "late", "true"),
                "points_pt": points_pt[records.rule],
            }
        ).with_columns(file=pl.lit(file), cause=pl.col("kind"))
        keys = ["year", "instrument", "file", "holder", "rule", "provider", "kind", "cause"]
        parts.append(
            frame.with_columns(**HELD)
            .group_by(keys)
            .agg(n=pl.len().cast(pl.Int64), points_pt=pl.col("points_pt").sum())
        )
    return pl.concat(parts).filter(pl.col("year") < years)


def _acts(records: Records, years: int) -> pl.DataFrame:
    conduct = np.array([str(rule["conduct"]) for rule in RULES.values()])
    frame = pl.DataFrame(
        {
            "year": _year_of(records.act_day, years),
            "conduct": conduct[records.rule],
        }
    ).with_columns(severity=pl.lit("any"))
    keys = ["year", "conduct", "severity"]
    seen = frame.group_by(keys).agg(recorded_n=pl.len().cast(pl.Int64))
    return seen.with_columns(happened_n=pl.col("recorded_n")).select(*keys, "happened_n", "recorded_n")


def _year_of(day: NDArray[np.int32], years: int) -> NDArray[np.int16]:
    starts = [new_year(year) for year in range(years + 1)]
    return (np.searchsorted(starts, day, side="right") - 1).astype(np.int16)


def _manifest(adults_n: int, communities_n: int, years: int) -> dict[str, Any]:
    return {
        "fingerprint": "5f1c9be0" * 8,
        "regime": "made-up",
        "world": "made-up-town",
        "amendments": [],
        "seed": 1,
        "versions": {"glasshouse": "0.1.0", "python": "3.11.7", "numpy": "2.4.6"},
        "tables_hash": "77aa" * 16,
        "command": f"glasshouse run made-up --world made-up-town --years {years} --seed 1 --out out/made-up",
        "residents": round(adults_n / 0.88),
        "organisations": 0,
        "scored": adults_n,
        "years": years,
        "communities": communities_n,
        "status": "complete",
        "peak_rss_mb": 210,
        "timing": {"people_s": 0.4, "compile_s": 0.0, "simulate_s": 1.1, "total_s": 1.9},
        "law": LAW,
        "world_summary": _world(),
    }


def _world() -> dict[str, Any]:
    guess = {"source": "assumption", "reason": "no study counts it", "range": [0.001, 0.2]}
    conduct = {
        rule["conduct"]: {
            "title": rule["title"],
            "domain": "daily-life",
            "lawful": rule["conduct"] in LAWFUL,
            "per_adult_y": {"value": RATES[code], **guess},
            "seen_by": {rule["provider"]: {"value": SEEN_P.get(rule["conduct"], 0.9), **guess}},
        }
        for code, rule in RULES.items()
    }
    providers = {
        name: {"title": title, "delay_median_d": DELAY_D.get(name, 3), **guess}
        for name, title in PROVIDERS.items()
    }
    followers = {"value": 0.3, "source": "assumption", "reason": "surveys disagree", "range": [0.05, 0.8]}
    return {
        "glasshouse": "world/1",
        "id": "made-up-town",
        "title": "A made-up town of Rongcheng's size",
        "about": "Invented.",
        "year": YEAR,
        "sources": {"census": {"kind": "study", "reference": "Census of 2020"}},
        "attributes": {
            name: {"levels": [level for level, _ in GROUPS[name]]} for name in ("registration", "work")
        },
        "conduct": conduct,
        "providers": providers,
        "responses": {"followers": followers},
    }
