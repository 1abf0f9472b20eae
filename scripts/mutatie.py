"""Mutation testing of the law and the decider: `scripts/mutatie [FILE ...] [--json F]`.

A mutant is the code with one thing changed. The tests of the room that guards it must notice: the
mutant is killed, or it survives and a test is missing (or the mutant means the same). Everything
happens in a copy; the checkout is never touched. Its processes have `mutmut` in their title, and
every limit is CPU time, so they may be stopped and continued. Exit 0 however many survive, 1 when
the tests fail without any mutation, 2 on wrong use.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HUIS = Path(__file__).resolve().parent.parent
BRON = Path("src/handhaving")
WAS = Path("was")
"""Where in the copy the code stands as it was."""
KAMERS = {"recht": ["tests/recht"], "dossier": ["tests/dossier", "tests/reacties"]}
"""Which tests guard which room; what the reactions ask, the decider puts into words (`navraag`)."""
TRAAG = ("tests/dossier/test_levens.py", "tests/dossier/test_geldinvariant.py")
"""Random lives find what a mutant breaks too, but take too long to run for each of them."""
ZONDER = ("cacheprovider", "schemathesis", "faulthandler", "randomly")
GEDOOD = ("gedood", "teLang")
GETELD = (*GEDOOD, "overleeft", "onbeslist", "zonderToets")
UITLEG = """\
Gemaakt door `./scripts/mutatie --json BESTAND --tabel docs/mutaties.md`; niet met de hand te
wijzigen. Een mutant is de code met één ding anders; de toetsen van de kamer moeten het merken.

- `teLang`: met de mutant raakte een toets niet meer klaar; dat is gemerkt.
- `onbeslist`: het geduld was op voor de laatste toets liep. `zonderToets`: geen toets van de kamer
  raakt de functie. Beide tellen in de score als niet gedood.
