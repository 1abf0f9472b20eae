"""No refusal says back what a caller may write freely: it could be somebody's name."""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from handhaving.dossier.basis import Rol
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.eventlog.envelope import Door
from tests.dossier.spel import ANDER, Spel, doe
from tests.dossier.trap import FEIT, tot
from tests.dossier.voorbeelden import VOORBEELDEN
from tests.dossier.voorbeelden_privacy import BETWIST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handhaving.dossier.basis import Opdracht, Weigering
    from tests.dossier.spel import Stap

MERKEN = ("Zwaluwnest", "zwaluwnest", "Zwaluwnest-7", "ZWALUW-7", "Jan Zwaluwnest")
"""A word in every form that some field takes for a key, a code, an id or a text."""
WERELDEN = ("open", "vastgesteld", "overgemaakt", "bevestigd")
GEGEVEN = sorted(naam for naam, k in OPDRACHTEN.items() if k.rollen != {Rol.SYSTEEM})


def vrij(soort: object) -> bool:
    """Whether a text of one's own choice may stand in this annotation."""
    if get_origin(soort) is Literal:
        return False
    if isinstance(soort, type) and issubclass(soort, str):
        return not issubclass(soort, Enum)
    return any(map(vrij, get_args(soort)))


def gevuld(klasse: type[BaseModel], gegevens: Mapping[str, Any], merk: str) -> Iterator[Any]:
    """The data with the word in one field after another, however deep."""
    for naam, info in klasse.model_fields.items():
        veld = info.alias or naam
        if vrij(info.annotation):
            plaats: Any = [merk] if "tuple" in str(info.annotation) else merk
            if "dict" in str(info.annotation):
                plaats = {merk: merk}
            yield {**gegevens, veld: plaats}
        for deel in (info.annotation, *get_args(info.annotation)):
            if isinstance(deel, type) and issubclass(deel, BaseModel):
                diep = gegevens.get(veld)
                for inhoud in gevuld(deel, diep if isinstance(diep, dict) else {}, merk):
                    yield {**gegevens, veld: inhoud}


def gezegd(weigering: Weigering) -> str:
    feiten = json.dumps(weigering.feiten, default=str)
    return f"{weigering.code} {weigering.boodschap} {feiten} {weigering.mogelijk}".lower()


def werelden(naam: str) -> list[Spel]:
    """Where the command can be done, where it was done, and where mostly it cannot."""
    waar = VOORBEELDEN[naam]
    spel = waar.spel()
    daarna = spel.stap(waar.stap(naam)).spel
    return [spel, daarna, Spel().op(spel.vandaag), *(tot(w).op(spel.vandaag) for w in WERELDEN)]


@pytest.mark.parametrize("naam", GEGEVEN)
def test_given_a_word_in_any_free_field_when_refused_then_it_is_not_said_back(naam: str) -> None:
    klasse: type[Opdracht] = OPDRACHTEN[naam]
    gegevens = VOORBEELDEN[naam].gevuld()
    fouten = set()
    for spel in werelden(naam):
        for merk in MERKEN:
            for poging in gevuld(klasse, gegevens, merk):
                elders = {(soort, merk): ANDER for soort in ("bankreferentie", "klantnummer")}
                uitkomst = spel.stap(doe(naam, **poging, elders=elders))
                nogmaals = uitkomst.spel.stap(doe(naam, **poging))
                for weigering in (uitkomst.weigering, nogmaals.weigering):
                    if weigering is not None and merk.lower() in gezegd(weigering):
                        fouten.add((merk, gezegd(weigering)[:160]))
    assert fouten == set()


def test_given_a_date_of_birth_to_come_when_refused_then_it_is_not_said_back() -> None:
    geboren = "2031-05-17"
    stap = doe("OpenDossier", "2024-02-27", klantnummer="K-1", geboortedatum=geboren)
    weigering = Spel().stap(stap).geweigerd("DatumInDeToekomst", veld="geboortedatum")
    assert geboren not in gezegd(weigering)


@pytest.mark.parametrize("type_", ["Zwaluwnest", "I99"])
def test_given_a_type_that_is_no_type_when_refused_then_the_answer_is_the_same(type_: str) -> None:
    stap = doe("StelInbreukVast", "2024-03-05", type=type_, datumFeit="2024-03-01")
    weigering = tot("open").stap(stap).geweigerd("InbreuktypeNietVanKracht")
    assert type_.lower() not in gezegd(weigering)


