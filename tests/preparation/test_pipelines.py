from msgspec.structs import replace

from linter.model.location import Location
from linter.model.preparation import Action, Answer, Change, NewFile
from linter.preparation.case import Case, Part
from linter.preparation.pipelines import plan_pipelines
from tests.preparation.cases import case_of
from tests.preparation.run_findings import with_findings

PASTE = """\
# ours
[filter:admin_token_auth]
use = egg:keystone#admin_token_auth
[filter:limit]
use = egg:site#limit
[app:service_v3]
use = egg:keystone#service_v3
[pipeline:api_v3]
pipeline = limit admin_token_auth
  json_body  admin_token_auth  ec2_extension_v3 s3_extension
    service_v3
[filter:json_body]
use = egg:keystone#json_body
[filter:ec2_extension_v3]
use = egg:keystone#ec2_extension_v3
[filter:s3_extension]
use = egg:keystone#s3_extension
"""
PLAIN = PASTE.replace("limit admin", "admin").replace("admin_token_auth  ec2", "ec2")
NAME = "keystone-paste.ini"
TAKEN = "The target cannot load it; it is taken out of the pipeline api_v3."
NOT_READ = "The target has its list of middleware in its code, and does not read the file."


def case(text: str, between: tuple[str, str], *answers: Answer) -> Case:
    files = {"keystone.conf": "[database]\nconnection = sqlite://\n", NAME: text}
    return with_findings(case_of(files, between, answers=answers), ("paste/",))


def decided(part: Part) -> list[tuple[str, str, list[str], bool]]:
    return [
        (each.id, each.usual, [choice.name for choice in each.choices], each.is_open)
        for each in part.decisions
    ]


def text_of(part: Part) -> str:
    (file,) = part.files
    assert file.content is not None
    return file.content.decode()


def test_a_filter_that_did_nothing_leaves_the_pipelines() -> None:
    part = plan_pipelines(case(PASTE, ("pike", "queens")))
    assert text_of(part) == PASTE.replace(
        "pipeline = limit admin_token_auth\n  json_body  admin_token_auth  ec2",
        "# kslint prepare: without admin_token_auth: the target cannot load it\n"
        "pipeline = limit\n  json_body  ec2",
    )
    at = Location("", NAME, 9, 11, 1)
    rules = ("paste/filter-unloadable",)
    told = Change(Action.DROPPED, "filter:admin_token_auth", at, TAKEN, rules)
    assert part.changes == (told, told)


def test_a_mended_file_stays_as_it_is() -> None:
    once = text_of(plan_pipelines(case(PASTE, ("pike", "queens"))))
    for between in (("pike", "queens"), ("queens", "queens")):
        again = plan_pipelines(case(once, between))
        assert (again.files, again.changes) == ((), ())


def test_line_ends_and_bytes_that_are_no_text_are_kept() -> None:
    windows = PASTE.replace("\n", "\r\n").encode().replace(b"ours", b"\xfc")
    files: dict[str, str | bytes] = {"keystone.conf": "[DEFAULT]\n", NAME: windows}
    prepared = case_of(files, ("pike", "queens"))
    part = plan_pipelines(with_findings(prepared, ("paste/",)))
    # Python refuses such a file: it is for somebody to mend.
    assert decided(part) == [(f"file {NAME}", "", ["keep"], True)]
    fine = PASTE.replace("\n", "\r\n")
    mended = text_of(plan_pipelines(case(fine, ("pike", "queens"))))
    assert mended.count("\r\n") == mended.count("\n") == fine.count("\n") + 1


def test_a_filter_that_did_something_is_asked_about() -> None:
    text = PASTE.replace("egg:keystone#json_body", "keystone.middleware:XmlBodyMiddleware.factory")
    part = plan_pipelines(case(text, ("pike", "queens")))
    assert decided(part) == [(f"file {NAME}", "", ["take-out", "keep"], True)]
    assert "json_body  ec2" in text_of(part)

    answer = Answer(f"file {NAME}", "take-out")
    part = plan_pipelines(case(text, ("pike", "queens"), answer))
    assert "pipeline = limit\n  ec2_extension_v3 s3_extension\n    service_v3" in text_of(part)
    assert {(each.subject, each.decision) for each in part.changes} == {
        ("filter:admin_token_auth", f"file {NAME}"),
        ("filter:json_body", f"file {NAME}"),
    }


def test_a_continuation_line_with_nothing_left_goes() -> None:
    text = PASTE.replace("limit admin_token_auth", "limit\n  admin_token_auth")
    mended = text_of(plan_pipelines(case(text, ("pike", "queens"))))
    assert "pipeline = limit\n  json_body  ec2_extension_v3 s3_extension\n" in mended


def test_a_template_is_left_to_a_person() -> None:
    text = PASTE.replace("limit admin", "{% if limited %}limit{% endif %} admin")
    part = plan_pipelines(case(text, ("pike", "queens")))
    assert part.files == ()
    assert decided(part) == [(f"file {NAME}", "", ["keep"], True)]


def test_the_target_s_own_file_may_be_taken_where_it_is_known() -> None:
    answer = Answer(f"file {NAME}", "sample")
    deployed = case(PLAIN, ("queens", "queens"), answer)
    samples = replace(deployed.target_samples, paste_ini="[app:x]\n")
    part = plan_pipelines(replace(deployed, target_samples=samples))
    assert decided(part)[0][2][-2:] == ["sample", "keep"]
    assert part.files == (NewFile(NAME, b"[app:x]\n"),)


def test_a_file_that_is_not_read_any_more_is_left_out() -> None:
    text = PLAIN.replace("admin_token_auth\n  json", "json", 1)
    part = plan_pipelines(case(text, ("queens", "rocky")))
    why = (Location("", NAME), NOT_READ, ("paste/file-not-read",))
    assert part == Part(
        files=(NewFile(NAME, None),), changes=(Change(Action.LEFT_OUT, NAME, *why),)
    )


def test_a_file_with_a_filter_of_the_site_waits_for_a_decision() -> None:
    part = plan_pipelines(case(PASTE, ("queens", "stein")))
    assert (part.files, part.changes) == ((), ())
    assert decided(part) == [(f"file {NAME}", "", ["leave-out", "keep"], True)]
    assert part.decisions[0].question == (
        "filter:limit (egg:site#limit) in api_v3 is not loaded any more: security relevant if it "
        "limited requests (line 5). Do the filter's work elsewhere before the upgrade: in the "
        "proxy in front of keystone, in a WSGI script that wraps keystone's application, or by "
        "policy."
    )


def test_what_is_lost_with_a_file_is_told() -> None:
    identity = f"file {NAME}"
    part = plan_pipelines(case(PASTE, ("queens", "stein"), Answer(identity, "leave-out")))
    assert part.files == (NewFile(NAME, None),)
    assert [(each.subject, each.decision) for each in part.changes] == [
        (NAME, identity),
        ("filter:limit", identity),
    ]
    kept = plan_pipelines(case(PASTE, ("queens", "stein"), Answer(identity, "keep")))
    assert (kept.files, kept.changes, kept.decisions[0].is_open) == ((), (), False)


def test_a_file_that_nothing_has_read_for_long_is_copied() -> None:
    assert plan_pipelines(case(PASTE, ("stein", "train"))) == Part()
