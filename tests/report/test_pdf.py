"""What is said where no PDF can be made."""

import sys
from importlib.abc import MetaPathFinder

import pytest

from linter.report import pdf
from linter.report.pdf import PdfError
from tests.report import readiness_reports


class Failing(MetaPathFinder):
    """Importing WeasyPrint fails, after it has said a lot."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def find_spec(self, name: str, *_: object) -> None:
        if name == "weasyprint":
            sys.stdout.write("WeasyPrint could not import some external libraries.")
            raise self.error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ModuleNotFoundError("weasyprint"), "pip install 'kslint[pdf]', or print"),
        (OSError("cannot load library 'libpango-1.0-0'"), "install libpango-1.0-0, libpangoft2"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(
    error: Exception,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Failing(error), *sys.meta_path])

    with pytest.raises(PdfError) as missing:
        pdf.render(readiness_reports.empty())
    assert said in str(missing.value)
    assert capsys.readouterr() == ("", "")
