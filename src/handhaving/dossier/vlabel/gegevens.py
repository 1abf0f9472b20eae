"""De gegevens van een overdracht aan VLABEL (contract §3): bevroren op de dag van de overdracht."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from handhaving.dossier.basis import Code, Waarde
from handhaving.dossier.persoon import Adres
from handhaving.dossier.sanctie.betekening import Ogm
from handhaving.dossier.vordering.saldo import gelopen_intrest, saldo
from handhaving.recht.bedragen import Cent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.state import Dossier, Persoon, Vordering
    from handhaving.recht import Recht


class Rentevoet(Waarde):
    """De wettelijke rentevoet van één jaar, in procent."""

    jaar: int
    procent: Code


class IntrestTotBetaling(Waarde):
    """Vanaf wanneer intrest verder loopt, en tegen welke rentevoeten."""

    vanaf: date
    rentevoeten: tuple[Rentevoet, ...]


class BesluitGegevens(Waarde):
    """Het besluit waaruit de vordering volgt."""

    datum: date
    definitief_op: date


class Schuldenaar(Waarde):
    """Wie moet betalen. Als geheel persoonlijk: versleuteld in het log, leesbaar in het bestand."""

    insz: str
    naam: str
    voornaam: str | None = None
    adres: Adres


class VlabelGegevens(Waarde):
    """Alle velden zijn verplicht, behalve het transactienummer van ORAFIN."""

    dossiernummer_opdrachtgever: Code
    gestructureerde_mededeling: Ogm
    transactienummer_orafin: Code | None = None
    hoofdsom: Cent
    reeds_betaald: Cent
    nog_verschuldigd: Cent
    kosten: Cent
    intrest_voor_overdracht: Cent
    intrest_tot_betaling: IntrestTotBetaling
    datum_eerste_brief: date
    datum_ingebrekestelling: date
    verjaringstermijn: Code
    datum_verjaring: date
    besluit: BesluitGegevens


def ontbrekend(vordering: Vordering, dossier: Dossier) -> Iterator[str]:
    """De verplichte velden die niet ingevuld kunnen worden, onder hun naam van het contract."""
    if vordering.in_gebreke_sinds is None:
        yield "datumIngebrekestelling"
    if vordering.verjaring is None:
        yield "datumVerjaring"
    persoon = dossier.persoon
    for veld in ("insz", "naam"):
        if not isinstance(getattr(persoon, veld), str):
            yield f"schuldenaar.{veld}"
    if not isinstance(persoon.adres, Adres):
        yield "schuldenaar.adres"


def schuldenaar(persoon: Persoon) -> Schuldenaar:
    """De schuldenaar zoals hij op deze dag bekend is."""
    return Schuldenaar.model_validate(
        {
            "insz": persoon.insz,
            "naam": persoon.naam,
            "voornaam": persoon.voornaam if isinstance(persoon.voornaam, str) else None,
            "adres": persoon.adres,
        }
    )


def _rentevoeten(vordering: Vordering, dag: date, recht: Recht) -> tuple[Rentevoet, ...]:
    """De rentevoet van elk jaar waarin intrest liep, en die van de dag van de overdracht."""
    gelopen = gelopen_intrest(vordering, dag, recht)
    voeten = {d.jaar: d.voet for d in gelopen.per_jaar} if gelopen else {}
    voeten[dag.year] = recht.percentage("intrest.voet", dag).waarde
    return tuple(
        Rentevoet(jaar=jaar, procent=str(Decimal(voet.numerator) / voet.denominator))
        for jaar, voet in sorted(voeten.items())
    )


def stel_samen(vordering: Vordering, dossier: Dossier, recht: Recht, dag: date) -> VlabelGegevens:
    """De gegevens zoals ze op de dag van de overdracht zijn."""
    besluit = dossier.besluiten[vordering.besluit]
    open_ = saldo(vordering, dag, recht)
    assert vordering.in_gebreke_sinds is not None  # noqa: S101 - gekeurd
    assert vordering.verjaring is not None  # noqa: S101 - gekeurd
    assert besluit.definitief_op is not None  # noqa: S101 - gekeurd
    termijn = recht.getal("verjaring.termijn", vordering.verjaring.van)
    return VlabelGegevens(
        dossiernummer_opdrachtgever=f"{dossier.dossier_id}-{vordering.sleutel}",
        gestructureerde_mededeling=vordering.ogm,
        hoofdsom=vordering.hoofdsom,
        reeds_betaald=vordering.betaald,
        nog_verschuldigd=open_.totaal,
        kosten=open_.kosten,
        intrest_voor_overdracht=open_.intrest,
        intrest_tot_betaling=IntrestTotBetaling(
            vanaf=dag,
            rentevoeten=_rentevoeten(vordering, dag, recht),
        ),
        datum_eerste_brief=vordering.eerste_brief,
        datum_ingebrekestelling=vordering.in_gebreke_sinds,
        verjaringstermijn=f"{termijn.waarde}-{termijn.eenheid}",
        datum_verjaring=vordering.verjaring.datum,
        besluit=BesluitGegevens(datum=besluit.genomen_op, definitief_op=besluit.definitief_op),
    )
