"""What no consent changes, and what has a way of its own to be answered, cannot be waived."""

from linter.ruleset import load_rules


def test_what_cannot_be_waived() -> None:
    # A migration that stops does so whoever agrees. What a file says that cannot be read was never
    # judged, so nobody can decide about it. A note that is acknowledged asks again once its
    # words change, and a waiver of it would not; a fault of an entry is mended in its file.
    assert [rule.id for rule in load_rules() if not rule.waivable] == [
        "acknowledgements/changed",
        "acknowledgements/expired",
        "acknowledgements/malformed",
        "acknowledgements/unknown",
        "config/file-refused",
        "database/newer-than-target",
        "logging/file-refused",
        "notes/applies",
        "notes/unread",
        "paste/file-refused",
        "policy/file-unusable",
        "upgrade/database-stop-skipped",
        "waivers/expired",
        "waivers/malformed",
        "waivers/not-waivable",
        "waivers/too-broad",
        "waivers/unused",
    ]
