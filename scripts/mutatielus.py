"""The inside of `scripts/mutatie`: one collected pytest session, and one fork for every mutant.

The mutants, and the switch that puts one on, are those of mutmut. Its own loop starts pytest again
for each of them and keeps what earlier tests left in memory; here a mutant is a fork of a session
that has run nothing yet, so it costs what its tests cost. Every limit is CPU time: a process that
is stopped and continued loses nothing.
"""

from __future__ import annotations

import ast
import compileall
import functools
import gc
import importlib
import json
import os
import pickle
import random
import resource
import signal
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.format_utils import get_mutant_name, mangled_name_from_mutant_name
from mutmut.utils.safe_setproctitle import safe_setproctitle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

VOORBEELDEN = 25
"""How many examples a property test gets per mutant; always the same ones."""
INSTELLING = "_hypothesis_internal_use_settings"
"""Where hypothesis keeps the settings of one test; it has no other place for them."""
GEHEUGEN = 2 << 30
"""What a mutant may take above what the session holds: who asks more, is killed."""
TEGENPROEF = 50
"""Every so many kills, the tests that killed run once more without the mutant."""
TRAAG = 1.0
"""A test that takes longer than this many seconds of CPU is left out."""


@dataclass(frozen=True)
class Mutant:
    """One change: its name for mutmut, the function it changes, the file and its room."""

    naam: str
    functie: str
    bestand: str
    kamer: str


@dataclass
class Ronde:
    """What the tests did without a mutation: which functions they touch, and how long they take."""

    raak: dict[str, list[int]] = field(default_factory=dict)
    duur: dict[int, float] = field(default_factory=dict)
    fout: list[str] = field(default_factory=list)


def ontkleed(bron: str) -> str:
    """The same code with each decorator as a call below its function, for mutmut passes those by.

    `@property` above `def totaal` becomes `totaal = property(totaal)` after it.
    """
    boom, regels = ast.parse(bron), bron.splitlines()
    erna: dict[int, str] = {}
    klassen = [k for k in ast.walk(boom) if isinstance(k, ast.ClassDef)]
    for lichaam in (boom.body, *(k.body for k in klassen)):
        for functie in lichaam:
            if not isinstance(functie, ast.FunctionDef) or not functie.decorator_list:
                continue
            namen = [ast.unparse(d) for d in functie.decorator_list]
            if namen[0] in {"staticmethod", "classmethod"}:
                continue
            for eigen in functie.decorator_list:
                plaats = slice(eigen.lineno - 1, eigen.end_lineno)
                regels[plaats] = [""] * len(regels[plaats])
            om = "".join(f"{naam}(" for naam in namen) + functie.name + ")" * len(namen)
            erna[functie.end_lineno or 0] = f"{' ' * functie.col_offset}{functie.name} = {om}"
    uit: list[str] = []
    for nummer, regel in enumerate(regels, start=1):
        uit += [regel, erna[nummer]] if nummer in erna else [regel]
    return "\n".join([*uit, ""])


def muteer(map_: Path, bestanden: Sequence[str]) -> list[Mutant]:
    """Put every mutant of these files into the copy, next to what was there."""
    uit: list[Mutant] = []
    for bestand in bestanden:
        pad = map_ / bestand
        bron = ontkleed(pad.read_text(encoding="utf-8"))
        gemaakt = mutate_file_contents(bestand, bron, None, None)
        pad.write_text(gemaakt.code, encoding="utf-8")
        for kort in gemaakt.mutant_names:
            naam = get_mutant_name(Path(bestand), kort)
            functie = mangled_name_from_mutant_name(naam)
            uit.append(Mutant(naam, functie, bestand, Path(bestand).parts[2]))
    return uit


def trek(mutanten: list[Mutant], steekproef: int, zaad: int) -> list[Mutant]:
    """The order in which to judge: by chance, the same every time; at most so many per file.

    Every file gets its turn before one gets its next: what is cut off, is a sample of each.
    """
    volgorde = sorted(mutanten, key=lambda m: m.naam)
    random.Random(zaad).shuffle(volgorde)  # noqa: S311  (a draw, not a secret)
    geteld: dict[str, int] = {}
    beurten = []
    for mutant in volgorde:
        geteld[mutant.bestand] = geteld.get(mutant.bestand, 0) + 1
        beurten.append((geteld[mutant.bestand], mutant))
    beurten.sort(key=lambda b: b[0])
    return [mutant for beurt, mutant in beurten if not steekproef or beurt <= steekproef]


def in_vork(werk: Callable[[], Any]) -> tuple[Any, int]:
    """What this gives in a process of its own, and how that ended; None when it was killed."""
    lees, schrijf = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(lees)
        stil = os.open(os.devnull, os.O_WRONLY)
        os.dup2(stil, 1)
        os.dup2(stil, 2)
        try:
            with os.fdopen(schrijf, "wb") as pijp:
                pickle.dump(werk(), pijp)
        except BaseException:  # noqa: BLE001  (whatever a mutant does, the fork ends here)
            os._exit(1)
        os._exit(0)
    os.close(schrijf)
    with os.fdopen(lees, "rb") as pijp:
        bytes_ = pijp.read()
    _, stand = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(stand)
    return (pickle.loads(bytes_) if code == 0 else None), code  # noqa: S301  (from our own fork)


