"""Tasks: work that outlives a request.

A row in the database, taken under a lease, and done again if whoever had it fell away; so what a
task does must be harmless to do twice.
"""

from __future__ import annotations

import json
import threading
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Self

import structlog
from psycopg import Error
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from handhaving.eventlog.sleutels import DataKey, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import RowMapping

    from handhaving.bootstrap import App
    from handhaving.eventlog.envelope import Door

    Voortgang = Callable[[Mapping[str, object]], None]
    Werk = Callable[["Taak", Voortgang], Mapping[str, object]]

_log = structlog.get_logger(__name__)

LEASE: Final = 30
"""Seconds after which another may take over a task whose holder gave no sign."""
POGINGEN: Final = 5
"""A task that fell away so often is given up."""
_POLL: Final = 0.5

Staat = Literal["wacht", "bezig", "klaar", "mislukt"]


class TaakMislukt(Exception):
    """The work cannot be done, now or later; the message is for who asked, without any value."""


class TeVeelTaken(Exception):
    """This organisation has enough work waiting."""


@dataclass(frozen=True, slots=True)
class Taak:
    """A task. `inhoud` is there only for who does the work."""

    taak_id: UUID
    soort: str
    staat: Staat
    door_id: str
    door_rol: str
    door_organisatie: str
    spoor_id: UUID
    gegevens: Mapping[str, Any]
    voortgang: Mapping[str, Any]
    uitkomst: Mapping[str, Any] | None
    fout: str | None
    gemaakt_op: datetime
    klaar_op: datetime | None
    inhoud: bytes = b""


_KOLOMMEN: Final = (
    "taak_id, soort, staat, door_id, door_rol, door_organisatie, spoor_id, gegevens, voortgang,"
    " uitkomst, fout, gemaakt_op, klaar_op"
)
_PLAN: Final = text(
    "INSERT INTO handhaving.taken (taak_id, soort, door_id, door_rol, door_organisatie, spoor_id,"
    " gegevens, inhoud) SELECT :taak_id, :soort, :id, :rol, :organisatie, :spoor, :gegevens,"
    " :inhoud WHERE (SELECT count(*) FROM handhaving.taken WHERE door_organisatie = :organisatie"
    " AND staat IN ('wacht', 'bezig')) < :meeste ON CONFLICT (taak_id) DO NOTHING"
)
_LEES: Final = text(f"SELECT {_KOLOMMEN} FROM handhaving.taken WHERE taak_id = :taak_id")  # noqa: S608 - fixed columns
_NEEM: Final = text(
    "UPDATE handhaving.taken SET staat = 'bezig', houder = :houder, pogingen = pogingen + 1,"  # noqa: S608 - fixed columns
    " verloopt_op = clock_timestamp() + make_interval(secs => :lease) WHERE taak_id = ("
    "SELECT taak_id FROM handhaving.taken WHERE soort = ANY(:soorten) AND (staat = 'wacht' OR"
    " (staat = 'bezig' AND verloopt_op < clock_timestamp())) ORDER BY gemaakt_op"
    f" LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING {_KOLOMMEN}, inhoud, pogingen"
)
_HOUD: Final = text(
    "UPDATE handhaving.taken SET voortgang = coalesce(:voortgang, voortgang),"
    " verloopt_op = clock_timestamp() + make_interval(secs => :lease)"
    " WHERE taak_id = :taak_id AND houder = :houder AND staat = 'bezig'"
)
_SLUIT: Final = text(
    "UPDATE handhaving.taken SET staat = :staat, uitkomst = :uitkomst, fout = :fout,"
    " inhoud = NULL, houder = NULL, verloopt_op = NULL, klaar_op = clock_timestamp()"
    " WHERE taak_id = :taak_id AND houder = :houder AND staat = 'bezig'"
)
_TEL: Final = text("SELECT staat, count(*) FROM handhaving.taken GROUP BY staat")


def plan(
    app: App,
    soort: str,
    door: Door,
    spoor_id: UUID,
    gegevens: Mapping[str, object],
    *,
    inhoud: bytes = b"",
    taak_id: UUID | None = None,
    meeste: int = 4,
) -> UUID:
    """Put a task in the row; with the same `taak_id` again it is the same task.

    Raises TeVeelTaken when the organisation has `meeste` of them waiting or running.
    """
    id_ = taak_id or uuid.uuid4()
    verzegeld = seal(_sleutel(app, id_), inhoud, id_.bytes) if inhoud else None
    waarden = {
        "taak_id": id_,
        "soort": soort,
        "id": door.id,
        "rol": door.rol,
        "organisatie": door.organisatie,
        "spoor": spoor_id,
        "gegevens": json.dumps(gegevens),
        "inhoud": verzegeld,
        "meeste": meeste,
    }
    with app.engine.begin() as connection:
        gemaakt = connection.execute(_PLAN, waarden).rowcount
    if not gemaakt and lees(app, id_) is None:
        raise TeVeelTaken
    return id_


