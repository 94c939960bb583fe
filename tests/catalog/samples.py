"""Small catalogs and source archives for the tests."""

import hashlib
import http.server
import io
import json
import tarfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msgspec

from linter.catalog.entries import (
    SCHEMA_VERSION,
    BuiltWith,
    Catalog,
    Migrations,
    OptionEntry,
    OptionType,
)
from linter.model.release import Release


def release(series: str, major: int, version: str = "") -> Release:
    return Release(
        series=series,
        codename=f"code{major}",
        major=major,
        version=version or f"{major}.0.0",
        released="2026-01-01",
        slurp=False,
        python=("3.11",),
        requires_python=">=3.11",
        database_floor="",
    )


def catalog(series: str, major: int, *options: OptionEntry) -> Catalog:
    return Catalog(
        schema=SCHEMA_VERSION,
        release=release(series, major),
        built_with=BuiltWith("3.11.2", {"keystone": f"{major}.0.0"}),
        options=options,
        migrations=Migrations("alembic", "e1", "c1"),
    )


def option(group: str, name: str, *, default: object = None, secret: bool = False) -> OptionEntry:
    return OptionEntry(
        group,
        name,
        OptionType("string"),
        default=msgspec.Raw(msgspec.json.encode(default)),
        aliases=((group, f"old_{name}"),),
        secret=secret,
    )


def packed(files: Mapping[str, str]) -> bytes:
    """A source archive with these files."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return content.getvalue()


def project_page(archives: Mapping[str, bytes]) -> bytes:
    """A project's page on a package index, in the form of PEP 691."""
    files = [
        {
            "filename": name,
            "url": f"../../files/{name}",
            "hashes": {"sha256": hashlib.sha256(content).hexdigest()},
            "upload-time": "2027-03-24T10:00:00Z",
        }
        for name, content in archives.items()
    ]
    return json.dumps({"meta": {"api-version": "1.0"}, "name": "keystone", "files": files}).encode()


@contextmanager
def served(pages: Mapping[str, bytes]) -> Iterator[str]:
    """The address of a web server on this machine that answers with these pages."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = pages.get(self.path)
            self.send_response(404 if content is None else 200)
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
