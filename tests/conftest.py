"""Prints tables and lists what was not run at the end, and fails the run for that where CI=true."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

_KINDS = ("skipped", "xfailed")
TABLE = "table: "
"""A property of a test by a name that begins so is printed at the end of the run."""


# A change must not fail by chance over what was there before; development goes on searching.
settings.register_profile("ci", derandomize=True)


def pytest_configure() -> None:
    if _strict():
        settings.load_profile("ci")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Tests that share what takes long to make run in one process."""
    return _ByFolder(config, log)


class _ByFolder(LoadScopeScheduling):  # type: ignore[misc]
    """Keeps together a folder of tests of real releases, and any other file."""

    def _split_scope(self, nodeid: str) -> str:
        path = PurePosixPath(nodeid.partition("::")[0])
        shares = len(path.parts) > 3 and path.parts[:2] == ("tests", "real")
        return "/".join(path.parts[:3]) if shares else str(path)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes what its user has fetched; uv's packages are the same for all."""
    usual = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UV_CACHE_DIR", os.environ.get("UV_CACHE_DIR", str(usual / "uv")))
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, text in _tables(terminalreporter):
        terminalreporter.section(name)
        terminalreporter.write_line(text)
    missing = _not_run(terminalreporter)
    if not missing:
        return
    terminalreporter.section("not run")
    for reason, names in sorted(missing.items()):
        terminalreporter.write_line(reason)
        for name, count in sorted(names.items()):
            terminalreporter.write_line(f"  {name}" + f", {count} cases" * (count > 1))
    if _strict():
        terminalreporter.write_line("CI=true: what is not run fails the run.", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and _not_run(reporter) and _strict() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _tables(reporter: pytest.TerminalReporter) -> Iterator[tuple[str, str]]:
    for report in (*reporter.stats.get("passed", ()), *reporter.stats.get("failed", ())):
        for name, text in getattr(report, "user_properties", ()):
            if name.startswith(TABLE):
                yield name.removeprefix(TABLE), text


def _strict() -> bool:
    return os.environ.get("CI", "").lower() == "true"


def _not_run(reporter: pytest.TerminalReporter) -> dict[str, Counter[str]]:
    """The names of the tests behind each reason, and how many cases of each."""
    missing: dict[str, Counter[str]] = {}
    for report in _reports(reporter):
        missing.setdefault(_reason(report), Counter())[report.nodeid.split("[")[0]] += 1
    return missing


def _reports(
    reporter: pytest.TerminalReporter,
) -> Iterable[pytest.TestReport | pytest.CollectReport]:
    for kind in _KINDS:
        yield from reporter.stats.get(kind, [])


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return str(getattr(report, "wasxfail", "") or report.longrepr)
