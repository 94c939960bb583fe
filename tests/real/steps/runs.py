"""Runs of single steps against real releases, with a journal in memory."""

import time
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from linter.execute.known_secrets import known_secrets
from linter.execute.processes import Processes
from linter.execute.running import Kind, Run, StepError
from linter.model.plan import AnyStep, Origin, Plan
from linter.model.site import Machine, Packages, Site
from tests.execute.kinds.runs import Memory
from tests.real.releases import release_tool

SETTINGS = """\
[database]
connection = {url}
max_retries = 1
retry_interval = 1
[fernet_tokens]
key_repository = {keys}
[fernet_receipts]
key_repository = {keys}
[credential]
key_repository = {keys}
"""


class Trial:
    """A plan from one release to another, of which single steps are carried out."""

    def __init__(self, folder: Path, url: str, hop: tuple[str, str], *steps: AnyStep) -> None:
        self.etc = folder / "etc"
        self.etc.mkdir()
        self.journal = Memory()
        self.told: list[str] = []
        self.database = ""
        self.configure(url)
        before, after = (self.tools(series) for series in hop)
        machine = Machine("here", "http://127.0.0.1:9/v3", (), Packages("none"))
        site = Site(
            machines=(machine,),
            configuration=str(self.etc),
            manage=before[0],
            status=before[1],
            manage_after=after[0],
            status_after=after[1],
            user="",
            backups=str(folder / "backups"),
        )
        plan = Plan(
            kslint_plan=1,
            id="hop",
            source=hop[0],
            target=hop[1],
            strategy="offline",
            origin=Origin("", "GO", None),
            site=site,
            steps=steps,
        )
        place = folder / "run"
        place.mkdir(mode=0o700)
        runner = Processes(known_secrets([self.etc], None, {}))
        self._run = Run(
            plan=plan,
            journal=self.journal,
            history=(),
            runner=runner,
            folder=place,
            monotonic=time.monotonic,
            sleep=time.sleep,
            tell=self.told.append,
        )

    @property
    def run(self) -> Run:
        """The run with all that was written down so far."""
        return replace(self._run, history=tuple(self.journal.entries))

    def change(self, **fields: object) -> None:
        """Gives the site other values."""
        site = replace(self._run.plan.site, **fields)
        self._run = replace(self._run, plan=replace(self._run.plan, site=site))

    def configure(self, url: str, more: str = "") -> None:
        """Writes keystone.conf."""
        text = more + SETTINGS.format(url=url, keys=self.etc.parent / "keys")
        (self.etc / "keystone.conf").write_text(text, encoding="utf-8")

    def tools(self, series: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """keystone-manage and keystone-status of a release with this configuration."""
        words = ("--config-file", str(self.etc / "keystone.conf"))
        manage, status = (
            str(release_tool(series, f"keystone-{name}")) for name in ("manage", "status")
        )
        return (manage, *words), (status, *words)

    def begin(self, kind: Kind, step: AnyStep) -> Mapping[str, str]:
        """Carries a step out and gives what is written down of it."""
        kind.ready(step, self.run)
        self.journal.add("started", step.id)
        facts = kind.act(step, self.run)
        self.journal.add("acted", step.id, facts=facts)
        return facts

    def do(self, kind: Kind, step: AnyStep) -> Mapping[str, str]:
        """Carries a step out and verifies it."""
        facts = self.begin(kind, step)
        more = kind.check(step, self.run)
        self.journal.add("done", step.id, facts=more)
        return {**facts, **more}

    def failure(self, kind: Kind, step: AnyStep) -> str:
        """What a step that fails says."""
        try:
            self.do(kind, step)
        except StepError as error:
            self.journal.add("failed", step.id)
            return str(error)
        raise AssertionError
