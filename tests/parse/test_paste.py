"""What the cases say of pipelines is what paste.deploy says in the real releases."""

import json
import subprocess
from pathlib import Path

import pytest

from linter.checks.pipelines import Part, pipelines_of
from linter.model.facts import SourceFile
from linter.parse.paste import parse_paste
from tests.real.releases import release_python
from tests.rules.cases import Case, cases

# Loads what every pipeline leads to, without building anything of it.
PROGRAM = """
import json, sys, warnings
warnings.simplefilter("ignore")
from paste.deploy import loadwsgi
said = []
for number, text in enumerate(json.load(sys.stdin)):
    name = "paste-%d.ini" % number
    with open(name, "w") as file:
        file.write(text)
    said.append("")
    for section in loadwsgi.ConfigLoader(name).parser.sections():
        if section == "pipeline:main" or section.startswith("pipeline:api"):
            try:
                loadwsgi.loadcontext(
                    loadwsgi.APP, "config:" + name, name=section[9:], relative_to="."
                )
            except Exception as error:
                said[-1] = type(error).__name__
print(json.dumps(said))
"""
RULE = "paste/filter-unloadable"


def paste_text(case: Case) -> str:
    return next(text for name, text in case.files.items() if name.endswith("paste.ini"))


# The release is run on Python 3, which takes a comment behind a value for part of it.
CASES = [
    case
    for rule, case in cases()
    if rule == RULE and case.upgrade[1] == "queens" and " ;" not in paste_text(case)
]


@pytest.mark.thorough
def test_real_release_loads_what_the_cases_say(tmp_path: Path) -> None:
    site = tmp_path / "acme"
    site.mkdir()
    (site / "__init__.py").touch()
    (site / "limit.py").write_text("class Limit:\n    factory = None\n")
    done = subprocess.run(
        [release_python("queens"), "-c", PROGRAM],
        input=json.dumps(list(map(paste_text, CASES))),
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        timeout=60,
    )

    refused = [bool(error) for error in json.loads(done.stdout)]
    assert dict(zip((case.name for case in CASES), refused, strict=True)) == {
        case.name: bool(case.findings) for case in CASES
    }


def parts(text: str) -> tuple[Part, ...]:
    source = SourceFile("", "keystone-paste.ini", text.encode(), "0")
    return pipelines_of(parse_paste(source, frozenset())).parts


def test_only_what_the_applications_of_keystone_lead_to_is_in_use() -> None:
    found = parts(
        "[composite:main]\nuse = egg:Paste#urlmap\n/v3 = api\n[pipeline:api]\npipeline = a app\n"
        "[pipeline:old]\npipeline = b app\n[filter:a]\nuse = egg:x#a\n[filter:b]\nuse = egg:x#b\n"
        "[app:app]\nuse = call:module.place:make\n"
    )
    assert [(part.subject, part.package, part.thing, part.pipelines) for part in found] == [
        ("filter:a", "x", "a", ("api",)),
        ("app:app", "module", "make", ("api",)),
    ]


def test_filters_stand_before_applications_in_three_ways() -> None:
    found = parts(
        "[filter-app:main]\npaste.filter_factory = one:One.factory\nnext = inner\n"
        "[app:inner]\nuse = egg:x#inner\nfilter-with = two\n"
        "[filter:two]\nuse = three\nlimit = 3\n[filter:three]\npaste.filter_app_factory = t:Three\n"
    )
    assert [(part.subject, part.reference, part.settings) for part in found] == [
        ("filter:main", "one:One.factory", ()),
        ("filter:two", "t:Three", ("limit",)),
        ("app:inner", "egg:x#inner", ()),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[pipeline:main]\npipeline = a main\n[filter:a]\nuse = a\n",
        "[composite:main]\n/ = main\n",
        "[filter-app:main]\nnext = main\n",
        "[pipeline:main]\npipeline =\n",
        "[pipeline:]\npipeline = x\n",
    ],
)
def test_what_leads_back_to_itself_ends(text: str) -> None:
    assert all(part.reference in {"", "a"} for part in parts(text))
