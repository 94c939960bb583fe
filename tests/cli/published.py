"""The release notes of two series, as a site and a package index publish them."""

from tests.notes import pages

OLD = {"old-0123456789abcdef": {"upgrade": ["Older than all of it."]}}
TRAIN = {
    "provider-1123456789abcdef": {
        "upgrade": ["The option [token] provider takes no other name than fernet and jws."],
        "fixes": ["Tokens are shorter."],
    }
}
USSURI = {"schema-2123456789abcdef": {"upgrade": ["Run keystone-manage db_sync as before."]}}
BACKPORT = {"late-3123456789abcdef": {"upgrade": ["The [ldap] url may name several servers."]}}
SITE = pages.site(
    {
        "train": pages.page("train", {"16.0.0": TRAIN}),
        "ussuri": pages.page("ussuri", {"17.0.1": BACKPORT, "17.0.0": USSURI}),
    }
)
INDEX = pages.index(
    {
        "15.0.0": pages.archive("15.0.0", OLD),
        "16.0.0": pages.archive("16.0.0", {**OLD, **TRAIN}),
        "17.0.0": pages.archive("17.0.0", {**OLD, **TRAIN, **USSURI}),
        "17.0.1": pages.archive("17.0.1", {**OLD, **TRAIN, **USSURI, **BACKPORT}),
    }
)
UPGRADE = ("--from", "train", "--to", "ussuri")
