"""Secrets and ConfigMaps are looked at like the directory that they are mounted as."""

import base64
from pathlib import Path

import pytest

from linter.collect.directory import collect
from linter.model.facts import FileKind
from linter.model.keys import KeyFile
from tests.collect.packing import INI, found, gaps

NOTHING = "it has no configuration file: neither keystone.conf nor keystone.conf.d/*.conf"


def coded(text: bytes) -> str:
    return base64.b64encode(text).decode()


def manifest(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


SECRET = f"""\
apiVersion: v1
kind: Secret
metadata: {{name: keystone-etc, namespace: openstack}}
type: Opaque
data:
  keystone.conf: {coded(INI)}
  policy.yaml: {coded(b"{}")}
  keystone.users.conf: {coded(b"[ldap]")}
  wsgi-keystone.conf: {coded(b"<VirtualHost *:5000>")}
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: keystone-bin, namespace: openstack}}
data:
  db-sync.sh: |
    keystone-manage db_sync
---
apiVersion: v1
kind: Secret
metadata: {{name: keystone-fernet-keys, namespace: openstack}}
data:
  "0": {coded(b"canary0")}
  "1": {coded(b"canary")}
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: glance-etc, namespace: openstack}}
data:
  logging.conf: "[loggers]"
"""


def test_a_manifest_is_read_as_the_directory_that_it_becomes(tmp_path: Path) -> None:
    (node,) = collect([manifest(tmp_path / "rendered.yaml", SECRET)]).nodes
    assert [(file.path, file.content) for file in node.configuration] == [("keystone.conf", INI)]
    assert [file.path for file in node.domains] == ["domains/keystone.users.conf"]
    assert [(other.path, other.kind) for other in node.others] == [
        ("fernet-keys/0", FileKind.KEY),
        ("fernet-keys/1", FileKind.KEY),
        ("keystone-bin/db-sync.sh", node.others[2].kind),
        ("policy.yaml", FileKind.POLICY),
        ("wsgi-keystone.conf", FileKind.WEB),
    ]
    # Keys that are not in one manifest may be in another.
    assert [(item.named, item.files) for item in node.keys] == [
        ("/etc/keystone/fernet-keys", (KeyFile("0", 7), KeyFile("1", 6)))
    ]


@pytest.mark.parametrize("folder", ["", "templates", "keystone/templates"])
def test_manifests_in_a_directory_are_read_as_one(folder: str, tmp_path: Path) -> None:
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(SECRET.split("---\n")):
        manifest(tmp_path / folder / f"{number}.yaml", text)
    manifest(tmp_path / folder / "broken.yaml", "kind: Secret\ndata: {{ x }}\n")
    manifest(tmp_path / folder / "values.yaml", "a: {{ x }}\n")
    snapshot = collect([str(tmp_path)])
    assert found(snapshot) == [("", "keystone.conf"), ("", "domains/keystone.users.conf")]
    assert [item.named for item in snapshot.nodes[0].keys] == ["/etc/keystone/fernet-keys"]
    why = "it cannot be read as YAML: if it is a template, render it first"
    name = f"{folder}/broken.yaml".lstrip("/")
    assert gaps(snapshot) == [(name, why, True)]


def test_texts_of_a_secret_and_lists_are_read_too(tmp_path: Path) -> None:
    text = """\
{"kind": "List", "items": [
  {"kind": "Secret", "metadata": {"name": "k"}, "stringData": {"keystone.conf": "[DEFAULT]"}},
  {"kind": "Secret", "metadata": {"name": "keystone"}, "data": {"FernetKeys0": "Y2FuYXJ5"}}
]}
"""
    (node,) = collect([manifest(tmp_path / "a.json", text)]).nodes
    assert [(file.path, file.content) for file in node.configuration] == [
        ("keystone.conf", b"[DEFAULT]")
    ]
    assert [(item.named, item.files) for item in node.keys] == [
        ("/etc/keystone/fernet-keys", (KeyFile("0", 6),))
    ]


def test_several_deployments_in_a_manifest_are_as_many_nodes(tmp_path: Path) -> None:
    one = "kind: ConfigMap\nmetadata: {name: keystone-etc, namespace: %s}\n"
    data = 'data: {keystone.conf: "[DEFAULT]"}\n'
    text = f"{one % 'east'}{data}---\n{one % 'west'}{data}"
    assert found(collect([manifest(tmp_path / "a.yaml", text)])) == [
        ("east", "keystone.conf"),
        ("west", "keystone.conf"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "kind: Secret\ndata:\n  keystone.conf: {{ .Values.conf | b64enc }}\n",
        "kind: Secret\ndata: [\n",
        "kind: Secret\n" + "[" * 5000,
        "kind: Secret\n\x00",
        'kind: Secret\n"\ud83d": 1\n'.encode("utf-16", "surrogatepass").decode("latin-1"),
    ],
)
def test_a_manifest_that_is_no_yaml_is_a_required_gap(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(text.encode("latin-1", "replace"))
    snapshot = collect([str(path)])
    assert [gap for gap in snapshot.gaps if gap.required] or found(snapshot) == [("", "a.yaml")]


@pytest.mark.parametrize(
    "text",
    [
        "kind: Secret\n",
        "kind: Secret\ndata: 1\nmetadata: 2\n",
        "kind: Secret\ndata: {keystone.conf: 1}\n",
        "kind: Secret\ndata: {other.conf: YQ==}\n",
        "kind: ConfigMap\nitems: [1, {kind: Secret}, [2]]\n",
    ],
)
def test_a_manifest_without_configuration_is_a_required_gap(text: str, tmp_path: Path) -> None:
    path = manifest(tmp_path / "a.yaml", text)
    assert gaps(collect([path])) == [(path, NOTHING, True)]


def test_a_policy_file_of_nobody_beside_keystone_is_a_required_gap(tmp_path: Path) -> None:
    held = "kind: ConfigMap\nmetadata: {name: %s}\ndata: {%s: '{}', policy.yaml: '{}'}\n"
    text = SECRET.replace(", namespace: openstack", "")
    text += "---\n" + held % ("overrides", "note") + "---\n" + held % ("nova-etc", "nova.conf")
    path = manifest(tmp_path / "a.yaml", text)
    why = "nothing says whether it is keystone's, so it was not judged"
    assert gaps(collect([path])) == [("overrides/policy.yaml", why, True)]


def test_what_is_not_encoded_as_it_should_be_is_a_required_gap(tmp_path: Path) -> None:
    path = manifest(tmp_path / "a.yaml", "kind: Secret\ndata: {keystone.conf: ca$nary}\n")
    assert gaps(collect([path])) == [("keystone.conf", "it is no valid base64", True)]


def test_aliases_that_stand_for_gigabytes_are_not_written_out(tmp_path: Path) -> None:
    levels = [
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]" for n in range(12)
    ]
    text = "\n".join(["kind: Secret", "a: &a [x]", *levels, "metadata: {name: *m}"])
    path = manifest(tmp_path / "a.yaml", f"{text}\ndata: {{keystone.conf: *m}}\n")
    assert gaps(collect([path])) == [(path, NOTHING, True)]


def test_names_stay_in_their_directory(tmp_path: Path) -> None:
    text = 'kind: ConfigMap\ndata: {keystone.conf: "", "../../x.conf": "[a]", "..": "[b]"}\n'
    (node,) = collect([manifest(tmp_path / "a.yaml", text)]).nodes
    assert [other.path for other in node.others] == [".._.._x.conf", "_.."]


def test_any_other_yaml_is_configuration_as_before(tmp_path: Path) -> None:
    path = manifest(tmp_path / "policy.yaml", '"identity:get_user": ""\n')
    why = "its text is a policy file, not keystone's own"
    assert gaps(collect([path])) == [("policy.yaml", why, True)]
