import csv
import io

from linter.model.report import Report
from linter.report import csv as rendered
from tests.report.gate_reports import EXPECTED, HOSTILE, full, hostile, report_of

FORMULA = tuple("=+-@\t\r＝＋－＠")  # noqa: RUF001, what spreadsheets take for one


def _rows(report: Report) -> list[dict[str, str]]:
    text = rendered.render(report)
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_findings_come_first_then_gaps() -> None:
    with (EXPECTED / "full.csv").open(encoding="utf-8", newline="") as file:
        assert rendered.render(full()) == file.read()


def test_nothing_found_leaves_the_names_of_the_columns() -> None:
    assert rendered.render(report_of()) == (
        "kind,severity,confidence,rule,title,subject,message,node,path,line,column,why,fix,links,"
        "nodes,witnesses,fingerprint,waiver\r\n"
    )


def test_lines_end_as_the_standard_says() -> None:
    text = rendered.render(full())
    assert text.count("\r\n") == text.count("\n") == text.count("\r") == 9


def test_no_cell_is_a_formula() -> None:
    cells = [cell for row in _rows(hostile()) for cell in row.values()]
    assert [cell for cell in cells if cell.lstrip().startswith(FORMULA)] == []
    assert "'=1+1" in cells


def test_hostile_texts_stay_in_their_cell() -> None:
    rows = _rows(hostile())
    assert len(rows) == 2 * len(HOSTILE)
    assert {len(row) for row in rows} == {18}
    assert {row["kind"] for row in rows} == {"finding", "gap"}
    assert all(cell.isprintable() and len(cell) <= 4001 for row in rows for cell in row.values())
