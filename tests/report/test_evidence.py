"""How much was looked at is told in words."""

from linter.model.report import Input
from linter.report.evidence import files_in_words


def test_what_a_site_decided_is_no_file_of_a_node() -> None:
    kinds = ("acknowledgements", "baseline", "release notes", "settings", "waivers")
    files = [Input("", kind, kind, "") for kind in kinds]
    files += [Input("ctl1", "keystone.conf", "configuration", "")]
    files += [Input("ctl2", "policy.yaml", "policy", "")]

    assert files_in_words(files) == "1 configuration file and 1 beside it on 2 nodes"