def geheugens() -> list[Any]:
    """Every cache of the house and its tests: a mutant must not be given an older answer."""
    soort = type(functools.lru_cache(lambda: None))
    alle = (g for g in gc.get_objects() if isinstance(g, soort))
    return [g for g in alle if str(g.__module__).startswith(("handhaving", "tests", "test_"))]


def verbruikt() -> float:
    """The CPU time of this process and of all that it waited for."""
    delen = (resource.getrusage(wie) for wie in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(deel.ru_utime + deel.ru_stime for deel in delen)


def vergeet(geheugens_: list[Any], kamer: str) -> None:
    """Empty the caches, but keep the loaded law where the mutant is not of the law."""
    for geheugen in geheugens_:
        if kamer == "recht" or geheugen.__name__ != "recht":
            geheugen.cache_clear()


class Lus:
    """A pytest plugin that judges the mutants instead of running the tests."""

    def __init__(self, mutanten: list[Mutant], opdracht: dict[str, Any]) -> None:
        """The mutants in the order to judge them; the command of scripts/mutatie."""
        self.mutanten = mutanten
        self.opdracht = opdracht
        self.items: list[pytest.Item] = []
        self.rang: dict[str, list[int]] = {}
        self.moordenaars: dict[str, list[int]] = {}
        self.gedood = 0
        self.klaar = False
        self.ronde = Ronde()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Property tests: a few examples, always the same, and no time for a smaller one."""
        hypothesis = importlib.import_module("hypothesis")  # only now: pytest must rewrite it first
        for item in items:
            functie = getattr(item, "obj", None)
            oud = getattr(functie, INSTELLING, None)
            if oud is not None and functie is not None:
                nieuw = hypothesis.settings(
                    oud,
                    max_examples=min(oud.max_examples, VOORBEELDEN),
                    derandomize=True,
                    database=None,
                    phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
                )
                setattr(functie, INSTELLING, nieuw)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Look at the tests, then judge; True: pytest needs to do nothing more."""
        if session.testsfailed:
            msg = "niet elke toets kan gelezen worden"
            raise pytest.UsageError(msg)
        self.items = session.items
        gc.collect()
        gc.freeze()
        gezien, _ = in_vork(self.bekijk)
        if gezien is None or gezien.fout or not gezien.raak:
            wie = gezien.fout[:5] if gezien else "geen einde"
            msg = f"zonder mutant faalt er iets, of niets raakt de code: {wie}"
            raise pytest.UsageError(msg)
        self.ronde = gezien
        self.rangschik()
        for geheugen in geheugens():
            if geheugen.__name__ == "recht":
                geheugen()
        self.oordeel()
        self.klaar = True
        return True

    def bekijk(self) -> Ronde:
        """Run every test on its own, from empty caches, and note what it touches."""
        ronde = Ronde()
        vol = geheugens()
        geraakt = state()._stats  # noqa: SLF001  (where the switch of mutmut notes who was called)
        set_mutant_under_test("stats")
        for plaats, item in enumerate(self.items):
            vergeet(vol, "recht")
            geraakt.clear()
            begin = time.process_time()
            if not draai(item, None):
                ronde.fout.append(item.nodeid)
            ronde.duur[plaats] = time.process_time() - begin
            for functie in geraakt:
                ronde.raak.setdefault(functie, []).append(plaats)
        return ronde

    def rangschik(self) -> None:
        """Per function its tests: short ones that touch little go first, slow ones fall away."""
        breed: dict[int, int] = {}
        for plaatsen in self.ronde.raak.values():
            for plaats in plaatsen:
                breed[plaats] = breed.get(plaats, 0) + 1
        duur = self.ronde.duur
        for functie, plaatsen in self.ronde.raak.items():
            snel = [p for p in plaatsen if duur[p] <= TRAAG]
            self.rang[functie] = sorted(snel, key=lambda p: (duur[p] * breed[p], p))

    def toetsen(self, mutant: Mutant) -> list[int]:
        """The tests of its room that touch its function: what killed a neighbour goes first."""
        wortels = tuple(self.opdracht["toetsen"][mutant.kamer])
        alle = self.rang.get(mutant.functie, [])
        alle = [p for p in alle if self.items[p].nodeid.startswith(wortels)]
        eerst = self.moordenaars.get(mutant.functie, [])
        return [*eerst, *(p for p in alle if p not in eerst)]

    def oordeel(self) -> None:
        """Judge every mutant in as many lanes as asked; each writes its own list of results."""
        banen = self.opdracht["processen"]
        for baan in range(1, banen):
            if os.fork() == 0:
                self.baan(baan)
                os._exit(0)
        self.baan(0)
        for _ in range(1, banen):
            os.wait()

    def baan(self, nummer: int) -> None:
        """First every mutant for as long as patience lasts, then the undecided to the end."""
        banen = self.opdracht["processen"]
        tijd = self.opdracht["tijd"] / banen
        open_: list[tuple[Mutant, list[int]]] = []
        with Path(f"uitslag-{nummer}.jsonl").open("w", encoding="utf-8") as uit:
            for mutant in self.mutanten[nummer::banen]:
                if verbruikt() > tijd:
                    return
                rest = self.toets(mutant, self.toetsen(mutant), self.opdracht["geduld"], uit)
                if rest:
                    open_.append((mutant, rest))
            for mutant, rest in open_:
                if verbruikt() > tijd:
                    return
                self.toets(mutant, rest, float("inf"), uit)

    def toets(self, mutant: Mutant, toetsen: list[int], geduld: float, uit: TextIO) -> list[int]:
        """Judge one mutant and write it down; the tests that are left when patience ran out."""
        uitslag, gedaan, code = "zonderToets", 0, 0
        if toetsen:
            uitslag, gedaan, code = self.proef(mutant, toetsen, geduld)
        regel = {"mutant": mutant.naam, "uitslag": uitslag, "code": code}
        regel |= {"gedaan": gedaan, "toetsen": len(toetsen)}
        if uitslag in {"gedood", "teLang"}:
            door = toetsen[gedaan]
            regel["door"] = self.items[door].nodeid
            eerder = [p for p in self.moordenaars.get(mutant.functie, []) if p != door]
            self.moordenaars[mutant.functie] = [door, *eerder][:20]
            self.gedood += 1
            if self.gedood % TEGENPROEF == 0:
                self.tegenproef(mutant, toetsen[: gedaan + 1])
        print(json.dumps(regel), file=uit, flush=True)
        return toetsen[gedaan:] if uitslag == "onbeslist" else []

    def tegenproef(self, mutant: Mutant, toetsen: list[int]) -> None:
        """The tests that killed must pass in this order without a mutant, or nothing is proven."""
        uitslag, gedaan, _ = self.proef(replace(mutant, naam=""), toetsen, float("inf"))
        if uitslag != "overleeft":
            msg = f"faalt zonder mutant: {self.items[toetsen[gedaan]].nodeid}"
            raise pytest.UsageError(msg)

    def proef(self, mutant: Mutant, toetsen: list[int], geduld: float) -> tuple[str, int, int]:
        """Run these tests on this mutant until one fails: the end, how many passed, exit code."""
        teller, schrijf = os.pipe()
        vol = geheugens()
        duur = self.ronde.duur

        def werk() -> str:
            safe_setproctitle(f"mutmut: {mutant.naam}")
            set_mutant_under_test(mutant.naam)
            grens = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (grens + GEHEUGEN, grens + GEHEUGEN))
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            vergeet(vol, mutant.kamer)
            for nummer, plaats in enumerate(toetsen):
                if time.process_time() > geduld:
                    return "onbeslist"
                signal.setitimer(signal.ITIMER_PROF, 3 + 20 * duur[plaats])
                volgende = toetsen[nummer + 1] if nummer + 1 < len(toetsen) else None
                erna = None if volgende is None else self.items[volgende]
                if not draai(self.items[plaats], erna):
                    return "gedood"
                os.write(schrijf, b".")
            return "overleeft"

        uitkomst, code = in_vork(werk)
        os.close(schrijf)
        with os.fdopen(teller, "rb") as pijp:
            gedaan = len(pijp.read())
        if uitkomst is None:
            uitkomst = "teLang" if code == -signal.SIGPROF else "gedood"
        return uitkomst, gedaan, code


def draai(item: pytest.Item, volgende: pytest.Item | None) -> bool:
    """Run one test in this process, without a word; whether it passed."""
    return all(deel.passed for deel in runtestprotocol(item, log=False, nextitem=volgende))


def main() -> int:
    """Mutate the copy in which this runs, then let pytest collect and judge."""
    opdracht = json.loads(Path("opdracht.json").read_text(encoding="utf-8"))
    safe_setproctitle("mutmut: handhaving")
    set_mutant_under_test("")
    mutanten = muteer(Path.cwd(), opdracht["bestanden"])
    compileall.compile_dir("src", quiet=2)  # now, not under pytest: a mutant may deserve a warning
    Path("mutanten.json").write_text(json.dumps([m.naam for m in mutanten]), encoding="utf-8")
    if opdracht["alleen"] is not None:
        mutanten = [m for m in mutanten if m.naam in set(opdracht["alleen"])]
    lus = Lus(trek(mutanten, opdracht["steekproef"], opdracht["zaad"]), opdracht)
    code = int(pytest.main(opdracht["pytest"], plugins=[lus]))
    return 0 if lus.klaar else code or 1  # what the tests find at the end is about a whole run


if __name__ == "__main__":
    sys.exit(main())
