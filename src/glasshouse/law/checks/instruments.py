"""The instruments of a draft come in, those that say too much, too little or what cannot be go out."""

from collections.abc import Iterator

from glasshouse.errors import Problem
from glasshouse.law.draft import Draft, is_written
from glasshouse.law.parts import Part
from glasshouse.law.schema import Instrument, Publication
from glasshouse.law.wording import listed

_NEEDED = {
    "points": ("base", "floor", "bands"),
    "list": (),
    "index": ("floor", "ceiling", "dimensions", "bands"),
}
_ACCOUNT = ("base", "floor", "ceiling", "direction", "after_downgrade", "merits_while_uncorrected")
_FOREIGN = {
    "points": ("dimensions",),
    "list": (*_ACCOUNT, "repeat", "steps", "takes_over", "dimensions", "bands"),
    "index": ("base", "takes_over"),
}
_WHY = {
    "points": "its entries add up to one score",
    "list": "one is on it or not",
    "index": "its score comes from its dimensions",
}
_WHEN = ("day_of_month", "first_working_day", "at_once")


def part_missing(draft: Draft) -> Iterator[Problem]:
    """An instrument without something that its kind needs."""
    for instrument in draft.instruments:
        kind = instrument.text("kind") or ""
        lacking = [key for key in _NEEDED.get(kind, ()) if not _says(instrument, key)]
        if lacking:
            fact = f"{instrument.name} is of the kind `{kind}` and has no {listed(lacking)}"
            yield instrument.problem("R111", fact, f"add {listed(lacking)}", at_key=True)


def _says(instrument: Part, key: str) -> bool:
    """Say whether a key is written, and not with an empty list or mapping."""
    return is_written(instrument, key, Instrument) and not instrument.at(key).is_empty()


def part_of_another_kind(draft: Draft) -> Iterator[Problem]:
    """An instrument with something that its kind does not have."""
    for instrument in draft.instruments:
        kind = instrument.text("kind") or ""
        for key in _FOREIGN.get(kind, ()):
            if instrument.has(key):
                fact = f"an instrument of the kind `{kind}` has no `{key}`: {_WHY[kind]}"
                yield instrument.at(key).problem("R112", fact, "remove it, or change `kind`", at_key=True)


def index_upside_down(draft: Draft) -> Iterator[Problem]:
    """An index that is worse the higher it is."""
    for instrument in draft.instruments:
        part = instrument.at("direction", "value")
        if instrument.text("kind") == "index" and part.text() == "up-is-worse":
            fact = f"{instrument.name} is an index, and an index is better when it is higher"
            remedy = "remove `direction`, and let the dimensions say what is good"
            yield part.problem("R119", fact, remedy)


def weights_that_do_not_sum_to_a_hundred(draft: Draft) -> Iterator[Problem]:
    """An index whose weights in percent leave something out, or count something twice."""
    for instrument in draft.instruments:
        weights = [dimension.whole("weight") for dimension in instrument.at("dimensions").below()]
        known = [weight for weight in weights if weight is not None]
        if weights and len(known) == len(weights) and sum(known) != 100:
            fact = f"the weights sum to {sum(known)}"
            yield instrument.at("dimensions").problem("R113", fact, "make them sum to 100", at_key=True)


def publication_unclear(draft: Draft) -> Iterator[Problem]:
    """A publication without a day, or with several."""
    for instrument in draft.instruments:
        part = instrument.at("publication")
        if not part.is_mapping():
            continue
        written = [key for key in _WHEN if is_written(part, key, Publication)]
        if not written:
            fact = f"{instrument.name} does not say when it is published"
            yield part.problem("R114", fact, f"add {listed([*_WHEN], last='or')}", at_key=True)
        elif len(written) > 1:
            fact = f"the publication of {instrument.name} has {listed(written)}"
            yield part.problem("R114", fact, "keep one of them", at_key=True)


def steps_without_measures(draft: Draft) -> Iterator[Problem]:
    """Steps in order, and no band that is one."""
    for instrument in draft.instruments:
        bands = list(instrument.at("bands").below())
        is_ordered = instrument.text("steps", "value") == "in-order"
        if is_ordered and bands and not any(band.has("measure") for band in bands):
            fact = f"the steps of {instrument.name} are in order, and no band has a `measure`"
            remedy = "give the bands that are steps a `measure`, or remove `steps`"
            yield instrument.at("steps").problem("R115", fact, remedy, at_key=True)


def spans_by_size_out_of_order(draft: Draft) -> Iterator[Problem]:
    """Spans by size that do not rise, or do not reach to the largest deduction."""
    for instrument in draft.instruments:
        spans = list(instrument.at("validity", "deductions").below())
        reach = 0.0
        for span in spans[:-1]:
            size = span.number("up_to")
            if span.is_mapping() and not span.has("up_to"):
                fact = "a span before the last has no `up_to`, so that the later ones are never reached"
                yield span.problem("R116", fact, "add `up_to:`, or remove the spans after it")
            elif size is not None and size <= reach:
                fact = f"`up_to` is {size}, and the span before it reaches to {reach:g}"
                yield span.at("up_to").problem(
                    "R116", fact, "write amounts without a sign, the smallest first"
                )
            reach = max(reach, size or 0)
        if spans and spans[-1].has("up_to"):
            fact = "the last span has `up_to`, so that nothing says how long a larger deduction counts"
            yield spans[-1].at("up_to").problem("R116", fact, "remove it, or add a span for all others")


def taken_over_from_nowhere(draft: Draft) -> Iterator[Problem]:
    """An instrument that takes over its own entries, or those of a list or an index."""
    kinds = {each.name: each.text("kind") for each in draft.instruments}
    for instrument in draft.instruments:
        part = instrument.at("takes_over", "value")
        # A list and an index take nothing over at all, which is said of the key already.
        if "takes_over" in _FOREIGN.get(instrument.text("kind") or "", ()):
            continue
        if part.text() == instrument.name:
            fact = f"{instrument.name} takes over its own entries"
            yield part.problem("R117", fact, "name another instrument, or remove `takes_over`")
        elif kinds.get(part.text() or "") == "list":
            fact = f"{part.text()} is a list, and has no points to take over"
            yield part.problem("R117", fact, "name an instrument with points, or remove `takes_over`")
        elif kinds.get(part.text() or "") == "index":
            fact = f"{part.text()} is an index, and its points are percent of a dimension"
            remedy = "name an instrument of the kind `points`, or remove `takes_over`"
            yield part.problem("R117", fact, remedy)


def taken_over_without_validity(draft: Draft) -> Iterator[Problem]:
    """An instrument that takes over entries, and does not say how long they count here."""
    for instrument in draft.instruments:
        if instrument.has("takes_over") and not is_written(instrument, "validity", Instrument):
            fact = f"nothing says how long the entries count that {instrument.name} takes over"
            yield instrument.at("takes_over").problem("R118", fact, "add `validity` here", at_key=True)
