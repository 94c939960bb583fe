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
    """What a refused value of one option does: "start", "token" or ""."""
    base, group, name, text = job
    failure = deployment.trial(base, [[group, name, text]])
    return [group, name, failure["phase"] if failure else ""]


def phases(base, plain):
    """When each option matters: confirmed where its type can refuse a value, else when read."""
    found = {(group, name): when for group, name, when in plain["read"]}
    jobs = [[base, group, name, text] for group, name, text in plain["refusing"]]
    for group, name, when in forks.run(consequence, jobs):
        found[group, name] = when
    return [[group, name, when] for (group, name), when in sorted(found.items()) if when]


def reading(job):
    """What one varied setting makes the release read beyond the plain deployment."""
    base, variation, known = job
    settings = [[variation["group"], variation["name"], variation["value"]]]
    settings += variation.get("with", [])
    found = forks.call(observe, base, settings)["read"]
    added = {"start": [], "token": []}
    for group, name, when in found:
        if [group, name] not in known:
            added[when].append([group, name])
    return dict({key: variation[key] for key in ("group", "name", "value")}, **added)


def readings(base, plain, variations):
    """What each variation adds, of those whose option the release has."""
    known = [[group, name] for group, name, _ in plain["read"]]
    jobs = [
        [base, variation, known] for variation in variations
        if [variation["group"], variation["name"]] in plain["registered"]
    ]
    return [found for found in forks.run(reading, jobs) if found["start"] or found["token"]]


def reads(source, variations):
    """Phases and readings of this release."""
    base = deployment.prepare(os.path.join(os.getcwd(), "base"), source)
    deployment.warm()
    plain = forks.call(observe, base, [])
    if plain["failure"]:
        sys.exit("a plain deployment does not work: {}".format(plain["failure"]))
    return {
        "phases": phases(base, plain),
        "readings": readings(base, plain, variations),
    }


if __name__ == "__main__":
    source, varied, target = sys.argv[1:]
    with io.open(varied, encoding="utf-8") as text:
        asked = json.load(text)
    with io.open(target, "w", encoding="utf-8") as output:
        json.dump(reads(source, asked), output, sort_keys=True)
