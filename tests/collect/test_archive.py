"""An archive is looked at like the directory that was packed, and harms nothing."""

import io
import lzma
import tarfile
from pathlib import Path

import pytest

from linter.collect import tar_stream
from linter.collect.directory import collect
from linter.model.facts import FileKind
from linter.model.keys import KeyFile
from tests.collect.packing import INI, entry, found, gaps, pack

ON = b"[identity]\ndomain_specific_drivers_enabled = true\n"
NOTHING = "it has no configuration file: neither keystone.conf nor keystone.conf.d/*.conf"
FILES = {
    "etc/keystone/keystone.conf": INI,
    "etc/keystone/keystone.conf.d/1.conf": ON,
    "etc/keystone/domains/keystone.a.conf": b"[ldap]\n",
    "etc/keystone/policy.yaml": b"{}",
    "etc/keystone/fernet-keys/0": b"canary",
    "var/log/keystone.log": b"words",
}


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("node.tar", "w"),
        ("node.tar.gz", "w:gz"),
        ("node.tgz", "w:gz"),
        ("node.tar.xz", "w:xz"),
        ("node.tar.bz2", "w:bz2"),
        ("node", "w"),
    ],
)
def test_an_archive_is_read_as_the_directory_would_be(name: str, mode: str, tmp_path: Path) -> None:
    for path, content in FILES.items():
        place = tmp_path / "plain" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    plain = collect([str(tmp_path / "plain")])
    packed = collect([pack(tmp_path / name, FILES, mode=mode)])
    assert packed.gaps == plain.gaps == ()
    (one,), (other,) = packed.nodes, plain.nodes
    assert (one.configuration, one.domains, one.others) == (
        other.configuration,
        other.domains,
        other.others,
    )
    assert (one.base, one.digest) == (other.base, other.digest)


def test_modes_and_owners_mean_something_in_an_archive_of_a_running_system(tmp_path: Path) -> None:
    (node,) = collect([pack(tmp_path / "a.tar", FILES, owner="keystone")]).nodes
    (copy,) = collect([pack(tmp_path / "b.tar", FILES, owner="operator")]).nodes
    assert [file.mode for file in node.configuration] == [0o640, 0o640]
    assert [file.mode for file in copy.configuration] == [None, None]
    assert [item.files for item in node.keys if item.exists] == [
        (KeyFile("0", 6, 0o640, "keystone", "keystone"),)
    ]
    assert [item.files for item in copy.keys if item.exists] == [(KeyFile("0", 6),)]
    assert (node.accounts, copy.accounts) == (("keystone",), ())


def test_a_report_of_a_host_has_its_files_below_one_folder(tmp_path: Path) -> None:
    files = {f"sosreport-ctl1-2026/{name}": content for name, content in FILES.items()}
    snapshot = collect([pack(tmp_path / "sosreport-ctl1-2026.tar.xz", files, mode="w:xz")])
    assert found(snapshot) == [
        ("", "etc/keystone/keystone.conf"),
        ("", "etc/keystone/keystone.conf.d/1.conf"),
        ("", "etc/keystone/domains/keystone.a.conf"),
    ]


def test_an_archive_of_several_hosts_has_as_many_nodes(tmp_path: Path) -> None:
    names = ("a/ctl1/etc/keystone/keystone.conf", "a/ctl2/etc/keystone/keystone.conf")
    snapshot = collect([pack(tmp_path / "a.tar", dict.fromkeys(names, INI))])
    assert found(snapshot) == [
        ("ctl1", "etc/keystone/keystone.conf"),
        ("ctl2", "etc/keystone/keystone.conf"),
    ]


def test_links_are_followed_inside_and_never_out_of_an_archive(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"canary")
    link, hard = tarfile.SYMTYPE, tarfile.LNKTYPE
    venv = "node/openstack/venvs/keystone-30/etc/keystone"
    snapshot = collect(
        [
            pack(
                tmp_path / "a.tar",
                {f"{venv}/keystone.conf": INI},
                entry(
                    "node/etc/keystone", link, linkname="/openstack/venvs/keystone-30/etc/keystone"
                ),
                entry(f"{venv}/policy.yaml", hard, linkname=f"{venv}/keystone.conf"),
                entry(f"{venv}/out.conf", link, linkname=str(tmp_path / "secret")),
                entry(f"{venv}/up.conf", link, linkname="../" * 30 + str(tmp_path / "secret")),
                entry(f"{venv}/round.conf", link, linkname="round.conf"),
            )
        ]
    )
    assert found(snapshot) == [("", "etc/keystone/keystone.conf")]
    broken = "it is a link to a file that does not exist"
    assert gaps(snapshot) == [
        ("etc/keystone/out.conf", broken, False),
        ("etc/keystone/round.conf", broken, False),
        ("etc/keystone/up.conf", broken, False),
    ]


def test_names_that_lead_out_and_special_files_are_not_taken(tmp_path: Path) -> None:
    names = {"../keystone.conf": b"canary", "/etc/keystone/keystone.conf": INI, "a/../b": b""}
    device = entry("etc/keystone/device.conf", tarfile.CHRTYPE)
    pipe = entry("etc/keystone/pipe.conf", tarfile.FIFOTYPE)
    argument = pack(tmp_path / "a.tar", names, device, pipe)
    snapshot = collect([argument])
    assert found(snapshot) == [("", "etc/keystone/keystone.conf")]
    refused = "2 entries have names that lead out of it, and were passed over"
    irregular = "it is no regular file"
    assert gaps(snapshot) == [
        (argument, refused, True),
        ("etc/keystone/device.conf", irregular, False),
        ("etc/keystone/pipe.conf", irregular, False),
    ]


