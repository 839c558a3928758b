"""A real IMAP server: Dovecot on loopback, with a configuration and mail of its own."""

from __future__ import annotations

import base64
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from imapclient import IMAPClient

from tests.standins.certificates import HERE, Authority

BINARY = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
USER, PASSWORD = "desk@hotel.example", "imap-password"
NOBODY = 65534
START_S = 20.0

CONFIG = """
base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
mail_location = maildir:{dir}/mail
first_valid_uid = 0
auth_failure_delay = 0
mail_max_userip_connections = 100
{users}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
auth_mechanisms = plain login {mechanisms}
{tokens}
passdb {{
  driver = passwd-file
  args = {dir}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={dir}/mail
}}
"""

TOKENS = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {dir}/oauth2.conf
}}
"""
OAUTH2 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={dir}/keys/
username_attribute = sub
"""


@dataclass(slots=True)
class Dovecot:
    """Use as `with`. `put` delivers mail as a mail server would.

    `token_key`: what access tokens are signed with; then XOAUTH2 logs in, too. `names` are those
    its certificate is for; `authority` signs it.
    """

    token_key: bytes | None = None
    names: tuple[str, ...] = HERE
    dir: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="dovecot-")))
    port: int = 0
    tls_port: int = 0
    _authority: Authority | None = None
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        assert BINARY is not None, "install dovecot-imapd"
        self.port, self.tls_port = _free_port(), _free_port()
        is_root = os.geteuid() == 0
        uid, gid = (NOBODY, NOBODY) if is_root else (os.getuid(), os.getgid())
        own = f"default_internal_user = #{uid}\ndefault_login_user = #{uid}"
        for name in ("mail", "run", "state"):
            (self.dir / name).mkdir()
        self.dir.chmod(0o755)
        (self.dir / "mail").chmod(0o700)
        os.chown(self.dir / "mail", uid, gid)
        pair = self.authority.issue(self.names)
        (self.dir / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        (self.dir / "users").chmod(0o644)
        config = self.dir / "dovecot.conf"
        config.write_text(
            CONFIG.format(
                dir=self.dir,
                port=self.port,
                tls_port=self.tls_port,
                certificate=pair.certificate,
                key=pair.key,
                mechanisms="xoauth2" if self.token_key else "",
                tokens=self._tokens(),
                uid=uid,
                gid=gid,
                users="" if is_root else own,
            )
        )
        self._process = subprocess.Popen([BINARY, "-F", "-c", str(config)])
        self._wait()
        return self

    @property
    def authority(self) -> Authority:
        if self._authority is None:
            self._authority = Authority(self.dir)
        return self._authority

    def _tokens(self) -> str:
        if self.token_key is None:
            return ""
        keys = self.dir / "keys" / "default" / "HS256"
        keys.mkdir(parents=True)
        (keys / "default").write_bytes(base64.b64encode(self.token_key))
        (self.dir / "oauth2.conf").write_text(OAUTH2.format(dir=self.dir))
        return TOKENS.format(dir=self.dir)

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(20)
        shutil.rmtree(self.dir, ignore_errors=True)

    def _wait(self) -> None:
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            try:
                with self.client():
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError((self.dir / "log").read_text())

    def client(self) -> IMAPClient:
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10)
        client.login(USER, PASSWORD)
        return client

    def make(self, folder: str) -> None:
        with self.client() as client:
            client.create_folder(folder)

    def has(self, folder: str) -> bool:
        with self.client() as client:
            return bool(client.folder_exists(folder))

    def renumber(self, folder: str, mails: dict[bytes, datetime]) -> None:
        """What a restored or rebuilt mailbox looks like: other UIDs under another UIDVALIDITY."""
        with self.client() as client:
            client.delete_folder(folder)
            client.create_folder(folder)
            for raw, at in mails.items():
                client.append(folder, raw, msg_time=at)

    def put(self, folder: str, *mails: bytes, at: datetime | None = None) -> None:
        with self.client() as client:
            for raw in mails:
                client.append(folder, raw, msg_time=at)

    def flags(self, folder: str) -> Any:
        """Of every mail there."""
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            return list(client.get_flags(client.search()).values())


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
