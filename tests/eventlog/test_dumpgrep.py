"""Nothing personal in the clear: not in the database, not in a file, not in a log; then erased.

Unique values go in by the commands; then everything that was written is searched for them, in
the clear, in hexadecimal and in base64, before and after the keys are destroyed.
"""

from __future__ import annotations

import base64
import json
import logging
import re
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import psycopg
import pytest

from handhaving import running
from handhaving.adapters.postgres_server import program_folder
from handhaving.bootstrap import App, database, open_app
from handhaving.dossier.decider import OPDRACHTEN
from handhaving.eventlog.envelope import Door
from handhaving.eventlog.migreer import migrate
from handhaving.eventlog.persoonlijk import GEWIST, personal_fields
from handhaving.intake import quarantaine
from handhaving.intake.opname import Instelling, neem_bestand_op
from handhaving.intake.voorbeeldbestanden import kop_publicatie, omslag
from handhaving.service import Meta
from handhaving.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BRONSCHEMA = Path(quarantaine.__file__).with_name("schema") / "aanlevering-1.schema.json"
INSZ = "85073003328"
KLANT = "Kqx-77-zyw"
TEKSTEN = {
    n: f"Zqx{n}{i}wvk"
    for i, n in enumerate(
        (
            *("naam", "voornaam", "straat", "huisnummer", "bus", "postcode", "gemeente", "land"),
            *("feitenrelaas", "inhoud", "voorstel", "besluit", "feitelijk", "juridisch"),
            *("tegenpartij", "verhuisd", "bewijs"),
        )
    )
}
GEBOREN = date(1985, 7, 30)
PERSOONLIJK = (INSZ, "85.07.30-033.28", KLANT, GEBOREN.isoformat(), *TEKSTEN.values())
AGENT, AMBTENAAR, BESLISSER = ("mw-1", "hb-2", "bs-3")

# op, door, rol, opdracht, gegevens
STAPPEN: list[tuple[str, str, str, str, dict[str, object]]] = [
    (
        "2026-03-02",
        AGENT,
        "dossierbehandelaar",
        "StelInbreukVast",
        {"type": "I01", "datumFeit": "2026-03-01", "feitenrelaas": TEKSTEN["feitenrelaas"]},
    ),
    (
        "2026-03-05",
        AGENT,
        "dossierbehandelaar",
        "VerzendIngebrekestelling",
        {
            "inbreuk": "I1",
            "kanaal": "aangetekendMetOntvangstbewijs",
            "verzondenOp": "2026-03-04",
            "ontvangenOp": "2026-03-05",
        },
    ),
    ("2026-04-10", "tik", "systeem", "StelVerstrijkenVast", {"inbreuk": "I1"}),
    ("2026-04-14", AGENT, "dossierbehandelaar", "MaakOverAanABB", {"inbreuk": "I1"}),
    (
        "2026-04-16",
        AMBTENAAR,
        "handhavingsambtenaar",
        "NodigUitTotVerweer",
        {
            "inbreuk": "I1",
            "kanaal": "aangetekendMetOntvangstbewijs",
            "verzondenOp": "2026-04-15",
            "ontvangenOp": "2026-04-16",
        },
    ),
    (
        "2026-05-02",
        AMBTENAAR,
        "handhavingsambtenaar",
        "RegistreerVerweer",
        {
            "inbreuk": "I1",
            "verzondenOp": "2026-05-01",
            "ontvangenOp": "2026-05-02",
            "inhoud": TEKSTEN["inhoud"],
        },
    ),
    (
        "2026-06-10",
        AMBTENAAR,
        "handhavingsambtenaar",
        "StelBoeteVoor",
        {"inbreuk": "I1", "bedrag": "100.00", "motivering": TEKSTEN["voorstel"]},
    ),
    (
        "2026-06-12",
        BESLISSER,
        "beslisser",
        "NeemBoetebesluit",
        {
            "inbreuk": "I1",
            "bedrag": "100.00",
            "motivering": TEKSTEN["besluit"],
            "feitelijkeGronden": TEKSTEN["feitelijk"],
            "juridischeGronden": TEKSTEN["juridisch"],
        },
    ),
    (
        "2026-06-16",
        BESLISSER,
        "beslisser",
        "BetekenBoetebesluit",
        {
            "besluit": "B1",
            "kanaal": "aangetekendMetOntvangstbewijs",
            "verzondenOp": "2026-06-15",
            "ontvangenOp": "2026-06-16",
            "rechtsmiddelenVermeld": True,
        },
    ),
    (
        "2026-07-01",
        "bh-4",
        "boekhouder",
        "BoekBetaling",
        {
            "vordering": "V1",
            "bedrag": "10.00",
            "valutadatum": "2026-06-30",
            "bankreferentie": "REF1",
            "tegenpartij": TEKSTEN["tegenpartij"],
        },
    ),
    (
        "2026-07-02",
        AGENT,
        "dossierbehandelaar",
        "WijzigPersoonsgegevens",
        {"adres": {"straat": TEKSTEN["verhuisd"]}, "vanaf": "2026-07-01"},
    ),
]


