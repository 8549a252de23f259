"""A board that runs the image in QEMU, and a root shell on its serial line."""

import os
import re
import select
import shutil
import signal
import socket
import subprocess
import time


class CheckFailed(Exception):
    """What was expected and did not come, in a sentence."""


def free_port(kind):
    """A port of loopback that nobody has; kind is SOCK_STREAM or SOCK_DGRAM."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def firmware_file(disk, offset, name, target):
    subprocess.run(
        ["mcopy", "-n", "-o", "-i", f"{disk}@@{offset}", f"::{name}", target], check=True
    )


class Card:
    """The image as a card: unpacked once, and written to from boot to boot."""

    def __init__(self, image, folder, say):
        self.folder = folder
        self.disk = os.path.join(folder, "card.img")
        say(f"unpacking {os.path.basename(image)}")
        if image.endswith(".xz"):
            with open(self.disk, "wb") as out:
                subprocess.run(["xz", "-dc", image], stdout=out, check=True)
        else:
            shutil.copyfile(image, self.disk)
        table = subprocess.run(
            ["sfdisk", "--dump", self.disk], check=True, capture_output=True, text=True
        ).stdout
        self.offset = int(re.search(r"start= *(\d+)", table).group(1)) * 512
        names = subprocess.run(
            ["mdir", "-b", "-i", f"{self.disk}@@{self.offset}", "::"],
            check=True, capture_output=True, text=True,
        ).stdout.split()
        self.kernel = self._take(names, "vmlinuz")
        self.initrd = self._take(names, "initrd.img")
        first = os.path.join(folder, "first.toml")
        firmware_file(self.disk, self.offset, "martlet.toml", first)
        with open(first, encoding="utf-8") as text:
            self.has_player = bool(re.search(r'^backend = "mpv"', text.read(), re.M))
        line = os.path.join(folder, "cmdline.txt")
        firmware_file(self.disk, self.offset, "cmdline.txt", line)
        with open(line, encoding="ascii") as text:
            self.words = [w for w in text.read().split() if not w.startswith("console=")]

    def _take(self, names, prefix):
        found = sorted(n.removeprefix("::/") for n in names if prefix in n)
        if not found:
            raise CheckFailed(f"the first partition has no {prefix}")
        target = os.path.join(self.folder, prefix)
        firmware_file(self.disk, self.offset, found[-1], target)
        return target

    def put(self, source, name):
        """Writes a file to the first partition, as a person with a card reader would."""
        subprocess.run(
            ["mcopy", "-o", "-i", f"{self.disk}@@{self.offset}", source, f"::{name}"], check=True
        )


class Board:
    """One power cycle of the card. Everything that comes over the serial line goes to a log."""

    def __init__(self, card, log, forwards, memory):
        self.log = open(log, "ab")
        self.monitor = os.path.join(card.folder, "monitor")
        self.seen = b""
        self.started = time.monotonic()
        net = "user,id=n0" + "".join(
            f",hostfwd={kind}:127.0.0.1:{outer}-:{inner}" for kind, outer, inner in forwards
        )
        # A shell on the serial line instead of a login; the image itself has neither password nor shell.
        append = card.words + [
            "console=ttyAMA0", "systemd.debug_shell=ttyAMA0", "systemd.mask=serial-getty@ttyAMA0.service",
            "systemd.show_status=no", "loglevel=4",
        ]
        self.process = subprocess.Popen(
            [
                "qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a72", "-smp", "2",
                "-m", str(memory), "-accel", "tcg,thread=multi",
                "-kernel", card.kernel, "-initrd", card.initrd, "-append", " ".join(append),
                "-drive", f"file={card.disk},if=none,id=d0,format=raw",
                "-device", "virtio-blk-pci,drive=d0",
                "-netdev", net, "-device", "virtio-net-pci,netdev=n0,romfile=",
                "-display", "none", "-monitor", f"unix:{self.monitor},server,nowait",
                "-serial", "stdio", "-no-reboot",
            ] + (["-device", "virtio-gpu-pci,xres=640,yres=480"] if card.has_player else []),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )

    def age(self):
        return time.monotonic() - self.started

    def read(self, seconds):
        """Takes in what comes within that time; returns at the first that does."""
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        if not ready:
            return
        part = os.read(self.process.stdout.fileno(), 65536)
        if not part:
            raise CheckFailed("QEMU ended: the end of the serial log says why")
        self.log.write(part)
        self.log.flush()
        self.seen = (self.seen + part)[-200_000:]

    def await_shell(self, seconds):
        """Waits for the shell. Nothing is sent before its prompt shows: a line that is not listened to clogs."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.read(1)
            if re.search(rb"root@[^\n]*# ", self.seen):
                self.run("stty -echo; export PS1= TERM=dumb; dmesg -n 1")
                return
        raise CheckFailed(f"no shell on the serial line within {seconds} s")

    def run(self, command, seconds=180):
        """Runs a command on the board and returns what it prints."""
        mark = os.urandom(6).hex()
        # The marks are computed, so that the echo of the line does not look like the answer.
        line = f"echo 'be''gin-{mark}'; {command}\necho 'e''nd-{mark}'\n"
        self.process.stdin.write(line.encode())
        self.process.stdin.flush()
        pattern = re.compile(rb"begin-%s\r*\n(.*?)end-%s" % (mark.encode(), mark.encode()), re.S)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.read(1)
            found = pattern.search(self.seen)
            if found:
                return found.group(1).decode(errors="replace").replace("\r", "").strip()
        raise CheckFailed(f"no answer within {seconds} s on the board to: {command}")

    def screen(self, picture):
        """What a television would show, as a file (PPM); returns how many colours it has."""
        if os.path.exists(picture):
            os.remove(picture)
        with socket.socket(socket.AF_UNIX) as monitor:
            monitor.settimeout(30)
            monitor.connect(self.monitor)
            monitor.sendall(f"screendump {picture}\n".encode())
            said = b""
            while said.count(b"(qemu)") < 2:  # the greeting's, and the one after the command
                part = monitor.recv(4096)
                if not part:
                    raise CheckFailed("QEMU's monitor ended")
                said += part
        if not os.path.exists(picture):
            return 0
        with open(picture, "rb") as image:
            kind, size, _ = (image.readline() for _ in range(3))
            pixels = image.read()
        if kind.strip() != b"P6" or not size:
            raise CheckFailed(f"QEMU's picture of the screen has an unknown form: {kind!r}")
        return len({pixels[at:at + 3] for at in range(0, len(pixels), 3 * 97)})

    def unit(self, *keys):
        """Properties of the node's service, as systemd says them."""
        said = self.run("systemctl show martlet " + " ".join(f"-p {key}" for key in keys))
        return dict(line.split("=", 1) for line in said.splitlines() if "=" in line)

    def await_unit(self, wanted, seconds, say):
        """Waits until the service's state satisfies; returns it."""
        deadline = time.monotonic() + seconds
        state = None
        while time.monotonic() < deadline:
            fresh = self.unit("MainPID", "ActiveState", "SubState", "Result", "NRestarts")
            if fresh != state:
                say("  " + " ".join(f"{key}={value}" for key, value in sorted(fresh.items())))
            state = fresh
            if state.get("ActiveState") == "active" and state.get("SubState") == "running" and wanted(state):
                return state
            time.sleep(2)
        raise CheckFailed(f"after {seconds} s the service is {state}")

    def cut_power(self):
        """Ends QEMU as a pulled plug ends a board: at once, with nothing written any more."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self.process.stdout.close()
        self.log.close()
