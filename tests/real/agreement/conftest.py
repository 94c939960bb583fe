"""Prints the table of agreement at the end of a run that made it."""

import pytest

from tests.real.agreement.table import SUMMARY


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    summary = terminalreporter.config.stash.get(SUMMARY, "")
    if summary:
        terminalreporter.section("agreement with the real target release")
        terminalreporter.write_line(summary)
