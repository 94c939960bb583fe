"""Prints the tables of agreement at the end of a run that made it."""

import pytest

from tests.real.agreement.table import TABLES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    tables = terminalreporter.config.stash.get(TABLES, "")
    if tables:
        terminalreporter.section("agreement with the real target release")
        terminalreporter.write_line(tables)
