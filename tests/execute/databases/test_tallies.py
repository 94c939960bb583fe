"""Rows are counted in dumps as their programs write them."""

from linter.execute.databases.mariadb_tally import MariaTally
from linter.execute.databases.postgresql_tally import PostgresTally

_MARIADB = b"""\
CREATE TABLE `empty` (
CREATE TABLE `user` (
INSERT INTO `user` VALUES
(1,'o''neil (a), (b);\\n',NULL),
(2,'\\'(;',0x00FF),
(3,'',NULL);
UNLOCK TABLES;
"""
_MYSQL = b"""\
CREATE TABLE `user` (
INSERT INTO `user` VALUES (1,'(a)'),(2,_binary '\\\\'),(3,'x');
INSERT INTO `user` (`id`, `name`) VALUES (4,'VALUES (');
CREATE TABLE `odd``name` (
INSERT INTO `odd``name` VALUES (1);
"""
_POSTGRESQL = b"""\
COPY public.empty (id) FROM stdin;
\\.

COPY public."user" (id, name) FROM stdin;
1\tCOPY public.other (id) FROM stdin;
2\t\\\\.
\\.
COPY other.thing (id) FROM stdin;
1
\\.
"""


def test_rows_are_counted_one_a_line() -> None:
    tally = MariaTally()
    for line in _MARIADB.splitlines(keepends=True):
        tally.hear(line)
    assert tally.rows == {"empty": 0, "user": 3}


def test_rows_are_counted_many_a_line() -> None:
    tally = MariaTally()
    for line in _MYSQL.splitlines(keepends=True):
        tally.hear(line)
    assert tally.rows == {"user": 4, "odd`name": 1}


def test_rows_of_postgresql_are_counted() -> None:
    tally = PostgresTally()
    for line in _POSTGRESQL.splitlines(keepends=True):
        tally.hear(line)
    assert tally.rows == {"empty": 0, "user": 2, "other.thing": 1}
