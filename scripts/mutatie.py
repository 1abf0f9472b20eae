"""Mutation testing of the law and the decider: `scripts/mutatie [FILE ...] [--tijd S] [--json F]`.

A mutant is the code with one thing changed. The tests of the room that guards it must notice: the
mutant is killed, or it survives and a test is missing (or the mutant means the same). Everything
happens in a copy; the checkout is never touched. Exit 0 however many survive, 1 when the tests
fail without any mutation, 2 on wrong use.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

HUIS = Path(__file__).resolve().parent.parent
BRON = Path("src/handhaving")
KAMERS = {"recht": ["tests/recht"], "dossier": ["tests/dossier"]}
"""Which tests guard which room."""
GEWOONLIJK = (
    "recht/termijnen.py",
    "recht/tellen.py",
    "recht/verjaring.py",
    "recht/intrest.py",
    "recht/toerekening.py",
    "recht/kanalen.py",
)
TRAAG = ("tests/dossier/test_levens.py", "tests/dossier/test_geldinvariant.py")
"""Random lives find what a mutant breaks too, but take too long to run for each of them."""
UITKOMST = {0: "overleeft", 1: "gedood", 3: "gedood", 33: "zonderToets", 34: "overgeslagen"}
TE_LANG = {24, 36, 152, -24}


def bestanden(gevraagd: list[str]) -> list[Path]:
    """The files that are meant, by their path below src/handhaving; a folder means all in it."""
    uit: list[Path] = []
    for naam in gevraagd or GEWOONLIJK:
        pad = BRON / naam.removeprefix(f"{BRON}/")
        if not (HUIS / pad).exists() or pad.parts[2] not in KAMERS:
            sys.exit(f"mutatie: {naam} is geen bestand van {' of '.join(KAMERS)}")
        map_ = HUIS / pad
        gevonden = sorted(map_.rglob("*.py")) if map_.is_dir() else [map_]
        uit += [p.relative_to(HUIS) for p in gevonden]
    return uit


def kopie(naar: Path, paden: list[Path], toetsen: list[str]) -> None:
    """A copy of what the tests read, with the settings of mutmut behind those of the house."""
    for naam in ("src", "projections", "tests", "docs", "scripts"):
        shutil.copytree(HUIS / naam, naar / naam, ignore=shutil.ignore_patterns("__pycache__"))
    for los in ("README.md", "CHANGELOG.md", "LICENSE"):
        shutil.copy(HUIS / los, naar / los)
    instellingen = {
        "source_paths": ["src"],
        "only_mutate": [str(pad) for pad in paden],
        "also_copy": ["projections", "docs", "scripts", "README.md", "CHANGELOG.md", "LICENSE"],
        "pytest_add_cli_args": [
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "-p",
            "no:schemathesis",
        ],
        "pytest_add_cli_args_test_selection": [
            *toetsen,
            *(f"--ignore={pad}" for pad in TRAAG),
        ],
    }
    regels = [f"{sleutel} = {json.dumps(waarde)}" for sleutel, waarde in instellingen.items()]
    tekst = (HUIS / "pyproject.toml").read_text(encoding="utf-8")
    blok = "\n".join(["", "[tool.mutmut]", *regels, "use_git_change_detection = false", ""])
    (naar / "pyproject.toml").write_text(tekst + blok, encoding="utf-8")


def draai(in_: Path, tijd: float, processen: int) -> int:
    """Run mutmut for so long at most; what was judged by then counts. Returns its exit code."""
    opdracht = [sys.executable, "-m", "mutmut", "run", "--max-children", str(processen)]
    with (in_ / "mutmut.log").open("w") as log:
        proces = subprocess.Popen(
            opdracht, cwd=in_, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            return proces.wait(tijd)
        except subprocess.TimeoutExpired:
            os.killpg(proces.pid, signal.SIGTERM)
            proces.wait()
            return 0


def oordeel(code: int | None) -> str:
    """What became of a mutant, by the exit code of its tests."""
    if code is None:
        return "nietBekeken"
    return "teLang" if code in TE_LANG else UITKOMST.get(code, "gedood")


def verschil(in_: Path, mutant: str) -> list[str]:
    """What the mutant changes: the line as it was and as it is."""
    klaar = subprocess.run(
        [sys.executable, "-m", "mutmut", "show", mutant],
        cwd=in_,
        capture_output=True,
        text=True,
        check=False,
    )
    return [r for r in klaar.stdout.splitlines() if re.match(r"[-+](?![-+])", r)]


def verslag(in_: Path, paden: list[Path]) -> list[dict[str, Any]]:
    """Per file how many mutants came to which end, and every one that survived."""
    uit: list[dict[str, Any]] = []
    for pad in paden:
        meta = in_ / "mutants" / f"{pad}.meta"
        codes = json.loads(meta.read_text())["exit_code_by_key"] if meta.exists() else {}
        telling = Counter(oordeel(code) for code in codes.values())
        over = [m for m, code in codes.items() if oordeel(code) in {"overleeft", "zonderToets"}]
        uit.append(
            {
                "bestand": str(pad.relative_to(BRON)),
                "mutanten": len(codes),
                **telling,
                "overlevers": [{"mutant": m, "verschil": verschil(in_, m)} for m in over],
            }
        )
    return uit


def druk(rijen: list[dict[str, Any]]) -> None:
    """The table, and below it each survivor with what it changes."""
    kolommen = ("mutanten", "gedood", "teLang", "overleeft", "zonderToets", "nietBekeken")
    print(f"{'bestand':40}" + "".join(f"{k:>12}" for k in kolommen))
    for rij in rijen:
        print(f"{rij['bestand']!s:40}" + "".join(f"{rij.get(k, 0)!s:>12}" for k in kolommen))
    for rij in rijen:
        for over in rij["overlevers"]:
            print("", over["mutant"], *over["verschil"], sep="\n")


def main() -> int:
    """Copy, mutate, judge, report."""
    vragen = argparse.ArgumentParser(prog="mutatie", description=__doc__)
    vragen.add_argument("bestanden", nargs="*", help="onder src/handhaving; een map mag ook")
    vragen.add_argument("--tijd", type=float, default=1800, help="hoeveel seconden hoogstens")
    vragen.add_argument("--processen", type=int, default=os.cpu_count() or 1)
    vragen.add_argument("--toetsen", nargs="+", help="andere toetsen dan die van de kamer")
    vragen.add_argument("--json", type=Path, help="schrijf het verslag ook als JSON")
    gevraagd = vragen.parse_args()
    paden = bestanden(gevraagd.bestanden)
    kamers = dict.fromkeys(t for pad in paden for t in KAMERS[pad.parts[2]])
    with tempfile.TemporaryDirectory(prefix="handhaving-mutatie-") as map_:
        werk = Path(map_)
        kopie(werk, paden, gevraagd.toetsen or [*kamers])
        code = draai(werk, gevraagd.tijd, gevraagd.processen)
        rijen = verslag(werk, paden)
        if code != 0 and not any(rij.get("gedood") for rij in rijen):
            print((werk / "mutmut.log").read_text()[-3000:], file=sys.stderr)
            return 1
    druk(rijen)
    if gevraagd.json is not None:
        gevraagd.json.write_text(json.dumps(rijen, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
