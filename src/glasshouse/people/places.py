"""Households by stratum come in, the sizes of the communities go out, exact in total."""

from decimal import Decimal, localcontext
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from glasshouse.people.fit import CannotFitError, apportion
from glasshouse.people.kernel_permute import permute
from glasshouse.people.permute import radices, round_keys
from glasshouse.people.population import Communities

CLASSES_N = 1024
"""Sizes are taken at so many quantiles at most, so that a country needs no more of them."""
_WEIGHT_UNIT = 1 << 20


def communities_by_stratum(communities: Communities) -> NDArray[np.int64]:
    """Share the communities out in proportion to residents, at least one each. Shape [S].

    Raises:
        CannotFitError: If there are more strata than communities.
    """
    told = [stratum.residents.value for stratum in communities.strata.values()]
    spare_n = communities.count - len(told)
    if spare_n < 0:
        msg = f"{communities.count} communities are fewer than the {len(told)} strata"
        raise CannotFitError(msg)
    return 1 + apportion(spare_n, np.array(told, dtype=np.float64))


def community_starts(
    communities: Communities, households_n: NDArray[np.int64], key: int
) -> NDArray[np.int64]:
    """Cut each stratum's household slots into communities of log-normal size.

    Args:
        communities: How many there are, and how sizes spread.
        households_n: Household slots of each stratum. Shape [S].
        key: The world's key.

    Returns:
        First slot of each community, and one past the last; strata follow each other. Shape [N + 1].

    Raises:
        CannotFitError: If a stratum has fewer households than communities.
    """
    starts: list[NDArray[np.int64]] = []
    before_n = 0
    for name, count, slots_n in zip(
        communities.strata, communities_by_stratum(communities).tolist(), households_n.tolist(), strict=True
    ):
        if slots_n < count:
            msg = f"{name} has {slots_n} households for {count} communities"
            raise CannotFitError(msg)
        weights = size_weights(count, communities.log_sd.value, round_keys(key, f"communities/{name}"))
        running = np.concatenate([[0], np.cumsum(weights)])
        # One household each, the others by weight; in whole numbers, since a quotient of floats could
        # differ by processor.
        total = int(running[-1])
        cut = [ix + part * (slots_n - count) // total for ix, part in enumerate(running.tolist())]
        starts.append(before_n + np.array(cut[:-1], dtype=np.int64))
        before_n += slots_n
    return np.concatenate([*starts, np.array([before_n], dtype=np.int64)])


def size_weights(count: int, log_sd: float, keys: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return a weight for each community: log-normal quantiles in a keyed order. Shape [count]."""
    classes_n = min(count, CLASSES_N)
    by_class = np.array(_quantiles(classes_n, log_sd), dtype=np.int64)
    first, second = radices(count)
    ranks = [int(permute(ix, count, first, second, keys, 0)) for ix in range(count)]
    return by_class[[rank * classes_n // count for rank in ranks]]


def _quantiles(classes_n: int, log_sd: float) -> list[int]:
    normal = NormalDist()
    spread = Decimal(str(log_sd))
    with localcontext() as ctx:
        ctx.prec = 12
        # Nine digits of the normal quantile are the same on every processor; decimals do the rest.
        exponents = [
            spread * Decimal(str(round(normal.inv_cdf((ix + 0.5) / classes_n), 9))) for ix in range(classes_n)
        ]
        return [max(1, int(exponent.exp() * _WEIGHT_UNIT)) for exponent in exponents]
