"""`handhaving intake`: take in a file of a partner, and tell what became of every piece of it."""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from handhaving.bootstrap import open_app
from handhaving.cli import uitvoer
from handhaving.intake.opname import (
    Instelling,
    instelling_als_json,
    lees_verslagen,
    neem_bestand_op,
    neem_deel_op,
)
from handhaving.running import delen, groep
from handhaving.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.bootstrap import App
    from handhaving.intake.opname import Voortgang
    from handhaving.intake.verslag import Verslag

MEESTE_REGELS: Final = 20
"""So many faults are printed one by one; the rest stands in the JSON answer and in quarantine."""
_PER_GEBEURTENIS: Final = 200
"""About so many bytes of a file become one event."""
_WAAROM: Final[dict[type[OSError], str]] = {
    FileNotFoundError: "bestaat niet",
    IsADirectoryError: "is een map, geen bestand",
}


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("intake")(intake)


def intake(
    bestand: Annotated[
        Path, typer.Argument(help="KBI-XML (Inburgering-01.00 of KBI-02.00) of JSON Lines.")
    ],
    proef: Annotated[
        bool, typer.Option("--proef", help="Toon wat er zou gebeuren, en bewaar niets.")
    ] = False,
    agentschap: Annotated[
        Literal["AgII", "Atlas", "Amal", "HvN"],
        typer.Option("--agentschap", help="Wie aanlevert, waar het bestand het niet zegt."),
    ] = "AgII",
    centrum: Annotated[
        list[str] | None,
        typer.Option("--centrum", help="Van wie een KBI-centrum is: NUMMER=AGENTSCHAP."),
    ] = None,
    werkers: Annotated[
        int | None,
        typer.Option("--werkers", min=1, help="In zoveel processen; zonder: naar de omvang."),
    ] = None,
    verdeeld: Annotated[
        bool,
        typer.Option(
            "--verdeeld", help="Over de werkers die draaien; elk moet het bestand kunnen lezen."
        ),
    ] = False,
    json: uitvoer.Json = False,
) -> int:
    """Neem een bestand van een partner op; wat niet bruikbaar is, gaat in quarantaine."""
    instelling = Instelling(agentschap=agentschap, centra=_centra(centrum or ()), proef=proef)
    try:
        grootte = bestand.stat().st_size
        with bestand.open("rb"):
            pass
    except OSError as fout:
        waarom = _WAAROM.get(type(fout), "kan niet gelezen worden")
        zin = f"{bestand} {waarom}"
        raise uitvoer.VerkeerdGebruik(zin) from None
    begin = time.monotonic()
    with open_app(Settings()) as app, balk(grootte) as voortgang:
        aantal = 1 if proef else delen.werkers(grootte // _PER_GEBEURTENIS, werkers)
        if aantal == 1 and not verdeeld:
            verslag = neem_bestand_op(app, bestand, instelling, voortgang)
        else:
            verslag = over_processen(app, bestand, instelling, aantal, verdeeld=verdeeld)
    if json:
        uitvoer.druk_json(verslag.als_json())
    else:
        druk(verslag, time.monotonic() - begin)
    return 1 if verslag.bestand_onleesbaar else 0


def over_processen(
    app: App, bestand: Path, instelling: Instelling, aantal: int, *, verdeeld: bool = False
) -> Verslag:
    """Take in a file with so many processes, or `verdeeld` over workers, each its own persons.

    What a process that fails did not do, the same file does again; nothing is there twice.
    Raises VerkeerdGebruik when one failed.
    """
    # Workers elsewhere write beside the file, which they must reach anyway.
    waar = bestand.absolute().parent if verdeeld else None
    with tempfile.TemporaryDirectory(prefix="handhaving-intake-", dir=waar) as map_:
        uit = [f"{map_}/{deel}" for deel in range(aantal)]
        parts = [
            (str(bestand.absolute()), replace(instelling, deel=deel, delen=aantal), pad)
            for deel, pad in enumerate(uit)
        ]
        if _doe(app, parts, aantal, verdeeld=verdeeld):
            zin = f"een van de {aantal} processen viel uit; nog eens opnemen vult aan wat ontbreekt"
            raise uitvoer.VerkeerdGebruik(zin)
        return lees_verslagen(uit)


def _doe(app: App, parts: list[tuple[str, Instelling, str]], aantal: int, *, verdeeld: bool) -> int:
    """Do all parts; how many did not end well."""
    if not verdeeld:
        return delen.verdeel(app, neem_deel_op, parts, aantal, lambda: None)
    als_bericht = [(pad, instelling_als_json(hoe), uit) for pad, hoe, uit in parts]
    return groep.verdeel(app, groep.INNAME, als_bericht, lambda: None)


def _centra(opties: list[str] | tuple[str, ...]) -> dict[str, str]:
    centra: dict[str, str] = {}
    for optie in opties:
        nummer, is_, wie = optie.partition("=")
        if not nummer or not is_ or wie not in {"AgII", "Atlas", "Amal", "HvN"}:
            zin = f"--centrum {optie}: verwacht NUMMER=AGENTSCHAP (AgII, Atlas, Amal of HvN)"
            raise uitvoer.VerkeerdGebruik(zin)
        centra[nummer.rjust(10, "0")] = wie
    return centra


@contextmanager
def balk(grootte: int) -> Iterator[Voortgang]:
    """A bar on standard error: how far, how fast, how long still, and what was put aside."""
    uit = uitvoer.console(sys.stderr)
    kolommen = (
        SpinnerColumn(),
        TextColumn("Inname"),
        BarColumn(bar_width=30),
        DownloadColumn(binary_units=True),
        TextColumn("{task.fields[tempo]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    begin = time.monotonic()
    with Progress(*kolommen, console=uit, disable=not uit.is_terminal, transient=True) as rij:
        taak = rij.add_task("", total=grootte, tempo="")

        def verder(gelezen: int, verslag: Verslag) -> None:
            per_seconde = verslag.gelezen / max(time.monotonic() - begin, 0.001)
            tempo = f"{verslag.gelezen} stuks, {per_seconde:.0f}/s"
            if verslag.quarantaine:
                tempo += f", {verslag.quarantaine} in quarantaine"
            rij.update(taak, completed=gelezen, tempo=tempo)

        yield verder


def druk(verslag: Verslag, seconden: float) -> None:
    """The summary: what became of it, and the first faults with their place."""
    rijen: list[tuple[str, int]] = [
        ("gelezen", verslag.gelezen),
        ("opgenomen", verslag.opgenomen),
        ("ongewijzigd", verslag.ongewijzigd),
        ("quarantaine", verslag.quarantaine),
        ("dossiers geopend", verslag.dossiers_geopend),
        ("gebeurtenissen", verslag.gebeurtenissen),
    ]
    titel = "Proef: er is niets bewaard" if verslag.proef else "Inname"
    uitvoer.druk_tabel(("stukken", "aantal"), rijen, titel=titel, rechts=("aantal",))
    if verslag.per_code:
        uitvoer.druk_tabel(
            ("in quarantaine wegens", "aantal"), verslag.per_code.most_common(), rechts=("aantal",)
        )
        getoond = verslag.fouten[:MEESTE_REGELS]
        uitvoer.druk_tabel(
            ("regel", "plaats", "waarom"), [(f.regel, _kort(f.pad), f.reden) for f in getoond]
        )
        if verslag.quarantaine > len(getoond):
            uitvoer.druk(f"… en nog {verslag.quarantaine - len(getoond)}; zie --json.")
    for code, aantal in verslag.opmerkingen.most_common():
        keer = f"{aantal} keer is de geboortedatum onbekend of onbruikbaar ({code})"
        uitvoer.druk(f"Opmerking: {keer}; zonder geboortedatum gelezen.")
    snelheid = verslag.gelezen / max(seconden, 0.001)
    uitvoer.druk(f"{seconden:.1f} s, {snelheid:.0f} stuks per seconde.")


def _kort(pad: str | None) -> str | None:
    """A path without the containers in between: what is numbered, and the last."""
    if pad is None:
        return None
    *eerder, laatste = pad.split("/")
    return "/".join([*(stap for stap in eerder if stap.endswith("]")), laatste])
