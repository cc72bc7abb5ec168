"""A Regime comes in, its plain meaning goes out: lowest scores, grades, lists, and which rules fire.

Bands have closed limits in whole points, scores are tenths: what lies between the upper limit
of one band and the lower limit of the next still belongs to the lower band.
"""

from glasshouse.law.schema import Band, Regime, Rule

TENTHS = 10


def bands_from_worst(regime: Regime) -> list[Band]:
    """Return the bands from the worst, which has no lower limit, to the best."""
    worst = [band for band in regime.instrument.bands if band.lowest is None]
    others = [band for band in regime.instrument.bands if band.lowest is not None]
    return worst + sorted(others, key=lambda band: band.lowest or 0)


def grade_of(regime: Regime, score_pt: int) -> str:
    """Return the grade of a score: the best band whose lower limit the score reaches."""
    reached = [
        band.grade
        for band in bands_from_worst(regime)
        if band.lowest is None or band.lowest * TENTHS <= score_pt
    ]
    return reached[-1]


def rank_of(regime: Regime, grade: str) -> int:
    """Return a grade's place from the worst, which has 0."""
    return [band.grade for band in bands_from_worst(regime)].index(grade)


def lists_of(regime: Regime, grade: str) -> frozenset[str]:
    """Return the lists on which somebody of this grade is; a sub-band is on its grade's lists."""
    band = next(band for band in regime.instrument.bands if band.grade == grade)
    return frozenset(
        name for name, its in regime.lists.items() if band.grade in its.grades or band.part_of in its.grades
    )


def lowest_pt(regime: Regime, grade: str) -> int:
    """Return the lowest score of a grade, its sub-bands among it; that of the bottom grade is the floor."""
    bands = [band for band in regime.instrument.bands if grade in (band.grade, band.part_of)]
    return min(
        regime.instrument.floor.value_pt if band.lowest is None else band.lowest * TENTHS for band in bands
    )


def rules_for(regime: Regime, conduct: str, severity: str, provider: str) -> list[tuple[int, str, Rule]]:
    """Return the rules that a provider's report of such conduct fires: place in the law, code, rule."""
    return [
        (rule_ix, code, rule)
        for rule_ix, (code, rule) in enumerate(regime.rules.items())
        if rule.conduct == conduct
        and rule.provider == provider
        and (rule.severity is None or severity in rule.severity)
    ]
