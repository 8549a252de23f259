"""The swarm around the board, on this machine: tracker, broadcaster, and a peer that knows only the board."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import time

from board import CheckFailed, free_port


class Program:
    """One `martlet` process with its own folder for what it keeps and says."""

    def __init__(self, launcher, folder, name, words):
        self.name = name
        home = os.path.join(folder, name)
        os.makedirs(home, exist_ok=True)
        self.out_path = os.path.join(home, "out")
        self.err_path = os.path.join(home, "err")
        with open(self.out_path, "wb") as out, open(self.err_path, "wb") as err:
            self.process = subprocess.Popen(
                [launcher, words[0], "--json", "--set", f"node.data_dir={home}", *words[1:]],
                stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            )

    def await_said(self, pattern, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with open(self.out_path, encoding="utf-8") as text:
                found = re.search(pattern, text.read())
            if found:
                return found.group(1)
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        with open(self.err_path, encoding="utf-8") as text:
            raise CheckFailed(f"{self.name} did not say {pattern}: {text.read()[-500:]}")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()


def get(port, path, seconds=10):
    """Status and body of a page on loopback, or (0, the reason)."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.read(1 << 20).decode(errors="replace")
    except (OSError, http.client.HTTPException) as trouble:
        return 0, str(trouble)
    finally:
        line.close()


class Source:
    """Tracker and broadcaster on loopback. The board finds them under the address of QEMU's gateway."""

    GATEWAY = "10.0.2.2"

    def __init__(self, launcher, folder, rate):
        self.launcher = launcher
        self.folder = folder
        tracker_port = free_port(socket.SOCK_STREAM)
        peer_port = free_port(socket.SOCK_DGRAM)
        self.programs = []
        try:
            self._start("tracker", ["tracker", "--set", f"tracker_server.listen=127.0.0.1:{tracker_port}"])
            broadcast = self._start(
                "broadcast",
                ["broadcast", "--tracker", f"127.0.0.1:{tracker_port}",
                 "--set", f"peer.listen=127.0.0.1:{peer_port}", "--set", "http.listen=127.0.0.1:0",
                 f"demo:?rate={rate}"],
            )
            uri = broadcast.await_said(r"(ppsp://[^\"]+)", 60)
        except CheckFailed:
            self.stop()
            raise
        path = re.sub(r"^ppsp://[^/]*", "", uri)
        joiner = "&" if "?" in path else "?"
        self.swarm = re.search(r"/([0-9a-f]+)", path).group(1)
        self.for_board = f"ppsp://{self.GATEWAY}:{tracker_port}{path}{joiner}peer={self.GATEWAY}:{peer_port}"
        self.bare = f"ppsp://{path}{joiner}peer="

    def _start(self, name, words):
        program = Program(self.launcher, self.folder, name, words)
        self.programs.append(program)
        return program

    def stop(self):
        for each in reversed(self.programs):
            each.stop()


class Viewer:
    """A peer that is told the board's forwarded port and nothing else: no tracker, no broadcaster."""

    def __init__(self, source, board_port):
        self.board = f"127.0.0.1:{board_port}"
        self.web = free_port(socket.SOCK_STREAM)
        self.program = Program(
            source.launcher, source.folder, "viewer",
            ["play", "--player", "none", "--set", "peer.listen=127.0.0.1:0",
             "--set", f"http.listen=127.0.0.1:{self.web}", source.bare + self.board],
        )

    def received(self):
        """Verified bytes by the neighbour that they came from, and the delay of the start in ms."""
        status, body = get(self.web, "/api/v1/status")
        if status != 200:
            return {}, -1
        channels = json.loads(body).get("channels", {})
        channel = next(iter(channels.values() if isinstance(channels, dict) else channels), {})
        return channel.get("bytesFrom", {}), channel.get("startupMs", -1)

    def await_bytes(self, wanted, seconds, say):
        deadline = time.monotonic() + seconds
        told = 0
        while time.monotonic() < deadline:
            received, startup = self.received()
            total = sum(received.values())
            if total >= wanted and startup >= 0:
                return received, startup
            if time.monotonic() - told > 10:
                told = time.monotonic()
                say(f"  {total // 1024} KiB so far")
            time.sleep(1)
        raise CheckFailed(f"the peer on this machine received {self.received()} within {seconds} s")

    def stop(self):
        self.program.stop()