- Waar minder beoordeeld is dan er mutanten zijn, is het een steekproef met een vast zaad.
- Wat buiten een functie staat, wordt niet gemuteerd."""
KOLOMMEN = ("mutanten", "beoordeeld", *GETELD, "nietBekeken")


def bestanden(gevraagd: list[str]) -> list[Path]:
    """The files that are meant, by their path below src/handhaving; a folder means all in it."""
    uit: list[Path] = []
    for naam in gevraagd or KAMERS:
        pad = BRON / naam.removeprefix(f"{BRON}/")
        if not (HUIS / pad).exists() or pad.parts[2] not in KAMERS:
            print(f"mutatie: {naam} is geen bestand van {' of '.join(KAMERS)}", file=sys.stderr)
            raise SystemExit(2)
        map_ = HUIS / pad
        gevonden = sorted(map_.rglob("*.py")) if map_.is_dir() else [map_]
        uit += [p.relative_to(HUIS) for p in gevonden]
    return uit


def kopie(
    naar: Path, paden: list[Path], gevraagd: argparse.Namespace, alleen: list[str] | None
) -> None:
    """A copy of what the tests read, with what must be done in it."""
    for naam in ("src", "projections", "tests", "docs", "scripts"):
        shutil.copytree(HUIS / naam, naar / naam, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(naar / BRON, naar / WAS)
    for los in ("README.md", "CHANGELOG.md", "LICENSE"):
        shutil.copy(HUIS / los, naar / los)
    tekst = (HUIS / "pyproject.toml").read_text(encoding="utf-8")
    blok = '\n[tool.mutmut]\nsource_paths = ["src"]\ntrack_dependencies = false\n'
    (naar / "pyproject.toml").write_text(tekst + blok, encoding="utf-8")
    kamers = dict.fromkeys(pad.parts[2] for pad in paden)
    toetsen = {kamer: gevraagd.toetsen or KAMERS[kamer] for kamer in kamers}
    opdracht = {
        "bestanden": [str(pad) for pad in paden],
        "toetsen": toetsen,
        "alleen": alleen,
        "steekproef": gevraagd.steekproef,
        "zaad": gevraagd.zaad,
        "tijd": gevraagd.tijd,
        "geduld": gevraagd.geduld,
        "processen": gevraagd.processen,
        "pytest": [
            *dict.fromkeys(pad for paden in toetsen.values() for pad in paden),
            *(f"--ignore={pad}" for pad in TRAAG),
            *(deel for naam in ZONDER for deel in ("-p", f"no:{naam}")),
            *("--capture=no", "-q"),
        ],
    }
    (naar / "opdracht.json").write_text(json.dumps(opdracht), encoding="utf-8")


def draai(in_: Path) -> int:
    """Judge the mutants in this copy. Its exit code; what was judged counts when interrupted."""
    # What a mutant does is nobody's coverage.
    over = {naam: w for naam, w in os.environ.items() if not naam.startswith("COVERAGE_")}
    omgeving = over | {"PYTHONPATH": f"{in_ / 'src'}:{in_}", "PYTHONHASHSEED": "0"}
    opdracht = [sys.executable, "scripts/mutatielus.py", "mutmut"]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (in_ / "mutmut.log").open("w") as log:
        proces = subprocess.Popen(
            opdracht,
            cwd=in_,
            env=omgeving,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            return proces.wait()
        except KeyboardInterrupt:
            os.killpg(proces.pid, signal.SIGTERM)
            return proces.wait()


def functies(bron: str) -> dict[str, tuple[int, list[str]]]:
    """Every function of this source by its name, class in front: the line it starts, its lines."""
    regels = bron.splitlines()
    uit: dict[str, tuple[int, list[str]]] = {}
    for knoop in ast.walk(ast.parse(bron)):
        if isinstance(knoop, ast.ClassDef | ast.Module):
            voor = f"{knoop.name}." if isinstance(knoop, ast.ClassDef) else ""
            for f in knoop.body:
                if isinstance(f, ast.FunctionDef):
                    uit[f"{voor}{f.name}"] = f.lineno, regels[f.lineno - 1 : f.end_lineno]
    return uit


def gewoon(kort: str) -> str:
    """The name that a function had before mutmut gave it another: `x_tel`, `xǁSaldoǁtotaal`."""
    return ".".join(kort.split("ǁ")[1:]) if "ǁ" in kort else kort.removeprefix("x_")


def verschil(in_: Path, pad: Path) -> dict[str, dict[str, Any]]:
    """Per mutant of this file: on which line it changes what into what."""
    was = functies((in_ / WAS / pad.relative_to(BRON)).read_text(encoding="utf-8"))
    uit: dict[str, dict[str, Any]] = {}
    nu = {
        naam.rpartition(".")[2]: regels
        for naam, (_, regels) in functies((in_ / pad).read_text(encoding="utf-8")).items()
    }
    for kort, regels in nu.items():
        functie, _, nummer = kort.partition("__mutmut_")
        if not nummer.isdigit() or gewoon(functie) not in was:
            continue
        begin, oud = was[gewoon(functie)]
        oud, nieuw = [r.strip() for r in oud[1:]], [r.strip() for r in regels[1:]]
        voor = next((i for i, (a, b) in enumerate(zip(oud, nieuw, strict=False)) if a != b), 0)
        na = 0
        while na < min(len(oud), len(nieuw)) - voor and oud[-1 - na] == nieuw[-1 - na]:
            na += 1
        uit[kort] = {
            "regel": begin + 1 + voor,
            "functie": gewoon(functie),
            "was": oud[voor : len(oud) - na],
            "wordt": nieuw[voor : len(nieuw) - na],
        }
    return uit


def uitslagen(in_: Path) -> dict[str, dict[str, Any]]:
    """The last word on every mutant that was looked at."""
    uit: dict[str, dict[str, Any]] = {}
    for lijst in sorted(in_.glob("uitslag-*.jsonl")):
        for regel in lijst.read_text(encoding="utf-8").splitlines():
            een = json.loads(regel)
            uit[een["mutant"]] = een
    return uit


def commit() -> str:
    """What is judged, as git calls it; empty outside git."""
    klaar = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607  (git as found, like everywhere here)
        cwd=HUIS,
        capture_output=True,
        text=True,
        check=False,
    )
    return klaar.stdout.strip()


def verslag(in_: Path, paden: list[Path], merk: dict[str, Any]) -> list[dict[str, Any]]:
    """Per file how many mutants came to which end, and every one that was not killed."""
    namen = json.loads((in_ / "mutanten.json").read_text(encoding="utf-8"))
    bekend = uitslagen(in_)
    uit: list[dict[str, Any]] = []
    for pad in paden:
        module = ".".join(pad.relative_to("src").with_suffix("").parts).removesuffix(".__init__")
        mijn = [n for n in namen if n.rpartition(".")[0] == module]
        telling = Counter(bekend[n]["uitslag"] for n in mijn if n in bekend)
        wat = verschil(in_, pad) if mijn else {}
        over = [n for n in mijn if n in bekend and bekend[n]["uitslag"] not in GEDOOD]
        uit.append(
            {
                "bestand": str(pad.relative_to(BRON)),
                "mutanten": len(mijn),
                "beoordeeld": telling.total(),
                **{soort: telling[soort] for soort in GETELD},
                "nietBekeken": len(mijn) - telling.total(),
                "bron": bron(in_ / WAS / pad.relative_to(BRON)),
                **merk,
                "bekeken": {n: bekend[n]["uitslag"] for n in mijn if n in bekend},
                "overlevers": [bekend[n] | wat.get(n.rpartition(".")[2], {}) for n in over],
            }
        )
    return uit


def bron(pad: Path) -> str:
    """By what a file is known to be still the same."""
    return hashlib.sha256(pad.read_bytes()).hexdigest()[:12]


def eerder(json_: Path | None) -> dict[str, dict[str, Any]]:
    """What an earlier report says per file."""
    if json_ is None or not json_.exists():
        return {}
    return {rij["bestand"]: rij for rij in json.loads(json_.read_text(encoding="utf-8"))}


def te_herzien(rij: dict[str, Any] | None, pad: Path) -> bool:
    """Whether something of this file survived, and the file is still what it was."""
    return rij is not None and bool(rij["overlevers"]) and rij.get("bron") == bron(HUIS / pad)


def herzien(oud: dict[str, Any], nieuw: dict[str, Any]) -> dict[str, Any]:
    """The earlier row, in which what was not killed then counts as it ended now."""
    toen = {over["mutant"]: over["uitslag"] for over in oud["overlevers"]}
    nu = {over["mutant"]: over for over in nieuw["overlevers"]}
    telling = Counter({soort: oud[soort] for soort in GETELD})
    for mutant, uitslag in toen.items():
        if mutant in nieuw["bekeken"]:
            telling[uitslag] -= 1
            telling[nieuw["bekeken"][mutant]] += 1
    over = [o for o in oud["overlevers"] if o["mutant"] not in nieuw["bekeken"]]
    uit = oud | {soort: telling[soort] for soort in GETELD}
    return uit | {
        "dag": nieuw["dag"],
        "commit": nieuw["commit"],
        "overlevers": [*over, *nu.values()],
    }


def score(rij: dict[str, Any]) -> str:
    """How much of what was judged is killed; what is undecided counts as not killed."""
    if not rij["beoordeeld"]:
        return "–"
    return f"{100 * sum(rij[soort] for soort in GEDOOD) / rij['beoordeeld']:.1f} %"


def druk(rijen: list[dict[str, Any]]) -> None:
    """The table, and below it each survivor with what it changes."""
    print(f"{'bestand':40}" + "".join(f"{k:>12}" for k in (*KOLOMMEN, "score")))
    for rij in rijen:
        getallen = "".join(f"{rij[k]:>12}" for k in KOLOMMEN)
        print(f"{rij['bestand']:40}{getallen}{score(rij):>12}")
    for rij in rijen:
        for over in rij["overlevers"]:
            plaats = f"{rij['bestand']}:{over.get('regel', 0)} {over.get('functie', '')}"
            print(f"\n{plaats}  {over['uitslag']}  {over['mutant'].rpartition('_')[2]}")
            print(*(f"- {r}" for r in over.get("was", [])), sep="\n")
            print(*(f"+ {r}" for r in over.get("wordt", [])), sep="\n")


def som(naam: str, rijen: list[dict[str, Any]]) -> dict[str, Any]:
    """All these rows as one."""
    return {"bestand": naam, **{k: sum(rij[k] for rij in rijen) for k in KOLOMMEN}}


def tabel(rijen: list[dict[str, Any]]) -> str:
    """The results as a page of the documentation: per room, then per file."""
    kop = ("Bestand", *KOLOMMEN[:-1], "score", "dag", "commit")
    uit = [
        "# Mutaties",
        "",
        UITLEG,
        "",
        "| " + " | ".join(kop) + " |",
        "|---" + "|---:" * (len(kop) - 3) + "|---|---|",
    ]
    samen = [som(f"**{k}**", [r for r in rijen if r["bestand"].startswith(k)]) for k in KAMERS]
    bladen = [r | {"bestand": f"`{r['bestand']}`"} for r in rijen if r["mutanten"]]
    for rij in [*samen, *bladen]:
        velden = (rij["bestand"], *(rij[k] for k in KOLOMMEN[:-1]), score(rij))
        velden += (rij.get("dag", ""), rij.get("commit", ""))
        uit.append("| " + " | ".join(str(v) for v in velden) + " |")
    return "\n".join([*uit, ""])


def main() -> int:
    """Copy, mutate, judge, report."""
    vragen = argparse.ArgumentParser(prog="mutatie", description=__doc__)
    vragen.add_argument("bestanden", nargs="*", help="onder src/handhaving; een map mag ook")
    vragen.add_argument("--steekproef", type=int, default=0, help="zoveel mutanten per bestand")
    vragen.add_argument("--zaad", type=int, default=1, help="van de steekproef en de volgorde")
    vragen.add_argument("--tijd", type=float, default=3600, help="hoeveel rekentijd hoogstens (s)")
    vragen.add_argument("--geduld", type=float, default=4, help="rekentijd per mutant (s), daarna")
    vragen.add_argument("--processen", type=int, default=1)
    vragen.add_argument("--toetsen", nargs="+", help="andere toetsen dan die van de kamer")
    vragen.add_argument("--json", type=Path, help="het verslag; wat er al in stond, blijft")
    vragen.add_argument("--tabel", type=Path, help="schrijf wat --json bevat als tabel")
    vragen.add_argument("--opnieuw", action="store_true", help="alleen wat --json overleefde")
    gevraagd = vragen.parse_args()
    paden = bestanden(gevraagd.bestanden)
    toen, alleen = eerder(gevraagd.json), None
    if gevraagd.opnieuw:
        paden = [p for p in paden if te_herzien(toen.get(str(p.relative_to(BRON))), p)]
        over = (o for p in paden for o in toen[str(p.relative_to(BRON))]["overlevers"])
        alleen = [o["mutant"] for o in over]
    merk = {
        "steekproef": gevraagd.steekproef,
        "dag": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
    }
    with tempfile.TemporaryDirectory(prefix="handhaving-mutmut-") as map_:
        werk = Path(map_)
        kopie(werk, paden, gevraagd, alleen)
        code = draai(werk)
        if not uitslagen(werk):
            print((werk / "mutmut.log").read_text()[-3000:], file=sys.stderr)
            return 1
        rijen = verslag(werk, paden, merk)
    if gevraagd.opnieuw:
        rijen = [herzien(toen[rij["bestand"]], rij) for rij in rijen]
    for rij in rijen:
        rij.pop("bekeken", None)
    druk(rijen)
    alles = toen | {rij["bestand"]: rij for rij in rijen}
    nieuw = [alles[b] for b in sorted(alles) if (HUIS / BRON / b).exists()]
    if gevraagd.json is not None:
        gevraagd.json.write_text(json.dumps(nieuw, ensure_ascii=False, indent=1), encoding="utf-8")
    if gevraagd.tabel is not None:
        gevraagd.tabel.write_text(tabel(nieuw), encoding="utf-8")
    return 0 if code in {0, -signal.SIGTERM} else 1


if __name__ == "__main__":
    raise SystemExit(main())
