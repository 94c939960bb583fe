"""Issues and validates tokens on each machine, before the upgrade and after it."""

from collections.abc import Mapping
from pathlib import Path

from linter.execute.after_start import looked_at, require_none
from linter.execute.keystone_tools import taken_marks
from linter.execute.log_tail import written_down
from linter.execute.running import Kind, Run, Settled, StepError
from linter.execute.token_credentials import Credentials, read_credentials
from linter.execute.tokens import RanOutError, Token, issue, keep, kept, validate
from linter.model.plan import TokenStep
from linter.model.site import Machine

_OLD = "token-of-before"


def forget_tokens(run: Run) -> None:
    """Removes the token that was kept; whoever closes a run calls it, however that ended."""
    _place(run).unlink(missing_ok=True)


def _place(run: Run) -> Path:
    return run.folder / _OLD


def _machines(step: TokenStep, run: Run) -> tuple[Machine, ...]:
    machines = run.plan.site.machines
    return tuple(each for each in machines if step.node in {"", each.name})


def _shown(step: TokenStep, run: Run) -> tuple[str, ...]:
    words = "openstack --os-auth-url {} token issue"
    return tuple(words.format(each.address) for each in _machines(step, run))


def _ready(step: TokenStep, run: Run) -> None:
    read_credentials(run.plan.site.credentials)
    if not _machines(step, run):
        raise StepError(f"the site has no machine {step.node!r}: correct the `node` of the step")


def _act(step: TokenStep, run: Run) -> Mapping[str, str]:
    credentials = read_credentials(run.plan.site.credentials)
    tokens = [_tried(each, credentials, run) for each in _machines(step, run)]
    facts = {"scope": tokens[0].scope, "services": str(tokens[0].services)}
    if step.do == "record":
        keep(tokens[0], _place(run))
        return {**facts, "expires": tokens[0].expires, "marks": written_down(taken_marks(run))}
    old = kept(_place(run))
    if old is None:
        run.tell("no token of before the upgrade is kept, so none could be found valid still")
    else:
        for machine, token in zip(_machines(step, run), tokens, strict=True):
            facts["old-token"] = _still_valid(machine, credentials, token, old, run)
    return {**facts, **looked_at(step, run).facts()}


def _tried(machine: Machine, credentials: Credentials, run: Run) -> Token:
    token = issue(machine.address, credentials)
    validate(machine.address, credentials, token, token)
    told = f"{machine.name}: a token for {token.scope} was issued and is valid"
    if token.scope == "nothing":
        run.tell(f"{told}; it has no scope, so nobody can say what the catalog holds")
    elif not token.services:
        run.tell(f"{told}; its catalog is empty, so no service will be found with it")
    else:
        run.tell(f"{told}, with {token.services} services in its catalog")
    return token


def _still_valid(
    machine: Machine, credentials: Credentials, token: Token, old: Token, run: Run
) -> str:
    try:
        validate(machine.address, credentials, token, old)
    except RanOutError as error:
        run.tell(f"{machine.name}: whether old tokens are valid cannot be told: {error}")
        return "ran out"
    except StepError as error:
        raise StepError(
            f"a token of before the upgrade is not valid on {machine.name} any more, though new "
            f"ones are: {error}. Everybody would have to log in again. See that [fernet_tokens] "
            "key_repository holds the keys of before, on this machine too, and that [auth] methods "
            "names the same methods in the same order; then go on with `kslint resume`"
        ) from error
    return "valid"


def _check(step: TokenStep, run: Run) -> Mapping[str, str]:
    if step.do == "compare":
        require_none(step, run, looked_at(step, run))
        if _is_last(step, run):
            forget_tokens(run)
    return {}


def _is_last(step: TokenStep, run: Run) -> bool:
    return [each.id for each in run.plan.steps if isinstance(each, TokenStep)][-1] == step.id


def _settle(_step: TokenStep, _run: Run) -> Settled:
    return Settled.NOT_DONE


def _undo(_step: TokenStep, _run: Run) -> None:
    """Tokens run out by themselves."""


TOKEN = Kind(shown=_shown, ready=_ready, act=_act, check=_check, settle=_settle, undo=_undo)
"""Asks each machine at its own address, by no balancer and no proxy."""
