"""What a check's parameters are, as its signature says."""

import inspect
import types
import typing
from collections.abc import Callable
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec


class Parameter(msgspec.Struct, frozen=True):
    """One parameter of a check: its type in words, and whether a rule has to give it."""

    name: str
    type: str
    required: bool


def parameters_of(function: Callable[..., object]) -> tuple[Parameter, ...]:
    """Everything that a rule may give to a check, in the order of its signature."""
    hints = get_type_hints(function)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return tuple(
        Parameter(each.name, described(hints[each.name]), each.default is inspect.Parameter.empty)
        for each in parameters
    )


_WORDS: dict[Any, str] = {str: "text", int: "number", bool: "true or false", Any: "anything"}


def described(hint: Any) -> str:  # a type, or what typing puts in its place
    """A type in words: a list of text, a mapping of text to a number."""
    arguments = get_args(hint)
    origin = get_origin(hint)
    if typing.is_typeddict(hint):
        fields = get_type_hints(hint).items()
        return "{" + ", ".join(f"{name}: {described(item)}" for name, item in fields) + "}"
    if origin is Literal:
        return "one of " + ", ".join(map(repr, arguments))
    if origin in {Union, types.UnionType}:
        return " or ".join(described(item) for item in arguments if item is not types.NoneType)
    if origin is tuple:
        return _list(arguments)
    if origin is dict:
        return f"mapping of {described(arguments[0])} to {described(arguments[1])}"
    return _WORDS.get(hint, getattr(hint, "__name__", str(hint)))


def _list(arguments: tuple[Any, ...]) -> str:
    if arguments[-1] is Ellipsis:
        return f"list of {described(arguments[0])}"
    return "[" + ", ".join(map(described, arguments)) + "]"
