"""Why keystone passes over a configuration file that lies there, and what to do about it."""

from pathlib import Path

_PROGRAMS = ("keystone-manage", "keystone-status")
"""Commands that also read a file of their own name (oslo_config.cfg.find_config_files)."""


def passed_over(path: Path, *, in_domains: bool) -> tuple[str, str]:
    """The reason and the remedy for a file that is not among those keystone reads.

    `in_domains` says whether it lies in the folder of the overlays of domains.
    """
    if in_domains:
        return (
            "keystone passes over it: a domain's file is named keystone.<domain>.conf",
            "rename it if a domain should use it, or remove it",
        )
    for program in _PROGRAMS:
        if path.name == f"{program}.conf" or path.parent.name == f"{program}.conf.d":
            return (
                f"{program} reads it over keystone.conf, the service does not; it was not judged",
                f"check what it changes for {program}: name it with --config-file after the others",
            )
    return (
        "keystone does not read it by default, so it was not judged",
        "name it with --config-file if keystone is started with it",
    )


def misplaced_overlay(folder: str) -> tuple[str, str]:
    """The reason and the remedy for a domain's file outside of the folder that they are read from.

    `folder` is the one that [identity] domain_config_dir names.
    """
    return (
        f"keystone does not read it: it looks for the files of domains in {folder}",
        "move it there if a domain should use it, or remove it",
    )
