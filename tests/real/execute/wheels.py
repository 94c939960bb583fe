"""Small wheels that stand for releases of keystone, and an environment with one of them."""

import base64
import hashlib
import venv
import zipfile
from pathlib import Path


def wheel(folder: Path, version: str, *, broken: bool = False) -> None:
    """Writes a wheel whose keystone-manage says its version."""
    info = f"keystone-{version}.dist-info"
    text = "raise RuntimeError('cannot be imported')\n" if broken else ""
    text += f"def main():\n    print('{version}')\n"
    scripts = "[console_scripts]\nkeystone-manage = keystone_small:main\n"
    files = {
        "keystone_small.py": text,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: keystone\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": scripts,
    }
    rows = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,"]) + "\n"
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / f"keystone-{version}-py3-none-any.whl", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def environment(folder: Path) -> Path:
    """A virtual environment with pip."""
    venv.EnvBuilder(with_pip=True, symlinks=True).create(folder)
    return folder


def _digest(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
