"""Real samples are read back as they were kept, or it is said what is wrong with them."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from linter.samples.errors import SamplesDamaged, SamplesNotKept
from linter.samples.files import SampleFile, Samples
from linter.samples.kept import keep, samples_of

SAMPLES = Samples(
    "2026.2", "30.0.1", real=True,
    keystone_conf="[DEFAULT]\r\n#debug = false\n", policy_yaml='#"é": ""\n',
    logging_conf="[loggers]",
    others=(SampleFile("sso_callback_template.html", "<html>\n"),),
)  # fmt: skip
REMEDY = "run 'kslint catalog build 2026.2 --samples'"


def told(folder: Path) -> str:
    with pytest.raises(SamplesDamaged) as caught:
        samples_of("2026.2", folder)
    return str(caught.value).replace(str(folder), "DIR")


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    place = keep(SAMPLES, tmp_path)

    assert samples_of("2026.2", tmp_path) == SAMPLES
    assert place == tmp_path / "samples" / "2026.2"
    assert sorted(path.name for path in place.iterdir()) == [
        "keystone.conf.sample", "keystone.policy.yaml.sample", "logging.conf.sample",
        "manifest.json", "sso_callback_template.html",
    ]  # fmt: skip


def test_nothing_is_kept_of_a_series_that_was_not_built(tmp_path: Path) -> None:
    keep(SAMPLES, tmp_path)

    assert samples_of("2026.1", tmp_path) is None
    assert samples_of("2026.2", tmp_path / "none") is None


def test_they_stand_in_the_folder_of_own_catalogs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KSLINT_CATALOGS", str(tmp_path))
    keep(SAMPLES)

    assert samples_of("2026.2") == samples_of("2026.2", tmp_path) == SAMPLES


def test_newer_samples_take_the_place_of_older_ones_whole(tmp_path: Path) -> None:
    keep(SAMPLES, tmp_path)
    newer = replace(SAMPLES, version="30.0.2", logging_conf=None, paste_ini="[app:a]\n", others=())
    keep(newer, tmp_path)

    assert samples_of("2026.2", tmp_path) == newer
    assert [path.name for path in (tmp_path / "samples").iterdir()] == ["2026.2"]


def test_a_place_that_takes_no_files_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")

    with pytest.raises(SamplesNotKept) as caught:
        keep(SAMPLES, blocked)

    assert str(caught.value) == (
        f"The samples of 2026.2 cannot be written to {blocked}/samples/2026.2 (Not a directory): "
        "make room there, or name another folder in KSLINT_CATALOGS"
    )


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("keystone.conf.sample", b"x", "keystone.conf.sample is not what manifest.json lists"),
        ("manifest.json", b"{", "manifest.json: Input data was truncated"),
        (
            "manifest.json",
            b'{"schema":1,"series":"2026.1","version":"29.0.0","files":[]}',
            "manifest.json is of 2026.1, schema 1",
        ),
        (
            "manifest.json",
            b'{"schema":2,"series":"2026.2","version":"30.0.0","files":[]}',
            "manifest.json is of 2026.2, schema 2",
        ),
        (
            "manifest.json",
            b'{"schema":1,"series":"2026.2","version":"30.0.0","files":[]}',
            "keystone.conf.sample is not among the files that manifest.json lists",
        ),
        (
            "manifest.json",
            b'{"schema":1,"series":"2026.2","version":"","files":[{"name":"../a","sha256":""}]}',
            "manifest.json lists '../a'",
        ),
    ],
)
def test_damage_is_named_with_its_remedy(
    name: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    (keep(SAMPLES, tmp_path) / name).write_bytes(content)

    assert told(tmp_path) == f"The samples kept of 2026.2 are damaged ({reason}): {REMEDY}"


def test_a_place_that_cannot_be_looked_into_is_damage(tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to("samples")

    assert told(tmp_path) == (
        "The samples kept of 2026.2 are damaged (DIR/samples/2026.2: "
        f"Too many levels of symbolic links): {REMEDY}"
    )


@pytest.mark.parametrize("name", ["keystone.conf.sample", "manifest.json"])
def test_a_file_that_is_gone_is_damage(name: str, tmp_path: Path) -> None:
    (keep(SAMPLES, tmp_path) / name).unlink()

    assert told(tmp_path) == (
        f"The samples kept of 2026.2 are damaged ({name} cannot be read: "
        f"No such file or directory): {REMEDY}"
    )
