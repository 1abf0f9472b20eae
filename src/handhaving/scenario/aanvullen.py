"""What a scenario leaves out: fictitious persons and texts, who acts, and which key is meant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.basis import NietRechtzetbaar, Rechtzetbaar, Rol
from handhaving.dossier.decider import GEBEURTENISSEN, OPDRACHTEN
from handhaving.dossier.evolutie import EVOLUTIES
from handhaving.dossier.mogelijk import VOORWERPEN
from handhaving.eventlog.envelope import Door
from handhaving.recht.identiteit import InszOngeldigFout, lees_insz

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.dossier.state import Dossier
    from handhaving.scenario.vorm import Wie

TEKSTEN = {
    "feitenrelaas": "Fictief relaas van de feiten.",
    "motivering": "Fictieve motivering.",
    "feitelijkeGronden": "Fictieve feitelijke gronden.",
    "juridischeGronden": "Fictieve juridische gronden.",
    "inhoud": "Fictief verweer.",
    "bewijs": "Fictief bewijs.",
    "reden": "Fictieve reden.",
    "toelichting": "Fictieve toelichting.",
    "attest": "Fictief attest.",
    "instantie": "Fictief rechtscollege",
    "rolnummer": "FICTIEF-1",
}
VOORKEUR = tuple(Rol)


def vul_aan(
    naam: str, gegevens: Mapping[str, object], dossier: Dossier, nummer: int
) -> dict[str, object]:
    """The data of a step, with what it left out; what it gives (null too) stays as given."""
    klasse = OPDRACHTEN.get(naam)
    if klasse is None:
        return dict(gegevens)
    vol = dict(gegevens)
    velden = {info.alias or n: info for n, info in klasse.model_fields.items()}
    if naam == "OpenDossier":
        vol = {**_persoon(vol, nummer), **vol}
    for veld, waarde in _personen(nummer).get(naam, {}).items():
        vol.setdefault(veld, waarde)
    for veld, tekst in TEKSTEN.items():
        if veld in velden:
            vol.setdefault(veld, tekst)
    for veld, verzameling in VOORWERPEN.items():
        bestaand: Mapping[str, object] = getattr(dossier, verzameling)
        if veld in velden and velden[veld].is_required() and veld not in vol and bestaand:
            vol[veld] = _nieuwste_taak(dossier) if veld == "taak" else list(bestaand)[-1]
    vervanging = vol.get("vervangendeOpdracht")
    if isinstance(vervanging, dict) and isinstance(vervanging.get("gegevens", {}), dict):
        eigen = str(vervanging.get("opdracht"))
        vol["vervangendeOpdracht"] = {
            **vervanging,
            "gegevens": vul_aan(eigen, vervanging.get("gegevens", {}), dossier, nummer),
        }
    return {veld: waarde for veld, waarde in vol.items() if waarde is not None}


def _nieuwste_taak(dossier: Dossier) -> str:
    """The newest task; what the system only proposed comes after what somebody waits for."""
    gewoon = [s for s, taak in dossier.taken.items() if taak.hindert]
    return (gewoon or list(dossier.taken))[-1]


def _personen(nummer: int) -> dict[str, dict[str, object]]:
    """Who else a command may name, by command: as fictitious as the person."""
    adres = {**_adres(nummer), "straat": "Nieuwe Voorbeeldstraat"}
    return {
        "RegistreerNieuwAdres": {"adres": adres},
        "StelBewindvoerderAan": {
            "naam": f"Fictief Bewindvoerder-{nummer}",
            "adres": {**adres, "straat": "Bewindvoerdersstraat"},
        },
    }


def _adres(nummer: int) -> dict[str, object]:
    return {
        "straat": "Voorbeeldstraat",
        "huisnummer": str(nummer),
        "postcode": "9999",
        "gemeente": "Fictiegem",
        "land": "BE",
    }


def _persoon(gegevens: Mapping[str, object], nummer: int) -> dict[str, object]:
    """Fictitious person number `nummer`, with a birth date that its INSZ bears out."""
    persoon: dict[str, object] = {
        "klantnummer": f"K-FICTIEF-{nummer}",
        "naam": f"Fictief Persoon-{nummer}",
        "voornaam": "Voorbeeld",
        "adres": _adres(nummer),
    }
    geboren: object = date(1985, 1, 15)
    if isinstance(gegevens.get("insz"), str):
        try:
            geboren = lees_insz(str(gegevens["insz"])).geboortedatum
        except InszOngeldigFout:
            geboren = None
    else:
        persoon["insz"] = fictief_insz(nummer)
    if geboren is not None:
        persoon["geboortedatum"] = geboren
    return persoon


def fictief_insz(nummer: int) -> str:
    """A valid but fictitious INSZ: born on 15 January 1985, serial number `nummer`."""
    basis = f"850115{nummer:03d}"
    return f"{basis}{97 - int(basis) % 97:02d}"


def wie(
    wie_: Wie | None,
    naam: str,
    gegevens: Mapping[str, object],
    dossier: Dossier,
    rechtgezet: str | None = None,
) -> Door:
    """Who acts: one person per role, for the agency of the dossier or for ABB.

    An event that is put right asks for a role of the command it follows from.
    """
    klasse = OPDRACHTEN.get(naam)
    rollen = klasse.rollen if klasse is not None else frozenset({Rol.DOSSIERBEHANDELAAR})
    manier = (
        EVOLUTIES[GEBEURTENISSEN[rechtgezet]].rechtzetting if rechtgezet in GEBEURTENISSEN else None
    )
    if isinstance(manier, Rechtzetbaar):
        rollen &= manier.rollen or manier.opdracht.rollen
    elif isinstance(manier, NietRechtzetbaar) and manier.opdracht is not None:
        rollen &= manier.opdracht.rollen
    rol = next(r for r in VOORKEUR if r in rollen).value
    if wie_ is not None and wie_.rol is not None:
        rol = wie_.rol
    organisatie = "ABB"
    if rol == Rol.DOSSIERBEHANDELAAR:
        organisatie = dossier.persoon.agentschap or str(gegevens.get("agentschap") or "AgII")
    return Door(
        id=(wie_.id if wie_ is not None else None) or f"{rol}-1",
        rol=rol,
        organisatie=(wie_.organisatie if wie_ is not None else None) or organisatie,
    )