def doe(app: App, dossier: UUID | None, stap: tuple[str, str, str, str, dict[str, object]]) -> UUID:
    op, wie, rol, naam, gegevens = stap
    nu = datetime.fromisoformat(f"{op}T11:00:00+00:00")
    organisatie = "Atlas" if rol == "dossierbehandelaar" else "ABB"
    opdracht = OPDRACHTEN[naam].model_validate(gegevens)
    meta = Meta(Door(wie, rol, organisatie), uuid4(), uuid4(), nu)
    return app.service.handle(dossier, opdracht, meta).dossier_id


def geopend(app: App) -> UUID:
    adres = {k: TEKSTEN[k] for k in ("straat", "huisnummer", "bus", "postcode", "gemeente", "land")}
    gegevens: dict[str, object] = {
        "insz": INSZ,
        "klantnummer": KLANT,
        "agentschap": "Atlas",
        "naam": TEKSTEN["naam"],
        "voornaam": TEKSTEN["voornaam"],
        "geboortedatum": GEBOREN.isoformat(),
        "adres": adres,
        "hoedanigheid": "verplicht",
        "plichtOntstaanOp": "2024-05-01",
        "regime": "vlaanderen",
    }
    stap = ("2026-02-27", AGENT, "dossierbehandelaar", "OpenDossier", gegevens)
    return doe(app, None, stap)


