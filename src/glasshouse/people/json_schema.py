"""A kind of file comes in, its JSON Schema goes out: laws, worlds and case files."""

from collections.abc import Mapping

from pydantic import BaseModel

from glasshouse.law.cases import CaseFile
from glasshouse.law.json_schema import Schema, schema_of
from glasshouse.law.schema import Regime
from glasshouse.people.world import World

MODELS: Mapping[str, type[BaseModel]] = {"regime": Regime, "world": World, "cases": CaseFile}


def json_schema(kind: str) -> Schema:
    """Return the JSON Schema of a kind of file, for editors: of `regime`, `world` or `cases`."""
    return schema_of(MODELS[kind], can_be_like=kind != "cases")
