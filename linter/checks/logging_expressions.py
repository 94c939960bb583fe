"""What Python would make of the expressions in a logging configuration, without evaluating any."""

import ast
import builtins
import inspect
import logging
import logging.handlers
import os
import re
import sys
import warnings
from collections.abc import Callable, Collection, Iterator
from types import ModuleType

from linter.model.visible import visible

_LONGEST = 2000
"""Characters of an expression that is looked at; nobody writes as long a one."""
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_MODULES = {"handlers": logging.handlers, "os": os, "sys": sys}
"""Modules among the names of `logging` whose members are the same wherever keystone runs."""

# Names that logging's module has beside those of the running Python, once it has loaded a file.
_ALSO = frozenset({"handlers", "config"})


def unresolved(name: str) -> bool:
    """Whether a dotted name that starts in Python's `logging` leads nowhere."""
    parts = name.split(".")
    start: object = logging
    if parts[0] == "logging":
        parts = parts[1:]
    for part in parts:
        if not hasattr(start, part):
            return True
        start = getattr(start, part)
    return False


def starts_in_logging(name: str) -> bool:
    """Whether a name is looked up in Python's `logging`, as fileConfig does first."""
    return name.partition(".")[0] in {"logging", *_ALSO, *vars(logging)}


def is_dotted(name: str) -> bool:
    """Whether a text is a name, or names joined by dots."""
    return bool(_DOTTED.fullmatch(name))


def expression_fault(text: str, also_known: Collection[str]) -> str:
    """Why Python cannot evaluate an expression among the names of `logging`, "" when it can.

    What depends on the machine is taken for granted. `also_known` are names that the target's
    Python has there and the running one has not.
    """
    tree = _parsed(text)
    if isinstance(tree, str):
        return tree
    known = {*vars(logging), *vars(builtins), *_ALSO, *also_known, *_bound(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in known:
            # Any other name may be a password without its quotes.
            said = f"{node.id}, which" if node.id in sys.stdlib_module_names else "a name that"
            return f"it uses {said} does not exist there"
        if isinstance(node, ast.Attribute) and _is_missing(node):
            return f"it uses {visible(ast.unparse(node))}, which does not exist"
    return ""


def _bound(tree: ast.Expression) -> Iterator[str]:
    """The names that an expression itself gives a meaning."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _parsed(text: str) -> ast.Expression | str:
    if len(text) > _LONGEST:
        return ast.Expression(ast.Constant(None))
    try:
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "it is no Python expression"


def _is_missing(node: ast.Attribute) -> bool:
    """Whether a chain that starts at a module or a class of `logging` leads nowhere."""
    names = list(_chain(node))[::-1]
    start: object = _MODULES.get(names[0]) or getattr(logging, names[0], None)
    for name in names[1:]:
        if not isinstance(start, ModuleType | type):
            return False
        if not hasattr(start, name):
            return True
        start = getattr(start, name)
    return False


def _chain(node: ast.expr) -> Iterator[str]:
    """The names of a chain of attributes, the last one first; "" where it starts otherwise."""
    while isinstance(node, ast.Attribute):
        yield node.attr
        node = node.value
    yield node.id if isinstance(node, ast.Name) else ""


def arguments_fault(handler: str, args: str, kwargs: str) -> str:
    """Why a handler of Python's own cannot be called so, "" when it can or when nobody knows."""
    call = _class_of(handler)
    positional, named = _parsed(args), _parsed(kwargs)
    if call is None or isinstance(positional, str) or isinstance(named, str):
        return ""
    count, names = _count(positional.body), _names(named.body)
    if count is None or names is None:
        return ""
    if count < 0:
        return "it is no list of arguments"
    try:
        inspect.signature(call).bind(*[None] * count, **dict.fromkeys(names))
    except TypeError as error:
        return f"{handler} cannot be called with it: {error}"
    return ""


def _class_of(name: str) -> type | None:
    if unresolved(name):
        return None
    start: object = logging
    for part in name.removeprefix("logging.").split("."):
        start = getattr(start, part)
    return start if isinstance(start, type) else None


def _count(body: ast.expr) -> int | None:
    """How many arguments a literal stands for; None when it is no literal, -1 when it is none."""
    match body:
        case ast.Tuple(items) | ast.List(items):
            return None if any(isinstance(item, ast.Starred) for item in items) else len(items)
        case ast.Constant(str() as text):
            return len(text)
        case ast.Constant(None):
            return None
        case ast.Constant() | ast.Attribute(ast.Name("sys"), "stdout" | "stderr"):
            return -1
        case _:
            return None


def _names(body: ast.expr) -> list[str] | None:
    if not isinstance(body, ast.Dict):
        return None
    keys = [key.value for key in body.keys if isinstance(key, ast.Constant)]
    names = [key for key in keys if isinstance(key, str)]
    return names if len(names) == len(body.keys) else None


def format_fault(text: str, style: str) -> str:
    """Why a format is refused by the formatter of Python 3.8 and later, "" when it is not."""
    try:
        call: Callable[..., object] = logging.Formatter
        call(text, style=style)
    except ValueError as error:
        return f"it is refused since Python 3.8: {visible(str(error))}"
    return ""
