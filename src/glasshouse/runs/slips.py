"""A run and an id come in, the slip goes out: both files of every account, and what really happened.

Nothing per resident is stored: the community is lived again from (run, number).
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from glasshouse.engine.calendar import date_of, years_later
from glasshouse.engine.live import Life
from glasshouse.engine.rules import rule_sees
from glasshouse.engine.spans import NO_END_D
from glasshouse.engine.state import Person, Standing
from glasshouse.engine.streams import severities
from glasshouse.errors import misuse
from glasshouse.people.deal import Community
from glasshouse.runs.folder import Run
from glasshouse.runs.ids import Parsed, nobody, parsed, public_id
from glasshouse.runs.setting import Setting, compile_setting, deal_one, live_one
from glasshouse.runs.slip_files import Asked, write_accounts

REDONE = "setting"


def resident(run: Run, name: str) -> dict[str, Any]:
    """Return the slip of one resident or organisation of a run.

    Args:
        run: The run.
        name: The public id, `community.number`, or `community.oNumber` of an organisation.

    Raises:
        GlasshouseError: If there is nobody of that name, or the run was made by another version.
    """
    setting = _setting_of(run)
    named = parsed(name, setting.people.communities_n)
    return _slip(setting, int(run.manifest["seed"]), named, expected=_digest(run, named.community))


def make_slip(setting: Setting, seed: int, number: int, index: int) -> dict[str, Any]:
    """Live a resident's community again and write the slip at their last publication.

    Args:
        setting: Law, world and span.
        seed: The run's seed.
        number: The community.
        index: The resident's index in it.
    """
    return _slip(setting, seed, Parsed(number, is_organisation=False, number=index))


def _slip(setting: Setting, seed: int, named: Parsed, *, expected: int | None = None) -> dict[str, Any]:
    """Write a slip; `expected` is the community's digest in the run, which must come out again."""
    number = named.community
    community = deal_one(setting, number)
    residents_n = len(community.sex)
    there_n = len(community.org_form) if named.is_organisation else residents_n
    holder = named.number + (residents_n if named.is_organisation else 0)
    name = public_id(number, residents_n, holder)
    if named.number >= there_n:
        raise nobody(named, there_n)
    life = live_one(setting, community, seed=seed, is_traced=True, watch=(holder, holder + 1))
    if expected is not None and int(life.sums.digest[0]) != expected:
        raise misuse("N206", "the run cannot be lived again: another version made it", "make the run again")
    asked = Asked(setting, community, life, holder)
    accounts = dict(write_accounts(asked))
    first, its = next(iter(setting.regime.instruments.items()))
    at_d = asked.last_shown_d(first)
    return {
        "id": name,
        "scored": bool(accounts),
        "about": _about_organisation(asked) if named.is_organisation else _about(asked, at_d),
        "at": asked.iso(at_d),
        **_died(asked),
        **({"consents": False} if Standing.KEPT in asked.standing else {}),
        "account": {"title": its.title, "kind": its.kind},
        "files": accounts.pop(first, {}).get("files", {}),
        "others": accounts,
        "household": [] if named.is_organisation else list(_household(community, holder)),
        "heads": _heads(community, holder),
        "conduct": list(_conduct(setting, life, holder)),
    }


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


def _conduct(setting: Setting, life: Life, holder: int) -> Iterator[dict[str, Any]]:
    """List what was done, seen or not, in order; candidates that did not happen are not acts."""
    rows = life.trace.acts
    conduct = list(setting.world.conduct.items())
    seen_under = _Rules(setting)
    for _, act, day, category, is_seen, is_recorded, end_d, _ in rows[rows[:, 0] == holder].tolist():
        streams = setting.tables.seen if is_seen else setting.tables.unseen
        conduct_id, spec = conduct[streams.conduct_ix[category]]
        severity = severities(spec)[streams.severity_ix[category]]
        mask = int(streams.seen_by[category])
        seen_by = [name for slot, name in enumerate(spec.seen_by) if mask >> slot & 1]
        recorded = [name for name in seen_by if is_recorded and seen_under.has(conduct_id, severity, name)]
        said: dict[str, Any] = {
            "act": f"{act}" if is_seen else f"unseen-{act}",
            "day": date_of(setting.tables.year, day).isoformat(),
            "conduct": conduct_id,
            "title": spec.title,
            "severity": severity,
            "lawful": spec.lawful,
            "happened": True,
            "seen_by": seen_by,
            "recorded_by": recorded,
        }
        if end_d >= NO_END_D:
            said["ends"] = "never"
        elif end_d >= setting.tables.month_start_d[-1]:
            said["ends"] = "later"
        elif end_d > day:
            said["ends"] = date_of(setting.tables.year, end_d).isoformat()
        yield said


class _Rules:
    """Whether a law has a rule for what a provider saw; each question is answered once."""

    def __init__(self, setting: Setting) -> None:
        self._rules = list(setting.regime.rules.values())
        self._known: dict[tuple[str, str, str], bool] = {}

    def has(self, conduct: str, severity: str, provider: str) -> bool:
        asked = conduct, severity, provider
        if asked not in self._known:
            self._known[asked] = any(rule_sees(rule, *asked) for rule in self._rules)
        return self._known[asked]
