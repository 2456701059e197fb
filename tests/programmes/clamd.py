"""A clamd of our own: it speaks INSTREAM on a real socket and knows one virus, the test file of EICAR."""

from __future__ import annotations

import socketserver
import struct
import threading
from contextlib import contextmanager

VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Clamd(socketserver.ThreadingTCPServer):
    """What it received, whole, in `scanned`. `limit` bytes at most; `answer` instead of what it thinks."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, limit=1 << 25, answer=None):
        super().__init__(("127.0.0.1", 0), Scan)
        self.limit = limit
        self.answer = answer
        self.scanned = []

    @property
    def address(self):
        return "{}:{}".format(*self.server_address)


class Scan(socketserver.StreamRequestHandler):
    """One file, in pieces after their lengths, ended by a length of nought."""

    def handle(self):
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        data = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
            if len(data) > self.server.limit:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.scanned.append(data)
        found = b"stream: Eicar-Test-Signature FOUND\0" if VIRUS in data else b"stream: OK\0"
        self.wfile.write(found if self.server.answer is None else self.server.answer)


@contextmanager
def running(**options):
    """A clamd that listens until the end of the block."""
    with Clamd(**options) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
