"""A few words come in, a `World` and its `Community` go out: towns for tests, a handful of people each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from glasshouse.people.deal import Community
from glasshouse.people.world import World
from tests.differential.laws import OURS, SOURCE, Tree

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "residence": ("urban", "rural"),
    "work": ("none", "farm", "shop"),
    "online": ("no", "yes"),
}
AGE_GROUPS = (18, 30, 60)
AGES = ("18-29", "30-59", "60+")
SEXES: tuple[str, str] = ("male", "female")
LAST_AGE = 120
NOBODY_DIES: tuple[tuple[int, ...], tuple[int, ...]] = ((0,) * (LAST_AGE + 1), (0,) * (LAST_AGE + 1))


@dataclass(frozen=True, slots=True)
class Person:
    """One resident of a town for tests, by places in the lists of levels."""

    birth_day: int
    sex: int = 0
    levels: tuple[int, ...] = (0, 0, 0)
    follows_score: bool = True
    frailty: tuple[int, ...] = (7,) * 8


def conduct(domain: str, rate: float, seen_by: Mapping[str, float], **its: object) -> Tree:
    """Return something that people do so many times in a year."""
    return {
        "title": "something done",
        "domain": domain,
        "lawful": False,
        "per_adult_y": {"value": rate, **SOURCE},
        "seen_by": {name: {"value": p, **SOURCE} for name, p in seen_by.items()},
        **its,
    }


def provider(median_d: float = 0, sigma: float = 0.0, longest_d: int = 180) -> Tree:
    """Return an agency that takes so many days."""
    return {
        "title": "an agency",
        "delay_median_d": median_d,
        "delay_sigma": sigma,
        "delay_max_d": longest_d,
        **SOURCE,
    }


def world(
    *,
    domains: Mapping[str, float],
    providers: Mapping[str, Tree],
    conducts: Mapping[str, Tree],
    responses: Tree | None = None,
    year: int = 2019,
) -> World:
    """Return a world; `domains` are named with the k of their frailty."""
    return World.model_validate(
        {
            "glasshouse": "world/1",
            "id": "test-town",
            "title": "A town for a test",
            "about": "Invented.",
            "year": year,
            "key": 1,
            "sources": {OURS: {"kind": "invented", "reference": "this test"}},
            "population": _population(),
            "age_groups": AGE_GROUPS,
            "attributes": {
                name: {"title": name, "levels": levels, "otherwise": levels[0]}
                for name, levels in ATTRIBUTES.items()
            },
            "mortality": {
                "deaths": {"value": 10, **SOURCE},
                "registered": {"value": 1000, **SOURCE},
                "growth_per_y": {"value": 1.1, **SOURCE},
                "women_factor": {"value": 0.6, **SOURCE},
                "floor": {"value": 0.0001, **SOURCE},
            },
            "domains": {
                name: {"title": name, "frailty_k": {"value": k, **SOURCE}} for name, k in domains.items()
            },
            "providers": dict(providers),
            "conduct": dict(conducts),
            "responses": responses or {"followers": {"value": 1.0, **SOURCE}},
        }
    )


def community(people: Sequence[Person], *, domains: int, number: int = 0) -> Community:
    """Return these people as a community of one-person households."""
    n = len(people)
    everyone = np.arange(n, dtype=np.int32)
    return Community(
        number=number,
        sex=np.array([its.sex for its in people], dtype=np.uint8),
        birth_day=np.array([its.birth_day for its in people], dtype=np.int32),
        household_ix=everyone,
        role=np.zeros(n, dtype=np.uint8),
        head_ix=everyone,
        spouse_ix=np.full(n, -1, dtype=np.int32),
        levels=np.array([its.levels for its in people], dtype=np.uint8).T.copy(),
        is_follower=np.array([its.follows_score for its in people], dtype=np.uint8),
        frailty=np.array([its.frailty[:domains] for its in people], dtype=np.uint8).T.copy(),
    )


def _population() -> Tree:
    """Return tables that nobody is dealt from: a test brings its own people."""
    return {
        "residents": {"value": 1000, **SOURCE},
        "age_sex": {"ages": (0, 15, 60), "male": (100, 300, 100), "female": (100, 300, 100), **SOURCE},
        "open_ages": {"weights": (1.0, 1.0), **SOURCE},
        "communities": {
            "count": 1,
            "log_sd": {"value": 0.1, **SOURCE},
            "strata": {"urban": {"title": "town", "residents": {"value": 1000, **SOURCE}}},
            **SOURCE,
        },
        "age_shapes": {"any": {"by_age": {0: 1.0}, **SOURCE}},
        "households": {
            "alone": {
                "title": "alone",
                "count": 1000,
                "generations": 1,
                "head": "self",
                "roles": {"self": {"ages": "any"}},
                **SOURCE,
            }
        },
    }
