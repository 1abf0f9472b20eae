"""How far every read model is, what waits, and what went wrong last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, select

from handhaving.eventlog.projection.checkpoint import BUILD, CHECKPOINT, Key
from handhaving.eventlog.projection.parked import Parked, read_parked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from handhaving.eventlog.log import EventLog

Staat = Literal["nieuw", "bij", "achter", "gestopt"]


@dataclass(frozen=True, slots=True)
class ProjectionStatus:
    """One read model, as `projecties status` shows it.

    `achterstand` counts events; `achterstand_seconden` is how long the oldest event it has not
    seen has been in the log. `bouw` is how far a rebuild on its way is: where its last part stands.
    """

    naam: str
    versie: int
    staat: Staat
    positie: int
    laatste: int
    achterstand: int
    achterstand_seconden: float
    bijgewerkt_op: datetime | None
    houder: str | None
    fout: str | None
    fout_positie: int | None
    fout_dossier: UUID | None
    fout_op: datetime | None
    geparkeerd: tuple[Parked, ...]
    bouw: int | None


def read_status(
    connection: Connection, log: EventLog, names: Iterable[tuple[str, int]], nu: datetime
) -> tuple[ProjectionStatus, ...]:
    """The status of these read models (name and version) at the instant `nu`."""
    laatste = log.last_position()
    waited: dict[int, float] = {}
    found = []
    for naam, versie in names:
        key = Key(naam, versie)
        row = connection.execute(
            select(
                CHECKPOINT, (CHECKPOINT.c.verloopt_op > func.clock_timestamp()).label("gehouden")
            ).where(key.row(CHECKPOINT))
        ).one_or_none()
        positie = row.positie if row else 0
        if positie not in waited:
            waited[positie] = _waited(log, positie, nu) if positie < laatste else 0.0
        found.append(
            ProjectionStatus(
                naam=naam,
                versie=versie,
                staat=_staat(
                    positie, laatste, stopped=bool(row and row.fout and not row.fout_dossier)
                ),
                positie=positie,
                laatste=laatste,
                achterstand=max(laatste - positie, 0),
                achterstand_seconden=waited[positie],
                bijgewerkt_op=row.bijgewerkt_op if row else None,
                houder=row.houder if row and row.gehouden else None,
                fout=row.fout if row else None,
                fout_positie=row.fout_positie if row else None,
                fout_dossier=row.fout_dossier if row else None,
                fout_op=row.fout_op if row else None,
                geparkeerd=tuple(read_parked(connection, key)),
                bouw=connection.execute(
                    select(func.min(CHECKPOINT.c.positie)).where(
                        CHECKPOINT.c.name == naam,
                        CHECKPOINT.c.version == versie,
                        CHECKPOINT.c.deel.startswith(BUILD, autoescape=True),
                    )
                ).scalar_one(),
            )
        )
    return tuple(found)


def _waited(log: EventLog, positie: int, nu: datetime) -> float:
    page = log.read(positie, 1)
    return max((nu - page[0].envelop.geregistreerd_op).total_seconds(), 0.0) if page else 0.0


def _staat(positie: int, laatste: int, *, stopped: bool) -> Staat:
    if positie >= laatste:
        return "bij"
    if stopped:
        return "gestopt"
    return "achter" if positie else "nieuw"
