"""One community's years in plain Python, read straight from the Regime: the oracle; ships to nobody.

Nothing here is fast, and nothing here is shared with the engine but the integer thresholds and
weights that say what may happen (`thresholds.py`), and the people themselves. Where engine and
oracle disagree, one of the two misreads the law.
"""
