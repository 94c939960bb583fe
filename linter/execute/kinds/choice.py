"""The kind that carries out each type of step."""

from collections.abc import Mapping

from linter.execute.kinds.backup import BACKUP
from linter.execute.kinds.command import COMMAND
from linter.execute.kinds.configuration import CONFIGURATION
from linter.execute.kinds.confirm import CONFIRM
from linter.execute.kinds.database import DATABASE
from linter.execute.kinds.doctor import DOCTOR
from linter.execute.kinds.flush import FLUSH
from linter.execute.kinds.package import PACKAGE
from linter.execute.kinds.service import SERVICE
from linter.execute.kinds.token import TOKEN
from linter.execute.kinds.wait import WAIT
from linter.execute.running import Kind
from linter.model.plan import (
    AnyStep,
    BackupStep,
    CommandStep,
    ConfigurationStep,
    ConfirmStep,
    DatabaseStep,
    DoctorStep,
    FlushStep,
    PackageStep,
    ServiceStep,
    TokenStep,
    WaitStep,
)

KINDS: Mapping[type[AnyStep], Kind] = {
    ServiceStep: SERVICE,
    BackupStep: BACKUP,
    PackageStep: PACKAGE,
    ConfigurationStep: CONFIGURATION,
    DatabaseStep: DATABASE,
    DoctorStep: DOCTOR,
    CommandStep: COMMAND,
    FlushStep: FLUSH,
    TokenStep: TOKEN,
    WaitStep: WAIT,
    ConfirmStep: CONFIRM,
}


def kind_of(step: AnyStep) -> Kind:
    """How a step is carried out."""
    return KINDS[type(step)]