def test_names_that_a_terminal_would_act_on_are_escaped(tmp_path: Path) -> None:
    names = ("etc/keystone/keystone.conf", "etc/keystone/keystone.conf.d/\x1b[31m\udcff.conf")
    snapshot = collect([pack(tmp_path / "a.tar", dict.fromkeys(names, INI))])
    assert found(snapshot)[1] == ("", r"etc/keystone/keystone.conf.d/\x1b[31m\xff.conf")


def test_of_two_entries_with_one_name_the_later_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    pack(path, {"keystone.conf": b"[first]\n"})
    pack(path, {"keystone.conf": INI}, mode="a")
    (node,) = collect([str(path)]).nodes
    assert [file.content for file in node.configuration] == [INI]


@pytest.mark.parametrize(
    ("name", "mode", "length", "why"),
    [
        ("a.tar", "w", 5000, "it is damaged after entry 5: unexpected end of data"),
        ("a.tar", "w", 1024, "it is damaged after entry 1: empty header"),
        ("a.tar", "w", 1300, "it is damaged after entry 1: truncated header"),
        ("a.tar", "w", 100, "it is damaged after entry 0: truncated header"),
        ("a.tar", "w", 0, "it is damaged after entry 0: empty file"),
        ("a.tar.gz", "w:gz", 90, "it is damaged after entry 0: it ends too early"),
        ("a.tar.xz", "w:xz", 90, "it is damaged after entry 0: it ends too early"),
    ],
)
def test_a_cut_archive_is_a_required_gap(
    name: str, mode: str, length: int, why: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    pack(path, FILES, mode=mode)
    path.write_bytes(path.read_bytes()[:length])
    snapshot = collect([str(path)])
    assert gaps(snapshot)[0] == (str(path), why, True)
    # What was cut off may have had the keys.
    assert [item for item in snapshot.nodes[0].keys if not item.exists] == []


def test_damage_in_the_middle_does_not_end_an_archive_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    pack(path, FILES)
    content = bytearray(path.read_bytes())
    content[1024 + 20] ^= 0xFF
    path.write_bytes(bytes(content))
    why = "it is damaged after entry 1: bad checksum"
    assert gaps(collect([str(path)]))[0] == (str(path), why, True)


def test_what_is_no_archive_in_spite_of_its_name_is_a_required_gap(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    path.write_bytes(b"words")
    why = "it is damaged after entry 0: truncated header"
    assert gaps(collect([str(path)])) == [(str(path), why, True), (str(path), NOTHING, True)]


def test_a_bomb_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tar_stream, "BYTES", 4 * 1024**2)
    path = tmp_path / "a.tar.xz"
    with lzma.open(path, "wb", preset=0) as file:
        file.write(entry("keystone.conf", size=1024**4).tobuf())
        for _ in range(8):
            file.write(bytes(1024**2))
    why = "it is damaged after entry 1: it unpacks to more than 0 GiB"
    assert gaps(collect([str(path)]))[0] == (str(path), why, True)


def test_a_name_without_end_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    header = entry("x", tarfile.GNUTYPE_LONGNAME, size=2 * 1024**2).tobuf(tarfile.GNU_FORMAT)
    path.write_bytes(header + b"x" * 2 * 1024**2)
    why = "it is damaged after entry 0: a name in it is longer than any name can be"
    assert gaps(collect([str(path)]))[0] == (str(path), why, True)


def test_entries_without_end_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tar_stream, "ENTRIES", 3)
    path = pack(tmp_path / "a.tar", FILES)
    why = "it is damaged after entry 3: it has more than 3 entries"
    assert gaps(collect([path]))[0] == (path, why, True)


def test_large_files_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linter.collect.archive.KEPT", 10)
    path = pack(tmp_path / "a.tar", {"keystone.conf": INI})
    assert [why.partition(" than")[0] for _, why, _ in gaps(collect([path]))] == [
        "the files to be read from the archive are larger"
    ]


def test_another_kind_of_archive_is_a_required_gap(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK")
    why = "kslint does not read archives of this kind"
    assert gaps(collect([str(path)])) == [(str(path), why, True), (str(path), NOTHING, True)]


@pytest.mark.parametrize("seed", range(40))
def test_no_harm_makes_more_than_a_gap(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    pack(path, FILES, entry("etc/keystone/l", tarfile.SYMTYPE, linkname="/etc"))
    content = bytearray(path.read_bytes())
    for at in range(seed, 8192, 97):
        content[at] = (content[at] * 7 + seed) % 256
    path.write_bytes(bytes(content))
    snapshot = collect([str(path)])
    assert [gap for gap in snapshot.gaps if gap.required]


def test_keys_are_listed_and_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    extract = tarfile.TarFile.extractfile

    def watched(archive: tarfile.TarFile, member: tarfile.TarInfo) -> io.BufferedReader | None:
        read.append(member.name)
        return extract(archive, member)  # type: ignore[return-value]

    monkeypatch.setattr(tarfile.TarFile, "extractfile", watched)
    (node,) = collect([pack(tmp_path / "a.tar", FILES)]).nodes
    assert [other.path for other in node.others if other.kind is FileKind.KEY] == [
        "etc/keystone/fernet-keys/0"
    ]
    assert not [name for name in read if "fernet" in name]
