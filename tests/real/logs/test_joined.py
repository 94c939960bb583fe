"""What real logs say stands in the findings beside what is configured."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.real.logs.deployment import Deployment, Run
from tests.real.logs.scenarios import DEPLOYMENTS, said
from tests.real.program import check

pytestmark = pytest.mark.release
NAMES = ("train-uwsgi-file", "2024.1-uwsgi-stderr", "2025.1-mod-wsgi-stock")
NEXT = {"train": "ussuri", "2024.1": "2025.1", "2025.1": "2026.1"}


@pytest.mark.parametrize(
    "deployment",
    [deployment for deployment in DEPLOYMENTS if deployment.id in NAMES],
    ids=lambda deployment: deployment.id,
)
def test_each_option_that_the_log_names_is_a_finding_with_the_log_as_witness(
    runs: Mapping[str, Run], tmp_path: Path, deployment: Deployment
) -> None:
    log = runs[deployment.id].log
    etc = shutil.copytree(log.parent / "etc", tmp_path / "etc")
    upgrade = deployment.series, NEXT[deployment.series]

    judged = check(etc, *upgrade, "--logs", str(log))

    witnessed = {
        finding.subject
        for finding in judged.findings
        if any(witness.kind == "log" for witness in finding.witnesses)
    }
    assert {subject for _, subject in said(deployment)} <= witnessed
