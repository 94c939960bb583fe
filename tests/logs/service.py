"""A service that writes numbered warnings to its log, and logrotate, as a test drives them."""

import shutil
from collections.abc import Callable
from pathlib import Path

LINE = (
    "2026-01-01 10:00:00.000 {} WARNING oslo_config.cfg [-] "
    'Deprecated: Option "one" from group "a" is deprecated. Use option "two" from group "b".'
)
Pack = Callable[[bytes], bytes]


class Service:
    """Remembers every line in `written`, in the order of writing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written: list[str] = []
        self._file = path.open("a", encoding="utf-8")

    def __del__(self) -> None:
        self._file.close()

    def write(self, count: int) -> None:
        """Writes so many more lines."""
        for _ in range(count):
            line = LINE.format(1_000_000 + len(self.written))
            self.written.append(line)
            self._file.write(f"{line}\n")
        self._file.flush()

    def truncate(self) -> None:
        """Empties the log in place, as copytruncate does after it copied it."""
        self.path.write_bytes(b"")

    def rotate(
        self,
        name: str = "",
        *,
        copy: bool = False,
        reopen: bool = True,
        pack: Pack | None = None,
        delayed: Pack | None = None,
    ) -> None:
        """Rotates the log: to numbers, or to the name; packed at once, or the one before."""
        target = self.path.parent / (name or f"{self.path.name}.1")
        target.parent.mkdir(exist_ok=True)
        if not name:
            self._count_up(delayed)
        if copy:
            shutil.copyfile(self.path, target)
            self.truncate()
        else:
            self.path.rename(target)
        if pack:
            _pack(target, target, pack)
        if reopen and not copy:
            self._file.close()
            self._file = self.path.open("a", encoding="utf-8")

    def _count_up(self, delayed: Pack | None) -> None:
        for number in range(30, 0, -1):
            for suffix in ("", ".gz", ".xz"):
                old = self.path.with_name(f"{self.path.name}.{number}{suffix}")
                new = self.path.with_name(f"{self.path.name}.{number + 1}{suffix}")
                if old.exists():
                    old.rename(new)
                    if delayed and number == 1 and not suffix:
                        _pack(new, new, delayed)


def _pack(source: Path, target: Path, pack: Pack) -> None:
    suffix = "gz" if pack(b"").startswith(b"\x1f\x8b") else "xz"
    target.with_name(f"{target.name}.{suffix}").write_bytes(pack(source.read_bytes()))
    source.unlink()
