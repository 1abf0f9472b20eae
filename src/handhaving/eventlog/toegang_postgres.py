"""The access log in PostgreSQL: over the connections of the log, and with the same care."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from handhaving.eventlog.envelope import Door
from handhaving.eventlog.toegang import PAGE, Bladzijde, Lezing, Toegang, Zoek, bounded, page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handhaving.eventlog.postgres import PostgresLog

_RECORD: Final = (
    "SELECT nummer, op FROM handhaving.noteer_toegang(%b::uuid, %b::text, %b::text, %b::text,"
    " %b::text, %b::text, %b::text, %b::uuid[], %b::text[], %b::text[], %b::uuid)"
)
_FIND: Final = (
    "SELECT nummer, op, toegang_id, door_id, door_rol, door_organisatie, ingang, doel, referentie,"
    " dossiers, identiteit, gevoelig, spoor_id FROM handhaving.toegang"
    " WHERE {} ORDER BY nummer DESC LIMIT %b"
)


class PostgresAccessLog:
    """An `AccessLog` in the migrated database of a log."""

    def __init__(self, log: PostgresLog) -> None:
        """Beside this log."""
        self._log = log

    def record(self, lezing: Lezing) -> Toegang:
        """See AccessLog.record."""
        door = lezing.door
        params = (
            *(lezing.id, door.id, door.rol, door.organisatie, lezing.ingang, lezing.doel),
            *(lezing.referentie, list(lezing.dossiers)),
            *(list(lezing.identiteit), list(lezing.gevoelig), lezing.spoor_id),
        )
        ((nummer, op),) = self._log.fetch(_RECORD, params)
        return Toegang(nummer, op, lezing)

    def find(self, zoek: Zoek, *, na: int | None = None, limiet: int = PAGE) -> Bladzijde:
        """See AccessLog.find."""
        clauses: list[tuple[str, object]] = [
            ("nummer < %b", na),
            ("dossiers @> ARRAY[%b::uuid]", zoek.dossier),
            ("door_id = %b", zoek.door),
            ("op >= %b", zoek.van),
            ("op < %b", zoek.tot),
        ]
        asked = [(clause, value) for clause, value in clauses if value is not None]
        where = " AND ".join(clause for clause, _ in asked) or "true"
        params = (*(value for _, value in asked), bounded(limiet) + 1)
        return page([_row(row) for row in self._log.fetch(_FIND.format(where), params)], limiet)


def _row(v: Sequence[Any]) -> Toegang:
    lezing = Lezing(
        id=v[2],
        door=Door(v[3], v[4], v[5]),
        ingang=v[6],
        doel=v[7],
        referentie=v[8],
        dossiers=tuple(v[9]),
        identiteit=tuple(v[10]),
        gevoelig=tuple(v[11]),
        spoor_id=v[12],
    )
    return Toegang(v[0], v[1], lezing)
