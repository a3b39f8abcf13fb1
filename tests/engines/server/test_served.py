"""The bundle that a server evaluates, by its own account: found among others, whole, and of one revision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from nova_policy.bundle.load import load_bundle
from nova_policy.engines.server.address import Address, read_address
from nova_policy.engines.server.client import OpaServer
from nova_policy.engines.server.served import ServedBundle, read_served
from nova_policy.engines.server.settings import ServerSettings
from nova_policy.errors import IncompleteError, NovaPolicyError, RevisionChangedError, ToolError, TrustError
from tests.played_opa import manifest, played_opa
from tests.scripted_server import Reply, Scripted, opa_reply, scripted


@contextmanager
def serving(*, signed: bool = False, **changes: Any) -> Iterator[tuple[OpaServer, Scripted]]:
    with scripted(played_opa(**changes)) as server:
        settings = ServerSettings(read_address(server.url), wait=0.3, signed=signed)
        with closing(OpaServer(settings)) as opa:
            yield opa, server


def catalogue() -> Any:
    return load_bundle().data["catalogue"]


def refused(*, signed: bool = False, **changes: Any) -> NovaPolicyError:
    with serving(signed=signed, **changes) as (opa, _), pytest.raises(NovaPolicyError) as caught:
        read_served(opa)
    return caught.value


def test_a_real_server_tells_what_it_evaluates(opa_address: Address) -> None:
    delivered = load_bundle()
    with closing(OpaServer(ServerSettings(opa_address))) as opa:
        served = read_served(opa)
    assert (served.contents.revision, served.contents.data) == (delivered.revision, delivered.data)
    assert served.contents.catalogue == delivered.catalogue


def test_our_bundle_is_found_among_others() -> None:
    with serving() as (opa, server):
        served = read_served(opa)
    assert (served.name, served.contents.revision) == ("nova", "r1")
    assert server.paths() == ["/v1/data/catalogue", "/v1/data/system/bundles", "/v1/data/assessment"]


def test_a_server_without_our_bundle_is_waited_for_and_then_refused() -> None:
    error = refused(catalogue=None, health=Reply(b"{}", 500))
    assert (type(error), error.code) == (ToolError, "NOVA-S08")
    error = refused(catalogue=None, health=Reply(b"{}", 200))
    assert (error.code, error.exit_code) == ("NOVA-S06", 4)
    assert "data.catalogue is undefined there; is Nova Policy's bundle loaded?" in str(error)


@pytest.mark.parametrize(
    "bundles",
    [
        None,
        {},
        {"other": {"manifest": {"revision": "x", "roots": ["other"]}}},
        {"nova": {"manifest": {**manifest(), "revision": ""}}},
        {"nova": {"manifest": manifest()}, "nova2": {"manifest": manifest()}},
    ],
    ids=["pushed", "none", "foreign", "no-revision", "two"],
)
def test_policies_that_no_single_bundle_owns_have_no_revision(bundles: object) -> None:
    error = refused(bundles=bundles)
    assert (type(error), error.code) == (IncompleteError, "NOVA-S06")
    assert "no bundle there owns the policies" in str(error)


@pytest.mark.parametrize("bundles", [[], {"nova": {}}, {"nova": {"manifest": {"roots": 1}}}])
def test_a_list_of_bundles_of_another_shape_is_refused(bundles: object) -> None:
    error = refused(bundles=bundles)
    assert (type(error), error.exit_code) == (TrustError, 5)


@pytest.mark.parametrize("version", ["1.3.0", "0.70.0", "", "dev"])
def test_an_old_server_is_refused(version: str) -> None:
    error = refused(catalogue=opa_reply(catalogue(), version=version))
    assert (type(error), error.code) == (ToolError, "NOVA-S14")
    assert f"is OPA {version or 'of no known version'}, but at least 1.4.0 is needed; update it" in str(error)


def test_the_oldest_accepted_server_is_accepted() -> None:
    with serving(catalogue=opa_reply(catalogue(), version="1.4.0")) as (opa, _):
        assert read_served(opa).name == "nova"


@pytest.mark.parametrize(
    "changes",
    [
        {"catalogue": {"policies": {"a/b": {"title": "x"}}, "parameters": {}}},
        {"catalogue": []},
        {"catalogue": {}},
        {"assessment": {"sections": 1}},
        {"assessment": []},
    ],
)
def test_a_bundle_for_another_version_of_ours_is_refused(changes: dict[str, Any]) -> None:
    error = refused(**changes)
    assert (type(error), error.code) == (TrustError, "NOVA-G15")
    assert "bundle nova: made for another version of nova-policy" in str(error)


def test_fewer_policies_than_the_manifest_promises_are_refused() -> None:
    bundles = {"nova": {"manifest": {**manifest(), "metadata": {"policies": 1000}}}}
    error = refused(bundles=bundles)
    assert (type(error), error.code) == (TrustError, "NOVA-E17")
    assert "1000 promised" in str(error)


def test_a_bundle_that_changes_while_it_is_read_is_noticed() -> None:
    error = refused(assessment=opa_reply(load_bundle().data["assessment"], revision="r2"))
    assert (type(error), error.code, error.exit_code) == (RevisionChangedError, "NOVA-S09", 4)


def signed_by(keyid: str | None, version: str = "1.22.2") -> dict[str, Any]:
    signing = f', "signing": {{"keyid": "{keyid}"}}' if keyid is not None else ""
    config = Reply(f'{{"result": {{"bundles": {{"nova": {{"resource": "x"{signing}}}}}}}}}'.encode())
    return {"config": config, "catalogue": opa_reply(catalogue(), version=version)}


def test_a_server_that_checks_signatures_is_trusted_where_they_are_demanded() -> None:
    with serving(signed=True, **signed_by("release")) as (opa, _):
        assert isinstance(read_served(opa), ServedBundle)


@pytest.mark.parametrize("said", [signed_by(None), signed_by(""), {"config": Reply(b'{"result": []}')}])
def test_a_server_that_checks_none_is_refused_where_they_are_demanded(said: dict[str, Any]) -> None:
    error = refused(signed=True, **said)
    assert (type(error), error.code) == (TrustError, "NOVA-G03")


def test_signatures_want_a_newer_server() -> None:
    error = refused(signed=True, **signed_by("release", version="1.21.2"))
    assert (error.code, error.exit_code) == ("NOVA-S14", 6)
    assert "at least 1.21.3 is needed" in str(error)


def test_a_server_that_hides_its_configuration_proves_nothing() -> None:
    error = refused(signed=True, config=Reply(b"{}", 403))
    assert (type(error), error.code) == (ToolError, "NOVA-S10")
