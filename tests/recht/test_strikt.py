"""Een tikfout in een rechtsbestand houdt de start tegen, met bestand, regel en reden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handhaving.recht import Recht, RechtsbestandFout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BOETE = "parameters/boete.yaml"
PROCEDURE = "parameters/procedure.yaml"
INTREST = "parameters/intrest.yaml"

FOUTEN = [
    (BOETE, "omschrijving: Laagste", "omschrijvng: Laagste", "", "onbekende sleutel 'omschrijvng'"),
    (BOETE, "  soort: bedrag\n", "", "omschrijving: Laagste", "'soort' ontbreekt"),
    (
        BOETE,
        "      tot_en_met: 2016-02-28\n",
        "",
        "#2 waarde: 50.00",
        "overlapt met die vanaf 2008-09-12",
    ),
    (BOETE, "van: 2016-02-29", "van: 2016-02-20", "#2 waarde: 50.00", "overlapt"),
    (
        BOETE,
        "van: 2016-02-29",
        "van: 2016-03-05",
        "#2 waarde: 50.00",
        "gat tussen 2016-02-28 en 2016-03-05",
    ),
    (BOETE, "tot_en_met: 2016-02-28", "tot_en_met: 2007-02-28", "waarde: 50.00", "ligt vóór 'van'"),
    (
        BOETE,
        "      grondslag: {akte: bvr-2008, artikel: artikel niet gevonden}\n",
        "",
        "waarde: 50.00",
        "'grondslag' ontbreekt",
    ),
    (BOETE, "akte: bvr-2008", "akte: bvr-2088", "", "akte 'bvr-2088' staat niet in bronnen.yaml"),
    (BOETE, "status: te_verifieren", "status: zeker", "", "'zeker' kan hier niet"),
    (BOETE, "nagekeken_op: 2026-11-22", "nagekeken_op: gisteren", "", "geen bestaande dag"),
    (BOETE, "nagekeken_op: 2026-11-22", "nagekeken_op: 2026-02-30", "", "geen bestaande dag"),
    (BOETE, "waarde: 50.00", "waarde: 50", "", "twee cijfers na de punt"),
    (BOETE, "waarde: 50.00", "waarde: -50.00", "", "niet negatief"),
    (BOETE, "waarde: 50.00", "waarde: ~", "", "hier hoort een waarde"),
    (BOETE, "waarde: 50.00", "waarde: [50.00]", "", "één waarde, geen lijst"),
    (BOETE, "eenheid: euro", "eenheid: frank", "", "'frank' kan hier niet"),
    (BOETE, "soort: bedrag", "soort: geld", "", "'geld' kan hier niet"),
    (
        BOETE,
        "soort: bedrag",
        "soort: bedrag\n  keuzes: [a]",
        "omschrijving: Laagste",
        "'keuzes' hoort bij soort",
    ),
    (BOETE, "boete.minimum:", "boete minimum:", "", "is geen naam van een parameter"),
    (BOETE, "boete.maximum:", "boete.minimum:", "#2 boete.minimum:", "staat er twee keer"),
    (BOETE, "boete.maximum:", "betaling.termijn:", "", None),
    (BOETE, "boete.minimum:", "boete.minmum:", None, "'boete.minimum' ontbreekt"),
    (BOETE, "waarde: ja\n", "waarde: misschien\n", "", "toegelaten: ja, nee"),
    (PROCEDURE, "waarde: 30\n", "waarde: dertig\n", "", "geen geheel getal"),
    (PROCEDURE, "waarde: 30\n", "waarde: -30\n", "", "niet negatief"),
    (PROCEDURE, "waarde: 30\n", "waarde: 030\n", "", "geen geheel getal"),
    (PROCEDURE, "soort: termijn", "soort: getal", "", None),
    (INTREST, "waarde: 5.25", "waarde: 5,25", "", "geen percentage"),
    ("parameters/verjaring.yaml", "[365, 180, 90, 30]", "365", "", "hier hoort een lijst"),
    ("parameters/verjaring.yaml", "[365, 180, 90, 30]", "[]", "", "de lijst is leeg"),
    (
        "parameters/invordering.yaml",
        "[kosten, intrest, hoofdsom]",
        "[kosten, kosten, hoofdsom]",
        "",
        "staat er twee keer",
    ),
    (
        "parameters/invordering.yaml",
        "[kosten, intrest, hoofdsom]",
        "[kosten, hoofdsom]",
        "omschrijving: In welke volgorde",
        "moet kosten, intrest, hoofdsom noemen",
    ),
    (
        "parameters/invordering.yaml",
        "    - waarde: 180\n      eenheid: kalenderdagen",
        "    - waarde: 6\n      eenheid: maanden",
        "omschrijving: Hoeveel dagen voor de verjaring",
        "kan niet in maanden; toegelaten: kalenderdagen",
    ),
    ("termijnen.yaml", "duur: inregelstelling.termijn", "duur: x.termijn", "", "bestaat niet"),
    ("termijnen.yaml", "rekenregel: algemeen", "rekenregel: bijzonder", "", "bestaat niet"),
    (
        "termijnen.yaml",
        "  vanaf: ontvangst",
        "  vanaf: straks",
        "vanaf: straks",
        "toegelaten: ontvangst, daad",
    ),
    ("inbreuktypes.yaml", "regimes: [oud, nieuw]", "regimes: [nu]", "", "toegelaten: oud, nieuw"),
    ("inbreuktypes.yaml", "bevoegdheden: [ABB,", "bevoegdheden: [HH,", "", "'HH' kan hier niet"),
    (
        "inbreuktypes.yaml",
        "    van: 2008-09-12\n",
        "    van: 2008-09-12\n    boetevork: {minimum: 100.00, maximum: 50.00}\n",
        "boetevork: {",
        "ligt onder het minimum",
    ),
    ("kbi.yaml", "type: I01", "type: I99", "", "'I99' kan hier niet"),
    ("kbi.yaml", "HH: ABB", "HH: XYZ", "", "'XYZ' kan hier niet"),
    (
        "weigeringen.yaml",
        "{akte: rvs-wetten",
        "{akte: raad",
        "{akte: raad",
        "akte 'raad' staat niet",
    ),
    ("boetetabel.yaml", "tabellen: ~", "tabel: ~", "", "onbekende sleutel 'tabel'"),
    ("bronnen.yaml", "kort: Decreet 7/6/2013", "krt: Decreet", "", "onbekende sleutel 'krt'"),
    ("vragen.yaml", "# Open vragen", "a: 1 # Open", None, None),
    ("kbi.yaml", "KBI-02.00:\n  types:", "KBI-02.00:\n types: [", None, "geen leesbare YAML"),
]


def regel_van(tekst: str, plek: str) -> int:
    """Het regelnummer van een stuk tekst; `#2 x` is de tweede keer dat x er staat."""
    keer = 2 if plek.startswith("#2 ") else 1
    delen = tekst.split(plek.removeprefix("#2 "))
    return "".join(delen[:keer]).count("\n") + 1


@pytest.mark.parametrize("fout_in", FOUTEN, ids=[str(i) for i in range(len(FOUTEN))])
def test_gegeven_een_tikfout_dan_bestand_regel_en_reden(
    wijzig: Callable[[str, str, str], Path],
    fout_in: tuple[str, str, str, str | None, str | None],
) -> None:
    bestand, oud, nieuw, plek, reden = fout_in
    map_ = wijzig(bestand, oud, nieuw)

    with pytest.raises(RechtsbestandFout) as fout:
        Recht.uit_map(map_)

    if reden is not None:
        assert reden in fout.value.reden
        assert fout.value.bestand in {bestand, "parameters/"}
    if plek is not None and reden is not None:
        tekst = (map_ / bestand).read_text(encoding="utf-8")
        assert fout.value.regel == regel_van(tekst, plek or nieuw)
    assert f", regel {fout.value.regel}: " in str(fout.value)


@pytest.mark.parametrize(
    ("inhoud", "reden"),
    [
        (b"", "het bestand is leeg"),
        (b"a: \xff\n", "geen UTF-8"),
        (b"- 1\n", "blok van sleutels"),
        (b"\x00", "geen leesbare YAML"),
    ],
)
def test_gegeven_een_stuk_bestand_dan_een_duidelijke_fout(
    rechtsmap: Path, inhoud: bytes, reden: str
) -> None:
    (rechtsmap / "bronnen.yaml").write_bytes(inhoud)

    with pytest.raises(RechtsbestandFout, match=reden):
        Recht.uit_map(rechtsmap)


def test_gegeven_een_onbekend_type_in_de_boetetabel_dan_start_er_niets(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    tabel = """tabellen:
  - van: 2026-01-01
    grondslag: {akte: decreet-2013, artikel: FICTIEF}
    status: te_verifieren
    nagekeken_op: 2026-11-22
    bedragen: {I99: [100.00]}
