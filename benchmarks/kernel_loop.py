"""A slice of residents comes in, its bands by month are added up: the bare loop of the benchmarks."""

# pyright: basic

import numpy as np
from numba import njit

from glasshouse.draws import philox4x32


@njit(nogil=True, cache=True)
def months_of_slice(first, last, months_n, seed, base, step, down, up, edges, band_n, score_sum):
    """Live through some months with a slice of the residents, and add up their bands and scores."""
    score = np.full(last - first, base, np.int16)
    band_of = np.zeros(4096, np.uint8)
    for edge in edges:
        band_of[edge:] += np.uint8(1)
    for month in range(months_n):
        total = 0
        for ix in range(last - first):
            w0, w1, _, _ = philox4x32(month, first + ix, 0, 0, seed, 0)
            if w0 < down[0]:
                for cut in down:
                    score[ix] -= step if w0 < cut else 0
            if w1 < up[0]:
                for cut in up:
                    score[ix] += step if w1 < cut else 0
            band_n[month, band_of[score[ix]]] += 1
            total += score[ix]
        score_sum[month] += total