@pytest.mark.parametrize("sleutel", ["Peeters", "Jan-1985", "I85011501764", "ANNELIES-1", "i1"])
@pytest.mark.parametrize(
    ("naam", "veld"),
    [
        ("StelInbreukVast", "inbreuk"),
        ("NeemBoetebesluit", "besluit"),
        ("VerzendIngebrekestelling", "stuk"),
        ("BetekenBoetebesluit", "vordering"),
        ("DraagOverAanVlabel", "overdracht"),
        ("VerleenUitstel", "uitstel"),
    ],
)
def test_given_a_key_that_may_be_a_name_when_chosen_then_refused_with_what_is_wanted(
    naam: str, veld: str, sleutel: str
) -> None:
    waar = VOORBEELDEN[naam]
    uitkomst = waar.spel().stap(doe(naam, **{**waar.gevuld(), veld: sleutel}))
    weigering = uitkomst.geweigerd("OngeldigeGegevens")
    assert "zoals I1 of KBI-17" in str(weigering)
    assert sleutel not in str(weigering)


@pytest.mark.parametrize("dag", ["0001-01-01", "1899-12-31", "2050-01-01", "9999-12-31"])
@pytest.mark.parametrize("veld", ["plichtOntstaanOp", "geboortedatum", "geldigOp"])
def test_given_a_day_that_is_a_slip_of_the_pen_when_opened_then_refused(
    veld: str, dag: str
) -> None:
    stap = doe("OpenDossier", "2024-02-27", klantnummer="K-1", **{veld: dag})
    weigering = Spel().stap(stap).geweigerd("OngeldigeGegevens")
    assert f"{veld}: een dag van 1900 tot en met 2049" in str(weigering)


@pytest.mark.parametrize("dag", ["1900-01-01", "2024-02-27"])
def test_given_the_first_and_the_last_day_when_opened_then_done(dag: str) -> None:
    velden = {"plichtOntstaanOp": dag, "geboortedatum": dag}
    Spel().stap(doe("OpenDossier", "2024-02-27", klantnummer="K-1", **velden)).dan(
        "DossierGeopend", "PersoonsgegevensVastgelegd"
    )


def amal(**wat: object) -> Stap:
    """The same kind of fact, by an agency that has no part in the dossier of Atlas."""
    door = Door("mw-9", Rol.DOSSIERBEHANDELAAR, "Amal")
    return doe("StelInbreukVast", "2024-03-06", door=door, **({"type": "I01"} | wat))


def test_given_the_same_fact_of_another_agency_then_only_that_it_is_there() -> None:
    spel = tot("vastgesteld")
    weigering = spel.stap(amal(datumFeit=FEIT)).geweigerd("ZelfdeFeitReedsVastgesteld")
    assert weigering.feiten == {"type": "I01", "datumFeit": FEIT}
    assert (weigering.mogelijk, weigering.ook_geweigerd) == ((), ())
    assert "I1" not in str(weigering).replace("I01", "")
    met_deel = spel.met(amal(datumFeit="2024-02-28"))
    met = met_deel.stap(amal(datumFeit=FEIT)).geweigerd("ZelfdeFeitReedsVastgesteld", inbreuk="I1")
    assert "agentschap" not in met.feiten
    eigen = doe("StelInbreukVast", "2024-03-06", type="I01", datumFeit=FEIT)
    spel.stap(eigen).geweigerd("ZelfdeFeitReedsVastgesteld", inbreuk="I1", agentschap="Atlas")


KON = "2024-03-02"
"""A day on which nothing of Amal stands in the way but the dossier itself."""
UITSTEL: dict[str, object] = {"soort": "start", "van": KON, "tot": "2024-04-01"}
ZWIJGT: dict[str, list[tuple[str, dict[str, object]]]] = {
    "PersoonOverleden": [("RegistreerOverlijden", {"overledenOp": KON})],
    "MinderjarigOpDatumFeit": [("WijzigPersoonsgegevens", {"geboortedatum": "2010-01-01"})],
    "PersoonNietVerplicht": [("WijzigPersoonsgegevens", {"plichtOntstaanOp": "2024-03-03"})],
    "UitstelDektDatum": [("VerleenUitstel", UITSTEL)],
    "VerwerkingIsBeperkt": [("BeperkVerwerking", {**BETWIST})],
    "DossierIsGesloten": [
        ("ZetInbreukRecht", {"inbreuk": "I1", "reden": "Fictieve reden."}),
        ("SluitDossier", {"reden": "Fictieve reden."}),
    ],
    "SleutelReedsGebruikt": [],
}
"""What stands in the way, and what was done to get there."""


