"""The register of processing (GDPR art. 30), from what the events and the access table declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic.alias_generators import to_camel

from handhaving.dossier.decider import event_types
from handhaving.eventlog.persoonlijk import personal_fields
from handhaving.service.inzagerecht import INZAGERECHT, Groep, groep_van

if TYPE_CHECKING:
    from datetime import date

    from handhaving.recht import Recht

    Rij = dict[str, object]

BEWARING = ("bewaring.persoonsgegevens", "bewaring.pseudoniem")


def verwerkingsregister(recht: Recht, op: date) -> Rij:
    """Who is responsible, what for, which fields of whom, for how long, and who gets them."""
    return {
        "op": op.isoformat(),
        "verantwoordelijken": _deel(recht, "verantwoordelijke"),
        "doelen": _doelen(recht),
        "gegevens": _gegevens(),
        "ontvangers": _deel(recht, "ontvanger"),
        "bewaring": [_bewaring(recht, naam, op) for naam in BEWARING],
        "beveiliging": [
            "elk persoonlijk veld versleuteld met de sleutel van die persoon en die klasse",
            "elke lezing vooraf genoteerd, met rol en doel",
            "wissen vernietigt de sleutels; wat beslist is blijft",
        ],
    }


def _deel(recht: Recht, soort: str) -> list[Rij]:
    return [
        {"naam": naam.removeprefix(f"{soort}."), "grond": g.artikel, "status": g.status}
        for naam, g in recht.verwerking.items()
        if naam.startswith(f"{soort}.")
    ]


def _doelen(recht: Recht) -> list[Rij]:
    """Each purpose, with the roles that read for it and the groups of fields they read."""
    return [
        doel
        | {
            "rollen": sorted({rij.rol for rij in INZAGERECHT if doel["naam"] in rij.doelen}),
            "groepen": sorted(
                {g for rij in INZAGERECHT if doel["naam"] in rij.doelen for g in rij.groepen}
            ),
        }
        for doel in _deel(recht, "doel")
    ]


def _gegevens() -> list[Rij]:
    """Every personal field, by group, with the events that carry it."""
    dragers: dict[tuple[str, str, str, str], list[str]] = {}
    for soort in event_types():
        for veld, merk in personal_fields(soort.model).items():
            groep = groep_van(soort.naam, merk)
            naam = (groep.value, to_camel(veld), merk.klasse.value, merk.van.value)
            dragers.setdefault(naam, []).append(soort.naam)
    volgorde = [groep.value for groep in Groep]
    return [
        {"groep": groep, "veld": veld, "klasse": klasse, "van": van, "gebeurtenissen": namen}
        for (groep, veld, klasse, van), namen in sorted(
            dragers.items(), key=lambda deel: (volgorde.index(deel[0][0]), deel[0])
        )
    ]


def _bewaring(recht: Recht, naam: str, op: date) -> Rij:
    waarde = recht.getal(naam, op)
    return {
        "parameter": naam,
        "termijn": f"{waarde.waarde} {waarde.eenheid}",
        "grond": waarde.grondslag.artikel,
        "status": waarde.grondslag.status,
    }
