from pathlib import Path

from linter.collect.live.installation import ask_installation
from linter.model.live import Installation


def installed(root: Path, *metadata: str) -> Path:
    for name in metadata:
        folder = root / name
        folder.mkdir(parents=True)
        version = name.split("-")[1].removesuffix(".dist").removesuffix(".egg")
        (folder / "METADATA").write_text(f"Version: {version}\n", encoding="utf-8")
    return root


def test_keystone_is_told_with_its_python_and_libraries(tmp_path: Path) -> None:
    place = installed(
        tmp_path / "lib" / "python3.9" / "site-packages",
        "keystone-25.0.0.dist-info",
        "SQLAlchemy-1.4.51.dist-info",
        "oslo_policy-4.3.0.dist-info",
        "requests-2.0.dist-info",
    )
    found = ask_installation([place])

    libraries = {"SQLAlchemy": "1.4.51", "oslo.policy": "4.3.0"}
    assert found == (Installation("25.0.0", str(place), "3.9", libraries), ())


def test_packages_of_a_distribution_are_for_its_own_python(tmp_path: Path) -> None:
    place = installed(tmp_path / "python3" / "dist-packages", "keystone-25.0.0.dist-info")
    (tmp_path / "python3.11").touch()
    (tmp_path / "python").symlink_to("python3.11")
    (tmp_path / "python2").symlink_to("nowhere")

    told, _ = ask_installation([place], python=tmp_path / "python")
    untold, _ = ask_installation([place], python=tmp_path / "python2")

    assert told == Installation("25.0.0", str(place), "3.11")
    assert untold == Installation("25.0.0", str(place), "")


def test_no_keystone_is_a_required_gap(tmp_path: Path) -> None:
    found, gaps = ask_installation([tmp_path])

    assert found is None
    assert [(gap.what, gap.required) for gap in gaps] == [("installation", True)]
