"""Whether a store may lie where it is to lie, and who may read it."""

import os
import stat
import sys
from pathlib import Path

from sfm_tui.path_words import why_not
from sfm_tui.storage.errors import StoreError, StoreReadOnly

NETWORK = {
    "nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "9p", "afs", "ncpfs", "glusterfs", "ceph", "lustre", "gpfs",
    "davfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.glusterfs", "fuse.s3fs", "beegfs", "webdav", "afpfs",
}  # fmt: skip


def prepare(path: Path) -> None:
    """Make the folder of a new store, readable by its owner alone.

    Raises StoreError where the path cannot hold a store: a folder, a network drive, no permission.
    """
    if path.is_dir():
        raise StoreError(f"{path} is a folder: name a file, such as {path / 'sfm.db'}")
    try:
        path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    except FileExistsError as error:
        raise StoreError(f"{path.parent} is a file, no folder: name another place") from error
    except OSError as error:
        raise StoreReadOnly(f"the folder {path.parent} cannot be made: {why_not(error)}") from error
    kind = file_system(path.parent)
    if kind in NETWORK:
        raise StoreError(
            f"{path.parent} is on a network drive ({kind}), where locks cannot be trusted: keep the store on a disk"
            " of this machine and carry copies with «sfm backup»"
        )


def beside(path: Path) -> tuple[Path, Path]:
    """The files that SQLite keeps beside a store: the write-ahead log and its index."""
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def keep_private(path: Path) -> None:
    """Let the owner alone read and write the store and the files beside it.

    Raises StoreReadOnly where the store belongs to somebody else who lets others read it.
    """
    if os.name != "posix":
        return
    for name in (path, *beside(path)):
        try:
            if stat.S_IMODE(name.stat().st_mode) & 0o077:
                name.chmod(0o600)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise StoreReadOnly(
                f"{name} can be read by others and belongs to somebody else: make it yours alone (chmod 600)"
            ) from error


def file_system(folder: Path) -> str:
    """The kind of file system under a folder; empty where the machine does not say."""
    if sys.platform == "win32":
        return _windows_kind(folder)
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    where = str(folder.resolve())
    best, kind = "", ""
    for line in mounts:
        left, _, right = line.partition(" - ")
        fields, rest = left.split(), right.split()
        if len(fields) < 5 or not rest:
            continue
        point = fields[4].replace("\\040", " ")
        inside = where == point or where.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, rest[0]
    return kind


def _windows_kind(folder: Path) -> str:
    import ctypes

    resolved = str(folder.resolve())
    if resolved.startswith("\\\\"):
        return "smb"
    remote = 4
    drive = os.path.splitdrive(resolved)[0] + "\\"
    found = ctypes.windll.kernel32.GetDriveTypeW(drive)  # type: ignore[attr-defined,unused-ignore]  # there on Windows only
    return "smb" if found == remote else ""
