import hashlib
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evaluation.foundation.files import storage as storage_module
from evaluation.foundation.files.storage import (
    FolderStorage,
    NotADigest,
    StoredContent,
    StoredFileDamaged,
    StoredFileMissing,
    storage_from_address,
)

DATA = "门岗上的四十三个夜晚".encode()
DIGEST = hashlib.sha256(DATA).hexdigest()
OTHER = hashlib.sha256(b"other").hexdigest()
NOW = datetime(2022, 4, 6, 8, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def store(tmp_path):
    return FolderStorage(tmp_path / "files")


def place(store, digest=DIGEST):
    return store.root / digest[:2] / digest[2:4] / digest


def everything(store):
    return sorted(path.relative_to(store.root).as_posix() for path in store.root.rglob("*") if path.is_file())


def set_time(path, moment):
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def test_content_is_kept_under_its_digest(store):
    assert store.put(DATA) == DIGEST
    assert everything(store) == [f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"]
    assert store.read(DIGEST) == DATA
    assert store.exists(DIGEST) is True
    with store.open(DIGEST) as stream:
        assert stream.read(6) == DATA[:6]


def test_the_same_content_twice_is_one_file_with_a_new_time(store):
    store.put(DATA)
    set_time(place(store), NOW)
    inode = place(store).stat().st_ino
    assert store.describe(DIGEST) == StoredContent(len(DATA), NOW)
    assert store.put(DATA) == DIGEST
    assert (place(store).stat().st_ino, len(everything(store))) == (inode, 1)
    assert store.describe(DIGEST).stored_at > NOW


def test_empty_content_is_content_too(store):
    assert store.read(store.put(b"")) == b""


def test_a_file_that_was_cut_is_written_again(store):
    store.put(DATA)
    place(store).write_bytes(DATA[:5])
    store.put(DATA)
    assert store.read(DIGEST) == DATA


def test_damage_is_told(store):
    store.put(DATA)
    place(store).write_bytes(DATA[:-1] + b"?")
    with pytest.raises(StoredFileDamaged):
        store.read(DIGEST)


def test_what_is_not_there_is_missing(store):
    assert store.exists(DIGEST) is False
    for ask in (store.open, store.read, store.describe):
        with pytest.raises(StoredFileMissing):
            ask(DIGEST)
    assert store.delete(DIGEST) is False


@pytest.mark.parametrize(
    "address",
    [
        "",
        "..",
        "../../etc/passwd",
        DIGEST[:-1],
        DIGEST + "0",
        DIGEST.upper(),
        DIGEST + "\n",
        "g" * 64,
        "/" + DIGEST[1:],
        None,
        7,
        "../" + DIGEST[3:],
        DIGEST[:-1] + "\x00",
        DIGEST.encode(),
        "０" * 64,
    ],
)
def test_nothing_but_a_digest_makes_a_path(store, address):
    for ask in (store.open, store.read, store.describe, store.exists, store.delete):
        with pytest.raises(NotADigest):
            ask(address)


def test_a_link_in_place_of_a_file_is_not_followed(store, tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(DATA)
    place(store).parent.mkdir(parents=True)
    place(store).symlink_to(secret)
    with pytest.raises(OSError, match="symbolic links"):
        store.open(DIGEST)
    assert list(store.iterate()) == []


def test_deleted_content_is_gone_and_comes_back_when_stored_again(store):
    store.put(DATA)
    assert store.delete(DIGEST) is True
    assert (store.exists(DIGEST), everything(store)) == (False, [])
    store.put(DATA)
    assert store.read(DIGEST) == DATA


def test_content_handed_in_since_is_not_deleted(store):
    store.put(DATA)
    set_time(place(store), NOW)
    assert store.delete(DIGEST, unless_stored_since=NOW) is False
    assert store.delete(DIGEST, unless_stored_since=NOW - timedelta(seconds=1)) is False
    assert store.delete(DIGEST, unless_stored_since=NOW + timedelta(seconds=1)) is True


def test_all_digests_are_listed_in_order_and_strangers_passed_over(store):
    digests = [store.put(b"%d" % number) for number in range(40)]
    (store.root / "README").write_text("x")
    (store.root / "unfinished" / "x").write_text("x")
    strange = store.root / digests[0][:2] / digests[0][2:4]
    (strange / "notes.txt").write_text("x")
    (strange / ("f" * 64)).write_text("in the wrong folder")
    assert list(store.iterate()) == sorted(digests)


def test_unfinished_writes_are_swept_after_a_day(store):
    fresh, old = store.root / "unfinished" / "fresh", store.root / "unfinished" / "old"
    for path, age in ((fresh, timedelta(hours=23)), (old, timedelta(days=1))):
        path.write_bytes(b"half")
        set_time(path, NOW - age)
    store.put(DATA)
    assert store.sweep_unfinished(NOW) == 1
    assert (fresh.exists(), old.exists(), store.read(DIGEST)) == (True, False, DATA)
    assert store.sweep_unfinished(NOW) == 0


def test_a_failing_disk_leaves_nothing_behind(store, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage_module.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put(DATA)
    monkeypatch.undo()
    assert (everything(store), store.exists(DIGEST)) == ([], False)


def test_the_folder_is_synced_after_the_file_is_moved(store, monkeypatch):
    steps = []
    sync, move = os.fsync, Path.replace

    def record_sync(handle):
        steps.append("sync " + Path(os.readlink(f"/proc/self/fd/{handle}")).relative_to(store.root).parts[0][:10])
        sync(handle)

    def record_move(self, target):
        steps.append("move")
        return move(self, target)

    (store.root / DIGEST[:2] / DIGEST[2:4]).mkdir(parents=True)
    monkeypatch.setattr(storage_module.os, "fsync", record_sync)
    monkeypatch.setattr(Path, "replace", record_move)
    store.put(DATA)
    assert steps == ["sync unfinished", "move", f"sync {DIGEST[:2]}"]


KILLED_AT = """
import os, sys
from pathlib import Path
from evaluation.foundation.files.storage import FolderStorage

step, seen = int(sys.argv[2]), 0

def dying(function):
    def call(*arguments, **options):
        global seen
        seen += 1
        if seen == step:
            os._exit(9)
        return function(*arguments, **options)
    return call

store = FolderStorage(Path(sys.argv[1]))
os.fsync, os.mkdir, os.replace, os.utime, os.fdopen = map(dying, (os.fsync, os.mkdir, os.replace, os.utime, os.fdopen))
Path.replace, Path.mkdir = dying(Path.replace), dying(Path.mkdir)
store.put(sys.stdin.buffer.read())
print("stored")
"""


def test_a_process_killed_at_any_step_leaves_no_half_file(tmp_path):
    finished = False
    for step in range(1, 30):
        store = FolderStorage(tmp_path / str(step))
        command = [sys.executable, "-c", KILLED_AT, str(store.root), str(step)]
        ran = subprocess.run(command, input=DATA, capture_output=True, cwd=ROOT, timeout=30, check=False)
        assert ran.returncode in (0, 9), ran.stderr
        if store.exists(DIGEST):
            assert store.read(DIGEST) == DATA
        assert set(store.iterate()) <= {DIGEST}
        assert store.put(DATA) == DIGEST
        assert store.read(DIGEST) == DATA
        store.sweep_unfinished(datetime.now(UTC) + timedelta(days=2))
        assert everything(store) == [f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"]
        if ran.returncode == 0:
            finished = True
            break
    assert (finished, step > 5) == (True, True)


def test_a_file_handed_in_while_the_sweeper_runs_is_never_lost(store):
    """Each put is followed by a look; the sweeper may only take what is older than the put."""
    lost, stop = [], threading.Event()
    old = datetime(2000, 1, 1, tzinfo=UTC)

    def sweep():
        while not stop.is_set():
            store.delete(DIGEST, unless_stored_since=old + timedelta(days=1))

    def hand_in():
        for _ in range(150):
            store.put(DATA)
            if not store.exists(DIGEST):
                lost.append(1)
            set_time_if_there(place(store), old)

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    hand_in()
    stop.set()
    sweeper.join()
    assert lost == []


def set_time_if_there(path, moment):
    try:
        set_time(path, moment)
    except FileNotFoundError:
        raise AssertionError("swept although handed in just now") from None


def test_many_writers_of_the_same_content_agree(store):
    digests = []
    writers = [threading.Thread(target=lambda: digests.append(store.put(DATA * 1000))) for _ in range(12)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert (len(set(digests)), len(digests), len(everything(store))) == (1, 12, 1)


def test_addresses_name_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    spaced = tmp_path / "档 案"
    assert storage_from_address(str(spaced)).root == spaced
    assert storage_from_address(f"file://{tmp_path}/a%20b").root == tmp_path / "a b"
    assert storage_from_address(f"file://localhost{tmp_path}/c").root == tmp_path / "c"
    assert storage_from_address("files").root == tmp_path / "files"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a b", "c", "files", "档 案"]


@pytest.mark.parametrize("address", ["", " ", "s3://bucket/x", "http://a.example/x", "file://server/x", "file:x"])
def test_other_addresses_are_refused(address):
    with pytest.raises(ValueError, match="storage address"):
        storage_from_address(address)


def test_stored_files_are_for_this_account_only(store):
    store.put(DATA)
    modes = {oct(path.stat().st_mode & 0o077) for path in (place(store), place(store).parent, store.root / "unfinished")}
    assert modes == {"0o0"}
    assert OTHER not in list(store.iterate())
