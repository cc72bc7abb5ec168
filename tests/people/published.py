"""The published figures of Rongcheng that its world is held against; copied here a second time, by hand.

Sources are named in the world file. What is exact there must come out without any deviation; what
comes from a sample, within twice its sampling error.
"""

AGES = (0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85)
"""Lowest ages of the census groups; the last one is open."""
MALE = (
    1638, 10089, 12830, 12293, 12948, 13888, 15860, 27481, 22199, 25508, 30866, 35139, 35111, 29908, 30315,
    20305, 12849, 8396, 5642,
)  # fmt: skip
FEMALE = (
    1572, 9626, 11628, 11439, 11059, 11199, 13204, 24454, 20542, 23814, 29644, 35559, 36225, 30626, 31367,
    20561, 12415, 8086, 7926,
)  # fmt: skip

RESIDENTS = 714_211
URBAN = 448_370
REGISTRATION = {"other-township": 78_725, "same-province": 32_880, "other-province": 96_765}

FAMILY_HOUSEHOLDS = 293_969
IN_FAMILY_HOUSEHOLDS = 662_421
COLLECTIVE = 51_790
ONE_PERSON = 65_449
GENERATIONS = {1: 186_927, 2: 94_003, 3: 12_909, 4: 130}
SIZE_SHARES = {1: 0.223, 2: 0.437, 3: 0.237, 4: 0.076, 5: 0.021, 6: 0.005}
"""Our arithmetic on a national shape; the share of two may lie between 0.38 and 0.48."""
WITH_ELDERS = {1: 51_830, 2: 50_150, 3: 330}
"""Family households by members aged 65 and over, three meaning three or more."""

EDUCATION = {
    "never": (2_159, 5_360),
    "preschool": (1_666, 1_692),
    "primary": (62_731, 73_098),
    "junior-secondary": (175_092, 162_406),
    "senior-secondary": (65_014, 55_113),
    "college": (24_305, 21_162),
    "bachelor": (18_347, 18_814),
}
MARITAL_SAMPLE = {
    "never-married": (5_550, 3_216),
    "married": (25_287, 24_533),
    "divorced": (673, 603),
    "widowed": (1_277, 3_215),
}
ADULTS_15_SAMPLE = 64_354
EMPLOYED_SAMPLE = 33_349
INDUSTRY_SHARES = {
    "farming-fishing": 0.2573,
    "manufacturing": 0.2408,
    "construction": 0.0813,
    "trade": 0.1193,
    "transport": 0.0635,
    "hospitality": 0.0364,
    "education": 0.0279,
    "health": 0.0204,
    "public-administration": 0.0370,
}

NOT_MODELLED = (
    "ethnic minorities", "city proper", "tenure", "cars", "illiteracy", "mean years of schooling", "leaders",
    "households with an elder (printed, not fitted)",
)  # fmt: skip
