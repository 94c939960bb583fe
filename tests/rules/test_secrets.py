from functools import partial

import pytest

from linter.report import json, terminal
from tests.rules.deployments import DEPLOYED, FOLDER, Deployed, report_on

RENDERERS = {
    "terminal": partial(terminal.render, color=False, width=100),
    "terminal in colour": partial(terminal.render, color=True, width=400),
    "json": json.render,
}


@pytest.mark.parametrize("form", RENDERERS)
@pytest.mark.parametrize("deployed", DEPLOYED, ids=lambda deployed: deployed.name)
def test_no_secret_is_printed(deployed: Deployed, form: str) -> None:
    assert "canary" not in RENDERERS[form](report_on(deployed))


def test_every_deployment_holds_a_secret_to_look_for() -> None:
    # A template has placeholders where secrets will stand.
    without = {
        folder.name
        for folder in FOLDER.iterdir()
        if folder.is_dir()
        and not any(b"canary" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    }
    assert without == {"template-jinja"}
