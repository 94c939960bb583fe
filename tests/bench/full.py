"""A full /etc/keystone with its web server's files, of the size that deployments have."""

import re
import shutil
from pathlib import Path

from tests.real.releases import run_tool
from tests.real.samples import sample, uncommented

HERE = Path(__file__).parent
DOMAINS = ("staff", "students", "partners", "robots", "guests")
_RULE = re.compile(r'(?m)^#(?="[^"]+": )')
_OVERLAY = """\
[identity]
driver = ldap
[ldap]
url = ldaps://{domain}.example.org
user = cn=keystone,dc=example,dc=org
password = secret
suffix = dc=example,dc=org
user_tree_dn = ou={domain},dc=example,dc=org
user_objectclass = inetOrgPerson
user_id_attribute = uid
user_name_attribute = uid
user_mail_attribute = mail
group_tree_dn = ou=groups,dc=example,dc=org
group_objectclass = groupOfNames
use_pool = true
pool_size = 10
tls_req_cert = demand
"""


def full_directory(etc: Path, source: str, target: str) -> None:
    """Writes every file: every option and every policy rule set, to the defaults of a release.

    The options are the target's, for its own tool to read; the rules those of the source, as a
    policy file is copied once and kept.
    """
    shutil.copytree(HERE / "etc", etc)
    (etc / "domains").mkdir()
    (etc / "keystone.conf").write_text(uncommented(sample(target)), encoding="utf-8")
    (etc / "policy.yaml").write_text(rules(source, etc), encoding="utf-8")
    for domain in DOMAINS:
        path = etc / "domains" / f"keystone.{domain}.conf"
        path.write_text(_OVERLAY.format(domain=domain), encoding="utf-8")


def rules(series: str, folder: Path) -> str:
    """Every policy rule of a release, with its default."""
    path = folder / "sample.yaml"
    words = ("--namespace", "keystone", "--output-file", str(path))
    run_tool(series, "oslopolicy-sample-generator", *words).check_returncode()
    text = path.read_text(encoding="utf-8")
    path.unlink()
    return _RULE.sub("", text)
