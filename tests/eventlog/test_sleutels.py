"""The keys: wrapped, bound to their person, rotated and destroyed."""

from __future__ import annotations

import base64
import logging
import pickle
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag

from handhaving.eventlog.sleutelbestand import (
    KekFileError,
    make_kek_file,
    retire_old_keks,
    rotate_kek_file,
)
from handhaving.eventlog.sleutels import (
    DataKey,
    IndexKey,
    KekUnknown,
    KeyEncryption,
    NotOpened,
    OpenKeyring,
    Vault,
    WrappingBroken,
    WritingKeyring,
    seal,
    unseal,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from handhaving.eventlog.envelope import WrappedKey

A, B = UUID(int=1), UUID(int=2)
OLD, NEW = b"o" * 32, b"n" * 32


class Table:
    """What the log keeps of keys, as a dictionary (the logs themselves have their own tests)."""

    def __init__(self) -> None:
        self.rows: dict[tuple[UUID, str], WrappedKey] = {}

    def write(self, ring: WritingKeyring) -> None:
        self.rows |= {(k.subject, k.klasse): k for k in ring.new_keys()}

    def keys_of(self, subjects: Sequence[UUID]) -> list[WrappedKey]:
        return [k for k in self.rows.values() if k.subject in subjects]

    def keys_to_rewrap(self, kek_id: str, limiet: int) -> list[WrappedKey]:
        return [k for k in self.rows.values() if k.kek_id != kek_id][:limiet]

    def rewrap_keys(self, keys: Sequence[WrappedKey]) -> int:
        self.rows |= {(k.subject, k.klasse): k for k in keys if (k.subject, k.klasse) in self.rows}
        return len(keys)

    def destroy_keys(self, subject: UUID) -> int:
        gone = [k for k in self.rows if k[0] == subject]
        for k in gone:
            del self.rows[k]
        return len(gone)


def test_given_a_new_person_when_a_key_is_asked_then_it_is_made_once_and_opens_later() -> None:
    table = Table()
    vault = Vault(KeyEncryption.from_bytes(OLD), table)
    ring = vault.for_writing([A])
    key = ring.key(A, "identiteit")
    assert ring.key(A, "identiteit") == key
    assert ring.key(A, "gevoelig") != key
    assert len(key) == 32
    table.write(ring)
    assert ring.new_keys() == ()
    assert vault.open([A]).key(A, "identiteit") == key
    assert vault.for_writing([A]).key(A, "identiteit") == key


def test_given_a_keyring_when_another_person_is_asked_then_refused_until_admitted() -> None:
    ring = Vault(KeyEncryption.from_bytes(OLD), Table()).for_writing([A])
    with pytest.raises(NotOpened):
        ring.key(B, "identiteit")
    ring.add(B)
    assert len(ring.key(B, "identiteit")) == 32


def test_given_a_third_party_met_before_when_admitted_then_its_keys_are_fetched() -> None:
    table = Table()
    vault = Vault(KeyEncryption.from_bytes(OLD), table)
    first = vault.for_writing([B])
    key = first.key(B, "identiteit")
    table.write(first)
    ring = vault.for_writing([A])
    ring.add(B, new=False)
    ring.add(B, new=False)
    assert ring.key(B, "identiteit") == key
    assert ring.new_keys() == ()


def test_given_nobody_when_opened_then_an_empty_keyring() -> None:
    assert Vault(KeyEncryption.from_bytes(OLD), Table()).open([]).__repr__() == (
        "OpenKeyring(0 sleutels)"
    )


def test_given_destroyed_keys_when_opened_then_none() -> None:
    table = Table()
    vault = Vault(KeyEncryption.from_bytes(OLD), table)
    ring = vault.for_writing([A, B])
    ring.key(A, "identiteit")
    ring.key(B, "identiteit")
    table.write(ring)
    assert vault.destroy(A) == 1
    assert vault.open([A]).key(A, "identiteit") is None
    assert vault.open([B]).key(B, "identiteit") is not None


@pytest.mark.parametrize("change", ["subject", "klasse", "bytes", "short"])
def test_given_a_wrapped_key_that_was_changed_or_moved_when_unwrapped_then_refused(
    change: str,
) -> None:
    kek = KeyEncryption.from_bytes(OLD)
    wrapped = kek.wrap(b"x" * 32, subject=A, klasse="identiteit")
    changed = {
        "subject": replace(wrapped, subject=B),
        "klasse": replace(wrapped, klasse="gevoelig"),
        "bytes": replace(wrapped, gewikkeld=wrapped.gewikkeld[:-1] + b"?"),
        "short": replace(wrapped, gewikkeld=b""),
    }[change]
    assert kek.unwrap(wrapped) == b"x" * 32
    with pytest.raises(WrappingBroken):
        kek.unwrap(changed)


def test_given_another_kek_when_unwrapped_then_its_fingerprint_is_named() -> None:
    wrapped = KeyEncryption.from_bytes(OLD).wrap(b"x" * 32, subject=A, klasse="identiteit")
    with pytest.raises(KekUnknown, match=wrapped.kek_id):
        KeyEncryption.from_bytes(NEW).unwrap(wrapped)


def test_given_a_rotation_when_rewrapped_then_the_same_keys_under_the_new_kek_alone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "kek"
    assert make_kek_file(path)
    first = KeyEncryption.from_file(path)
    index = IndexKey(first).hmac("insz", "x")
    table = Table()
    ring = Vault(first, table).for_writing([A, B])
    keys = {s: ring.key(s, "identiteit") for s in (A, B)}
    table.write(ring)

    rotate_kek_file(path)
    second = KeyEncryption.from_file(path)
    vault = Vault(second, table)
    assert second.kek_id != first.kek_id
    assert vault.rewrap(batch=1) == 2
    assert vault.rewrap() == 0
    retire_old_keks(path)
    last = KeyEncryption.from_file(path)
    assert last.kek_id == second.kek_id
    assert {s: Vault(last, table).open([s]).key(s, "identiteit") for s in (A, B)} == keys
    with pytest.raises(KekUnknown):
        Vault(first, table).open([A])
    assert IndexKey(second).hmac("insz", "x") == IndexKey(last).hmac("insz", "x") == index


def test_given_a_rotation_of_a_bare_key_when_retired_then_the_index_stays(tmp_path: Path) -> None:
    path = tmp_path / "kek"
    path.write_text(base64.b64encode(OLD).decode() + "\n")
    index = IndexKey(KeyEncryption.from_file(path)).hmac("insz", "x")
    rotate_kek_file(path)
    retire_old_keks(path)
    assert IndexKey(KeyEncryption.from_file(path)).hmac("insz", "x") == index


def test_given_twenty_at_once_when_the_file_is_made_then_one_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "kek"
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(make_kek_file, [path] * 20))
    assert made.count(True) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["kek"]
    before = path.read_bytes()
    assert not make_kek_file(path)
    assert path.read_bytes() == before


