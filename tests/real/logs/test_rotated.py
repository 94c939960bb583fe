"""A log that logrotate takes away again and again while a real keystone writes it."""

import subprocess
import time
from pathlib import Path

import pytest

from linter.logs.reading import LogRequest, read_logs
from tests.real.database.servers import needed
from tests.real.logs.comparison import differences
from tests.real.logs.deployment import ADMIN_TOKEN, prepare, request, witnessed
from tests.real.logs.scenarios import ROTATED
from tests.real.logs.servers import served

pytestmark = pytest.mark.release
WAYS = {
    "create": "create\ncompress\ndelaycompress",
    "copytruncate": "copytruncate\ncompress",
    "dateext": "create\ndateext\ndateformat -%Y%m%d-%s\ncompress\ndelaycompress",
    "xz": "create\ncompress\ncompresscmd /usr/bin/xz\nuncompresscmd /usr/bin/unxz\ncompressext .xz",
}
ROUNDS, REQUESTS = 4, 3


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_lost_and_nothing_counted_twice(tmp_path: Path, way: str) -> None:
    prepare(ROTATED, tmp_path)
    with served(ROTATED.series, ROTATED.services[0], tmp_path) as address:
        for number in range(1, ROUNDS + 1):
            for _ in range(REQUESTS * number):
                request(address, "GET", "/v3/roles", token=ADMIN_TOKEN)
            next_second()
            rotate(tmp_path, way)
        request(address, "GET", "/v3/roles", token=ADMIN_TOKEN)

    tally = read_logs(LogRequest((str(tmp_path / "logs"),)))

    assert differences(witnessed(ROTATED, tmp_path), tally) == ()
    assert len(tally.files) == ROUNDS + 1
    assert tally.gaps == ()


def next_second() -> None:
    """Two files of one second would have the same name, and logrotate leaves the second alone."""
    time.sleep(1.05 - time.time() % 1)


def rotate(folder: Path, way: str) -> None:
    """What cron does every night."""
    program = needed("logrotate", "logrotate")
    settings = folder / "logrotate.conf"
    rule = f"{folder}/logs/*.log {{\nrotate 9\nsu root root\n{WAYS[way]}\n}}\n"
    settings.write_text(rule, encoding="utf-8")
    settings.chmod(0o644)
    command = ["--force", "--state", str(folder / "logrotate.state"), str(settings)]
    subprocess.run([program, *command], check=True, timeout=60)
