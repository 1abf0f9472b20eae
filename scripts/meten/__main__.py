"""Measures everything `kwaliteit` asks, each beside its control, and judges it."""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from scripts.meten import bijwerken, controle, groei, herbouw, inname, toevoegen, vouwen, zichtbaar
from scripts.meten.maat import FoutResultaat
from scripts.meten.opstelling import KLEINST, SNEL, VOL, nu, opgesteld
from scripts.meten.verslag import machine, schrijf_json, tabel, teken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts.meten.maat import Maat, Uitslag
    from scripts.meten.opstelling import Omvang


def maten(omvang: Omvang) -> list[Maat]:
    """Every row of the table."""
    return [
        *toevoegen.maten(omvang.schrijvers),
        *inname.MATEN,
        vouwen.MAAT,
        bijwerken.MAAT,
        zichtbaar.MAAT,
        controle.MAAT,
        *herbouw.MATEN[:2],
        *groei.MATEN,
        *herbouw.MATEN[2:],
    ]


def kies(alle: Sequence[Maat], namen: Sequence[str]) -> list[Maat]:
    """The measures with these names, or whose name begins so; all of them without names."""
    gekozen = [m for m in alle if not namen or any(m.naam.startswith(naam) for naam in namen)]
    if not gekozen:
        msg = f"geen maat {', '.join(namen)}; wel: {', '.join(m.naam for m in alle)}"
        raise SystemExit(msg)
    return gekozen


def zeg(tekst: str) -> None:
    """Progress, beside the table."""
    print(f"  {tekst}", file=sys.stderr, flush=True)


def meet(gekozen: Sequence[Maat], omvang: Omvang, map_: Path) -> tuple[list[Uitslag], list[str]]:
    """Measure, one after another; a fast wrong result is no result."""
    uitslagen: list[Uitslag] = []
    fouten: list[str] = []
    with opgesteld(map_, omvang, zeg) as opstelling:
        for maat in gekozen:
            begin = time.perf_counter()
            try:
                uitslag = maat.oordeel(maat.meet(opstelling))
            except FoutResultaat as fout:
                fouten.append(f"{maat.naam}: {fout}")
                zeg(f"{maat.naam:16} FOUT: {fout}")
                continue
            uitslagen.append(uitslag)
            zeg(f"{maat.naam:16} {uitslag.cijfer:10.2f}  ({time.perf_counter() - begin:.0f} s)")
    return uitslagen, fouten


def main(argumenten: Sequence[str] | None = None) -> int:
    """Exit 0 when every `moet` is reached, 1 when one is missed or a result is wrong."""
    lezer = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    hoeveel = lezer.add_mutually_exclusive_group()
    hoeveel.add_argument("--quick", action="store_const", const=SNEL, dest="omvang")
    hoeveel.add_argument("--full", action="store_const", const=VOL, dest="omvang")
    hoeveel.add_argument("--kleinst", action="store_const", const=KLEINST, dest="omvang")
    lezer.add_argument("--json", type=Path, metavar="BESTAND")
    lezer.add_argument("--figuur", type=Path, metavar="BESTAND", help="PNG of SVG")
    lezer.add_argument("--maat", nargs="+", default=(), metavar="NAAM")
    gevraagd = lezer.parse_args(argumenten)
    omvang = gevraagd.omvang or SNEL
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="handhaving-bench-") as map_:
        uitslagen, fouten = meet(kies(maten(omvang), gevraagd.maat), omvang, Path(map_))
    op = nu()
    print(tabel(uitslagen))
    print(f"{machine()}; {op:%d/%m/%Y}; {time.perf_counter() - begin:.0f} s")
    if gevraagd.json is not None:
        schrijf_json(gevraagd.json, uitslagen, op)
    if gevraagd.figuur is not None:
        teken(gevraagd.figuur, uitslagen)
    gemist = [u.maat.naam for u in uitslagen if not u.gehaald]
    for regel in (*fouten, *(f"{naam}: niet gehaald" for naam in gemist)):
        print(regel, file=sys.stderr)
    return 1 if gemist or fouten else 0


if __name__ == "__main__":
    sys.exit(main())
