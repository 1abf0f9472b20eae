"""A service on a log in memory, and a caller who sends commands to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from handhaving.dossier.decider import OPDRACHTEN, event_types
from handhaving.dossier.vorm import lees_opdracht
from handhaving.eventlog.codec import Codec
from handhaving.eventlog.memory import MemoryLog
from handhaving.eventlog.sleutels import IndexKey, KeyEncryption, Vault
from handhaving.eventlog.toegang import MemoryAccessLog
from handhaving.service import Antwoord, Meta, Service, Werk
from tests.dossier.spel import actor, recht
from tests.dossier.trap import PERSOON, TRAP, TREDEN, tot

if TYPE_CHECKING:
    from handhaving.dossier.basis import Opdracht, Weigering
    from handhaving.eventlog.envelope import Door
    from handhaving.eventlog.postgres import PostgresLog
    from tests.dossier.spel import Stap

KEK = bytes(range(32))


def insz(nummer: int) -> str:
    """A valid, plainly fictitious INSZ."""
    basis = f"850115{nummer:03d}"
    return f"{basis}{97 - int(basis) % 97:02d}"


def persoon(nummer: int) -> dict[str, object]:
    return {**PERSOON, "insz": insz(nummer), "klantnummer": f"K-{nummer}"}


def om(dag: date | str, uur: int = 11) -> datetime:
    """An instant of that day."""
    op = dag if isinstance(dag, date) else date.fromisoformat(dag)
    return datetime.combine(op, time(uur), tzinfo=UTC)


BEGIN = om("2024-03-04")


@dataclass
class Huis:
    """The write side alone. Events get the instant of their command, as on a simulation log."""

    log: MemoryLog | PostgresLog = field(default_factory=lambda: MemoryLog(simulatie=True))
    service: Service = field(init=False)
    vault: Vault = field(init=False)
    toegang: MemoryAccessLog = field(init=False)
    nu: datetime = BEGIN

    def __post_init__(self) -> None:
        kek = KeyEncryption.from_bytes(KEK)
        self.vault = Vault(kek, self.log)
        self.toegang = MemoryAccessLog(klok=lambda: self.nu)
        index = IndexKey(kek)
        self.service = Service(
            self.log, Codec(event_types()), self.vault, index, recht(), toegang=self.toegang
        )

    def meta(
        self,
        naam: str,
        *,
        door: Door | None = None,
        opdracht_id: UUID | None = None,
        versie: int | None = None,
    ) -> Meta:
        return Meta(
            door=door or actor(OPDRACHTEN[naam]),
            opdracht_id=opdracht_id or uuid4(),
            spoor_id=uuid4(),
            nu=self.nu,
            verwachte_versie=versie,
        )

    def opdracht(self, naam: str, /, **gegevens: object) -> tuple[Opdracht, Meta]:
        """A command with its surroundings: `meta`, or new ones."""
        meta = gegevens.pop("meta", None)
        assert meta is None or isinstance(meta, Meta)
        return lees_opdracht(naam, gegevens), meta or self.meta(naam)

    def doe(self, dossier_id: UUID | None, naam: str, /, **gegevens: object) -> Antwoord:
        return self.service.handle(dossier_id, *self.opdracht(naam, **gegevens))

    def open(self, nummer: int = 17) -> UUID:
        return self.doe(None, "OpenDossier", **persoon(nummer)).dossier_id

    def tot(self, trede: str, nummer: int = 17) -> UUID:
        """A dossier on the straight path, up to this step."""
        dossier_id: UUID | None = None
        for naam in TREDEN[: TREDEN.index(trede) + 1]:
            stap = TRAP[naam](tot(TREDEN[TREDEN.index(naam) - 1]) if dossier_id else tot("open"))
            gegevens = persoon(nummer) if dossier_id is None else dict(stap.gegevens)
            dossier_id = self.stap(dossier_id, stap, gegevens).dossier_id
        assert dossier_id is not None
        return dossier_id

    def stap(self, dossier_id: UUID | None, stap: Stap, gegevens: dict[str, object]) -> Antwoord:
        if stap.op is not None:
            self.nu = om(stap.op)
        opdracht = lees_opdracht(stap.naam, gegevens)
        return self.service.handle(dossier_id, opdracht, self.meta(stap.naam))

    def werk(
        self, dossier_id: UUID | None, *opdrachten: tuple[Opdracht, Meta]
    ) -> list[Antwoord | Weigering]:
        return self.service.handle_many(dossier_id, opdrachten)

    def partij(self, *werk: Werk) -> list[list[Antwoord | Weigering]]:
        return self.service.handle_batch(werk)

    def posities(self) -> list[int]:
        return [s.envelop.positie for s in self.log.read(0, 10_000)]
