"""The cables between the machines of a test, and what can happen to them.

`open_network` gives each machine a network namespace of its own, joined by virtual cables, when
this machine allows it (root, ip, iptables). Otherwise everything shares the loopback interface and
each cable is a TCP relay of the test's own. It says loudly which of the two it is.
"""

import contextlib
import ctypes
import os
import random
import shutil
import socket
import subprocess
import threading
import time

from installation import free_port

CLONE_NEWNET = 0x40000000
PORT = 1883


class Fault:
    """What a cable can do to those who speak over it."""

    CUT = "cut"  # nobody can connect, and who is connected hears of it or soon finds out
    SILENT = "silent"  # half-open: everything is swallowed, nobody is told
    LOSSY = "lossy"  # a packet in eight is lost
    SLOW = "slow"  # a thin line with long queues
    ALL = (CUT, SILENT, LOSSY, SLOW)


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


class Namespaces:
    """A namespace for each machine; a cable is a pair of interfaces, faults are packet filters."""

    words = "network namespaces: real packets are lost, delayed and swallowed"

    def __init__(self, machines, cables):
        self._tag = f"es{os.getpid()}"
        self._machines, self._libc = [], ctypes.CDLL(None, use_errno=True)
        self._cables = {}  # name → (client machine, interface there, server's address)
        self._faults = {}
        for machine in machines:
            run("ip", "netns", "add", self._name(machine))
            self._machines.append(machine)
            run("ip", "-n", self._name(machine), "link", "set", "lo", "up")
        for number, (name, (client, server)) in enumerate(cables.items()):
            self._join(name, number, client, server)
        self._delays = self._can_delay(next(iter(self._cables.values())))

    def _name(self, machine):
        return f"{self._tag}-{machine}"

    def _join(self, name, number, client, server):
        # The tag keeps the names apart while both ends are still outside.
        ends = [(client, f"c{number}", 2), (server, f"s{number}", 1)]
        run("ip", "link", "add", f"c{number}", "netns", self._name(client), "type", "veth",
            "peer", "name", f"s{number}", "netns", self._name(server))
        for machine, interface, host in ends:
            run("ip", "-n", self._name(machine), "addr", "add", f"10.97.{number}.{host}/24",
                "dev", interface)
            run("ip", "-n", self._name(machine), "link", "set", interface, "up")
        self._cables[name] = (client, f"c{number}", f"10.97.{number}.1")

    def _can_delay(self, cable):
        """The kernel may lack netem; then a thin line with a queue delays."""
        machine, interface, _ = cable
        try:
            self._tc(machine, "add", interface, "netem", "delay", "1ms")
        except subprocess.CalledProcessError:
            return False
        self._tc(machine, "del", interface)
        return True

    def _tc(self, machine, verb, interface, *what):
        run("ip", "netns", "exec", self._name(machine), "tc", "qdisc", verb, "dev", interface,
            "root", *what)

    def _filter(self, machine, verb, interface, *what):
        for chain, way in (("INPUT", "-i"), ("OUTPUT", "-o")):
            run("ip", "netns", "exec", self._name(machine), "iptables", "-w", verb, chain, way,
                interface, *what)

    def prefix(self, machine):
        return ["ip", "netns", "exec", self._name(machine)]

    def listen(self, _machine):
        """Address and port for a server on a machine."""
        return "0.0.0.0", PORT

    def reach(self, cable, _server_port):
        """Address and port by which a cable's client finds its server."""
        return self._cables[cable][2], PORT

    @contextlib.contextmanager
    def inside(self, machine):
        """Sockets that are made in here belong to the machine."""
        with open("/proc/self/ns/net", "rb") as home, \
                open(f"/run/netns/{self._name(machine)}", "rb") as there:
            self._enter(there)
            try:
                yield
            finally:
                self._enter(home)

    def _enter(self, namespace):
        if self._libc.setns(namespace.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")

    def fault(self, cable, kind):
        self.heal(cable)
        machine, interface, _ = self._cables[cable]
        if kind == Fault.CUT:
            run("ip", "-n", self._name(machine), "link", "set", interface, "down")
        elif kind == Fault.SILENT:
            self._filter(machine, "-A", interface, "-j", "DROP")
        elif kind == Fault.LOSSY:
            self._filter(machine, "-A", interface, "-m", "statistic", "--mode", "random",
                         "--probability", "0.125", "-j", "DROP")
        elif self._delays:
            self._tc(machine, "add", interface, "netem", "delay", "300ms", "200ms")
        else:
            self._tc(machine, "add", interface, "tbf", "rate", "300kbit", "burst", "16kbit",
                     "latency", "2s")
        self._faults[cable] = kind

    def heal(self, cable):
        kind = self._faults.pop(cable, None)
        machine, interface, _ = self._cables[cable]
        if kind == Fault.CUT:
            run("ip", "-n", self._name(machine), "link", "set", interface, "up")
        elif kind in (Fault.SILENT, Fault.LOSSY):
            run("ip", "netns", "exec", self._name(machine), "iptables", "-w", "-F")
        elif kind == Fault.SLOW:
            self._tc(machine, "del", interface)

    def close(self):
        for machine in self._machines:
            subprocess.run(["ip", "netns", "del", self._name(machine)], check=False,
                           stderr=subprocess.DEVNULL)


class _Pipe:
    """One connection through a relay: a thread for each way."""

    def __init__(self, relay, client, server):
        self._relay, self._ends = relay, (client, server)
        for source, target in ((client, server), (server, client)):
            threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source, target):
        try:
            while data := source.recv(16384):
                self._relay.hold_up()
                target.sendall(data)
        except OSError:
            pass
        self.end()

    def end(self):
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._relay.forget(self)

    def close(self):
        for end in self._ends:
            end.close()


