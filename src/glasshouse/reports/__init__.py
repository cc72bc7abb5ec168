"""A run folder comes in; pages, slips and sentences that people can read go out."""
