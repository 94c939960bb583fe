"""Values that the list in another option should hold."""

from collections.abc import Iterator

from linter.catalog.entries import Name
from linter.checks.context import Context
from linter.checks.names import key_of, written
from linter.checks.registry import Hit, check
from linter.checks.values import effective_text, judged, pinned_value, shown_value
from linter.parse.values import Accepted


@check("item-not-listed")
def item_not_listed(
    context: Context,
    option: Name,
    listed_in: Name,
    known: tuple[str, ...] = (),
    when: tuple[str, str, str] | None = None,
) -> Iterator[Hit]:
    """Items of an option that is set, or its one value, that the option `listed_in` does not hold.

    The `known` need not be listed. `when` is what must be set for the option to matter.
    """
    entry = context.target.current.get(option)
    setting = pinned_value(context, entry) if entry else None
    listed = effective_text(context, *listed_in)
    if entry is None or setting is None or setting.templated or listed is None:
        return
    if when is not None and effective_text(context, when[0], when[1]) != when[2]:
        return
    verdict = judged(setting, entry, context.target, context.deployment.configuration)
    value = verdict.value if isinstance(verdict, Accepted) else []
    items = [str(item) for item in (value if isinstance(value, list) else [value])]
    fine = {*known, *listed.split(","), ""}
    for item in dict.fromkeys(items):
        if item not in fine:
            fields = {
                "item": shown_value(setting, item),
                "listed": listed,
                "in": written(listed_in),
            }
            subject = f"{written(key_of(entry))} {fields['item']}"
            yield Hit(subject, setting.at, fields, excerpt=setting.line_text)
