"""`handhaving catalogus`: what can be asked, what can have happened, what is refused and why.

Everything is read from the code itself, so that the list in README cannot drift: the registers of
the decider, the docstrings, and which events and refusals the code of each command mentions.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast, get_args, get_origin

import typer
from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from handhaving.cli import uitvoer
from handhaving.cli.scenario import zoek
from handhaving.dossier.basis import (
    Gebeurtenis,
    NietRechtzetbaar,
    Opdracht,
    Rechtzetbaar,
    Weigering,
)
from handhaving.dossier.decider import HOOFDSTUKKEN
from handhaving.dossier.opsomming import algemene_weigeringen, namen
from handhaving.eventlog.persoonlijk import personal_fields
from handhaving.recht import Recht
from handhaving.recht.grondslag import Grondslag
from handhaving.scenario.toestanden import als_markdown as toestanden
from handhaving.scenario.toestanden import machines

if TYPE_CHECKING:
    from handhaving.dossier.basis import Evolutie, Handeling, Hoofdstuk, Rechtzetting
    from handhaving.scenario.toestanden import Machine, Machines


def _zin(klasse: type) -> str:
    """The first paragraph of a docstring, on one line; what a class inherits is not its own."""
    return " ".join((klasse.__doc__ or "").strip().split("\n\n")[0].split())


def _vorm(soort: object) -> str:
    """How a reader calls the type of a field."""
    if get_origin(soort) is Literal:
        return " · ".join(map(str, get_args(soort)))
    delen = [_vorm(deel) for deel in get_args(soort) if deel is not type(None)]
    if delen and get_origin(soort) in {list, tuple, set, frozenset}:
        return f"lijst van {delen[0]}"
    if delen:
        return delen[0]
    return {
        "str": "tekst",
        "int": "getal",
        "bool": "ja/nee",
        "date": "datum",
        "Cent": "bedrag",
    }.get(getattr(soort, "__name__", ""), getattr(soort, "__name__", "waarde"))


def _velden(model: type[BaseModel]) -> list[dict[str, object]]:
    persoonlijk = personal_fields(model)
    return [
        {
            "naam": info.alias or naam,
            "vorm": _vorm(info.annotation),
            "verplicht": info.is_required(),
            **({"klasse": persoonlijk[naam].klasse.value} if naam in persoonlijk else {}),
        }
        for naam, info in model.model_fields.items()
        if naam not in {"geldig_op", "grondslag"}
    ]


def _opdracht(hoofdstuk: Hoofdstuk, handeling: Handeling[Any]) -> dict[str, object]:
    klasse: type[Opdracht] = handeling.opdracht
    return {
        "naam": klasse.__name__,
        "hoofdstuk": hoofdstuk.naam,
        "omschrijving": _zin(klasse),
        "rollen": sorted(rol.value for rol in klasse.rollen),
        "opentDossier": klasse.opent,
        "velden": _velden(klasse),
        "gebeurtenissen": namen(handeling.besluit, Gebeurtenis),
        "weigeringen": list(
            dict.fromkeys((*namen(handeling.keur, Weigering), *algemene_weigeringen(klasse)))
        ),
    }


def _rechtzetting(manier: Rechtzetting) -> dict[str, object]:
    """How an event that turns out to be wrong is put right: by whom, or what to do instead."""
    if isinstance(manier, Rechtzetbaar):
        rollen = manier.rollen or manier.opdracht.rollen
        return {"kan": True, "rollen": sorted(rol.value for rol in rollen)}
    if isinstance(manier, NietRechtzetbaar):
        return {"kan": False, "reden": manier.reden, "gebruik": list(manier.gebruik)}
    return {"kan": False, "via": manier.oorzaak}


def _rechtzetten(manier: dict[str, object]) -> str:
    """The same, in a cell of the table."""
    if manier["kan"]:
        return "ja"
    if "via" in manier:
        return f"via {manier['via']}"
    return f"neen, {manier['reden']}: {_codes(manier['gebruik'])}"


def _gebeurtenis(hoofdstuk: Hoofdstuk, evolutie: Evolutie[Any]) -> dict[str, object]:
    klasse: type[Gebeurtenis] = evolutie.gebeurtenis
    return {
        "naam": klasse.__name__,
        "hoofdstuk": hoofdstuk.naam,
        "omschrijving": _zin(klasse),
        "schemaVersie": klasse.schema_versie,
        "geldigOp": to_camel(klasse.geldig_veld),
        "zin": klasse.historiek,
        "rechtzetting": _rechtzetting(evolutie.rechtzetting),
        "velden": _velden(klasse),
    }


def weigeringen(van: type[Weigering] = Weigering) -> list[type[Weigering]]:
    """Every refusal of the domain, in the order in which they answer, and by name."""
    gevonden = {van} if van is not Weigering else set()
    for onder in van.__subclasses__():
        gevonden |= set(weigeringen(onder))
    van_het_domein = (k for k in gevonden if k.__module__.startswith("handhaving.dossier."))
    return sorted(van_het_domein, key=lambda k: (k.soort, k.__name__))


def catalogus(recht: Recht) -> dict[str, list[dict[str, object]]]:
    """Everything that has a name: commands, events, refusals, infringement types, terms."""
    return {
        "opdrachten": [_opdracht(h, a) for h in HOOFDSTUKKEN for a in h.handelingen],
        "gebeurtenissen": [_gebeurtenis(h, e) for h in HOOFDSTUKKEN for e in h.evoluties],
        "weigeringen": [
            {
                "code": k.__name__,
                "soort": k.soort.name.lower(),
                "boodschap": _zin(k),
                "uitweg": list(k.uitweg),
                "grondslag": recht.grondslag_van(k.__name__),
            }
            for k in weigeringen()
        ],
        "inbreuktypes": [
            {
                "code": versie.code,
                "omschrijving": versie.omschrijving,
                "fase": versie.fase,
                "van": versie.geldig.van,
                "totEnMet": versie.geldig.tot_en_met,
                "grondslag": versie.geldig.grondslag,
            }
            for versies in recht.types.values()
            for versie in versies
        ],
        "termijnen": [
            {"naam": t.naam, "omschrijving": t.omschrijving, "vanaf": t.vanaf, "aard": t.aard}
            for t in recht.termijnsoorten.values()
        ],
    }


def als_markdown(alles: dict[str, list[dict[str, object]]]) -> str:
    """The lists as they stand in README."""
    delen = ["### Opdrachten", ""]
    for hoofdstuk, opdrachten in groupby(alles["opdrachten"], key=itemgetter("hoofdstuk")):
        delen += [f"**{hoofdstuk}**", "", *_tabel("Opdracht", "Wie", "Wat er dan gebeurd is")]
        for opdracht in opdrachten:
            gebeurtenissen = _codes(opdracht["gebeurtenissen"]) or "geen"
            rollen = _lijst(opdracht["rollen"])
            naam = f"`{opdracht['naam']}`<br>{opdracht['omschrijving']}"
            delen.append(f"| {naam} | {rollen} | {gebeurtenissen} |")
        delen.append("")
    koppen = ("Gebeurtenis", "Geldig op", "Wat ze zegt", "Rechtzetten als ze niet klopt")
    delen += ["### Gebeurtenissen", "", *_tabel(*koppen)]
    for feit in alles["gebeurtenissen"]:
        rechtzetten = _rechtzetten(cast("dict[str, object]", feit["rechtzetting"]))
        delen.append(
            f"| `{feit['naam']}` | `{feit['geldigOp']}` | {feit['omschrijving']} | {rechtzetten} |"
        )
    koppen = ("Weigering", "Soort", "Boodschap", "Grondslag")
    delen += ["", "### Weigeringen", "", *_tabel(*koppen)]
    for weigering in alles["weigeringen"]:
        delen.append(
            f"| `{weigering['code']}` | {weigering['soort']} | {weigering['boodschap']} "
            f"| {_grond(weigering['grondslag'])} |"
        )
    delen += ["", "### Inbreuktypes", "", *_tabel("Code", "Fase", "Omschrijving", "Vanaf")]
    for type_ in alles["inbreuktypes"]:
        delen.append(
            f"| `{type_['code']}` | {type_['fase']} | {type_['omschrijving']} | {type_['van']} |"
        )
    delen += ["", "### Termijnen", "", *_tabel("Naam", "Vanaf", "Aard", "Omschrijving")]
    for termijn in alles["termijnen"]:
        delen.append(
            f"| `{termijn['naam']}` | {termijn['vanaf']} | {termijn['aard']} "
            f"| {termijn['omschrijving']} |"
        )
    return "\n".join(delen) + "\n"


def _grond(gronden: object) -> str:
    """The ground of a refusal; without one it brings the ground of its own term or parameter."""
    if not isinstance(gronden, tuple) or not gronden:
        return ""
    return "; ".join(
        g.artikel + ("" if g.status == "gevonden" else " **?**")
        for g in gronden
        if isinstance(g, Grondslag)
    )


def _tabel(*koppen: str) -> tuple[str, str]:
    return f"| {' | '.join(koppen)} |", f"|{'---|' * len(koppen)}"


def _lijst(waarde: object) -> str:
    return ", ".join(map(str, waarde)) if isinstance(waarde, list) else str(waarde)


def _codes(waarde: object) -> str:
    return ", ".join(f"`{deel}`" for deel in waarde) if isinstance(waarde, list) else ""


def tussen_merken(tekst: str, naam: str, inhoud: str) -> str:
    """A text with what stands between the marks `naam` replaced. Raises VerkeerdGebruik."""
    begin, einde = f"<!-- begin: {naam} -->\n", f"<!-- einde: {naam} -->"
    voor, merk, rest = tekst.partition(begin)
    _, slot, na = rest.partition(einde)
    if not merk or not slot:
        boodschap = f"De merken «begin: {naam}» en «einde: {naam}» ontbreken."
        raise uitvoer.VerkeerdGebruik(boodschap)
    return f"{voor}{begin}{inhoud}{einde}{na}"


def _namen_van(gezien: Machines) -> list[tuple[str, Machine]]:
    return [("inbreuk", gezien.juridisch), ("vordering", gezien.geld)]


def overgangen(machine: Machine) -> list[dict[str, object]]:
    """The transitions of a machine for programs."""
    return [
        {"van": van, "naar": naar, "door": sorted(namen)}
        for (van, naar), namen in sorted(machine.overgangen.items())
    ]


def register(app: typer.Typer) -> None:
    """Add the verb."""

    @app.command(name="catalogus")
    def _catalogus(
        readme: Annotated[
            Path | None,
            typer.Option("--readme", help="Zet de lijst in dit bestand, tussen de merken."),
        ] = None,
        diagram: Annotated[
            Path | None,
            typer.Option("--diagram", help="Teken de toestanden, uit de scenario's in deze map."),
        ] = None,
        json: uitvoer.Json = False,
    ) -> None:
        """Alle opdrachten, gebeurtenissen, weigeringen, inbreuktypes en termijnen, uit de code."""
        recht = Recht.laad()
        if diagram is not None:
            gezien = machines(zoek([diagram]), recht)
            if json:
                uitvoer.druk_json({n: overgangen(m) for n, m in _namen_van(gezien)})
            else:
                uitvoer.druk(toestanden(gezien).rstrip())
            return
        alles = catalogus(recht)
        if readme is not None:
            try:
                tekst = readme.read_text(encoding="utf-8")
                readme.write_text(tussen_merken(tekst, "catalogus", als_markdown(alles)), "utf-8")
            except OSError as fout:
                boodschap = f"Het bestand {readme} kan niet gelezen en geschreven worden."
                raise uitvoer.VerkeerdGebruik(boodschap) from fout
        elif json:
            uitvoer.druk_json(alles)
        else:
            uitvoer.druk(als_markdown(alles).rstrip())
