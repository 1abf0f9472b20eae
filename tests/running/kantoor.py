"""An office on a database of its own: people who act on a day, and a clock that can be set."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.vorm import lees_opdracht
from handhaving.eventlog.envelope import Door
from handhaving.service import Antwoord, Meta

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.bootstrap import App

BRUSSEL = ZoneInfo("Europe/Brussels")
MET_BEWIJS = "aangetekendMetOntvangstbewijs"
TEKST = "Verzonnen tekst Zwaluwnest."
ADRES = {
    "straat": "Verzonnenstraat",
    "huisnummer": "31337-bis-fictief",
    "postcode": "9999-fictief",
    "gemeente": "Nergenshuizen",
    "land": "BE",
}
EENDER: dict[str, object] = {}
"""Whoever it is: fictitious, with a number of its own."""

PERSOON: dict[str, object] = {
    "naam": "Fictief Persoon-17",
    "voornaam": "Verzonnen Voornaam",
    "insz": "85073003328",
    "klantnummer": "K-FICTIEF-1",
    "geboortedatum": "1985-07-30",
    "adres": ADRES,
}


def om(dag: str | date, uur: int = 12, minuut: int = 0) -> datetime:
    """An instant of a day in Brussels."""
    dag = date.fromisoformat(dag) if isinstance(dag, str) else dag
    return datetime.combine(dag, time(uur, minuut), BRUSSEL)


@dataclass(slots=True)
class Klok:
    """A clock that stands still until it is set."""

    nu: datetime = field(default_factory=lambda: om("2026-11-22"))

    def __call__(self) -> datetime:
        return self.nu


@dataclass(slots=True)
class Kantoor:
    """People who give commands to dossiers of one application."""

    app: App

    def doe(self, dossier_id: UUID | None, dag: str, opdracht: str, **gegevens: object) -> Antwoord:
        """Somebody of a role that may does this, at noon of that day."""
        klasse = OPDRACHTEN[opdracht]
        rol = next(r for r in Rol if r in klasse.rollen)
        door = Door(
            f"fictief-{rol}", rol.value, "Atlas" if rol is Rol.DOSSIERBEHANDELAAR else "ABB"
        )
        meta = Meta(door=door, opdracht_id=uuid4(), spoor_id=uuid4(), nu=om(dag))
        return self.app.service.handle(dossier_id, lees_opdracht(opdracht, gegevens), meta)

    def open(self, persoon: Mapping[str, object] = EENDER) -> UUID:
        """A dossier of a fictitious person."""
        return self.doe(
            None,
            "2025-03-01",
            "OpenDossier",
            agentschap="Atlas",
            hoedanigheid="verplicht",
            plichtOntstaanOp="2024-05-01",
            regime="vlaanderen",
            **(PERSOON | {"klantnummer": f"K-{uuid4().hex[:8]}", "insz": None} | dict(persoon)),
        ).dossier_id

    def in_gebreke(self, kanaal: str = MET_BEWIJS, persoon: Mapping[str, object] = EENDER) -> UUID:
        """A dossier whose one inbreuk is in default; the last day is 2025-04-04."""
        dossier_id = self.open(persoon)
        self.doe(
            dossier_id,
            "2025-03-02",
            "StelInbreukVast",
            inbreuk="I1",
            type="I01",
            datumFeit="2025-03-01",
            feitenrelaas=TEKST,
            sanctioneringsbevoegdheid="ABB",
        )
        ontvangen = {"ontvangenOp": "2025-03-05"} if kanaal == MET_BEWIJS else {}
        self.doe(
            dossier_id,
            "2025-03-05",
            "VerzendIngebrekestelling",
            inbreuk="I1",
            kanaal=kanaal,
            verzondenOp="2025-03-04",
            **ontvangen,
        )
        return dossier_id

    def betekend(self, dossier_id: UUID) -> None:
        """From an expired term to a fine that is served; the appeal ends on 2025-08-25."""
        brief = {"kanaal": MET_BEWIJS}
        self.doe(dossier_id, "2025-04-14", "MaakOverAanABB", inbreuk="I1")
        self.doe(
            dossier_id,
            "2025-04-20",
            "NodigUitTotVerweer",
            inbreuk="I1",
            verzondenOp="2025-04-18",
            ontvangenOp="2025-04-20",
            **brief,
        )
        self.doe(
            dossier_id,
            "2025-06-20",
            "StelBoeteVoor",
            inbreuk="I1",
            bedrag="100.00",
            motivering=TEKST,
        )
        self.doe(
            dossier_id,
            "2025-06-22",
            "NeemBoetebesluit",
            inbreuk="I1",
            bedrag="100.00",
            motivering=TEKST,
            feitelijkeGronden=TEKST,
            juridischeGronden=TEKST,
        )
        self.doe(
            dossier_id,
            "2025-06-25",
            "BetekenBoetebesluit",
            besluit="B1",
            verzondenOp="2025-06-24",
            ontvangenOp="2025-06-25",
            rechtsmiddelenVermeld=True,
            **brief,
        )

    def soorten(self, dossier_id: UUID) -> list[str]:
        """The types of the events of a dossier, in order."""
        return [e.type for _, e in self.app.service.historiek(dossier_id, met_sleutels=False)]
