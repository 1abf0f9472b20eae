"""Hoofdstuk dossier: wie de verplichte inburgeraar is, en sinds wanneer we dat weten."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Self, get_args

from pydantic import AfterValidator, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from handhaving.dossier.basis import (
    Evolutie,
    Gebeurtenis,
    Handeling,
    Hoofdstuk,
    Identiteit,
    IdentiteitDatum,
    NietRechtzetbaar,
    Opdracht,
    Rechtzetbaar,
    Rol,
    Waarde,
)
from handhaving.dossier.gemeen import dag_van
from handhaving.dossier.kopie import replace
from handhaving.dossier.tekst import Naam, is_leeg
from handhaving.dossier.toewijzing.weigeringen import DossierBestaatAl, InszHoortBijAnderDossier
from handhaving.eventlog.persoonlijk import Klasse, NietLeesbaar, Persoonlijk
from handhaving.recht.identiteit import InszOngeldigFout, lees_insz

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handhaving.dossier.basis import Context, Weigering
    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.envelope import Envelop
    from handhaving.recht import Recht

Agentschap = Literal["AgII", "Atlas", "Amal", "HvN"]
AGENTSCHAPPEN: tuple[Agentschap, ...] = get_args(Agentschap)
Hoedanigheid = Literal["verplicht", "rechthebbend", "minderjarig"]
Regime = Literal["vlaanderen", "brussel"]
Taal = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
_Regel = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


def _geldig_insz(tekst: str) -> str:
    """Elf cijfers met een juist controlegetal; leestekens mogen."""
    try:
        return lees_insz(tekst).nummer
    except InszOngeldigFout as fout:
        soort = "insz_ongeldig"
        raise PydanticCustomError(soort, "geen geldig INSZ") from fout


InszVeld = Annotated[str, AfterValidator(_geldig_insz)]


class Adres(Waarde):
    """Een adres. Als geheel persoonlijk."""

    straat: _Regel | None = None
    huisnummer: _Regel | None = None
    bus: _Regel | None = None
    postcode: _Regel | None = None
    gemeente: _Regel | None = None
    land: _Regel | None = None


def waarheen(adres: object) -> bool:
    """Of een brief hiermee ergens naartoe kan; wat niet te lezen is, stond er."""
    if not isinstance(adres, Adres):
        return adres is not None
    return not (is_leeg(adres.straat) and is_leeg(adres.gemeente))


def _zegt_waar(adres: Adres) -> Adres:
    if not waarheen(adres):
        soort = "adres"
        raise PydanticCustomError(soort, "een adres noemt minstens een straat of een gemeente")
    return adres


OpgegevenAdres = Annotated[Adres, AfterValidator(_zegt_waar)]
"""Een adres zoals een opdracht het aanreikt."""
AdresVeld = Annotated[Adres | NietLeesbaar, Persoonlijk(Klasse.IDENTITEIT)]


class _Gegevens(Waarde):
    """De persoonsgegevens zoals een opdracht ze aanreikt; elk veld mag ontbreken."""

    agentschap: Agentschap | None = None
    insz: InszVeld | None = None
    klantnummer: Naam | None = None
    naam: Naam | None = None
    voornaam: Naam | None = None
    geboortedatum: date | None = None
    adres: OpgegevenAdres | None = None
    contacttaal: Taal | None = None
    hoedanigheid: Hoedanigheid | None = None
    plicht_ontstaan_op: date | None = None
    regime: Regime | None = None

    def velden(self) -> dict[str, object]:
        """De velden die ingevuld zijn, onder hun Python-naam."""
        return {
            naam: waarde
            for naam in _Gegevens.model_fields
            if (waarde := getattr(self, naam)) is not None
        }


class DossierGeopend(Gebeurtenis):
    """Een agentschap opende het dossier."""

    geldig_veld = "geopend_op"
    historiek = "Dossier geopend door {agentschap}."

    agentschap: Agentschap | None = None
    geopend_op: date


class Persoonsgegevens(Gebeurtenis):
    """Wat een gebeurtenis over de persoon kan zeggen."""

    geldig_veld = "vanaf"

    vanaf: date
    agentschap: Agentschap | None = None
    insz: Identiteit | None = None
    klantnummer: Identiteit | None = None
    naam: Identiteit | None = None
    voornaam: Identiteit | None = None
    geboortedatum: IdentiteitDatum | None = None
    adres: AdresVeld | None = None
    contacttaal: Taal | None = None
    hoedanigheid: Hoedanigheid | None = None
    plicht_ontstaan_op: date | None = None
    regime: Regime | None = None

    def claims(self) -> Iterable[tuple[str, str]]:
        """Het INSZ, en het klantnummer binnen zijn agentschap, horen bij één dossier."""
        if isinstance(self.insz, str):
            yield ("insz", self.insz)
        if isinstance(self.klantnummer, str) and self.agentschap is not None:
            yield ("klantnummer", f"{self.agentschap}|{self.klantnummer}")

    def zoeksleutels(self) -> Iterable[tuple[str, str]]:
        """Naam met geboortedatum, om blind te zoeken: zonder voornaam, en met de voornaam erbij."""
        if isinstance(self.naam, str) and isinstance(self.geboortedatum, date):
            voornaam = self.voornaam if isinstance(self.voornaam, str) else ""
            for genoemd in dict.fromkeys(("", voornaam)):
                yield ("naam", f"{self.naam}|{genoemd}|{self.geboortedatum.isoformat()}")


class PersoonsgegevensVastgelegd(Persoonsgegevens):
    """De eerste persoonsgegevens van het dossier."""

    historiek = "Persoonsgegevens vastgelegd."


class PersoonsgegevensGewijzigd(Persoonsgegevens):
    """Gewijzigde of aangevulde persoonsgegevens; wat ontbreekt blijft zoals het was."""

    historiek = "Persoonsgegevens gewijzigd vanaf {vanaf}."


class OpenDossier(Opdracht, _Gegevens):
    """Open een dossier voor een persoon, met minstens een INSZ of een klantnummer."""

    pad = "/v1/dossiers"
    voorbeeld = {
        "agentschap": "Atlas",
        "insz": "85011501764",
        "klantnummer": "K-FICTIEF-17",
        "naam": "Fictief Persoon-17",
        "voornaam": "Voorbeeld",
        "geboortedatum": "1985-01-15",
        "adres": {
            "straat": "Voorbeeldstraat",
            "huisnummer": "17",
            "postcode": "9999",
            "gemeente": "Fictiegem",
            "land": "BE",
        },
        "contacttaal": "nl",
        "hoedanigheid": "verplicht",
        "plichtOntstaanOp": "2023-05-02",
        "regime": "vlaanderen",
    }
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR})
    opent = True
    verleden = ("geboortedatum",)

    @model_validator(mode="after")
    def _herkenbaar(self) -> Self:
        if self.insz is None and self.klantnummer is None:
            soort = "insz_of_klantnummer"
            raise PydanticCustomError(soort, "geef een insz of een klantnummer")
        return self


class WijzigPersoonsgegevens(Opdracht, _Gegevens):
    """Wijzig of vul persoonsgegevens aan, vanaf een dag."""

    pad = "/v1/dossiers/{dossierId}/persoonsgegevens"
    voorbeeld = {"naam": "Fictief Persoon-18"}
    rollen = frozenset({Rol.DOSSIERBEHANDELAAR, Rol.HANDHAVINGSAMBTENAAR})
    verleden = ("geboortedatum", "vanaf")

    vanaf: date | None = None


def _agentschap(opdracht: _Gegevens, context: Context) -> Agentschap | None:
    """Het gevraagde agentschap, of dat van de beller als die bij een agentschap werkt."""
    if opdracht.agentschap is not None:
        return opdracht.agentschap
    return next((a for a in AGENTSCHAPPEN if a == context.door.organisatie), None)


def _sleutels(opdracht: _Gegevens, dossier: Dossier, context: Context) -> Iterator[tuple[str, str]]:
    if opdracht.insz is not None:
        yield ("insz", opdracht.insz)
    agentschap = _agentschap(opdracht, context) or dossier.persoon.agentschap
    if opdracht.klantnummer is not None and agentschap is not None:
        yield ("klantnummer", f"{agentschap}|{opdracht.klantnummer}")


def _keur_open(
    opdracht: OpenDossier, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    if dossier.bestaat:
        yield DossierBestaatAl(dossier_id=dossier.samengevoegd_in or dossier.dossier_id)
    for sleutel in _sleutels(opdracht, dossier, context):
        ander = context.elders.get(sleutel)
        if ander is not None and ander != dossier.dossier_id:
            yield DossierBestaatAl(dossier_id=ander)


def _open(
    opdracht: OpenDossier, _dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    dag = dag_van(opdracht, context)
    velden = {**opdracht.velden(), "agentschap": _agentschap(opdracht, context)}
    return (
        DossierGeopend(agentschap=_agentschap(opdracht, context), geopend_op=dag),
        PersoonsgegevensVastgelegd(vanaf=dag, **velden),  # type: ignore[arg-type]
    )


def _keur_wijzig(
    opdracht: WijzigPersoonsgegevens, dossier: Dossier, _recht: Recht, context: Context
) -> Iterator[Weigering]:
    for sleutel in _sleutels(opdracht, dossier, context):
        ander = context.elders.get(sleutel)
        if ander is not None and ander != dossier.dossier_id:
            yield InszHoortBijAnderDossier(dossier_id=ander)


def _wijzig(
    opdracht: WijzigPersoonsgegevens, dossier: Dossier, _recht: Recht, context: Context
) -> tuple[Gebeurtenis, ...]:
    velden = opdracht.velden()
    if opdracht.klantnummer is not None:
        velden.setdefault(
            "agentschap", _agentschap(opdracht, context) or dossier.persoon.agentschap
        )
    if opdracht.insz in dossier.persoon.insz_aliassen:
        del velden["insz"]  # een alias blijft er een: hij vervangt het gebruikte INSZ niet
    gewijzigd = {n: w for n, w in velden.items() if getattr(dossier.persoon, n) != w}
    if not gewijzigd:
        return ()
    if opdracht.klantnummer is not None and {"klantnummer", "agentschap"} & gewijzigd.keys():
        # Een klantnummer geldt binnen zijn agentschap: ze staan er samen, of niet.
        gewijzigd |= {veld: velden[veld] for veld in ("agentschap", "klantnummer")}
    vanaf = opdracht.vanaf or dag_van(opdracht, context)
    return (PersoonsgegevensGewijzigd(vanaf=vanaf, **gewijzigd),)  # type: ignore[arg-type]


def _op_geopend(dossier: Dossier, feit: DossierGeopend, envelop: Envelop) -> Dossier:
    # Ook wie voor een ander agentschap opent, heeft een deel in het dossier.
    delen = {a for a in AGENTSCHAPPEN if a in {feit.agentschap, envelop.door.organisatie}}
    dossier = replace(dossier, agentschappen=dossier.agentschappen | delen)
    if feit.agentschap is None:
        return dossier
    return replace(
        dossier,
        persoon=replace(dossier.persoon, agentschap=feit.agentschap),
    )


def _op_gegevens(dossier: Dossier, feit: Persoonsgegevens, _envelop: Envelop) -> Dossier:
    velden = {
        naam: waarde
        for naam in _Gegevens.model_fields
        if (waarde := getattr(feit, naam)) is not None
    }
    if feit.adres is not None:
        velden |= {"adres_onbruikbaar": False, "afgevoerd_op": None}
    return replace(dossier, persoon=replace(dossier.persoon, **velden))


HOOFDSTUK = Hoofdstuk(
    naam="dossier",
    handelingen=(
        Handeling(OpenDossier, _keur_open, _open),
        Handeling(WijzigPersoonsgegevens, _keur_wijzig, _wijzig),
    ),
    evoluties=(
        Evolutie(
            DossierGeopend,
            _op_geopend,
            NietRechtzetbaar(
                "een dossier dat er is, verdwijnt niet meer",
                ("SluitDossier",),
                opdracht=OpenDossier,
            ),
        ),
        Evolutie(
            PersoonsgegevensVastgelegd,
            _op_gegevens,
            NietRechtzetbaar(
                "het zijn de eerste gegevens: er is geen vroegere waarde",
                ("WijzigPersoonsgegevens",),
                opdracht=OpenDossier,
            ),
        ),
        Evolutie(PersoonsgegevensGewijzigd, _op_gegevens, Rechtzetbaar(WijzigPersoonsgegevens)),
    ),
)
