"""A few words come in, a `World` and its `Community` go out: towns for tests, a handful of people each."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
FORMS: Mapping[str, float] = {"firm": 0.5, "trader": 0.3, "society": 0.2}
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
    consents: bool = True
    head: int | None = None
    """Place of the household's head; the person is one where this is silent."""
    spouse: int | None = None
    parents: tuple[int, ...] = ()
    namesake: int | None = None
    """The next one of the same name."""
    housemate: int | None = None
    """The next one of age in the household."""
    neighbour: int | None = None
    """The head of the household next door."""


@dataclass(frozen=True, slots=True)
class Firm:
    """One organisation of a town for tests."""

    head: int | None = 0
    form: int = 0
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


def span(median_d: float, sigma: float = 0.0, longest_d: int = 3600, never: float = 0.0) -> Tree:
    """Return a span that acts last, or that decisions take."""
    return {"median_d": median_d, "sigma": sigma, "max_d": longest_d, "never": never, **SOURCE}


def world(
    *,
    domains: Mapping[str, float],
    providers: Mapping[str, Tree],
    conducts: Mapping[str, Tree],
    responses: Tree | None = None,
    year: int = 2019,
    of_organisations: Container[str] = (),
    holidays: Sequence[str] = (),
    errors: Tree | None = None,
    objections: Tree | None = None,
) -> World:
    """Return a world.

    Args:
        domains: The k of the frailty in each.
        providers: By name.
        conducts: By name.
        responses: Everybody follows the score and nobody responds where it is silent.
        year: In which the calendar starts.
        of_organisations: The domains whose conduct is that of organisations.
        holidays: `MM-DD` of every year, or whole dates.
        errors: Nothing goes wrong where it is silent.
        objections: Nobody objects where it is silent.
    """
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
                name: {
                    "title": name,
                    "of": "organisations" if name in of_organisations else "residents",
                    "frailty_k": {"value": k, **SOURCE},
                }
                for name, k in domains.items()
            },
            "organisations": {
                "count": {"value": 10, **SOURCE},
                "forms": {name: {"value": share, **SOURCE} for name, share in FORMS.items()},
                "head_ages": (18, 90),
                **SOURCE,
            },
            "holidays": {
                "every_year": tuple(day for day in holidays if len(day) == len("MM-DD")),
                "days": tuple(day for day in holidays if len(day) != len("MM-DD")),
                **SOURCE,
            },
            "providers": dict(providers),
            "conduct": dict(conducts),
            "responses": responses or {"followers": {"value": 1.0, **SOURCE}},
            "errors": errors or {},
            "objections": objections,
        }
    )


def community(
    people: Sequence[Person], *, domains: int, number: int = 0, firms: Sequence[Firm] = ()
) -> Community:
    """Return these people as a community, and the organisations that some of them head."""
    heads = [ix if its.head is None else its.head for ix, its in enumerate(people)]
    households = {head: ix for ix, head in enumerate(sorted(set(heads)))}
    parents = [(*its.parents, -1, -1)[:2] for its in people]
    return Community(
        number=number,
        sex=np.array([its.sex for its in people], dtype=np.uint8),
        birth_day=np.array([its.birth_day for its in people], dtype=np.int32),
        household_ix=np.array([households[its] for its in heads], dtype=np.int32),
        role=np.zeros(len(people), dtype=np.uint8),
        head_ix=np.array(heads, dtype=np.int32),
        spouse_ix=_places([its.spouse for its in people]),
        levels=np.array([its.levels for its in people], dtype=np.uint8).T.copy(),
        is_follower=np.array([its.follows_score for its in people], dtype=np.uint8),
        frailty=np.array([its.frailty[:domains] for its in people], dtype=np.uint8).T.copy(),
        parent_ix=np.array(parents, dtype=np.int32).T.copy(),
        is_consenting=np.array([its.consents for its in people], dtype=np.uint8),
        org_form=np.array([its.form for its in firms], dtype=np.uint8),
        org_head_ix=_places([its.head for its in firms]),
        org_frailty=np.array([its.frailty[:domains] for its in firms], dtype=np.uint8)
        .reshape(len(firms), domains)
        .T.copy(),
        namesake_ix=_places([its.namesake for its in people]),
        housemate_ix=_places([its.housemate for its in people]),
        neighbour_ix=_places([its.neighbour for its in people]),
    )


def _places(of: Sequence[int | None]) -> NDArray[np.int32]:
    return np.array([_or_nobody(its) for its in of], dtype=np.int32)


def _or_nobody(ix: int | None) -> int:
    return -1 if ix is None else ix


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
