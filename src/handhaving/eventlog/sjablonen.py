"""The SQL of the log: files in `schema/`, some of them templates shared by several tables.

`{{naam}}` is filled in; `{{> bestand.sql}}` is replaced by that file, and with
`{{> bestand.sql naam=ander}}` that file finds the value of `ander` under `naam`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from psycopg.sql import Identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LOCK_CLASS: Final = 1_751_215_716
"""First half of every advisory lock of the log; the second half is the oid of its table."""

CHANNEL: Final = "handhaving_gebeurtenissen"
"""NOTIFY channel of the legal log; the payload is the highest position after the append."""

_MARK = re.compile(r"\{\{(>)?\s*([\w.]+)(?: (\w+)=(\w+))?\}\}")

_HEAD: Final[Mapping[str, int | None]] = {
    "n.positie": None,
    "n.dossier_id": 36,
    "n.versie": None,
    "n.type": None,
    "n.schema_versie": None,
    "n.gebeurtenis_id": 36,
    "v_nu_tekst": 27,
    "to_char(n.geldig_op::timestamp, 'YYYY-MM-DD')": 10,
    "n.door_id": None,
    "n.door_rol": None,
    "n.door_organisatie": None,
    "n.opdracht_id": 36,
    "n.oorzaak_id": 36,
    "n.spoor_id": 36,
    "n.sleutel_id": 36,
}
"""The fields of a leaf, in order, and their length in bytes where that never varies."""


def _head(always: Mapping[str, int | None], fields: Iterable[str] = _HEAD) -> str:
    """The arguments of `concat` that write each of these fields with its length, or `-:` for null.

    `always` are the fields that are never null, with their length where that never varies:
    what is known beforehand need not be measured for every event.
    """
    parts: list[str] = []
    for field in fields:
        if field not in always:
            parts.append(f"coalesce(octet_length({field}::text) || ':' || {field}, '-:')")
        elif always[field] is None:
            parts.append(f"octet_length({field}::text), ':', {field}")
        else:
            parts.append(f"'{always[field]}:', {field}")
    return ",\n                ".join(parts)


_FIELDS: Final = tuple(_HEAD)
_NOW: Final = _FIELDS.index("v_nu_tekst")
_ALWAYS: Final = {k: n for k, n in _HEAD.items() if k not in {"n.oorzaak_id", "n.sleutel_id"}}

LEGAL: Final[Mapping[str, str]] = {
    "tabel": "handhaving.gebeurtenissen",
    "weiger": "handhaving.weiger_wijziging",
    "id_type": "uuid",
    "versie_type": "int",
    "verplicht": "NOT NULL",
    "slot": str(LOCK_CLASS),
    "kanaal": CHANNEL,
    "tijdstip": "coalesce(p_tijdstip, clock_timestamp())",
    "kop": _head(_ALWAYS),
    "kop_midden": _head(_ALWAYS, _FIELDS[1:_NOW]),  # what stands between position and instant
    "kop_einde": _head(_ALWAYS, _FIELDS[_NOW + 1 :]),
    "bron_een": "SELECT v_laatste + g.volgnr AS positie, g.* FROM unnest(p_gebeurtenissen) AS g",
    "bron_veel": (
        "SELECT v_laatste + row_number() OVER () AS positie, g.*\n"
        "              FROM unnest(p_gebeurtenissen) AS g\n"
        "             WHERE NOT coalesce(v_over[g.opdracht], false)"
    ),
}
"""How the templates are filled in for the legal log."""

STORED_HEAD: Final = (
    LEGAL["kop"]
    .replace("n.", "g.")
    .replace(
        "v_nu_tekst",
        "to_char(g.geregistreerd_op AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
    )
)
"""The head of a leaf of the legal log as it stands in the table: what a verification hashes."""

FREE_HEAD: Final = _head({"n.positie": None, "n.versie": None, "n.type": None, "v_nu_tekst": 27})
"""The head of a leaf where the envelope may be empty and an id may be any text."""


def quoted(*naam: str) -> str:
    """A name as an SQL identifier."""
    return Identifier(*naam).as_string()


@cache
def _text(bestand: str) -> str:
    return (files(__package__) / "schema" / bestand).read_text(encoding="utf-8")


def fill(bestand: str, waarden: Mapping[str, str]) -> str:
    """The SQL of a file in `schema/` with its templates filled in."""

    def replace(match: re.Match[str]) -> str:
        bestand, inhoud, naam, ander = match.groups()
        if not bestand:
            return waarden[inhoud]
        anders = {naam: waarden[ander]} if naam else {}
        return fill(inhoud, {**waarden, **anders}).rstrip("\n")

    return _MARK.sub(replace, _text(bestand))


def migrations() -> list[str]:
    """The numbered files, in order."""
    schema = files(__package__) / "schema"
    return sorted(f.name for f in schema.iterdir() if re.fullmatch(r"\d{4}_\w+\.sql", f.name))
