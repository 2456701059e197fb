"""Reading and checking a workbook, against the raw reader of the library alone. Each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.annexes import workbook
from benchmarks.measure import tell, title

GOAL = 3.0
MEMORY_GOAL = 1_000
ROUNDS = {24: 9, 1_000: 5, 10_000: 3, 100_000: 3}

RAW = """
from python_calamine import CalamineWorkbook
def work(path):
    for sheet in CalamineWorkbook.from_path(path).sheet_names:
        CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
"""
OURS = """
from preau.formats.annex import read_annex
def work(path):
    with open(path, "rb") as file:
        data = file.read()
    return read_annex(data, "annexe.xlsx")
"""
HARNESS = """
import resource, sys, time
def once(path):
    start = time.perf_counter()
    work(path)
    return time.perf_counter() - start
if int(sys.argv[2]) < 10000:
    once(sys.argv[1])
print(once(sys.argv[1]), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """24, 1 000, 10 000 and 100 000 rows; time per row says whether growth is linear."""
    title("Reading and checking XLSX, against the raw reader (python-calamine)")
    with tempfile.TemporaryDirectory() as folder:
        for count, rounds in ROUNDS.items():
            path = Path(folder) / f"{count}.xlsx"
            path.write_bytes(workbook(count))
            raw, ours = [], []
            for _ in range(rounds):
                raw.append(_run(RAW, path, count))
                ours.append(_run(OURS, path, count))
            floor, (seconds, memory) = min(raw)[0], min(ours)
            per_row = f"   {seconds / count * 1e6:.0f} µs a row, {memory:.0f} MB"
            note = (
                f" (goal under {MEMORY_GOAL} MB: {'reached' if memory < MEMORY_GOAL else 'MISSED'})"
                if count == max(ROUNDS)
                else ""
            )
            tell(f"{count:>7} rows (raw {floor * 1000:.1f} ms)", seconds, floor, GOAL, per_row + note)


def _run(code: str, path: Path, count: int) -> tuple[float, float]:
    run = subprocess.run(
        [sys.executable, "-c", code + HARNESS, str(path), str(count)], capture_output=True, text=True, check=True
    )
    seconds, memory = run.stdout.split()
    return float(seconds), float(memory)
