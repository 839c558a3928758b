"""What pip builds holds the web UI, with Node or without it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv*", "node_modules", "static", "__pycache__", ".*_cache", "dist"
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a checkout has it: nothing built, no packages of Node."""
    folder = tmp_path_factory.mktemp("source") / "jack"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    return folder


@pytest.fixture(scope="module")
def nodeless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """This machine's environment without any `node` or `npm` to be found."""
    folder = tmp_path_factory.mktemp("bin")
    for place in (Path("/bin"), Path("/usr/bin")):
        for program in place.iterdir():
            if program.name not in {"node", "nodejs", "npm", "npx", "corepack"}:
                link = folder / program.name
                if not link.is_symlink():
                    link.symlink_to(program)
    environ = {**os.environ, "PATH": str(folder)}
    assert shutil.which("npm", path=environ["PATH"]) is None
    return environ


def pip(*arguments: str, env: dict[str, str]) -> None:
    command = [sys.executable, "-m", "pip", *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as file:
        return set(file.namelist())


def assert_has_ui(names: set[str]) -> None:
    assert {"jack/web/static/index.html", "jack/web/static/sw.js"} <= names
    assert any(name.startswith("jack/web/static/assets/") for name in names)
    assert not any(name.startswith("jack/web/ui/") for name in names)


def test_a_wheel_built_without_node_has_the_ui(
    source: Path, nodeless: dict[str, str], tmp_path: Path
) -> None:
    pip("wheel", "--no-deps", "-w", str(tmp_path), str(source), env=nodeless)

    (wheel,) = tmp_path.glob("*.whl")
    assert_has_ui(names_in(wheel))


def test_a_source_distribution_is_installed_without_npm(
    source: Path, nodeless: dict[str, str], tmp_path: Path
) -> None:
    """Without a package index too, so that nothing can bring Node along."""
    make = "from hatchling.build import build_sdist; import sys; build_sdist(sys.argv[1])"
    pip("install", "-q", "--target", str(tmp_path / "tools"), "hatchling", env=dict(os.environ))
    tools = {**nodeless, "PYTHONPATH": str(tmp_path / "tools")}
    built = {**os.environ, "PYTHONPATH": str(tmp_path / "tools")}
    subprocess.run([sys.executable, "-c", make, str(tmp_path)], cwd=source, env=built, check=True)
    (sdist,) = tmp_path.glob("*.tar.gz")

    pip(
        *("wheel", "--no-deps", "--no-index", "--no-build-isolation"),
        *("-w", str(tmp_path), str(sdist)),
        env=tools,
    )

    (wheel,) = tmp_path.glob("*.whl")
    assert_has_ui(names_in(wheel))
    with tarfile.open(sdist) as file:
        names = file.getnames()
    assert any(name.endswith("jack/web/ui/package-lock.json") for name in names)
    assert not any("node_modules" in name for name in names)
