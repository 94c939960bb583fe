"""Writes when a release reads each option, as JSON: reads.py SOURCE_FOLDER VARIATIONS OUTPUT."""
# Runs inside a release, in the dialect of Python 3.6.
# mypy: ignore-errors

import io
import json
import os
import sys
import warnings

warnings.simplefilter("ignore")

import deployment  # noqa: E402
import forks  # noqa: E402

# Read as an option's value, each is refused by some types; the first suits nearly all.
BAD_TEXTS = ("!no value!", "-99999999", "99999999999", "x" * 5000, "'")


def observe(base, settings):
    """What is read while the application loads, and while it gives a first token."""
    from oslo_config import cfg

    seen = {}
    phase = ["start"]
    do_get = cfg.ConfigOpts._do_get

    def watching(self, name, group=None, namespace=None):
        if self is cfg.CONF and not (group is None and name in self._groups):
            seen.setdefault((getattr(group, "name", group) or "DEFAULT", name), phase[0])
        return do_get(self, name, group, namespace)

    cfg.ConfigOpts._do_get = watching
    failure = deployment.trial(base, settings, lambda: phase.__setitem__(0, "token"))
    cfg.ConfigOpts._do_get = do_get
    return {
        "read": [[group, name, when] for (group, name), when in sorted(seen.items())],
        "refusing": sorted(refusing(cfg.CONF, seen)),
        "registered": sorted(registered(cfg.CONF)),
        "failure": failure,
    }


def registered(conf):
    """Group and name of every option that is registered."""
    for name in conf._opts:
        yield ["DEFAULT", name]
    for group in conf._groups.values():
        for name in group._opts:
            yield [group.name, name]


def refusing(conf, seen):
    """Group, name and a refused text of the options that are read, or are checked as CLI options."""
    for info, group in conf._all_opt_infos():
        name = [group.name if group else "DEFAULT", info["opt"].dest]
        if info["cli"] or tuple(name) in seen:
            texts = [text for text in BAD_TEXTS if refuses(info["opt"], text)]
            if texts:
                yield name + texts[:1]


def refuses(option, text):
    """True if a file cannot give the option this text."""
    try:
        option.type(text)
    except Exception:
        return True
    return False


def consequence(job):
    """Where a start with these settings fails: "start", "token" or ""."""
    failure = deployment.trial(*job)
    return failure["phase"] if failure else ""


def phases(base, settings, observed, known):
    """When each option beyond the known ones matters: its group, its name and the phase.

    Confirmed with a refused value where the type has one, for some reads do no harm; else, and
    where the settings alone fail in that phase already, the phase of the first read.
    """
    found = {(group, name): when for group, name, when in observed["read"]}
    failing = consequence_of(observed)
    refused = [] if failing == "start" else observed["refusing"]
    refused = [named for named in refused if tuple(named[:2]) not in known]
    jobs = [[base, settings + [named]] for named in refused]
    for (group, name, _), when in zip(refused, forks.run(consequence, jobs)):
        if when != failing or not when:
            found[group, name] = when
        elif found.get((group, name)) == "start":
            found[group, name] = ""
    return [
        [group, name, when] for (group, name), when in sorted(found.items())
        if when and (group, name) not in known
    ]


def consequence_of(observed):
    return observed["failure"]["phase"] if observed["failure"] else ""


def reading(base, variation, known):
    """What one varied setting makes the release read beyond the plain deployment."""
    settings = [[variation["group"], variation["name"], variation["value"]]]
    settings += variation.get("with", [])
    observed = forks.call(observe, base, settings)
    added = phases(base, settings, observed, known)
    found = {key: variation[key] for key in ("group", "name", "value")}
    for phase in ("start", "token"):
        found[phase] = [[group, name] for group, name, when in added if when == phase]
    return found


def readings(base, plain, variations):
    """What each variation adds, of those whose option the release has."""
    known = {tuple(named[:2]) for named in plain["read"] + plain["refusing"]}
    found = [
        reading(base, variation, known) for variation in variations
        if [variation["group"], variation["name"]] in plain["registered"]
    ]
    return [added for added in found if added["start"] or added["token"]]


def reads(source, variations):
    """Phases and readings of this release."""
    base = deployment.prepare(os.path.join(os.getcwd(), "base"), source)
    deployment.warm()
    plain = forks.call(observe, base, [])
    if plain["failure"]:
        sys.exit("a plain deployment does not work: {}".format(plain["failure"]))
    return {
        "phases": phases(base, [], plain, set()),
        "readings": readings(base, plain, variations),
    }


if __name__ == "__main__":
    source, varied, target = sys.argv[1:]
    with io.open(varied, encoding="utf-8") as text:
        asked = json.load(text)
    with io.open(target, "w", encoding="utf-8") as output:
        json.dump(reads(source, asked), output, sort_keys=True)
