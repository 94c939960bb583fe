"""Keeps the real samples of releases in the user's folder, beside own catalogs."""

import hashlib
import tempfile
from pathlib import Path

import msgspec

from linter.catalog.store import user_folder
from linter.samples.errors import SamplesDamaged, SamplesNotKept
from linter.samples.files import SampleFile, Samples, files_in, samples_in

_MANIFEST = "manifest.json"
_SCHEMA = 1


class KeptFile(msgspec.Struct, frozen=True):
    """A file of kept samples."""

    name: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a folder of samples holds, and of which version of Keystone."""

    schema: int
    series: str
    version: str
    files: tuple[KeptFile, ...]


def keep(samples: Samples, folder: Path | None = None) -> Path:
    """Where real samples were written, whole or not at all, in place of earlier ones.

    `folder` is that of the catalogs, the user's if None. Raises SamplesNotKept.
    """
    place = place_of(samples.series, folder)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".") as scratch:
            draft = Path(scratch) / "new"
            _write(samples, draft)
            if place.exists():
                place.rename(Path(scratch) / "old")
            draft.rename(place)
    except OSError as error:
        raise SamplesNotKept(
            f"The samples of {samples.series} cannot be written to {place} ({error.strerror}): "
            "make room there, or name another folder in KSLINT_CATALOGS"
        ) from error
    return place


def samples_of(series: str, folder: Path | None = None) -> Samples | None:
    """The real samples kept of a series; None where none were built.

    `folder` is that of the catalogs, the user's if None. Raises SamplesDamaged.
    """
    place = place_of(series, folder)
    try:
        place.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _damaged(series, f"{place}: {error.strerror}") from error
    manifest = _manifest(series, _content(series, place, _MANIFEST))
    files = [_verified(series, place, file) for file in manifest.files]
    try:
        return samples_in(series, manifest.version, files)
    except KeyError as error:
        reason = f"{error.args[0]} is not among the files that {_MANIFEST} lists"
        raise _damaged(series, reason) from error


def place_of(series: str, folder: Path | None = None) -> Path:
    """Where samples of a series are kept; `folder` is that of the catalogs, the user's if None."""
    return (folder or user_folder()) / "samples" / series


def _write(samples: Samples, folder: Path) -> None:
    folder.mkdir()
    kept = []
    for file in files_in(samples):
        content = file.text.encode()
        (folder / file.name).write_bytes(content)
        kept.append(KeptFile(file.name, hashlib.sha256(content).hexdigest()))
    manifest = Manifest(_SCHEMA, samples.series, samples.version, tuple(kept))
    content = msgspec.json.format(msgspec.json.encode(manifest))
    (folder / _MANIFEST).write_bytes(content + b"\n")


def _manifest(series: str, content: bytes) -> Manifest:
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _damaged(series, f"{_MANIFEST}: {error}") from error
    if (manifest.schema, manifest.series) != (_SCHEMA, series):
        raise _damaged(series, f"{_MANIFEST} is of {manifest.series}, schema {manifest.schema}")
    return manifest


def _verified(series: str, place: Path, file: KeptFile) -> SampleFile:
    # A name that leads out of the folder is no name that `keep` writes.
    if Path(file.name).name != file.name:
        raise _damaged(series, f"{_MANIFEST} lists {file.name!r}")
    content = _content(series, place, file.name)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise _damaged(series, f"{file.name} is not what {_MANIFEST} lists")
    try:
        return SampleFile(file.name, content.decode())
    except UnicodeDecodeError as error:
        raise _damaged(series, f"{file.name} is not in UTF-8") from error


def _content(series: str, place: Path, name: str) -> bytes:
    try:
        return (place / name).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _damaged(series, f"{name} cannot be read: {reason}") from error


def _damaged(series: str, reason: str) -> SamplesDamaged:
    return SamplesDamaged(
        f"The samples kept of {series} are damaged ({reason}): "
        f"run 'kslint catalog build {series} --samples'"
    )
