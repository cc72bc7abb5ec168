"""A law file's text comes in, a `Regime` goes out: schema, reader that keeps places, checks, case files."""
