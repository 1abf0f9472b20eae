"""Size: one dossier at a time in memory, and an answer to what has no end."""

from __future__ import annotations

import io

import pytest

from handhaving.intake import xmlstroom
from handhaving.intake.aangeleverd import Afgekeurd
from handhaving.intake.voorbeeldbestanden import omslag
from handhaving.intake.xmlstroom import XmlStroom
from tests.intake.hulp import OP, dossier, inbreuk, lees
from tests.intake.test_xmlstroom import INSZEN, veel


class Stroom(io.RawIOBase):
    """Bytes that are made as they are read, so that no file of that size is needed."""

    def __init__(self, delen: list[bytes], herhaal: int, aantal: int) -> None:
        super().__init__()
        self.delen = delen
        self.herhaal = herhaal
        self.over = aantal
        self.rest = delen[0]
        self.grootte = 0

    def read(self, aantal: int = -1) -> bytes:
        while len(self.rest) < aantal:
            if self.over > 0:
                self.over -= 1
                self.rest += self.delen[1] * self.herhaal
            elif self.over == 0:
                self.over = -1
                self.rest += self.delen[2]
            else:
                break
        stuk, self.rest = self.rest[:aantal], self.rest[aantal:]
        self.grootte += len(stuk)
        return stuk


def grootste_venster(stroom: XmlStroom) -> tuple[int, list[str]]:
    """Read to the end; the largest window of raw bytes, and the codes of the breaks."""
    grootste, codes = 0, []
    for deel in stroom.lees():
        if isinstance(deel, Afgekeurd):
            codes.append(deel.bezwaren[0].code)
        grootste = max(grootste, stroom._venster.lengte)
    return grootste, codes


def test_given_twenty_megabytes_of_dossiers_when_read_then_the_window_stays_small() -> None:
    delen = veel(1)
    bron = Stroom(delen, 1000, 25)
    stroom = XmlStroom(bron, "utf-8", ("DossierKBI",), ("Onderwerp",), ())

    grootste, codes = grootste_venster(stroom)

    assert bron.grootte > 10_000_000
    assert codes == []
    assert grootste <= 4 * xmlstroom.STUK


def test_given_one_endless_dossier_when_read_then_it_is_refused_and_the_next_is_read() -> None:
    kop, goed, staart = veel(1)
    eindeloos = dossier("@", INSZEN[1]).encode().partition(b"@")
    open_ = omslag("X", "@", OP).partition(b"@")
    bron = Stroom([kop + open_[0] + eindeloos[0], inbreuk().encode(), b""], 1000, 40)
    bron.delen[2] = eindeloos[2] + open_[2] + goed + staart
    stroom = XmlStroom(bron, "utf-8", ("DossierKBI",), ("Onderwerp",), (), grootste=1024 * 1024)
    gezien, codes, grootste = [], [], 0
    for deel in stroom.lees():
        grootste = max(grootste, stroom._venster.lengte)
        if isinstance(deel, Afgekeurd):
            codes.append(deel.bezwaren[0].code)
        else:
            gezien.append(deel.findtext("INSZ"))

    assert bron.grootte > 3_000_000
    assert (codes, gezien) == (["DossierTeGroot"], [INSZEN[0]])
    assert grootste < 1.5 * 1024 * 1024


def test_given_junk_without_any_dossier_when_read_then_it_is_refused_in_bounded_memory() -> None:
    bron = Stroom([b"<PubliceerBewijs>", b"<a>b</a>", b"</PubliceerBewijs>"], 10_000, 40)
    stroom = XmlStroom(bron, "utf-8", ("DossierKBI",), ("Onderwerp",), (), grootste=1024 * 1024)

    _, codes = grootste_venster(stroom)

    assert codes == ["DossierTeGroot"]
    assert bron.grootte < 3_000_000


@pytest.mark.parametrize("diep", [b"<a>" * 400, b"<a>" + b"x" * 11_000_000])
def test_given_what_the_parser_has_a_limit_for_when_read_then_it_is_told(diep: bytes) -> None:
    delen = veel(2)
    delen.insert(2, omslag("X", "<DossierKBI>@", OP).replace(b"@", diep))
    gelezen = lees(b"".join(delen))

    assert gelezen.codes == ["DossierTeGroot"]
    assert gelezen.inszen[0] == INSZEN[0]


@pytest.mark.parametrize(("megabytes", "codes"), [(4, []), (12, ["DossierTeGroot"])])
def test_given_white_space_between_dossiers_when_read_then_the_rest_is_read(
    megabytes: int, codes: list[str]
) -> None:
    delen = veel(3)
    gelezen = lees(b"".join([*delen[:2], b" \n" * (megabytes * 500_000), *delen[2:]]))

    assert (gelezen.inszen, gelezen.codes) == (INSZEN[:3], codes)
    assert gelezen.aanleveringen[-1].plaats.regel is not None
    assert gelezen.aanleveringen[-1].plaats.regel > megabytes * 500_000


def test_given_a_comment_without_end_in_sight_when_read_then_the_rest_is_read() -> None:
    delen = veel(3)
    gelezen = lees(b"".join([*delen[:2], b"<!--", b"x" * 12_000_000, b"-->", *delen[2:]]))

    assert (gelezen.inszen, gelezen.codes) == (INSZEN[:3], ["DossierTeGroot"])
