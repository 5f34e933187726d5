"""Where files are kept: by the digest of their content, behind one small interface.

A file is there, whole and synced, before anybody may write a row about it; the same content twice is one file.
"""

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

DIGEST = re.compile(r"[0-9a-f]{64}")
UNFINISHED_FOR = timedelta(days=1)


class NotADigest(ValueError):
    """The address of a stored file is 64 small hexadecimal digits; no path is ever made of any other text."""


class StoredFileMissing(LookupError):
    """There is no file with this digest."""


class StoredFileDamaged(OSError):
    """The bytes under this digest are not those that were stored: restore the file from the backup."""


@dataclass(frozen=True)
class StoredContent:
    """Size in bytes and the time (aware, UTC) at which the content was last handed in."""

    size: int
    stored_at: datetime


class Storage(Protocol):
    """What a store of files can do. Every digest is checked first and raises ``NotADigest``."""

    def put(self, data: bytes) -> str:
        """Store durably and give the SHA-256 digest; storing the same content again changes nothing but its time."""

    def open(self, digest: str) -> BinaryIO:
        """The content for reading in pieces. Raises ``StoredFileMissing``."""

    def read(self, digest: str) -> bytes:
        """The content whole, compared with its digest. Raises ``StoredFileMissing``, ``StoredFileDamaged``."""

    def exists(self, digest: str) -> bool:
        """Whether the content is there."""

    def describe(self, digest: str) -> StoredContent:
        """Size and time. Raises ``StoredFileMissing``."""

    def delete(self, digest: str, *, unless_stored_since: datetime | None = None) -> bool:
        """Remove the content; False when it is not there, or was handed in at or after the given (aware) time."""

    def iterate(self) -> Iterator[str]:
        """Every digest there is, in order."""

    def sweep_unfinished(self, now: datetime) -> int:
        """Remove what interrupted writes left behind a day or more ago, and count it."""


class FolderStorage:
    """Files in ``ab/cd/abcd…`` below one folder, written under another name first and moved when they are whole."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._unfinished = root / "unfinished"
        self._unfinished.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sync_folder(root)

    def put(self, data: bytes) -> str:
        """Store durably and give the SHA-256 digest of the content."""
        digest = hashlib.sha256(data).hexdigest()
        place = self._place(digest)
        self._make_folders(place.parent)
        with self._locked(fcntl.LOCK_SH):
            if self._is_whole(place, len(data)):
                os.utime(place)
            else:
                self._write(place, data)
            # Another writer may have moved the file just now and not yet synced its folder.
            _sync_folder(place.parent)
        return digest

    def open(self, digest: str) -> BinaryIO:
        """The content for reading in pieces; the caller closes it."""
        try:
            return os.fdopen(os.open(self._place(digest), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb")
        except FileNotFoundError:
            raise StoredFileMissing(digest) from None

    def read(self, digest: str) -> bytes:
        """The content whole, compared with its digest."""
        with self.open(digest) as stored:
            data = stored.read()
        if hashlib.sha256(data).hexdigest() != digest:
            raise StoredFileDamaged(digest)
        return data

    def exists(self, digest: str) -> bool:
        """Whether the content is there."""
        return self._place(digest).is_file()

    def describe(self, digest: str) -> StoredContent:
        """Size in bytes and the time at which the content was last handed in."""
        try:
            status = self._place(digest).stat()
        except FileNotFoundError:
            raise StoredFileMissing(digest) from None
        return StoredContent(status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))

    def delete(self, digest: str, *, unless_stored_since: datetime | None = None) -> bool:
        """Remove the content; the time is looked at under the lock, so that a file handed in meanwhile stays."""
        place = self._place(digest)
        with self._locked(fcntl.LOCK_EX):
            try:
                if unless_stored_since and self.describe(digest).stored_at >= unless_stored_since:
                    return False
                place.unlink()
            except (FileNotFoundError, StoredFileMissing):
                return False
            _sync_folder(place.parent)
        return True

    def iterate(self) -> Iterator[str]:
        """Every digest there is, in order; other files in the folder are passed over."""
        for first in _folders(self.root):
            for second in _folders(first):
                names = sorted(entry.name for entry in os.scandir(second) if entry.is_file(follow_symlinks=False))
                for name in names:
                    if DIGEST.fullmatch(name) and name.startswith(first.name + second.name):
                        yield name

    def sweep_unfinished(self, now: datetime) -> int:
        """Remove unfinished writes that are a day old or older at ``now`` (aware), and count them."""
        oldest = (now - UNFINISHED_FOR).timestamp()
        swept = 0
        for entry in list(os.scandir(self._unfinished)):
            if entry.is_file(follow_symlinks=False) and entry.stat().st_mtime <= oldest:
                Path(entry.path).unlink(missing_ok=True)
                swept += 1
        return swept

    def _place(self, digest: str) -> Path:
        if not isinstance(digest, str) or not DIGEST.fullmatch(digest):
            raise NotADigest
        return self.root / digest[:2] / digest[2:4] / digest

    def _write(self, place: Path, data: bytes) -> None:
        handle, unfinished = tempfile.mkstemp(dir=self._unfinished)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(unfinished).replace(place)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise

    def _make_folders(self, folder: Path) -> None:
        for made in (folder.parent, folder):
            if not made.is_dir():
                made.mkdir(exist_ok=True, mode=0o700)
                _sync_folder(made.parent)

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        handle = os.open(self._unfinished, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, how)
            yield
        finally:
            os.close(handle)

    @staticmethod
    def _is_whole(place: Path, size: int) -> bool:
        return place.is_file() and place.stat().st_size == size


def storage_from_address(address: str) -> Storage:
    """The store at an address: ``file:///folder`` or a plain path. Other schemes raise ``ValueError``."""
    parts = urlsplit(address)
    if parts.scheme == "file":
        if parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
            raise ValueError(f"Write the storage address as file:///folder, not {address}")
        return FolderStorage(Path(unquote(parts.path)))
    if "://" in address or not address.strip():
        raise ValueError(f"The storage address must be a folder (a path or file:///folder), not {address!r}")
    return FolderStorage(Path(address).absolute())


def _folders(parent: Path) -> list[Path]:
    """The folders of one level, named by two hexadecimal digits."""
    return sorted(
        parent / entry.name
        for entry in os.scandir(parent)
        if entry.is_dir(follow_symlinks=False) and re.fullmatch(r"[0-9a-f]{2}", entry.name)
    )


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
