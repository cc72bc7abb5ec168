"""A run and an id come in, the slip goes out: both files of every account, and what really happened.

Nothing per resident is stored: the community is lived again from (run, number).
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from glasshouse.engine.calendar import date_of, years_later
from glasshouse.engine.columns import Person, Standing
from glasshouse.engine.live import Life
from glasshouse.errors import misuse
from glasshouse.people.deal import Community
from glasshouse.runs.asked import Asked
from glasshouse.runs.deeds import conduct_of
from glasshouse.runs.folder import Run
from glasshouse.runs.ids import Parsed, nobody, parsed, public_id
from glasshouse.runs.setting import Setting, compile_setting, deal_one, live_one
from glasshouse.runs.slip_files import write_accounts

REDONE = "setting"


def resident(run: Run, name: str) -> dict[str, Any]:
    """Return the slip of one resident or organisation of a run.

    Args:
        run: The run.
        name: The public id, `community.number`, or `community.oNumber` of an organisation.

    Raises:
        GlasshouseError: If there is nobody of that name, or the run was made by another version.
    """
    return _slip(ask(run, name))


def make_slip(setting: Setting, seed: int, number: int, index: int) -> dict[str, Any]:
    """Live a resident's community again and write the slip at their last publication.

    Args:
        setting: Law, world and span.
        seed: The run's seed.
        number: The community.
        index: The resident's index in it.
    """
    return _slip(_asked(setting, seed, Parsed(number, is_organisation=False, number=index)))


def ask(run: Run, name: str) -> Asked:
    """Live the community of a resident or organisation of a run again.

    Raises:
        GlasshouseError: If there is nobody of that name, or the run was made by another version.
    """
    setting = setting_of(run)
    named = parsed(name, setting.people.communities_n)
    return _asked(setting, int(run.manifest["seed"]), named, expected=digest_in(run, named.community))


def _asked(setting: Setting, seed: int, named: Parsed, *, expected: int | None = None) -> Asked:
    """Live a community again; `expected` is its digest in the run, which must come out again."""
    community = deal_one(setting, named.community)
    residents_n = len(community.sex)
    there_n = len(community.org_form) if named.is_organisation else residents_n
    holder = named.number + (residents_n if named.is_organisation else 0)
    if named.number >= there_n:
        raise nobody(named, there_n)
    life = live_one(setting, community, seed=seed, is_traced=True, watch=(holder, holder + 1))
    check_digest(life, expected)
    return Asked(setting, community, life, holder, seed)


def check_digest(life: Life, expected: int | None) -> None:
    """Refuse a life that is not the one of the run; without a digest there is nothing to compare.

    Raises:
        GlasshouseError: If another version made the run.
    """
    if expected is not None and int(life.sums.digest[0]) != expected:
        raise misuse("N206", "the run cannot be lived again: another version made it", "make the run again")


def _slip(asked: Asked) -> dict[str, Any]:
    accounts = dict(write_accounts(asked))
    setting, community, holder = asked.setting, asked.community, asked.holder
    first, its = next(iter(setting.regime.instruments.items()))
    at_d, is_organisation = asked.last_shown_d(first), holder >= len(community.sex)
    return {
        "id": asked.id,
        "scored": bool(accounts),
        "about": _about_organisation(asked) if is_organisation else _about(asked, at_d),
        "at": asked.iso(at_d),
        **_died(asked),
        **({"consents": False} if Standing.KEPT in asked.standing else {}),
        "account": {"title": its.title, "kind": its.kind},
        "files": accounts.pop(first, {}).get("files", {}),
        "others": accounts,
        "household": [] if is_organisation else list(_household(community, holder)),
        "heads": _heads(community, holder),
        "conduct": list(conduct_of(asked)),
    }


def setting_of(run: Run) -> Setting:
    """Compile the run's law and world once per `Run`."""
    cached = run.memory.get(REDONE)
    if not isinstance(cached, Setting):
        cached = compile_setting(run.regime, run.world, years=int(run.manifest["years"]))
        run.memory[REDONE] = cached
    return cached


def digest_in(run: Run, community: int) -> int:
    """Return the digest that a community has in a run."""
    found = run.table("communities").filter(pl.col("community") == community)["digest"]
    return int(found.sum())


def _died(asked: Asked) -> dict[str, str]:
    death_d = int(asked.person[Person.DEATH_D])
    is_dead = death_d < asked.setting.tables.month_start_d[-1]
    return {"died": asked.iso(death_d)} if is_dead else {}


def _about(asked: Asked, at_d: int) -> dict[str, Any]:
    setting, community, index = asked.setting, asked.community, asked.holder
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


def _about_organisation(asked: Asked) -> dict[str, Any]:
    """Say what form an organisation has, and who heads it."""
    community = asked.community
    number = asked.holder - len(community.sex)
    forms = asked.setting.people.organisations.form_names
    head = int(community.org_head_ix[number])
    about: dict[str, Any] = {"form": forms[int(community.org_form[number])]}
    return about if head < 0 else {**about, "head": f"{community.number}.{head}"}


def _household(community: Community, index: int) -> Iterator[str]:
    for each in np.flatnonzero(community.household_ix == community.household_ix[index]).tolist():
        if each != index:
            yield f"{community.number}.{each}"


def _heads(community: Community, index: int) -> list[str]:
    """Name the organisations that a resident heads."""
    residents_n = len(community.sex)
    headed = np.flatnonzero(community.org_head_ix == index).tolist()
    return [public_id(community.number, residents_n, residents_n + each) for each in headed]
