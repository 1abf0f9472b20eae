"""The form of a command: judged before anything else; the field is named, the value never."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any, get_args, get_origin
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from handhaving.dossier.basis import Opdracht, Weigering
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.lezen import ONBEKEND
from handhaving.dossier.refusals import InszOngeldig, OnbekendeOpdracht, OngeldigeGegevens
from handhaving.dossier.vorm import lees_opdracht
from handhaving.recht import Cent
from tests.dossier.strategieen import JSON_WAARDE, MERK, gegevens, velden
from tests.dossier.voorbeelden import VOORBEELDEN

NAMEN = sorted(OPDRACHTEN)
TEKEN = "bevat een teken dat geen tekst is"
VORMFOUTEN = (OngeldigeGegevens, InszOngeldig, OnbekendeOpdracht)


def geldig(naam: str) -> dict[str, Any]:
    uit: dict[str, Any] = json.loads(json.dumps(VOORBEELDEN[naam].gevuld(), default=str))
    return uit


def weigering(naam: str, wat: dict[str, Any]) -> Weigering:
    with pytest.raises(Weigering) as fout:
        lees_opdracht(naam, wat)
    assert isinstance(fout.value, VORMFOUTEN)
    return fout.value


def lees(naam: str, wat: dict[str, Any]) -> Opdracht | Weigering:
    """The command, or the refusal of its form; any other exception is an error."""
    try:
        return lees_opdracht(naam, wat)
    except VORMFOUTEN as fout:
        return fout


def genoemd(fout: Weigering) -> set[str]:
    """The fields a refusal names."""
    if isinstance(fout, InszOngeldig):
        return {"insz"}
    regels = fout.feiten["velden"]
    assert isinstance(regels, list)
    return {str(regel).split(":")[0].split(".")[0] for regel in regels}


def _met(soort: type) -> list[tuple[str, str]]:
    return [
        (naam, veld)
        for naam in NAMEN
        for veld, info in velden(OPDRACHTEN[naam]).items()
        if soort.__name__ in str(info.annotation)
    ]


@pytest.mark.parametrize("naam", NAMEN)
def test_given_an_example_then_it_reads_and_reads_back(naam: str) -> None:
    opdracht = lees_opdracht(naam, geldig(naam))
    assert type(opdracht) is OPDRACHTEN[naam]
    op_de_draad = json.loads(opdracht.model_dump_json(by_alias=True))
    assert lees_opdracht(naam, op_de_draad) == opdracht


@pytest.mark.parametrize("naam", NAMEN)
def test_given_a_field_less_then_it_is_named(naam: str) -> None:
    verplicht = [v for v, info in velden(OPDRACHTEN[naam]).items() if info.is_required()]
    for veld in verplicht:
        fout = weigering(naam, {v: w for v, w in geldig(naam).items() if v != veld})
        assert fout.feiten["velden"] == [f"{veld}: ontbreekt"]


@pytest.mark.parametrize("naam", NAMEN)
def test_given_a_field_too_many_then_it_is_named_only_when_it_looks_like_a_field(naam: str) -> None:
    for veld in ("geldigop", "geldig_Op"):  # a slip of a field every command has
        fout = weigering(naam, {**geldig(naam), veld: "x"})
        assert fout.feiten["velden"] == [f"{veld}: onbekend veld"]
    for veld in ("Wetteren", "Peeters", "85.01.15-017.64", "85011501764", "\x1b[2J"):
        fout = weigering(naam, {**geldig(naam), veld: "x"})
        assert fout.feiten["velden"] == [f"{ONBEKEND}: onbekend veld"]


def test_given_a_field_of_another_command_or_of_a_part_then_it_is_named() -> None:
    fout = weigering("MaakOverAanABB", {**geldig("MaakOverAanABB"), "bankreferentie": "x"})
    assert fout.feiten["velden"] == ["bankreferentie: onbekend veld"]
    adres = {"straat": "Fictiefstraat", "gemeentte": "x", "Wetteren": "x"}
    fout = weigering("RegistreerNieuwAdres", {**geldig("RegistreerNieuwAdres"), "adres": adres})
    assert fout.feiten["velden"] == [
        f"adres.{ONBEKEND}: onbekend veld",
        "adres.gemeentte: onbekend veld",
    ]


GEEN_TEKST = ["\x00", "\x1b", "\x07", "\x7f", "\x9b", "\r", "\u202e", "\u2066", "\u2028", "\ud800"]


@pytest.mark.parametrize("teken", GEEN_TEKST, ids=ascii)
def test_given_a_character_that_drives_a_screen_then_refused(teken: str) -> None:
    namen = {**geldig("OpenDossier"), "naam": f"Fictief{teken}Persoon"}
    assert weigering("OpenDossier", namen).feiten["velden"] == ["naam: " + TEKEN]
    adres = {**geldig("RegistreerNieuwAdres"), "adres": {"straat": teken}}
    assert weigering("RegistreerNieuwAdres", adres).feiten["velden"] == ["adres: " + TEKEN]
    lang = {**geldig("RegistreerVerweer"), "inhoud": f"Fictief{teken}verweer"}
    assert weigering("RegistreerVerweer", lang).feiten["velden"] == ["inhoud: " + TEKEN]


@pytest.mark.parametrize("teken", ["\n", "\t"])
def test_given_a_new_line_then_it_stands_in_a_long_text_and_in_no_name(teken: str) -> None:
    inhoud = f"Fictief{teken}verweer, é€ 🙂"
    lang = lees_opdracht("RegistreerVerweer", {**geldig("RegistreerVerweer"), "inhoud": inhoud})
    assert getattr(lang, "inhoud", None) == inhoud
    kort = {**geldig("OpenDossier"), "naam": f"Fictief{teken}Persoon"}
    assert weigering("OpenDossier", kort).feiten["velden"] == ["naam: " + TEKEN]


@pytest.mark.parametrize(("naam", "veld"), _met(date))
def test_given_a_number_for_a_day_then_refused(naam: str, veld: str) -> None:
    for getal in (5, 5.0, True, "5", "1712534400", " 1712534400.0 ", "-5", "20240408", ""):
        fout = weigering(naam, {**geldig(naam), veld: getal})
        assert genoemd(fout) == {veld}
    for tekst in ("2024-13-01", "2024-02-30", "2024-4-8", "08/04/2024", "2024-04-08T10:00"):
        assert genoemd(weigering(naam, {**geldig(naam), veld: tekst})) == {veld}


@pytest.mark.parametrize(("naam", "veld"), _met(Cent))
def test_given_a_number_for_an_amount_then_refused(naam: str, veld: str) -> None:
    wat = geldig(naam)
    if naam == "RegistreerUitspraak":
        wat["uitspraak"] = "hervormd"
    assert getattr(lees_opdracht(naam, {**wat, veld: "250.00"}), veld, None) == Cent(25000)
    for fout in (250, 250.0, True, "250", "250,00", "250.0", "250.000", "€ 250.00", "1e3", ""):
        assert veld in genoemd(weigering(naam, {**wat, veld: fout}))


@pytest.mark.parametrize("naam", NAMEN)
@settings(max_examples=10)
@given(data=st.data())
def test_given_any_json_in_any_field_then_a_command_or_a_form_refusal_that_names_it(
    naam: str, data: st.DataObject
) -> None:
    klasse = OPDRACHTEN[naam]
    vervangen = data.draw(
        st.dictionaries(st.sampled_from(sorted(velden(klasse))), JSON_WAARDE, min_size=1)
    )
    gevonden = lees(naam, {**geldig(naam), **vervangen})
    if isinstance(gevonden, Weigering):
        assert MERK not in f"{gevonden} {gevonden.feiten}"
        assert genoemd(gevonden) <= {*vervangen, "(alles)"}
    else:
        assert isinstance(gevonden, klasse)


@settings(max_examples=40)
@given(
    st.text(max_size=20).filter(lambda n: n not in NAMEN),
    st.dictionaries(st.text(max_size=10), JSON_WAARDE, max_size=4),
)
def test_given_any_name_and_any_data_then_only_a_form_refusal(
    naam: str, wat: dict[str, object]
) -> None:
    fout = weigering(naam, wat)
    assert isinstance(fout, OnbekendeOpdracht)
    assert fout.feiten["bekend"] == NAMEN


@pytest.mark.parametrize("naam", NAMEN)
@settings(max_examples=5)
@given(data=st.data())
def test_given_data_that_fit_the_form_then_they_read(naam: str, data: st.DataObject) -> None:
    gevonden = lees(naam, data.draw(gegevens(naam)))
    if isinstance(gevonden, Weigering):
        # What two fields say together may still be wrong, and an instant may be on no day.
        samen = {"(alles)", "bedrag", "gevolgd"} & genoemd(gevonden)
        assert samen or "tijdstip" in str(gevonden), str(gevonden)
    else:
        assert type(gevonden) is OPDRACHTEN[naam]


@pytest.mark.parametrize(
    "wat",
    [
        {"inbreuk": object()},
        {"inbreuk": {1, 2}},
        {"inbreuk": b"I1"},
        {"inbreuk": float("nan")},
        {"inbreuk": 10**5000},
    ],
    ids=["object", "set", "bytes", "nan", "lang getal"],
)
def test_given_what_is_no_json_then_refused_as_a_whole(wat: dict[str, object]) -> None:
    assert weigering("MaakOverAanABB", wat).feiten["velden"] == ["(alles): geen geldige JSON"]


def test_given_a_nest_without_end_then_refused() -> None:
    diep: list[object] = []
    for _ in range(5000):
        diep = [diep]
    assert isinstance(weigering("MaakOverAanABB", {"inbreuk": diep}), OngeldigeGegevens)


def test_given_python_dates_and_ids_then_they_read_as_their_text() -> None:
    wat = {"type": "I01", "datumFeit": date(2024, 3, 1), "stukken": [UUID(int=7)]}
    opdracht = lees_opdracht("StelInbreukVast", wat)
    assert getattr(opdracht, "datum_feit", None) == date(2024, 3, 1)
    assert getattr(opdracht, "stukken", None) == (str(UUID(int=7)),)
    op = datetime(2024, 4, 1, 22, 30, tzinfo=UTC)
    ingeregeld = lees_opdracht("RegistreerInregelstelling", {"inbreuk": "I1", "ingeregeldOp": op})
    assert getattr(ingeregeld, "dag", None) == date(2024, 4, 2)


def test_given_a_wrong_insz_beside_another_fault_then_both_fields_are_named() -> None:
    fout = weigering("OpenDossier", {"insz": "123", "regime": "wallonie"})
    assert isinstance(fout, OngeldigeGegevens)
    assert genoemd(fout) == {"insz", "regime"}
    assert isinstance(weigering("OpenDossier", {"insz": "123"}), InszOngeldig)


def is_pad(soort: Any, delen: list[str]) -> bool:  # noqa: ANN401 - any annotation
    """Whether this is a way through the contract: names of fields, and places in a list."""
    if not delen:
        return True
    if isinstance(soort, type) and issubclass(soort, BaseModel):
        eerste, *rest = delen
        bekend = {info.alias or naam: info.annotation for naam, info in soort.model_fields.items()}
        return eerste in bekend and is_pad(bekend[eerste], rest)
    if get_origin(soort) is tuple:
        return delen[0].isdigit() and is_pad(get_args(soort)[0], delen[1:])
    return any(is_pad(deel, delen) for deel in get_args(soort))


def paden(fout: Weigering) -> list[list[str]]:
    """The fields of the contract that a refusal names; what is no field, by where it stood."""
    regels = fout.feiten.get("velden", ["insz: "])
    assert isinstance(regels, list)
    uit = []
    for regel in map(str, regels):
        naam, _, reden = regel.partition(": ")
        delen = naam.split(".")
        uit.append(delen[:-1] if reden == "onbekend veld" else delen)
    return uit


FOUT: tuple[object, ...] = (
    *(5, True, None, [], {}, "", " ", "x", "5", "2026-04-07T23:59:59", "0001-01-01T00:00:00+14:00"),
    *([5], ["x", {}], {"x": 5}, {"straat": 5}, {"straat": {}, "x": "x"}, {"opdracht": 5}),
    *({"opdracht": "X", "gegevens": 5}, {"opdracht": "X", "gegevens": {"x": 1}}, [["x"]]),
)


@pytest.mark.parametrize("naam", NAMEN)
def test_given_anything_wrong_in_any_field_then_issues_by_their_names_in_the_contract(
    naam: str,
) -> None:
    klasse = OPDRACHTEN[naam]
    for veld in velden(klasse):
        for waarde in FOUT:
            gevonden = lees(naam, {**geldig(naam), veld: waarde})
            if isinstance(gevonden, Weigering):
                namen = paden(gevonden)
                assert all(is_pad(klasse, pad) for pad in namen), (veld, waarde, namen)
                assert isinstance(waarde, dict) or namen.count([veld]) <= 1, (veld, waarde, namen)


OGENBLIK = (
    "verwacht een datum (JJJJ-MM-DD) of een tijdstip met tijdzone (JJJJ-MM-DDTUU:MM:SS+02:00)"
)


@pytest.mark.parametrize("waarde", ["2026-04-07T23:59:59", "2026-04-07T23:59:59Zx", "x", 5, "5"])
def test_given_an_instant_without_zone_then_one_issue_that_says_what_is_allowed(
    waarde: object,
) -> None:
    wat = {"inbreuk": "I1", "ingeregeldOp": waarde}
    fout = weigering("RegistreerInregelstelling", wat)
    assert fout.feiten["velden"] == [f"ingeregeldOp: {OGENBLIK}"]


def test_given_a_value_that_is_not_allowed_then_which_are() -> None:
    fout = weigering("OpenDossier", {"klantnummer": "K-1", "agentschap": "Zwaluwnest"})
    kies = "kies 'AgII', 'Atlas', 'Amal' of 'HvN'"
    assert fout.feiten["velden"] == [f"agentschap: geen toegelaten waarde; {kies}"]
    fout = weigering("VerzendAanmaning", {**geldig("VerzendAanmaning"), "kanaal": "Zwaluwnest"})
    assert "kies 'aangetekend', " in str(fout)
    assert "Zwaluwnest" not in str(fout)


def test_given_a_message_then_it_reads_as_a_sentence() -> None:
    fout = weigering("StelBoeteVoor", {"inbreuk": "i1", "bedrag": 5})
    assert str(fout) == (
        "De gegevens van de opdracht zijn niet bruikbaar: "
        "bedrag: moet tekst zijn, inbreuk: verkeerde vorm."
    )
    assert str(weigering("OpenDosier", {})) == "Er bestaat geen opdracht met de naam OpenDosier."
    assert "zonder naam" in str(weigering("Peeters", {}))
    assert "zonder naam" in str(weigering("85.01.15-017.64", {}))
