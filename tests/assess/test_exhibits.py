"""What facts show of something that is said to be missing."""

from __future__ import annotations

from nova_policy.assess.exhibits import exhibits
from nova_policy.assess.ledger import Exhibit
from nova_policy.collect.facts import fact
from nova_policy.collect.project import Project
from nova_policy.model import Json, Location


def at(line: int) -> Json:
    return {"path": "ci.yml", "line": line, "column": 1}


PIPELINE = fact(
    "Pipeline",
    "ci",
    Location("ci.yml", 1),
    jobs=[
        {"steps": [{"roles": ["image_scan", "sbom"], "runs": "always", "at": at(9)}, {"roles": [], "runs": "always"}]},
        {
            "steps": [
                {"roles": ["image_scan"], "runs": "never", "at": at(4)},
                {"roles": ["sbom"], "runs": "always", "at": at(3)},
            ]
        },
    ],
    permissions=None,
)
PROJECT = Project((), (PIPELINE,), (), ())


def shown(**value: Json) -> list[int]:
    return [place.line for place in exhibits([Exhibit.from_json({"fact": "Pipeline", **value})], PROJECT)]


def test_items_are_found_through_lists_and_come_in_the_order_of_their_places() -> None:
    assert shown(at="jobs.steps") == [3, 4, 9]


def test_an_item_counts_when_every_field_has_a_wanted_value() -> None:
    assert shown(at="jobs.steps", where={"roles": ["image_scan", "secret_scan"], "runs": ["always"]}) == [9]


def test_without_a_field_the_fact_itself_is_shown() -> None:
    assert shown() == [1]


def test_fields_that_are_null_or_absent_show_nothing() -> None:
    assert (shown(at="permissions.contents"), shown(at="images.tags")) == ([], [])


def test_facts_of_other_kinds_are_left_alone() -> None:
    assert exhibits([Exhibit("RustCrate", (), {})], PROJECT) == []


def test_what_several_describe_is_shown_once() -> None:
    twice = [Exhibit("Pipeline", ("jobs", "steps"), {"roles": (role,)}) for role in ("image_scan", "sbom")]
    assert [place.line for place in exhibits(twice, PROJECT)] == [3, 4, 9]
