"""The Bot API as data, where it lies beside the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

DESCRIPTION = Path(__file__).parents[4] / "shared" / "botapi-10.1.json"
SCALARS: dict[str, type | tuple[type, ...]] = {
    "String": str,
    "Boolean": bool,
    "Integer": int,
    "Float": (int, float),
}


class Description:
    """Checks values against the types of the Bot API's description."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.methods: dict[str, dict[str, Any]] = data["methods"]
        self.types: dict[str, dict[str, Any]] = data["types"]

    def faults(self, value: Any, kind: str, place: str = "") -> list[str]:
        """Return what is wrong with a value that should be of a type, with its place."""
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{place}: {value!r} is no array"]
            inner = kind.removeprefix("Array of ")
            return [f for i, item in enumerate(value) for f in self.faults(item, inner, f"{place}[{i}]")]
        if kind in SCALARS:
            right = isinstance(value, SCALARS[kind]) and (kind == "Boolean") == isinstance(value, bool)
            return [] if right else [f"{place}: {value!r} is no {kind}"]
        return self._object_faults(value, kind, place)

    def _object_faults(self, value: Any, kind: str, place: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{place}: {value!r} is no {kind}"]
        if subtypes := self.types[kind].get("subtypes"):
            return min((self.faults(value, subtype, place) for subtype in subtypes), key=len)
        fields = {field["name"]: field for field in self.types[kind].get("fields", [])}
        wrong = [f"{place}.{name}: unknown field of {kind}" for name in value if name not in fields]
        for name, field in fields.items():
            if name in value:
                wrong += min(
                    (self.faults(value[name], t, f"{place}.{name}") for t in field["types"]), key=len
                )
            elif field["required"]:
                wrong.append(f"{place}.{name}: missing in {kind}")
        return wrong


@pytest.fixture(scope="session")
def description() -> Description:
    if not DESCRIPTION.exists():
        pytest.skip("needs ../shared/botapi-10.1.json, the Bot API as data")
    return Description(json.loads(DESCRIPTION.read_text(encoding="utf-8")))
