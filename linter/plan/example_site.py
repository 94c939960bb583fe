"""An example of a site, with what each part is for, to be changed by whoever knows the real one."""

EXAMPLE = """\
# How this site runs keystone: what `kslint plan` has to know and no report can tell.
# Put it into kslint.toml before the report is made, which rests on that file; or keep it in a file
# of its own and name that with --site. No secret belongs here: whoever may read a plan reads this.

[site]
configuration = "/etc/keystone"         # the directory in force
prepared = "/srv/keystone-new"          # what `kslint prepare` made for the target
user = "keystone"                       # who runs keystone-manage and keystone-status
manage = ["keystone-manage"]
status = ["keystone-status"]
# Where the target is installed beside the old release, in a virtual environment of its own:
# manage_after = ["/opt/keystone-27/bin/keystone-manage"]
# status_after = ["/opt/keystone-27/bin/keystone-status"]
state = "/var/lib/kslint"               # journals
backups = "/var/backups/kslint"         # has room for a dump of the database
credentials = "/etc/kslint/openrc"      # OS_ variables, for the tokens that are tried
logs = ["/var/log/keystone/keystone.log"]
memcached = ["192.0.2.11:11211"]        # emptied between stop and start
# A backup is restored into a scratch database and compared. Without that, say why:
# verify_backup = false
# without_verified_backup = "a replica that is an hour behind stands by"

[[site.machines]]
name = "ctl1"
address = "http://192.0.2.11:5000/v3"   # its own API, not the load balancer's

[[site.machines.services]]
by = "systemd"                          # supervisor, uwsgi-emperor, docker, podman, commands
unit = "apache2.service"
port = 5000                             # closed when it has stopped
# by = "commands" takes the words of three commands instead of a unit; no shell reads them:
# start = ["/usr/local/sbin/keystone", "start"]
# stop = ["/usr/local/sbin/keystone", "stop"]
# is_running = ["/usr/local/sbin/keystone", "status"]

[site.machines.packages]
by = "apt"                              # dnf, pip, commands, none
wanted = ["keystone=2:27.0.0-0ubuntu1"]
present = ["keystone=2:25.0.0-0ubuntu1"]
# by = "pip":
# environment = "/opt/keystone"
# constraints = "/etc/kslint/upper-constraints.txt"
# by = "commands":
# install = ["/usr/local/sbin/keystone-code", "27"]
# undo = ["/usr/local/sbin/keystone-code", "25"]
# version = ["/opt/keystone/bin/keystone-manage", "--version"]

[site.machines.balancer]                # for --strategy rolling
by = "haproxy"                          # commands, with drain, undrain and is_drained
socket = "/run/haproxy/admin.sock"
server = "keystone/ctl1"
"""
"""A file of settings that says everything that can be said of a site."""
