"""A process of its own that writes the same commands every time: `schrijver URL NUMBER`.

It says `n herhaald eerste` for every command that was acknowledged.
"""

from __future__ import annotations

import sys
from uuid import UUID, uuid5

from handhaving.eventlog.envelope import Claim, Commit, IndexEntry, Number
from handhaving.eventlog.postgres import PostgresLog
from tests.eventlog.opdrachten import commit, feit, sleutel

RUIMTE = UUID("018f3c5e-0000-7000-8000-0000000000ff")
PER_OPDRACHT = 3


def opdracht(n: int) -> Commit:
    """The n-th command, always the same one: three events, a claim, a key, a number."""
    dossier = uuid5(RUIMTE, f"dossier {n}")
    return commit(
        dossier,
        opdracht=uuid5(RUIMTE, f"opdracht {n}"),
        gebeurtenissen=tuple(
            feit(gebeurtenis_id=uuid5(RUIMTE, f"{n}.{i}")) for i in range(PER_OPDRACHT)
        ),
        claims=(Claim("insz", dossier.bytes),),
        index=(IndexEntry("naam", dossier.bytes),),
        sleutels=(sleutel(dossier),),
        nummers=(Number("d", 2026, n),),
    )


def main(url: str, aantal: int) -> None:
    """Write them all, one by one."""
    with PostgresLog(url, max_connections=1) as log:
        for n in range(1, aantal + 1):
            (antwoord,) = log.append([opdracht(n)])
            sys.stdout.write(f"{n} {int(antwoord.herhaald)} {antwoord.eerste_positie}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