def lees(app: App, taak_id: UUID) -> Taak | None:
    """A task as it stands."""
    with app.engine.connect() as connection:
        row = connection.execute(_LEES, {"taak_id": taak_id}).mappings().one_or_none()
    return None if row is None else _taak(row)


def tel(app: App) -> dict[str, int]:
    """How many tasks there are in each state."""
    with app.engine.connect() as connection:
        return {str(row[0]): int(row[1]) for row in connection.execute(_TEL)}


def doe(app: App, werken: Mapping[str, Werk]) -> bool:
    """Take one task and do it; False when there is nothing to do."""
    houder = uuid.uuid4()
    wat = {"houder": houder, "lease": LEASE, "soorten": list(werken)}
    with app.engine.begin() as connection:
        row = connection.execute(_NEEM, wat).mappings().one_or_none()
    if row is None:
        return False
    taak = _taak(row)
    if row["pogingen"] > POGINGEN:
        _sluit(app, taak, houder, "mislukt", fout="het werk viel te vaak weg")
        return True
    if row["inhoud"] is not None:
        sleutel = _sleutel(app, taak.taak_id)
        taak = _taak(row, unseal(sleutel, bytes(row["inhoud"]), taak.taak_id.bytes))
    with _Bezig(app, taak, houder) as bezig:
        try:
            uitkomst = werken[taak.soort](taak, bezig.meld)
        except TaakMislukt as fout:
            _sluit(app, taak, houder, "mislukt", fout=str(fout))
        except (Error, SQLAlchemyError):
            raise  # the lease runs out, and the task is done again
        except Exception as fout:  # noqa: BLE001 - one task that breaks must not stop the others
            _log.error("taak_mislukt", soort=taak.soort, fout=type(fout).__name__)
            _sluit(app, taak, houder, "mislukt", fout="er ging iets mis; meld het spoor")
        else:
            _sluit(app, taak, houder, "klaar", uitkomst=uitkomst)
    return True


def doe_voort(app: App, werken: Mapping[str, Werk], stop: threading.Event) -> None:
    """Do tasks as they come, until `stop` is set."""
    while not stop.is_set():
        try:
            gedaan = doe(app, werken)
        except (Error, SQLAlchemyError) as fout:
            _log.warning("taken_wachten", fout=type(fout).__name__)
            gedaan = False
        if not gedaan:
            stop.wait(_POLL)


class _Bezig:
    """Keeps the lease while the work goes on, and writes down how far it is."""

    def __init__(self, app: App, taak: Taak, houder: UUID) -> None:
        self._app = app
        self._wie = {"taak_id": taak.taak_id, "houder": houder, "lease": LEASE}
        self._klaar = threading.Event()
        self._draad = threading.Thread(target=self._houd, name="taak", daemon=True)

    def __enter__(self) -> Self:
        self._draad.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._klaar.set()
        self._draad.join()

    def meld(self, voortgang: Mapping[str, object]) -> None:
        """How far the work is."""
        self._schrijf(json.dumps(voortgang))

    def _houd(self) -> None:
        while not self._klaar.wait(LEASE / 3):
            try:
                self._schrijf(None)
            except (Error, SQLAlchemyError) as fout:
                _log.warning("taak_zonder_huur", fout=type(fout).__name__)

    def _schrijf(self, voortgang: str | None) -> None:
        with self._app.engine.begin() as connection:
            connection.execute(_HOUD, {**self._wie, "voortgang": voortgang})


def _sluit(
    app: App,
    taak: Taak,
    houder: UUID,
    staat: Staat,
    *,
    uitkomst: Mapping[str, object] | None = None,
    fout: str | None = None,
) -> None:
    waarden = {
        "taak_id": taak.taak_id,
        "houder": houder,
        "staat": staat,
        "uitkomst": None if uitkomst is None else json.dumps(uitkomst),
        "fout": fout,
    }
    with app.engine.begin() as connection:
        connection.execute(_SLUIT, waarden)


def _taak(row: RowMapping, inhoud: bytes = b"") -> Taak:
    velden = {naam: row[naam] for naam in _KOLOMMEN.split(", ")}
    return Taak(**velden, inhoud=inhoud)


def _sleutel(app: App, taak_id: UUID) -> DataKey:
    """The key under which the input of one task lies: derived, so that it is nowhere else."""
    return DataKey(app.index.mac("taakinhoud", taak_id.bytes))
