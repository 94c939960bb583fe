"""A site that cannot be used is refused with the key, the line, and what is expected."""

import msgspec
import pytest
import yaml
from msgspec.structs import replace

from linter.model.site import Balancer, Machine, Packages, Service, Site
from linter.plan.converting import MistakeError
from linter.plan.example_site import EXAMPLE
from linter.plan.failure import PlanError
from linter.plan.site_faults import site_faults
from linter.plan.site_reading import read_site, site_of_settings
from linter.plan.texts import text_faults
from tests.plan.sites import ONE, THREE

YAML = """\
machines:
  - name: ctl1
    address: http://192.0.2.1:5000/v3
    services:
      - by: systemd
        unit: apache2.service
        port: 5000
    packages:
      by: none
verify_backup: true
"""


def refusal(text: str, name: str = "site.yaml") -> str:
    with pytest.raises(PlanError) as refused:
        read_site(text.encode(), name)
    return str(refused.value)


def faults(site: Site) -> list[str]:
    return [str(mistake) for mistake in (*text_faults(site), *site_faults(site))]


def with_machine(**changes: object) -> Site:
    return replace(ONE, machines=(replace(ONE.machines[0], **changes),))


def test_the_example_is_a_site() -> None:
    site = site_of_settings(EXAMPLE.encode(), "kslint.toml")

    assert site == read_site(EXAMPLE.encode(), "site.toml")
    assert site is not None
    assert [machine.name for machine in site.machines] == ["ctl1"]


def test_what_the_example_has_in_comments_is_known() -> None:
    known = {field.name for kind in (Site, Machine, Service, Packages, Balancer)
             for field in msgspec.structs.fields(kind)}  # fmt: skip
    keys = {line.strip("# ").partition(" = ")[0] for line in EXAMPLE.splitlines() if " = " in line}

    assert {key for key in keys if " " not in key} - known == set()


def test_a_project_file_may_hold_the_site() -> None:
    text = EXAMPLE.replace("[site", "[tool.kslint.site").replace("[[site", "[[tool.kslint.site")

    assert site_of_settings(text.encode(), "pyproject.toml") == read_site(
        EXAMPLE.encode(), "kslint.toml"
    )


def test_settings_without_a_site_say_nothing() -> None:
    assert site_of_settings(b'to = "2025.1"\n', "kslint.toml") is None


def test_yaml_and_toml_say_the_same() -> None:
    text = yaml.safe_dump(msgspec.to_builtins(THREE))

    assert read_site(text.encode(), "site.yaml") == THREE


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "by: systemd",
            "by: systemdd",
            (
                "line 5: machines[0].services[0].by: `systemdd` is none of "
                "commands, docker, podman, supervisor, systemd, uwsgi-emperor "
                "(did you mean systemd?)"
            ),
        ),
        (
            "port: 5000",
            "port: http",
            "line 7: machines[0].services[0].port: a whole number has to stand there",
        ),
        (
            "port: 5000",
            "prt: 5000",
            ("line 7: machines[0].services[0].prt: is not known (did you mean port?)"),
        ),
        ("port: 5000", "port: 70000", "line 7: machines[0].services[0].port: 70000 is no port"),
        ("  - name: ctl1\n    a", "  - a", "line 2: machines[0]: `name` is missing"),
        (
            "verify_backup: true",
            "verify_backup: yes",
            "line 10: verify_backup: true or false has to stand there",
        ),
        (
            "verify_backup: true",
            "verify_backup: false",
            (
                "line 1: without_verified_backup: has to "
                "say why no backup is proven, for verify_backup is false"
            ),
        ),
        ("verify_backup: true", "machines: []", "line 10: machines: stands there twice"),
        ("verify_backup: true", "state: &a x\nbackups: *a", "repeats a part of itself at line 11"),
        (
            "verify_backup: true",
            "state: !!python/object:os.system x",
            (
                "line 10: state: the tag "
                "tag:yaml.org,2002:python/object:os.system means nothing here"
            ),
        ),
        (
            "verify_backup: true",
            "manage: []",
            "line 10: manage: a list with something in it has to stand there",
        ),
        ("verify_backup: true", "state: [", "is not YAML at line 11: "),
    ],
)
def test_a_mistake_in_yaml_is_told_with_its_line(old: str, new: str, told: str) -> None:
    between = ", " if told.startswith("line") else " "
    assert refusal(YAML.replace(old, new)).startswith(f"site.yaml{between}{told}")


