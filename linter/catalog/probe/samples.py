"""Runs a sample generator of a release on a host without a name: samples.py TOOL ARGUMENT..."""
# Runs inside a release, in the dialect of Python 3.6.
# mypy: ignore-errors

import socket
import sys
import warnings

warnings.simplefilter("ignore")

# Before any import of the release: defaults of oslo.messaging are made of the host's name.
socket.gethostname = socket.getfqdn = lambda *_: "localhost"


def generator(tool):
    """What the command of that name calls."""
    if tool == "oslo-config-generator":
        from oslo_config.generator import main

        return main
    from oslo_policy.generator import generate_sample

    return generate_sample


if __name__ == "__main__":
    sys.argv = sys.argv[1:]
    sys.exit(generator(sys.argv[0])())
