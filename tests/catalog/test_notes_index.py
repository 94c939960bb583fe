from pathlib import Path

from linter.catalog.entries import NoteEntry
from linter.catalog.mentions import Known
from linter.catalog.notes_index import new_notes

KNOWN = Known(
    frozenset({("token", "provider"), ("identity", "driver")}), frozenset({"db_sync", "bootstrap"})
)


def source(folder: Path, notes: dict[str, str]) -> Path:
    (folder / "releasenotes" / "notes").mkdir(parents=True)
    for name, text in notes.items():
        (folder / "releasenotes" / "notes" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_only_notes_that_are_not_in_the_series_before_are_new(tmp_path: Path) -> None:
    before = source(tmp_path / "before", {"old-0123456789abcdef": "", "no-suffix": ""})
    now = source(
        tmp_path / "now",
        {"renamed-0123456789abcdef": "", "no-suffix": "", "new-fedcba9876543210": ""},
    )
    assert new_notes(now, before, KNOWN) == (NoteEntry("new-fedcba9876543210"),)


def test_all_notes_are_new_where_nothing_came_before(tmp_path: Path) -> None:
    now = source(tmp_path, {"b": "", "a": ""})
    assert new_notes(now, None, KNOWN) == (NoteEntry("a"), NoteEntry("b"))


def test_a_note_is_known_by_what_it_mentions(tmp_path: Path) -> None:
    text = """
upgrade:
  - |
    [`bug 1 <https://example.org/keystone.conf>`_] ``[token] provider`` and [identity]/driver
    take over from ``[eventlet_server] public_port`` in ``/etc/keystone/keystone.conf``.
  - Run ``keystone-manage db_sync`` and keystone-manage frobnicate.
fixes:
  - The rule ``identity:create_trust`` and the section ``[kvs]`` of ``policy.yaml``, [sic].
"""
    assert new_notes(source(tmp_path, {"a": text}), None, KNOWN) == (
        NoteEntry(
            id="a",
            sections=("fixes", "upgrade"),
            options=(
                ("eventlet_server", "public_port"),
                ("identity", "driver"),
                ("token", "provider"),
            ),
            groups=("eventlet_server", "identity", "kvs", "token"),
            rules=("identity:create_trust",),
            files=("/etc/keystone/keystone.conf", "policy.yaml"),
            commands=("keystone-manage", "keystone-manage db_sync"),
        ),
    )
