"""One worker of the soak: gives commands, reads, ticks, and writes down what was acknowledged.

Its work follows from its number alone. Killed and started again it repeats what it does not know
to be acknowledged, under the same id.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID, uuid5

from handhaving import running
from handhaving.bootstrap import open_app
from handhaving.dossier.basis import Rol, Weigering
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.vorm import lees_opdracht
from handhaving.eventlog.envelope import Door
from handhaving.service import Antwoord, Meta
from handhaving.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handhaving.bootstrap import App

RUIMTE: Final = UUID("5d0f3f52-1c5e-4f0e-9d55-0a4be1f6c0de")
NAAST_ELKAAR: Final = 8
"""Dossiers that a worker has in hand at once."""
_RUST: Final = 0.02
_BEWIJS: Final = "aangetekendMetOntvangstbewijs"
_TEKST: Final = "Verzonnen tekst."

STAPPEN: Final[tuple[tuple[str, str, dict[str, object]], ...]] = (
    (
        "2025-03-01",
        "OpenDossier",
        {
            "agentschap": "Atlas",
            "hoedanigheid": "verplicht",
            "plichtOntstaanOp": "2024-05-01",
            "regime": "vlaanderen",
            "naam": "Fictief Persoon",
            "voornaam": "Verzonnen",
            "geboortedatum": "1985-07-30",
            "adres": {
                "straat": "Verzonnenstraat",
                "huisnummer": "1",
                "postcode": "9999-fictief",
                "gemeente": "Nergenshuizen",
                "land": "BE",
            },
        },
    ),
    (
        "2025-03-02",
        "StelInbreukVast",
        {
            "inbreuk": "I1",
            "type": "I01",
            "datumFeit": "2025-03-01",
            "feitenrelaas": _TEKST,
            "sanctioneringsbevoegdheid": "ABB",
        },
    ),
    (
        "2025-03-05",
        "VerzendIngebrekestelling",
        {
            "inbreuk": "I1",
            "kanaal": _BEWIJS,
            "verzondenOp": "2025-03-04",
            "ontvangenOp": "2025-03-05",
        },
    ),
    ("2025-03-10", "VerleenUitstel", {"soort": "start", "van": "2025-01-01", "tot": "2025-01-31"}),
    ("2025-04-14", "MaakOverAanABB", {"inbreuk": "I1"}),
    (
        "2025-04-20",
        "NodigUitTotVerweer",
        {
            "inbreuk": "I1",
            "kanaal": _BEWIJS,
            "verzondenOp": "2025-04-18",
            "ontvangenOp": "2025-04-20",
        },
    ),
    ("2025-06-20", "StelBoeteVoor", {"inbreuk": "I1", "bedrag": "100.00", "motivering": _TEKST}),
    (
        "2025-06-22",
        "NeemBoetebesluit",
        {
            "inbreuk": "I1",
            "bedrag": "100.00",
            "motivering": _TEKST,
            "feitelijkeGronden": _TEKST,
            "juridischeGronden": _TEKST,
        },
    ),
    (
        "2025-06-25",
        "BetekenBoetebesluit",
        {
            "besluit": "B1",
            "kanaal": _BEWIJS,
            "verzondenOp": "2025-06-24",
            "ontvangenOp": "2025-06-25",
            "rechtsmiddelenVermeld": True,
        },
    ),
    ("2025-07-10", "BoekBetaling", {"vordering": "V1", "bedrag": "10.00"}),
)


NA_DE_TERMIJN: Final = "MaakOverAanABB"
"""Waits until the system has recorded that the term is over."""


class Bevestigd(NamedTuple):
    """What was acknowledged: the answer, or the refusal."""

    beurt: int
    opdracht_id: str
    dossier_id: str
    versie: int
    positie: int | None
    gebeurtenissen: list[list[str]]
    herhaald: bool
    geweigerd: str | None


class Schrijver:
    """The work of one number, from where its book ends."""

    def __init__(self, app: App, nummer: int, boek: Path) -> None:
        """`boek`: where it writes what was acknowledged, one line each."""
        self._app = app
        self._nummer = nummer
        self._boek = boek
        bevestigd = lees(boek)
        self._beurt = 1 + max((b.beurt for b in bevestigd), default=-1)
        self._dossiers = {b.beurt: b.dossier_id for b in bevestigd if not b.geweigerd}

    def werk(self, klaar: Callable[[], bool]) -> None:
        """Go on until it is `klaar`."""
        with self._boek.open("a", encoding="utf-8") as boek:
            while not klaar():
                bevestigd = self._doe(self._beurt)
                if bevestigd is not None:
                    boek.write(json.dumps(bevestigd) + "\n")
                    boek.flush()
                self._ook(self._beurt)
                self._beurt += 1
                time.sleep(_RUST)

    def _doe(self, beurt: int) -> Bevestigd | None:
        """The command of this turn; None when its dossier was never opened."""
        ronde, plaats = divmod(beurt, NAAST_ELKAAR)
        stap = ronde % len(STAPPEN)
        eerste = (ronde - stap) * NAAST_ELKAAR + plaats
        dag, naam, gegevens = STAPPEN[stap]
        dossier = self._dossiers.get(eerste)
        if stap and dossier is None:
            return None
        opdracht_id = uuid5(RUIMTE, f"{self._nummer}|{beurt}")
        bij = None if dossier is None else UUID(dossier)
        wat = (dag, naam, self._eigen(naam, beurt) | gegevens)
        uitkomst = geef(self._app, bij, wat, opdracht_id)
        if isinstance(uitkomst, Weigering) and naam == NA_DE_TERMIJN:
            running.tick(self._app, self._app.klok())
            uitkomst = geef(self._app, bij, wat, opdracht_id)
        if isinstance(uitkomst, Weigering):
            return Bevestigd(
                beurt,
                str(opdracht_id),
                str(dossier),
                0,
                None,
                [],
                herhaald=False,
                geweigerd=uitkomst.code,
            )
        if not stap:
            self._dossiers[beurt] = str(uitkomst.dossier_id)
        return Bevestigd(
            beurt,
            str(opdracht_id),
            str(uitkomst.dossier_id),
            uitkomst.versie,
            uitkomst.positie,
            [[str(id_), soort] for id_, soort in uitkomst.gebeurtenissen],
            uitkomst.herhaald,
            None,
        )

    def _eigen(self, naam: str, beurt: int) -> dict[str, object]:
        if naam == "OpenDossier":
            return {"klantnummer": f"K-{self._nummer}-{beurt}"}
        if naam == "BoekBetaling":
            bank = f"BANK-{self._nummer}-{beurt}"
            return {"valutadatum": "2025-07-10", "bankreferentie": bank}
        return {"reden": _TEKST} if naam == "VerleenUitstel" else {}

    def _ook(self, beurt: int) -> None:
        """Beside commands: ticks, reads, lists."""
        if beurt % 40 == 0:
            running.tick(self._app, self._app.klok())
        if beurt % 15 == 0 and self._dossiers:
            self._app.service.lees(UUID(self._dossiers[max(self._dossiers)]))
        if beurt % 60 == 0:
            running.agenda(self._app, self._app.klok().date())


def geef(
    app: App,
    dossier_id: UUID | None,
    wat: tuple[str, str, Mapping[str, object]],
    opdracht_id: UUID,
) -> Antwoord | Weigering:
    """Somebody of a role that may gives this command."""
    dag, naam, gegevens = wat
    klasse = OPDRACHTEN[naam]
    rol = next(r for r in Rol if r in klasse.rollen)
    wie = Door(f"fictief-{rol}", rol.value, "Atlas" if rol is Rol.DOSSIERBEHANDELAAR else "ABB")
    nu = datetime.fromisoformat(f"{dag}T12:00:00+00:00").astimezone(UTC)
    try:
        opdracht = lees_opdracht(naam, dict(gegevens))
        return app.service.handle(dossier_id, opdracht, Meta(wie, opdracht_id, opdracht_id, nu))
    except Weigering as weigering:
        return weigering


def lees(boek: Path) -> list[Bevestigd]:
    """What a book says; a line that was cut off by a kill was never told."""
    if not boek.exists():
        return []
    uit = []
    for regel in boek.read_text(encoding="utf-8").splitlines(keepends=True):
        if regel.endswith("\n"):
            velden: list[Any] = json.loads(regel)
            uit.append(Bevestigd(*velden))
    return uit


def herstel(boek: Path) -> None:
    """Drop a line that was cut off."""
    if boek.exists():
        heel = boek.read_bytes()
        boek.write_bytes(heel[: heel.rfind(b"\n") + 1])


def main() -> None:
    """`schrijver SETTINGS NUMMER BOEK KLAAR`: until the file KLAAR is there."""
    settings, nummer, boek, klaar = sys.argv[1:]
    herstel(Path(boek))
    with open_app(Settings.model_validate_json(settings)) as app:
        Schrijver(app, int(nummer), Path(boek)).werk(Path(klaar).exists)


if __name__ == "__main__":
    main()
