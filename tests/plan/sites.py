"""Sites for the tests of plans."""

from linter.model.site import Balancer, Machine, Packages, Service, Site


def machine(name: str, number: int = 1, *, balanced: bool = True) -> Machine:
    """A machine with Apache under systemd and Debian's packages, behind haproxy."""
    return Machine(
        name=name,
        address=f"http://192.0.2.{number}:5000/v3",
        services=(Service("systemd", unit="apache2.service", port=5000),),
        packages=Packages("apt", ("keystone=2:27.0.0-0ubuntu1",), ("keystone=2:25.0.0-0ubuntu1",)),
        balancer=Balancer("haproxy", "/run/haproxy/admin.sock", f"keystone/{name}")
        if balanced
        else None,
    )


THREE = Site(
    machines=tuple(machine(f"ctl{number}", number) for number in (1, 2, 3)),
    prepared="/srv/keystone-new",
    credentials="/etc/kslint/openrc",
    logs=("/var/log/keystone/keystone.log",),
    memcached=("192.0.2.1:11211",),
)
ONE = Site(machines=(machine("ctl1", balanced=False),), prepared="/srv/keystone-new")
