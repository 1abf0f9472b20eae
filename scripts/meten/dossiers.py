"""What is measured on: dossiers that were really decided, and copies of them by the thousand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from handhaving.dossier.decider import OPDRACHTEN
from handhaving.eventlog.envelope import Commit, Door, Herkomst, NewEvent
from handhaving.intake.voorbeeld import fictief_insz
from handhaving.service import Meta

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handhaving.bootstrap import Core
    from handhaving.dossier.basis import Opdracht
    from handhaving.eventlog.envelope import Stored
    from handhaving.eventlog.log import EventLog

BRUSSEL: Final = ZoneInfo("Europe/Brussels")
BEWIJS: Final = "aangetekendMetOntvangstbewijs"
BEHANDELAAR: Final = Door("mw-1", "dossierbehandelaar", "Atlas")
AMBTENAAR: Final = Door("ha-1", "handhavingsambtenaar", "ABB")
BESLISSER: Final = Door("be-1", "beslisser", "ABB")
BOEKHOUDER: Final = Door("bo-1", "boekhouder", "ABB")
SYSTEEM: Final = Door("systeem", "systeem", "ABB")
_PARTIJ: Final = 250
_TEKST: Final = "Een verzonnen uiteenzetting van wat er gebeurd is, zo lang als een echte. " * 2


def doe(door: Door, naam: str, dag: date, /, **velden: Any) -> tuple[Opdracht, Meta]:  # noqa: ANN401
    """A command on a day, at noon in Brussels."""
    opdracht = OPDRACHTEN[naam].model_validate(velden)
    moment = datetime.combine(dag, time(12), tzinfo=BRUSSEL)
    return opdracht, Meta(door, uuid4(), uuid4(), moment)


def open_dossier(nummer: int, dag: date) -> tuple[Opdracht, Meta]:
    """The command that opens the dossier of a fictitious person."""
    insz, geboren = fictief_insz(nummer)
    return doe(
        BEHANDELAAR,
        "OpenDossier",
        dag,
        agentschap="Atlas",
        insz=insz,
        klantnummer=f"K-{nummer}",
        naam=f"Fictief-{nummer}",
        voornaam=f"Persoon-{nummer}",
        geboortedatum=geboren or date(1950, 1, 1),
        adres={"straat": "Verzonnenstraat", "huisnummer": "1", "gemeente": "Fictiegem"},
        contacttaal="nl",
        hoedanigheid="verplicht",
        plichtOntstaanOp="2023-05-02",
        regime="vlaanderen",
    )


def zaak(n: int, feit: date) -> Iterator[tuple[Opdracht, Meta]]:
    """One inbreuk from its establishment to a first payment: fifteen events."""
    inbreuk, besluit, vordering = f"I{n}", f"B{n}", f"V{n}"

    def dag(verschil: int) -> date:
        return feit + timedelta(days=verschil)

    yield doe(
        BEHANDELAAR, "StelInbreukVast", dag(3), inbreuk=inbreuk, type="I01", datumFeit=feit,
        feitenrelaas=_TEKST,
    )  # fmt: skip
    yield doe(
        BEHANDELAAR, "VerzendIngebrekestelling", dag(7), inbreuk=inbreuk, kanaal=BEWIJS,
        verzondenOp=dag(5), ontvangenOp=dag(6),
    )  # fmt: skip
    yield doe(SYSTEEM, "StelVerstrijkenVast", dag(60), inbreuk=inbreuk)
    yield doe(BEHANDELAAR, "MaakOverAanABB", dag(62), inbreuk=inbreuk)
    yield doe(
        AMBTENAAR, "NodigUitTotVerweer", dag(70), inbreuk=inbreuk, kanaal=BEWIJS,
        verzondenOp=dag(68), ontvangenOp=dag(69),
    )  # fmt: skip
    yield doe(
        AMBTENAAR, "StelBoeteVoor", dag(120), inbreuk=inbreuk, bedrag="150.00", motivering=_TEKST
    )
    yield doe(
        BESLISSER, "NeemBoetebesluit", dag(125), inbreuk=inbreuk, bedrag="150.00",
        motivering=_TEKST, feitelijkeGronden=_TEKST, juridischeGronden=_TEKST,
    )  # fmt: skip
    yield doe(
        AMBTENAAR, "BetekenBoetebesluit", dag(130), besluit=besluit, kanaal=BEWIJS,
        verzondenOp=dag(128), ontvangenOp=dag(129), rechtsmiddelenVermeld=True,
    )  # fmt: skip
    yield doe(
        BOEKHOUDER, "VerzendBetaalverzoek", dag(190), vordering=vordering, verzondenOp=dag(190)
    )


def leef(core: Core, nummer: int, feit: date, zaken: int) -> UUID:
    """A dossier with so many cases, decided and appended as in life; its id."""
    werk = [open_dossier(nummer, feit)]
    for n in range(1, zaken + 1):
        werk += zaak(n, feit + timedelta(days=n))
    antwoorden = core.service.handle_many(None, sorted(werk, key=lambda paar: paar[1].nu))
    fouten = [a for a in antwoorden if isinstance(a, Exception)]
    if fouten:
        raise fouten[0]
    (dossier_id,) = {a.dossier_id for a in antwoorden if not isinstance(a, Exception)}
    return dossier_id


def lang_dossier(core: Core, nummer: int, aantal: int = 60) -> UUID:
    """A dossier of exactly so many events: cases, and facts taken over to make up the number."""
    feit = date(2025, 3, 3)
    dossier_id = leef(core, nummer, feit, aantal // 16)
    tekort = aantal - core.service.versie(dossier_id)
    extra = [
        doe(
            BEHANDELAAR, "NeemHistorischFeitOver", date(2026, 1, 5), inbreuk="I1", soort="andere",
            datum=feit, bron=f"KBI-{n}",
        )
        for n in range(tekort)
    ]  # fmt: skip
    core.service.handle_many(dossier_id, extra)
    return dossier_id


def monsters(core: Core, aantal: int = 12) -> list[list[Stored]]:
    """Dossiers of every length from three events up, as they stand in the log of `core`."""
    for n in range(aantal):
        leef(core, n + 1, date(2025, 1, 6) + timedelta(days=9 * n), n % 3)
    rijen = core.log.read(0, 10_000, met_persoonlijk=True)
    op_dossier = sorted(rijen, key=lambda rij: (rij.envelop.dossier_id, rij.envelop.versie))
    return [list(eigen) for _, eigen in groupby(op_dossier, key=lambda r: r.envelop.dossier_id)]


def vul(log: EventLog, voorbeelden: Sequence[Sequence[Stored]], aantal: int) -> int:
    """Append copies of these dossiers, under ids of their own, until there are `aantal` events.

    What is sealed stays sealed for its own dossier: a copy can be read without keys only.
    """
    partij: list[Commit] = []
    nummer = teller = log.last_position()
    while teller < aantal:
        for commit in _kopie(voorbeelden[nummer % len(voorbeelden)], aantal - teller):
            partij.append(commit)
            teller += len(commit.gebeurtenissen)
        nummer += 1
        if len(partij) >= _PARTIJ or teller >= aantal:
            log.append(partij)
            partij.clear()
    return teller


def _kopie(rijen: Sequence[Stored], hoogstens: int) -> Iterator[Commit]:
    dossier_id = uuid4()
    rijen = rijen[:hoogstens]
    for _, eigen in groupby(rijen, key=lambda rij: rij.envelop.opdracht_id):
        deel = list(eigen)
        eerste = deel[0].envelop
        yield Commit(
            dossier_id=dossier_id,
            verwachte_versie=eerste.versie - 1,
            herkomst=Herkomst(uuid4(), eerste.door, eerste.spoor_id, eerste.oorzaak_id),
            inhoud=bytes(32),
            gebeurtenissen=tuple(
                NewEvent(
                    uuid4(), e.type, e.schema_versie, e.geldig_op, data, persoonlijk,
                    None if e.sleutel_id is None else dossier_id,
                )
                for e, data, persoonlijk, _ in deel
            ),
        )  # fmt: skip