def na_stappen(stappen: list[tuple[str, dict[str, object]]]) -> Spel:
    """The infringement of Atlas, and then this."""
    return tot("vastgesteld").met(*(doe(naam, "2024-03-05", **w) for naam, w in stappen))


@pytest.mark.parametrize("code", sorted(ZWIJGT))
def test_given_an_agency_without_a_part_when_the_dossier_refuses_then_never_why(code: str) -> None:
    spel = na_stappen(ZWIJGT[code])
    sleutel = {"inbreuk": "I1"} if code == "SleutelReedsGebruikt" else {}
    vraag: dict[str, object] = {"type": "I01", "datumFeit": KON, **sleutel}
    weigering = spel.stap(amal(**vraag)).geweigerd("VaststellenKanHierNiet")
    assert code in weigering.verzwegen
    gezegd = (weigering.feiten, weigering.mogelijk, weigering.ook_geweigerd)
    assert gezegd == ({}, (), ())
    assert [g.regel for g in weigering.grondslag] == ["weigering.VaststellenKanHierNiet"]
    assert "verneemt wie er een deel in heeft" in str(weigering)
    met_deel = spel.stap(doe("StelInbreukVast", "2024-03-06", **vraag)).weigering
    assert met_deel is not None
    assert code in {met_deel.code, *met_deel.ook_geweigerd}


@pytest.mark.parametrize(
    ("wat", "code"),
    [
        ({"datumFeit": "2024-03-07"}, "DatumInDeToekomst"),
        ({"datumFeit": KON, "vastgesteldOp": "2024-03-01"}, "DatumOnmogelijk"),
        ({"datumFeit": KON, "type": "I99"}, "InbreuktypeNietVanKracht"),
        ({"datumFeit": "1899-12-31"}, "OngeldigeGegevens"),
    ],
)
@pytest.mark.parametrize("belet", ["PersoonOverleden", "SleutelReedsGebruikt"])
def test_given_an_agency_without_a_part_when_its_own_request_is_wrong_then_told_as_in_any_dossier(
    wat: dict[str, object], code: str, belet: str
) -> None:
    gezegd = na_stappen(ZWIJGT[belet]).stap(amal(**wat)).weigering
    eigen = doe("StelInbreukVast", "2024-03-06", **({"type": "I01"} | wat))
    nergens = tot("open").stap(eigen).weigering
    assert gezegd is not None
    assert nergens is not None
    assert (gezegd.code, gezegd.boodschap, gezegd.feiten, gezegd.ook_geweigerd) == (
        code,
        nergens.boodschap,
        nergens.feiten,
        nergens.ook_geweigerd,
    )
    assert (gezegd.mogelijk, gezegd.verzwegen) == ((), ())


def test_given_a_name_that_is_not_of_the_wire_then_it_is_an_unknown_field() -> None:
    stap = doe("StelInbreukVast", "2024-03-06", type="I01", datum_feit="2024-03-02")
    weigering = tot("open").stap(stap).geweigerd("OngeldigeGegevens")
    assert weigering.feiten["velden"] == ["datumFeit: ontbreekt", "datum_feit: onbekend veld"]
    adres = {"straat": "Voorbeeldstraat", "huis_nummer": "1"}
    stap = doe("OpenDossier", "2024-02-27", klantnummer="K-1", adres=adres)
    Spel().stap(stap).geweigerd("OngeldigeGegevens")


def test_given_a_fault_of_the_whole_then_the_field_it_is_about() -> None:
    waar = VOORBEELDEN["BoekBetaling"]
    stap = doe("BoekBetaling", **{**waar.gevuld(), "bedrag": "0.00"})
    weigering = waar.spel().stap(stap).geweigerd("OngeldigeGegevens")
    assert weigering.feiten["velden"] == ["bedrag: ongeldig bedrag"]
