"""What real releases do with directories of keys, which our rules on keys rest on."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.real.releases import release_python

pytestmark = pytest.mark.release

ASK = """
import base64, json, os, sys
folder = sys.argv[1]
import keystone.conf
keystone.conf.configure()
keystone.conf.CONF(["--config-file", sys.argv[2]], project="keystone")
from keystone.token.providers.fernet import core
try:
    from keystone.common import fernet_utils as utils
except ImportError:
    from keystone.common import token_utils as utils
make = getattr(utils, "FernetUtils", None) or utils.TokenUtils
key = base64.urlsafe_b64encode(b"1" * 32).decode()

def keys(most=3):
    return make(folder, most, "fernet_tokens")

def put(name, text=key):
    with open(os.path.join(folder, name), "w") as file:
        file.write(text)

def attempt(action):
    try:
        return action()
    except BaseException as error:
        return type(error).__name__

def rotated(most):
    keys(most).rotate_keys()
    return sorted(os.listdir(folder))

said = {"empty directory": attempt(lambda: bool(core.Provider()))}
put(".hidden", "")
said["a hidden file"] = attempt(lambda: bool(core.Provider()))
said["no key"] = keys().load_keys()
put("4")
put("5", "")
said["an empty key"] = [len(text) for text in keys().load_keys()]
os.remove(os.path.join(folder, "5"))
said["no staged key"] = attempt(keys().rotate_keys)
for name in "0567":
    put(name)
said["three of six"] = rotated(3)
said["two"] = rotated(2)
said["one"] = rotated(1)
print(json.dumps(said))
"""


@pytest.mark.parametrize(
    ("series", "empty_key"),
    [("queens", [0, 44]), ("rocky", [44]), ("train", [44]), ("2025.1", [44]), ("2026.2", [44])],
)
def test_directories_of_keys(series: str, empty_key: list[int], tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    main = tmp_path / "keystone.conf"
    main.write_text(f"[fernet_tokens]\nkey_repository = {folder}\n", encoding="utf-8")
    words: list[str | Path] = [
        release_python(series),
        "-W",
        "ignore",
        "-c",
        ASK,
        str(folder),
        str(main),
    ]
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "empty directory": "SystemExit",
        "a hidden file": True,
        "no key": [],
        "an empty key": empty_key,
        "no staged key": "FileNotFoundError",
        "three of six": [".hidden", "0", "7", "8"],
        "two": [".hidden", "0", "9"],
        "one": [".hidden", "0"],
    }
