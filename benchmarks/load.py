"""Clients that ask for a page again and again, each over a connection of its own that stays open."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """What so many clients got: requests per second, and the seconds under which 95 in 100 were answered."""

    per_second: float
    p95: float


def ask(port: int, address: str, cookie: str, *, clients: int, seconds: float) -> Load:
    """Let so many clients ask together for so long. Any answer but 200 ends the measure."""
    waits, elapsed = asyncio.run(_together(port, address, cookie, clients, seconds))
    waits.sort()
    return Load(len(waits) / elapsed, waits[min(len(waits) - 1, int(len(waits) * 0.95))])


async def _together(port: int, address: str, cookie: str, clients: int, seconds: float) -> tuple[list[float], float]:
    lines = (f"GET {address} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Cookie: {cookie}", "", "")
    request = "\r\n".join(lines).encode()
    start = time.perf_counter()
    found = await asyncio.gather(*(_one(port, request, start + seconds) for _ in range(clients)))
    return [wait for waits in found for wait in waits], time.perf_counter() - start


async def _one(port: int, request: bytes, end: float) -> list[float]:
    """The seconds that each answer took, until the end; at least one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    waits = []
    while not waits or time.perf_counter() < end:
        start = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head[:16]:
            raise SystemExit(f"answered {head[:400].decode(errors='replace')}")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
        waits.append(time.perf_counter() - start)
    writer.close()
    return waits
