"""Keys: one data key per person and class, wrapped by a key from outside the database.

Whoever destroys the data keys of a person makes every copy of that person's fields unreadable,
backups included, while the hash of every event still holds. No key ever appears in a `repr`,
a log line or an exception.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from handhaving.eventlog.envelope import WrappedKey
from handhaving.eventlog.sleutelbestand import KEY_BYTES, VaultError, derive, read_kek_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_NONCE_BYTES: Final = 12


class KekUnknown(VaultError):
    """A data key was wrapped by a key-encryption key that was not given."""

    def __init__(self, kek_id: str) -> None:
        """Name the fingerprint of the missing key."""
        super().__init__(f"sleutelsleutel {kek_id} ontbreekt in HANDHAVING_KEK_FILE")
        self.kek_id = kek_id


class WrappingBroken(VaultError):
    """A wrapped data key was changed, or belongs to another person or class."""

    def __init__(self, subject: UUID, klasse: str) -> None:
        """Name whose key it should have been."""
        super().__init__(f"de {klasse}-sleutel van {subject} is beschadigd")
        self.subject = subject
        self.klasse = klasse


class NotOpened(VaultError):
    """A key was asked of a person for whom this keyring was not opened: a programming error."""

    def __init__(self, subject: UUID) -> None:
        """Name the person."""
        super().__init__(f"deze sleutelbos is niet geopend voor {subject}")
        self.subject = subject


class _StaysHere:
    """A key does not travel: what holds one cannot be pickled."""

    __slots__ = ()

    def __reduce__(self) -> str:
        msg = f"{type(self).__name__} wordt niet verstuurd"
        raise TypeError(msg)


class DataKey(_StaysHere, bytes):
    """The 32 bytes of a data key, with the cipher they make: made once, used for every field."""

    aead: AESGCM

    def __new__(cls, raw: bytes) -> Self:
        """Raises ValueError for a key of another length."""
        if len(raw) != KEY_BYTES:
            msg = f"een gegevenssleutel telt {KEY_BYTES} bytes"
            raise ValueError(msg)
        key = super().__new__(cls, raw)
        key.aead = AESGCM(raw)
        return key

    def __repr__(self) -> str:
        """Nothing of the key."""
        return "DataKey()"

    __str__ = __repr__  # bytes would show itself

    @classmethod
    def random(cls) -> Self:
        """A new one."""
        return cls(secrets.token_bytes(KEY_BYTES))


def seal(key: DataKey, plain: bytes, aad: bytes) -> bytes:
    """Nonce ‖ AES-256-GCM ciphertext, bound to `aad`."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + key.aead.encrypt(nonce, plain, aad)


def unseal(key: DataKey, sealed: bytes, aad: bytes) -> bytes:
    """The plain bytes. Raises `cryptography.exceptions.InvalidTag` when anything differs."""
    if len(sealed) <= _NONCE_BYTES:
        raise InvalidTag
    return key.aead.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], aad)