def test_a_mistake_in_toml_is_told_with_its_key() -> None:
    text = EXAMPLE.replace('by = "systemd" ', 'by = "sytemd" ')

    assert refusal(text, "kslint.toml") == (
        "[site] of kslint.toml: machines[0].services[0].by: `sytemd` is none of commands, docker, "
        "podman, supervisor, systemd, uwsgi-emperor (did you mean systemd?)"
    )


def test_a_bomb_is_refused() -> None:
    assert refusal("a: " + "[" * 5000) == "site.yaml is nested deeper than 8"
    assert refusal("#" * (2**20 + 1)) == "site.yaml is larger than 1048576 bytes"
    assert refusal("") == "site.yaml is empty"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "ctl 1"}, "name: a name has letters, digits, dots and dashes, 63 at most"),
        ({"address": "192.0.2.1:5000"}, "address: is no URL such as http://127.0.0.1:5000/v3"),
        (
            {"address": "http://admin@192.0.2.1:5000/v3"},
            (
                "address: names a user, which everybody "
                "could read: put it into the file of `credentials`"
            ),
        ),
        (
            {"services": ()},
            (
                "services: names none, so that nothing would be stopped before the "
                "database is changed"
            ),
        ),
        (
            {"services": (Service("systemd"),)},
            'services[0]: `unit` is missing, the name that by = "systemd" knows',
        ),
        (
            {"services": (Service("systemd", unit="x", start=("/bin/x",)),)},
            (
                "services[0].start: "
                'would never be run with by = "systemd": take it out, or say "commands"'
            ),
        ),
        (
            {"services": (Service("commands", start=("x",), stop=("x",)),)},
            'services[0]: `is_running` is missing, a command that by = "commands" needs',
        ),
        (
            {
                "services": (
                    Service(
                        "commands", start=("systemctl start x",), stop=("x",), is_running=("x",)
                    ),
                )
            },
            (
                "services[0].start: begins with no program: write each word by itself, as in "
                '["systemctl", "stop"]'
            ),
        ),
        (
            {"packages": Packages("apt", wanted=("keystone",))},
            "packages: `present` is missing, the packages there now, to go back to",
        ),
        (
            {
                "packages": Packages(
                    "pip", wanted=("keystone",), present=("-e",), environment="venv"
                )
            },
            (
                "packages.present[0]: is no name of a package; "
                "machines[0].packages.environment: `venv` is not absolute: plans are run in "
                "other directories"
            ),
        ),
        (
            {"balancer": Balancer("haproxy", "/run/x", "ctl1")},
            "balancer.server: has to name what haproxy calls it, such as keystone/ctl1",
        ),
    ],
)
def test_a_machine_that_cannot_be_worked_with_is_refused(
    changes: dict[str, object], told: str
) -> None:
    assert "; ".join(faults(with_machine(**changes))) == f"machines[0].{told}"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"machines": (ONE.machines[0], ONE.machines[0])},
            ["machines[1].name: ctl1 stands there twice"],
        ),
        (
            {"prepared": "new"},
            [("prepared: `new` is not absolute: plans are run in other directories")],
        ),
        (
            {"backups": "/etc/keystone/old"},
            [
                (
                    "backups: lies in /etc/keystone, which is put aside "
                    "and replaced: choose another place"
                )
            ],
        ),
        (
            {"memcached": ("localhost",)},
            ["memcached[0]: `localhost` is no server such as 127.0.0.1:11211"],
        ),
        ({"user": "-x"}, ["user: is no name of a user"]),
        (
            {"without_verified_backup": "no time"},
            [("without_verified_backup: gives a reason, but verify_backup is true: which is it?")],
        ),
        ({"state": "/var/\x1b[31m"}, ["state: holds a character that cannot be seen: take it out"]),
        (
            {"manage": ("keystone-manage", "--password", "hunter2")},
            [
                (
                    "manage: holds what looks like a secret: put it into a file that only its "
                    "user can read, and name that"
                )
            ],
        ),
        (
            {"logs": ("/x?token=hunter2",)},
            [
                (
                    "logs: holds what looks like a secret: put it into a file that only its "
                    "user can read, and name that"
                )
            ],
        ),
    ],
)
def test_a_site_that_cannot_be_worked_with_is_refused(
    changes: dict[str, object], told: list[str]
) -> None:
    assert faults(replace(ONE, **changes)) == told


def test_a_place_is_written_as_a_person_would_write_it() -> None:
    assert str(MistakeError(("steps", 0, "run", 2), "no")) == "steps[0].run[2]: no"
