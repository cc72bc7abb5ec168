"""Runs and comparisons come in, findings go out: one question a file, one signature for all."""
