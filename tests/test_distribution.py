"""What the wheel holds: everything a run needs, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PACKAGES = ("assess", "bundle", "cli", "collect", "engines", "gatekeeper", "pages", "report", "tools")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(PROJECT)]
    subprocess.run(command, check=True, timeout=300)
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_holds_package_bundles_and_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    needed = {
        "nova_policy/bundles/nova.tar.gz",
        "nova_policy/bundles/nova.wasm",
        "nova_policy/py.typed",
        "nova_policy/bundle/capabilities.json",
        "nova_policy/bundle/metadata.schema.json",
        "nova_policy/report/schema.json",
        "nova_policy/tools/pins.toml",
        *(f"nova_policy/{package}/__init__.py" for package in PACKAGES),
    }
    assert needed <= names
    assert not [
        name for name in names if name.startswith(("tests", "examples", "policies", "nova_policy/bundles/gatekeeper"))
    ]


def test_the_installed_package_judges_without_a_checkout(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(environment), str(wheel)]
    subprocess.run(command, check=True, timeout=300)
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "a.yaml").write_text("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n")
    program = "import sys; sys.argv[0] = 'nova-policy'; import nova_policy.cli as c; c.main()"
    completed = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; sys.path.insert(0, {str(environment)!r}); {program}",
            "test",
            str(tmp_path / "tree"),
        ],
        capture_output=True,
        timeout=120,
        check=False,
        cwd=tmp_path,
    )
    assert completed.returncode == 0, completed.stderr
    assert b"No open findings" in completed.stdout