"""
    with pytest.raises(RechtsbestandFout, match="inbreuktype 'I99' bestaat niet"):
        Recht.uit_map(wijzig("boetetabel.yaml", "tabellen: ~", tabel))


def test_gegeven_twee_boetetabellen_op_een_dag_dan_start_er_niets(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    een = """
  - van: 2026-01-01
    grondslag: {akte: decreet-2013, artikel: FICTIEF}
    status: te_verifieren
    nagekeken_op: 2026-11-22
    bedragen: {I01: [100.00]}"""
    with pytest.raises(RechtsbestandFout, match="overlapt"):
        Recht.uit_map(wijzig("boetetabel.yaml", "tabellen: ~", f"tabellen:{een}{een}"))


def test_gegeven_een_parameter_van_de_verkeerde_soort_dan_start_er_niets(
    wijzig: Callable[[str, str, str], Path],
) -> None:
    map_ = wijzig(
        "parameters/traject.yaml",
        "  soort: getal\n  waarden:\n    - waarde: 18",
        "  soort: tekst\n  waarden:\n    - waarde: achttien",
    )
    pad = map_ / "parameters" / "traject.yaml"
    tekst = pad.read_text(encoding="utf-8")
    kop, staart = tekst.split("achttien")
    pad.write_text(
        kop + "achttien" + staart.replace("eenheid: jaren", "eenheid: tekst", 1), encoding="utf-8"
    )

    with pytest.raises(RechtsbestandFout, match="moet soort 'getal' zijn, niet 'tekst'"):
        Recht.uit_map(map_)


@pytest.mark.parametrize(
    ("bestand", "keuzes", "waarde"),
    [
        (INTREST, "[werkelijk/365, werkelijk/werkelijk]", "werkelijk/365"),
        (
            "parameters/rekenregels.yaml",
            "[zaterdagZondagFeestdag, nooit]",
            "zaterdagZondagFeestdag",
        ),
        (PROCEDURE, "[herstart, hervatting]", "herstart"),
    ],
)
def test_gegeven_een_woord_dat_geen_regel_kent_dan_start_er_niets(
    wijzig: Callable[[str, str, str], Path], bestand: str, keuzes: str, waarde: str
) -> None:
    map_ = wijzig(bestand, f"keuzes: {keuzes}", "keuzes: [ietsNieuws]")
    pad = map_ / bestand
    kop, staart = pad.read_text(encoding="utf-8").split("keuzes: [ietsNieuws]", 1)
    eigen, vreemd = staart.split("\n", 1)[1].split("\n  omschrijving:", 1)
    eigen = eigen.replace(f"waarde: {waarde}", "waarde: ietsNieuws")
    pad.write_text(f"{kop}keuzes: [ietsNieuws]\n{eigen}\n  omschrijving:{vreemd}", encoding="utf-8")

    with pytest.raises(RechtsbestandFout, match="geen regel kent 'ietsNieuws'") as fout:
        Recht.uit_map(map_)
    assert fout.value.bestand == bestand


@pytest.mark.parametrize("naam", ["feestdagen.yaml", "kbi.yaml"])
def test_gegeven_een_ontbrekend_bestand_dan_start_er_niets(rechtsmap: Path, naam: str) -> None:
    (rechtsmap / naam).unlink()

    with pytest.raises(RechtsbestandFout, match="regel 1: het bestand ontbreekt"):
        Recht.uit_map(rechtsmap)


def test_gegeven_geen_map_met_parameters_dan_start_er_niets(rechtsmap: Path) -> None:
    for bestand in (rechtsmap / "parameters").iterdir():
        bestand.unlink()
    (rechtsmap / "parameters").rmdir()

    with pytest.raises(RechtsbestandFout, match=r"'boete\.minimum' ontbreekt"):
        Recht.uit_map(rechtsmap)


def test_gegeven_een_parameter_in_twee_bestanden_dan_start_er_niets(rechtsmap: Path) -> None:
    tekst = (rechtsmap / "parameters" / "boete.yaml").read_text(encoding="utf-8")
    (rechtsmap / "parameters" / "nog.yaml").write_text(tekst, encoding="utf-8")

    with pytest.raises(RechtsbestandFout, match=r"staat ook al in parameters/boete\.yaml"):
        Recht.uit_map(rechtsmap)
