"""A run or a comparison and the names of questions come in, the findings of their audits go out."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from glasshouse.audits import (
    chilling,
    contagion,
    contexts,
    equal_conduct,
    escape,
    linkage,
    remedies,
    safeguards,
    standing,
    wrongful,
)
from glasshouse.audits.asked import Asked
from glasshouse.audits.finding import Definitions, Finding
from glasshouse.errors import GlasshouseError, Problem, misuse
from glasshouse.runs import Comparison, Run


class Audit(NamedTuple):
    """A question that can be put to a run or a comparison."""

    asks: str
    """The question, in words."""
    answer: Callable[[Asked], list[Finding]]
    definitions: Definitions
    needs: str = ""
    """What a comparison must have; empty where a run is enough."""


QUESTIONS: Mapping[str, Audit] = {
    "standing": Audit("who is where", standing.audit, standing.DEFINITIONS),
    "wrongful": Audit("whose standing is wrong, and by whose error", wrongful.audit, wrongful.DEFINITIONS),
    "equal_conduct": Audit(
        "how often equal conduct ends in unequal grades", equal_conduct.audit, equal_conduct.DEFINITIONS
    ),
    "escape": Audit("who gets out, and when", escape.audit, escape.DEFINITIONS),
    "chilling": Audit(
        "what people stopped doing",
        chilling.audit,
        chilling.DEFINITIONS,
        "a comparison with the unscored world",
    ),
    "contagion": Audit("what people bear for others", contagion.audit, contagion.DEFINITIONS),
    "remedies": Audit("who objects, who wins, how late", remedies.audit, remedies.DEFINITIONS),
    "linkage": Audit(
        "what happens as databases are joined",
        linkage.audit,
        linkage.DEFINITIONS,
        "a comparison whose variants are amendments `linked-databases-*`",
    ),
    "safeguards": Audit(
        "what each amendment changes, and for whom",
        safeguards.audit,
        safeguards.DEFINITIONS,
        "a comparison with a variant",
    ),
    "contexts": Audit("where charges come from, what hangs on them", contexts.audit, contexts.DEFINITIONS),
}
"""Every question, by name, in the order in which a report answers them."""


def audit(run: Run | Comparison, questions: Sequence[str] | None = None) -> list[Finding]:
    """Put questions to a run or a comparison.

    A comparison is asked about its base; questions that compare take in its other worlds.

    Args:
        run: What `load_run` or `load_comparison` opened.
        questions: Names of questions, as `wrongful`; all that the run can answer if None.

    Returns:
        Findings, question by question. A number that is of nobody is left out.

    Raises:
        GlasshouseError: If there is no such question, or the run cannot answer it; if it is a world
            without a law, or one of its tables cannot be read.
    """
    names = list(QUESTIONS) if questions is None else list(dict.fromkeys(questions))
    unknown = [name for name in names if name not in QUESTIONS]
    if unknown:
        remedy = f"ask for {', '.join(QUESTIONS)}"
        raise GlasshouseError(
            Problem("", 0, 0, "A101", f"there is no question `{name}`", "", remedy) for name in unknown
        )
    asked = Asked.of(run)
    if not asked.run.manifest.get("is_scored", True):
        fact, remedy = "this world has no law to ask about", "ask the comparison that it is part of"
        raise misuse("A103", fact, remedy, file=str(run.folder))
    found: list[Finding] = []
    for name in names:
        answered = QUESTIONS[name].answer(asked)
        if not answered and questions is not None and QUESTIONS[name].needs:
            fact, remedy = f"`{name}` cannot be asked here", f"give {QUESTIONS[name].needs}"
            raise misuse("A102", fact, remedy, file=str(run.folder))
        found += answered
    return found