class KeyEncryption(_StaysHere):
    """The key-encryption key (KEK): wraps data keys, each bound to its person and class.

    Several keys may be given: the first wraps, the others unwrap what they wrapped before.
    """

    __slots__ = ("_aeads", "_index_root", "kek_id")

    def __init__(self, keys: Sequence[bytes], index_root: bytes | None = None) -> None:
        """`keys[0]` is the active one. Raises ValueError for a key that is not 32 bytes."""
        if not keys or any(len(k) != KEY_BYTES for k in (*keys, index_root or keys[0])):
            msg = f"een sleutelsleutel telt {KEY_BYTES} bytes"
            raise ValueError(msg)
        self._aeads = {fingerprint(k): AESGCM(k) for k in reversed(keys)}
        self._index_root = index_root or derive(keys[-1], "index-root")
        self.kek_id = fingerprint(keys[0])

    def __repr__(self) -> str:
        """The fingerprint alone."""
        return f"KeyEncryption({self.kek_id})"

    @classmethod
    def from_bytes(cls, key: bytes) -> Self:
        """One raw key of 32 bytes."""
        return cls([key])

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read a key file. Raises KekFileError."""
        return cls(*read_kek_file(path))

    @property
    def index_root(self) -> bytes:
        """What `IndexKey` derives from; the same before and after a rotation."""
        return self._index_root

    def wrap(self, key: bytes, *, subject: UUID, klasse: str) -> WrappedKey:
        """Wrap a data key under the active key."""
        aad = _wrap_aad(self.kek_id, subject, klasse)
        nonce = os.urandom(_NONCE_BYTES)
        wrapped = nonce + self._aeads[self.kek_id].encrypt(nonce, key, aad)
        return WrappedKey(subject, klasse, self.kek_id, wrapped)

    def unwrap(self, wrapped: WrappedKey) -> bytes:
        """The data key. Raises KekUnknown, WrappingBroken."""
        aead = self._aeads.get(wrapped.kek_id)
        if aead is None:
            raise KekUnknown(wrapped.kek_id)
        aad = _wrap_aad(wrapped.kek_id, wrapped.subject, wrapped.klasse)
        sealed = wrapped.gewikkeld
        with suppress(InvalidTag, ValueError):
            return aead.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], aad)
        raise WrappingBroken(wrapped.subject, wrapped.klasse)

    def rewrap(self, wrapped: WrappedKey) -> WrappedKey:
        """The same data key under the active key."""
        return self.wrap(self.unwrap(wrapped), subject=wrapped.subject, klasse=wrapped.klasse)


def fingerprint(kek: bytes) -> str:
    """What a key-encryption key is called in the database: one-way, 16 hexadecimal digits."""
    return hashlib.sha256(b"handhaving kek id\x00" + kek).hexdigest()[:16]


def _wrap_aad(kek_id: str, subject: UUID, klasse: str) -> bytes:
    return b"handhaving wrap\x00" + kek_id.encode() + subject.bytes + klasse.encode()


class Keyring(Protocol):
    """Opened keys. None: destroyed, or never made."""

    def key(self, subject: UUID, klasse: str) -> DataKey | None:
        """The data key of (subject, klasse)."""


class KeyStore(Protocol):
    """What the vault needs of the log."""

    def keys_of(self, subjects: Sequence[UUID]) -> list[WrappedKey]:
        """The wrapped data keys of these subjects that have not been destroyed."""

    def keys_to_rewrap(self, kek_id: str, limiet: int) -> list[WrappedKey]:
        """At most `limiet` keys that are not wrapped under `kek_id`."""

    def rewrap_keys(self, keys: Sequence[WrappedKey]) -> int:
        """Replace the wrapping of keys that still exist; the number replaced."""

    def destroy_keys(self, subject: UUID) -> int:
        """Destroy the keys of a subject for ever, with its claims and blind index."""


class OpenKeyring(_StaysHere):
    """The unwrapped keys of the subjects it was opened for; knows no others."""

    __slots__ = ("_keys", "_subjects")

    def __init__(
        self, subjects: Sequence[UUID], keys: Mapping[tuple[UUID, str], DataKey] | None = None
    ) -> None:
        """Hold these keys."""
        self._subjects = set(subjects)
        self._keys = dict(keys or {})

    def __repr__(self) -> str:
        """How many keys, never which."""
        return f"{type(self).__name__}({len(self._keys)} sleutels)"

    def key(self, subject: UUID, klasse: str) -> DataKey | None:
        """The data key, None when destroyed or never made. Raises NotOpened."""
        key = self._keys.get((subject, klasse))
        if key is None and subject not in self._subjects:
            raise NotOpened(subject)
        return key


class WritingKeyring(OpenKeyring):
    """A keyring that makes the keys that are missing; `new_keys` go into the same commit."""

    __slots__ = ("_kek", "_load", "_new")

    def __init__(
        self,
        subjects: Sequence[UUID],
        keys: Mapping[tuple[UUID, str], DataKey],
        kek: KeyEncryption,
        load: Callable[[Sequence[UUID]], Mapping[tuple[UUID, str], DataKey]] | None = None,
    ) -> None:
        """Start from the keys that are there; `load` fetches those of who is admitted later."""
        super().__init__(subjects, keys)
        self._kek = kek
        self._load = load
        self._new: list[WrappedKey] = []

    def key(self, subject: UUID, klasse: str) -> DataKey:
        """The data key, made on the spot when missing. Raises NotOpened."""
        key = super().key(subject, klasse)
        if key is None:
            key = DataKey.random()
            self._keys[subject, klasse] = key
            self._new.append(self._kek.wrap(key, subject=subject, klasse=klasse))
        return key

    def add(self, subject: UUID, *, new: bool = True) -> None:
        """Admit another person. Who is not new with this command may have keys: fetch them."""
        if subject in self._subjects:
            return
        self._subjects.add(subject)
        if not new and self._load is not None:
            self._keys.update(self._load([subject]))

    def new_keys(self) -> tuple[WrappedKey, ...]:
        """The keys made since the last time this was asked."""
        new, self._new = tuple(self._new), []
        return new


class Vault:
    """Opens, makes, rewraps and destroys the data keys that the log stores wrapped."""

    def __init__(self, kek: KeyEncryption, log: KeyStore) -> None:
        """Use this key-encryption key over this log."""
        self._kek = kek
        self._log = log

    def open(self, subjects: Sequence[UUID]) -> OpenKeyring:
        """The keys of these subjects, for reading. Raises KekUnknown, WrappingBroken."""
        return OpenKeyring(subjects, self._load(subjects))

    def opened(self, subjects: Sequence[UUID], wrapped: Sequence[WrappedKey]) -> OpenKeyring:
        """The same, of keys that were read already."""
        return OpenKeyring(subjects, self._unwrap(wrapped))

    def for_writing(self, subjects: Sequence[UUID]) -> WritingKeyring:
        """The keys of these subjects; what is missing is made when it is first asked for.

        The log refuses a new key for somebody whose keys were destroyed (`KeyRefused`).
        """
        return WritingKeyring(subjects, self._load(subjects), self._kek, self._load)

    def destroy(self, subject: UUID) -> int:
        """Erase a person: keys, claims and blind index. The number of keys destroyed."""
        return self._log.destroy_keys(subject)

    def rewrap(self, *, batch: int = 1000) -> int:
        """Bring every key under the active KEK, no event touched. Safe to run again, and live."""
        done = 0
        while keys := self._log.keys_to_rewrap(self._kek.kek_id, batch):
            done += self._log.rewrap_keys([self._kek.rewrap(key) for key in keys])
        return done

    def _load(self, subjects: Sequence[UUID]) -> dict[tuple[UUID, str], DataKey]:
        return self._unwrap(self._log.keys_of(subjects) if subjects else [])

    def _unwrap(self, wrapped: Sequence[WrappedKey]) -> dict[tuple[UUID, str], DataKey]:
        return {(w.subject, w.klasse): DataKey(self._kek.unwrap(w)) for w in wrapped}


class IndexKey(_StaysHere):
    """Keyed digests (HMAC-SHA256): find a value, or recognise a command, without storing it."""

    __slots__ = ("_mac",)

    def __init__(self, kek: KeyEncryption) -> None:
        """Derive the index key."""
        self._mac = HMAC(derive(kek.index_root, "index v1"), SHA256())

    def __repr__(self) -> str:
        """Nothing of the key."""
        return "IndexKey()"

    def hmac(self, soort: str, waarde: str) -> bytes:
        """The blind index of a value: NFKC, case and white space make no difference."""
        plain = " ".join(unicodedata.normalize("NFKC", waarde).casefold().split())
        return self.mac(soort, plain.encode())

    def mac(self, soort: str, inhoud: bytes) -> bytes:
        """The digest of these exact bytes for this purpose."""
        naam = soort.encode()
        mac = self._mac.copy()
        mac.update(len(naam).to_bytes(2, "big") + naam + inhoud)
        return mac.finalize()

    def uuid(self, soort: str, *delen: str) -> UUID:
        """A deterministic id that cannot be guessed back (UUID version 8)."""
        message = b"".join(len(d).to_bytes(4, "big") + d for d in (x.encode() for x in delen))
        raw = bytearray(self.mac(soort, message)[:16])
        raw[6] = raw[6] & 0x0F | 0x80
        raw[8] = raw[8] & 0x3F | 0x80
        return UUID(bytes=bytes(raw))
