"""A real IMAP server: Dovecot on loopback, with a configuration and mail of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from imapclient import IMAPClient

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
ssl_cert = <{dir}/cert.pem
ssl_key = <{dir}/key.pem
disable_plaintext_auth = no
mail_location = maildir:{dir}/mail
first_valid_uid = 0
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
}}
service stats {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = {dir}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={dir}/mail
}}
"""


@dataclass(slots=True)
class Dovecot:
    """Use as `with`. `put` delivers mail as a mail server would."""

    dir: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="dovecot-")))
    port: int = 0
    tls_port: int = 0
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
        _certify(self.dir)
        (self.dir / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        (self.dir / "users").chmod(0o644)
        config = self.dir / "dovecot.conf"
        config.write_text(
            CONFIG.format(
                dir=self.dir,
                port=self.port,
                tls_port=self.tls_port,
                uid=uid,
                gid=gid,
                users="" if is_root else own,
            )
        )
        self._process = subprocess.Popen([BINARY, "-F", "-c", str(config)])
        self._wait()
        return self

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


def _certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [
        x509.DNSName("localhost"),
        x509.IPAddress(ip_address("127.0.0.1")),
    ]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
