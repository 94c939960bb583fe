"""What is told of prepared files: equal parts of several nodes once."""

from msgspec.structs import replace

from linter.difference.effective import ValueChange
from linter.difference.held import Held
from linter.model.finding import Gap
from linter.preparation.case import Part
from linter.preparation.explaining import Explained
from linter.preparation.preparation import PreparedDeployment
from linter.preparation.proof import Proof
from linter.report.preparation_outline import Shared, Standing, outline
from tests.report.prepared_files import at, made
from tests.waivers.made import finding


def test_a_blocker_of_several_deployments_is_told_once_without_its_nodes() -> None:
    one = finding("config/dead")
    nodes = ("ctl1", "ctl2"), ("ctl3",)
    deployments = [
        PreparedDeployment(own, Part(), Proof(remaining=(replace(one, nodes=own),)))
        for own in nodes
    ]
    found = outline(made(*deployments))
    assert [(each.value.nodes, each.nodes) for each in found.remaining] == [((), ())]
    assert found.standing is Standing.NOT_YET


def test_a_gap_of_the_run_is_not_told_again_for_a_deployment() -> None:
    known = Gap("keys", "nobody saw them", "look", required=True, at=at(0, "keys", "ctl1"))
    own = Gap(
        "keystone.conf", "it is a template", "render it", required=False, at=at(1, node="ctl1")
    )
    deployment = PreparedDeployment(("ctl1",), Part(gaps=(known, own)), Proof(gaps=(known,)))
    found = outline(made(deployment, gaps=(known,)))
    assert found.gaps == (Shared(known, ()), Shared(replace(own, at=at(1)), ()))
    assert found.standing is Standing.UNSEEN


def test_a_refused_value_that_somebody_lets_stay_is_said_to_stand_against_the_files() -> None:
    kept = Explained(
        ValueChange(("a", "b"), "", "refused", Held("-1", "set", (at(1),)), Held("-1", "refused")),
        "answered `keep`",
    )
    found = outline(made(PreparedDeployment(("",), Part(), Proof((kept,)))))
    assert (found.standing, found.why) == (
        Standing.NOT_YET,
        ("1 value stays that the target refuses.",),
    )