class _Relay:
    """A cable on the loopback interface."""

    def __init__(self, server_port):
        self.kind, self._server_port = None, server_port
        self._changed, self._pipes = threading.Condition(), set()
        self._random = random.Random(server_port)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._join, args=(client,), daemon=True).start()

    def _join(self, client):
        self.hold_up()
        if self.kind == Fault.CUT:
            return client.close()
        try:
            server = socket.create_connection(("127.0.0.1", self._server_port), 5)
        except OSError:
            return client.close()
        server.settimeout(None)
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._changed:
            self._pipes.add(_Pipe(self, client, server))

    def hold_up(self):
        """Called with every piece of data in hand."""
        with self._changed:
            self._changed.wait_for(lambda: self.kind != Fault.SILENT)
        if self.kind == Fault.SLOW:
            time.sleep(self._random.uniform(0.05, 0.3))
        elif self.kind == Fault.LOSSY and self._random.random() < 0.125:
            time.sleep(0.4)  # TCP sends a lost packet again after its timeout

    def forget(self, pipe):
        with self._changed:
            known = pipe in self._pipes
            self._pipes.discard(pipe)
        if known:
            pipe.close()

    def set(self, kind):
        with self._changed:
            self.kind = kind
            self._changed.notify_all()
            pipes = list(self._pipes)
        if kind == Fault.CUT:
            for pipe in pipes:
                pipe.end()

    def close(self):
        self.set(Fault.CUT)
        self._listener.close()


class Relays:
    """Everything on loopback: each cable is a TCP relay."""

    words = ("TCP relays on loopback (no network namespaces here: they need root, ip and "
             "iptables): connections are cut, delayed and swallowed, packets are not lost")

    def __init__(self, _machines, cables):
        self._relays = dict.fromkeys(cables)
        self._ports = {}

    def prefix(self, _machine):
        return []

    def listen(self, machine):
        return "127.0.0.1", self._ports.setdefault(machine, free_port())

    def reach(self, cable, server_port):
        if not self._relays[cable]:
            self._relays[cable] = _Relay(server_port)
        return "127.0.0.1", self._relays[cable].port

    @contextlib.contextmanager
    def inside(self, _machine):
        yield

    def fault(self, cable, kind):
        self._relays[cable].set(kind)

    def heal(self, cable):
        self._relays[cable].set(None)

    def close(self):
        for relay in self._relays.values():
            if relay:
                relay.close()


class Plain:
    """Everything on loopback, and the cables are sound."""

    def prefix(self, _machine):
        return []

    def listen(self, _machine):
        return "127.0.0.1", free_port()

    def reach(self, _cable, server_port):
        return "127.0.0.1", server_port

    @contextlib.contextmanager
    def inside(self, _machine):
        yield

    def close(self):
        pass


def open_network(machines, cables, loopback=False):
    """`cables`: {name: (client machine, server machine)}."""
    kind = Relays
    if not loopback and os.geteuid() == 0 and shutil.which("ip") and shutil.which("iptables"):
        probe = f"es{os.getpid()}-probe"
        if subprocess.run(["ip", "netns", "add", probe], check=False,
                          capture_output=True).returncode == 0:
            works = subprocess.run(
                ["ip", "netns", "exec", probe, "iptables", "-w", "-A", "INPUT", "-m", "statistic",
                 "--mode", "random", "--probability", "0.1", "-j", "DROP"],
                check=False, capture_output=True).returncode == 0
            run("ip", "netns", "del", probe)
            kind = Namespaces if works else Relays
    print(f"NETWORK: {kind.words}", flush=True)
    return kind(machines, cables)
