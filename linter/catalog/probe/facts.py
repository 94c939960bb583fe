"""Writes what a release says of itself, as JSON: facts.py SOURCE_FOLDER OUTPUT."""
# Runs inside a release, in the dialect of Python 3.6.
# mypy: ignore-errors

import io
import json
import sys
import warnings

warnings.simplefilter("ignore")

import option_facts  # noqa: E402
import package_facts  # noqa: E402
import policy_facts  # noqa: E402


def facts(source):
    """All facts, in the shape of the catalog's own entries."""
    option_facts.disguise()
    return {
        "options": option_facts.options(source),
        "dynamic_groups": option_facts.dynamic_groups(),
        "policy_rules": policy_facts.rules(),
        "entry_points": package_facts.entry_points(),
        "paste_filters": package_facts.paste_sections(source, "filter:"),
        "paste_pipelines": package_facts.paste_pipelines(source),
        "commands": package_facts.commands(),
        "symptoms": package_facts.symptoms(),
        "migrations": package_facts.migrations(),
    }


if __name__ == "__main__":
    with io.open(sys.argv[2], "w", encoding="utf-8") as output:
        json.dump(facts(sys.argv[1]), output, sort_keys=True)