def test_given_a_file_when_read_then_raw_bare_and_labelled_keys_are_the_same(
    tmp_path: Path,
) -> None:
    text = base64.b64encode(OLD)
    forms = [OLD, text, b"\n# uitleg\nkek " + text + b"\n", b"kek " + text]
    ids = set()
    for number, form in enumerate(forms):
        path = tmp_path / str(number)
        path.write_bytes(form)
        ids.add(KeyEncryption.from_file(path).kek_id)
    assert ids == {KeyEncryption.from_bytes(OLD).kek_id}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "geen regel `kek`"),
        (b"# niets\n", "geen regel `kek`"),
        (b"index " + base64.b64encode(OLD), "geen regel `kek`"),
        (b"kek GEHEIM\n", "regel 1"),
        (b"\nkek " + base64.b64encode(b"kort") + b"\n", "regel 2"),
        (b"sleutel " + base64.b64encode(OLD), "regel 1"),
        (b"kek " + base64.b64encode(OLD) + b" meer", "regel 1"),
    ],
)
def test_given_a_wrong_file_when_read_then_the_line_is_named_and_nothing_quoted(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "kek"
    path.write_bytes(content)
    with pytest.raises(KekFileError, match=says) as caught:
        KeyEncryption.from_file(path)
    assert "GEHEIM" not in str(caught.value)


def test_given_no_file_when_read_then_the_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(KekFileError, match="niet leesbaar"):
        KeyEncryption.from_file(tmp_path / "weg")


@pytest.mark.parametrize("keys", [[], [b"kort"]])
def test_given_a_key_of_another_length_when_made_then_refused(keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        KeyEncryption(keys)


@pytest.mark.parametrize("lengte", [0, 16, 24, 31, 33])
def test_given_a_data_key_of_another_length_when_made_then_refused(lengte: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        DataKey(b"k" * lengte)


def test_given_keys_when_shown_logged_or_pickled_then_no_material(
    caplog: pytest.LogCaptureFixture,
) -> None:
    kek = KeyEncryption.from_bytes(OLD)
    ring = WritingKeyring([A], {(A, "identiteit"): DataKey(NEW)}, kek)
    sleutel = DataKey(OLD)
    assert {str(sleutel), f"{sleutel!s}", str(ValueError(sleutel))} == {"DataKey()"}
    things = [kek, ring, OpenKeyring([A], {(A, "x"): DataKey(NEW)}), IndexKey(kek), DataKey(NEW)]
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("toets").info("%r %s", things, vars(Vault(kek, Table())))
    shown = repr(things) + caplog.text
    assert not any(x in shown for x in ("oooo", "nnnn", OLD.hex(), NEW.hex()))
    for thing in things:
        with pytest.raises(TypeError):
            pickle.dumps(thing)


def test_given_a_sealed_value_when_anything_differs_then_it_does_not_open() -> None:
    sealed = seal(DataKey(OLD), b"waarde", b"aad")
    assert unseal(DataKey(OLD), sealed, b"aad") == b"waarde"
    for key, data, aad in [(NEW, sealed, b"aad"), (OLD, sealed, b"x"), (OLD, sealed[:12], b"aad")]:
        with pytest.raises(InvalidTag):
            unseal(DataKey(key), data, aad)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Fictief  Persoon", " fictief persoon ", True),
        ("ﬁctief", "FICTIEF", True),
        ("Fictief", "Fictive", False),
    ],
)
def test_given_two_spellings_when_indexed_then_only_form_makes_no_difference(
    one: str, other: str, *, same: bool
) -> None:
    index = IndexKey(KeyEncryption.from_bytes(OLD))
    assert (index.hmac("naam", one) == index.hmac("naam", other)) is same
    assert index.hmac("naam", one) != index.hmac("insz", one)
    assert index.mac("naam", b"A") != index.mac("naam", b"a")


def test_given_the_same_parts_when_an_id_is_made_then_the_same_id_and_only_then() -> None:
    index = IndexKey(KeyEncryption.from_bytes(OLD))
    one = index.uuid("inname", "bron", "12")
    assert one == index.uuid("inname", "bron", "12")
    assert one.version == 8
    other = IndexKey(KeyEncryption.from_bytes(NEW)).uuid("inname", "bron", "12")
    assert len({one, other, index.uuid("inname", "bron1", "2"), index.uuid("x", "bron", "12")}) == 4