def vormen(waarde: str) -> Iterator[bytes]:
    """A value as it may show up: clear, hexadecimal, and base64 at each of three alignments."""
    ruw = waarde.encode()
    yield ruw
    yield ruw.hex().encode()
    yield ruw.hex().upper().encode()
    for voor in range(3):
        gecodeerd = base64.b64encode(b"\0" * voor + ruw)
        yield gecodeerd[-(-voor * 8 // 6) : (voor + len(ruw)) * 8 // 6]


def gevonden(waarden: Iterable[str], inhoud: bytes) -> list[str]:
    return [w for w in waarden if any(v in inhoud for v in vormen(w))]


def dump(app: App) -> bytes:
    """The whole database, as text."""
    program = program_folder(app.settings.data / "postgresql") / "pg_dump"
    done = subprocess.run(
        [str(program), "--dbname", app.database_url, "--inserts"], check=True, capture_output=True
    )
    return done.stdout


def bestanden(map_: Path) -> Iterator[tuple[str, bytes]]:
    """Every file under the data folder: tables, write-ahead log, server logs, Redis."""
    for bestand in map_.rglob("*"):
        if bestand.is_file() and not bestand.is_symlink() and bestand.name != "kek":
            yield str(bestand), bestand.read_bytes()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    settings = Settings(data=tmp_path_factory.mktemp("dump") / "data", database_url=None)
    with database(settings) as url:
        migrate(url)
        with open_app(settings, klok=lambda: datetime(2026, 7, 3, tzinfo=UTC)) as app:
            yield app


@pytest.mark.parametrize("waarde", ["Zqxnaam0wvk", "85073003328"])
def test_given_a_planted_value_when_searched_then_every_form_is_found(waarde: str) -> None:
    for voor in range(3):
        omringd = b"a" * voor + waarde.encode() + b"zz"
        for inhoud in (omringd, omringd.hex().encode(), base64.b64encode(omringd)):
            assert gevonden([waarde], b"..." + inhoud) == [waarde]
    assert gevonden([waarde], waarde[:-1].encode()) == []


def test_given_a_whole_story_when_everything_is_searched_then_no_person_before_or_after_erasure(
    app: App, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        dossier = geopend(app)
        for stap in STAPPEN:
            doe(app, dossier, stap)
        running.catch_up(app)
    assert {s.staat for s in running.status(app)} == {"bij"}
    gesproken = (caplog.text + "".join(capfd.readouterr())).encode()
    assert app.service.zoek("insz", INSZ) == [dossier]
    voor = dump(app)
    assert str(dossier).encode() in voor
    assert gevonden(PERSOONLIJK, voor) == []
    assert gevonden(PERSOONLIJK, gesproken) == []
    with psycopg.connect(app.database_url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    assert [n for n, inhoud in bestanden(app.settings.data) if gevonden(PERSOONLIJK, inhoud)] == []
    geschiedenis = app.service.historiek(dossier)
    leesbaar = repr(geschiedenis)
    assert [w for w in TEKSTEN.values() if w not in leesbaar] == [TEKSTEN["bewijs"]]

    assert app.vault.destroy(dossier) == 2
    assert app.vault.destroy(dossier) == 0
    for gebeurtenis, _ in app.service.historiek(dossier):
        for naam, merk in personal_fields(type(gebeurtenis)).items():
            waarde = getattr(gebeurtenis, naam)
            assert waarde is None or (waarde is GEWIST) == (merk.van == "betrokkene")
    assert app.service.lees(dossier).versie == geschiedenis[-1][1].versie
    assert app.service.lees(dossier).persoon.naam is GEWIST
    assert app.service.zoek("insz", INSZ) == []
    na = dump(app)
    assert gevonden(PERSOONLIJK, na) == []
    running.catch_up(app)
    doe(app, dossier, ("2026-07-03", "bh-5", "boekhouder", *_zonder_persoon()))
    running.catch_up(app)
    assert {(s.staat, s.geparkeerd) for s in running.status(app)} == {("bij", ())}
    assert all(uit.gelijk for uit in running.compare(app))


def regels() -> Iterator[str]:
    """Lines that intake must keep apart, with a personal value in every place there is."""
    schema = json.loads(BRONSCHEMA.read_text(encoding="utf-8"))
    velden = {naam for vorm in schema["$defs"].values() for naam in vorm.get("properties", {})}
    for veld in sorted(velden):
        yield json.dumps({veld: f"Zqx{veld}wvk"})
        yield json.dumps({"insz": INSZ, veld: f"Zqx{veld}wvk"})
        yield json.dumps({"insz": INSZ, "inbreuken": [{veld: f"Zqx{veld}wvk"}]})
    yield json.dumps({"Zqxsleutelwvk": "Zqxwaardewvk"})
    yield '{"naam": "Zqxkapotwvk"'
    yield '"Zqxtekstwvk"'


def publicatie() -> bytes:
    """An official file with a personal value in every element, and one that breaks off."""
    onderdelen = [
        f"<DossierKBI><INSZ>{insz}</INSZ><Hoedanigheden><Hoedanigheid>"
        f"<Hoedanigheidscode>Zqxcodewvk</Hoedanigheidscode><KBICentrum><Ondernemingsnummer>"
        f"Zqxcentrumwvk</Ondernemingsnummer></KBICentrum><Sanctioneringsbevoegdheden>"
        f"<Sanctioneringsbevoegdheid><Bevoegdheid>{overheid}</Bevoegdheid>"
        f"</Sanctioneringsbevoegdheid></Sanctioneringsbevoegdheden><Trajecten><Traject>"
        f"<Inbreukdossiers><Inbreukdossier><Dossiernummer>Zqxnummerwvk</Dossiernummer>"
        f"<Vaststelling><Datum>{dag}</Datum><RelaasVanDeFeiten>Zqxrelaaswvk</RelaasVanDeFeiten>"
        f"<KBIRapport>Zqxrapportwvk</KBIRapport></Vaststelling><Inbreuk><Type>{soort}</Type>"
        f"<Datum>{dag}</Datum></Inbreuk></Inbreukdossier></Inbreukdossiers></Traject></Trajecten>"
        f"</Hoedanigheid></Hoedanigheden></DossierKBI>"
        for insz in (INSZ, "Zqxinszwvk")
        for overheid in ("HH", "Zqxoverheidwvk")
        for soort in ("I01", "Zqxsoortwvk")
        for dag in ("2026-01-05", "Zqxdagwvk")
    ]
    return (
        kop_publicatie(date(2026, 7, 1))
        + b"".join(omslag("Zqxrefertewvk", o, date(2026, 7, 1)) for o in onderdelen)
        + b"<Zqxelementwvk Zqxattribuutwvk='Zqxinhoudwvk'></Fout>"
    )


def test_given_files_full_of_persons_when_taken_in_then_none_stands_in_the_clear(
    app: App,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "personen.jsonl").write_text("\n".join(regels()), encoding="utf-8")
    (tmp_path / "publicatie.xml").write_bytes(publicatie())
    tokens = {INSZ, *re.findall(r"Zqx\w+?wvk", "".join(regels()) + publicatie().decode())}
    with caplog.at_level(logging.DEBUG):
        verslagen = [neem_bestand_op(app, p, Instelling()) for p in sorted(tmp_path.iterdir())]
    assert all(v.quarantaine for v in verslagen)
    assert gevonden(tokens, dump(app)) == []
    gezegd = caplog.text + "".join(capfd.readouterr()) + repr([v.als_json() for v in verslagen])
    assert gevonden(tokens, gezegd.encode()) == []
    met_origineel = [o for _, o in quarantaine.lees(app.log, app.vault) if o is not None]
    assert any(b"Zqxkapotwvk" in o for o in met_origineel)
    for stuk in app.log.quarantined():
        app.vault.destroy(stuk.sleutel_id)
    assert {o for _, o in quarantaine.lees(app.log, app.vault)} == {None}


def _zonder_persoon() -> tuple[str, dict[str, object]]:
    return "VerzendBetaalverzoek", {"vordering": "V1", "verzondenOp": "2026-07-03"}
