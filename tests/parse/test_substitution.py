"""References are resolved and refused as oslo.config does it."""

from pathlib import Path

import pytest
from oslo_config import cfg

from linter.catalog.entries import Name
from linter.parse.substitution import SubstitutionError, substitute

VALUES: dict[Name, str] = {
    ("DEFAULT", "host"): "h1",
    ("DEFAULT", "nothing"): "",
    ("DEFAULT", "both"): "default",
    ("own", "both"): "own",
    ("own", "here"): "$both",
    ("other", "deep"): "${own.here}/$host",
    ("other", "one"): "$other.two",
    ("other", "two"): "${other.one}",
    ("own", "itself"): "a${itself}b",
}


def really(text: str, folder: Path) -> str:
    conf = cfg.ConfigOpts()
    for group, name in [*VALUES, ("own", "asked")]:
        conf.register_opt(cfg.StrOpt(name), group=None if group == "DEFAULT" else group)
    path = folder / "keystone.conf"
    assignments = {**VALUES, ("own", "asked"): text}
    lines = (f"[{group}]\n{name} = {value}\n" for (group, name), value in assignments.items())
    path.write_text("".join(lines), encoding="utf-8")
    conf(args=[], default_config_files=[str(path)], default_config_dirs=[])
    return str(conf.own.asked)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("plain", "plain"),
        ("$host", "h1"),
        ("${host}:5000", "h1:5000"),
        ("$host.", None),
        ("$both", "own"),
        ("$DEFAULT.both", None),
        ("$nothing-", "-"),
        ("$other.deep", "own/h1"),
        ("$$host", "$host"),
        (r"\$host", "$host"),
        (r"\\$host", "\\$host"),
        ("$", "$"),
        ("$1", "$1"),
        ("${", "${"),
        ("${host", "${host"),
        ("${a-b}", "${a-b}"),
        ("$HOST", None),
        ("$absent", None),
        ("$own.absent", None),
        ("$absent.host", None),
        ("${own.both.more}", None),
    ],
)
def test_references_are_resolved_as_by_oslo_config(
    text: str, result: str | None, tmp_path: Path
) -> None:
    if result is None:
        with pytest.raises(cfg.Error):
            really(text, tmp_path)
        with pytest.raises(SubstitutionError):
            substitute(text, VALUES.get, group="own")
    else:
        assert really(text, tmp_path) == result
        assert substitute(text, VALUES.get, group="own") == result


def test_a_reference_to_nothing_names_itself() -> None:
    with pytest.raises(SubstitutionError, match=r"^\$a\.b refers to an option"):
        substitute("${a.b}", VALUES.get)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("$other.one", "[other] one -> [other] two -> [other] one"),
        ("$own.itself", "[own] itself -> [own] itself"),
    ],
)
def test_references_that_lead_back_are_told(text: str, chain: str, tmp_path: Path) -> None:
    with pytest.raises(RecursionError):
        really(text, tmp_path)
    with pytest.raises(SubstitutionError) as caught:
        substitute(text, VALUES.get)
    assert str(caught.value) == f"the references lead back to themselves: {chain}"
