"""Regime and World come in as tables, communities are lived through, outcomes go out."""
