"""A large file from loopback to disk, beside a bare httpx stream to a file; and by how much our memory grows.

Each download runs in a process of its own, so that its peak is its own. Ours also hashes what comes, and has the file
on the disk before it says so; the bare stream is measured as it is mostly written, and once more with that wait.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
from loopback import FILE, RUN, configure, serving
from measuring import Figure, Loop, Spent, compared, side_by_side, stopwatch
from sequential import HEADERS, SETTINGS

import provider_bridge as pb

MIB = 1024 * 1024
SMALL = 64 * MIB
GROWTH_MIB = 8.0


def ours(base: str, folder: Path, size: int) -> Spent:
    """Download the recording's file."""
    recording = pb.RecordingId(f"meeting:{RUN}")
    file = pb.RecordingFile(pb.FileId(FILE), recording, "MP4", "speaker view", "completed", "MP4", size, None, None)
    with pb.open_bridge(configure(base, folder)) as bridge:
        account: Any = bridge["bench"]
        with stopwatch() as spent:
            done = account.recordings.download(file, folder / "ours.mp4")
        assert done.size == size
    return spent


def bare(base: str, folder: Path, size: int, *, durable: bool = False) -> Spent:
    """Stream it to a file with httpx."""
    target = folder / "bare.mp4"
    with httpx.Client(headers=HEADERS, **SETTINGS) as client, stopwatch() as spent:
        with client.stream("GET", f"{base}/file") as response, target.open("wb") as file:
            for chunk in response.iter_bytes():
                file.write(chunk)
            if durable:
                file.flush()
                os.fsync(file.fileno())
    assert target.stat().st_size == size
    return spent


def durable(base: str, folder: Path, size: int) -> Spent:
    """Do the same, and wait until it is on the disk."""
    return bare(base, folder, size, durable=True)


WAYS: dict[str, Callable[[str, Path, int], Spent]] = {"ours": ours, "bare": bare, "durable": durable}


def alone(way: str, base: str, size: int, peaks: list[float]) -> Loop:
    """Return a loop that downloads in a process of its own, and adds that one's peak in MiB to ``peaks``."""

    def loop() -> Spent:
        with tempfile.TemporaryDirectory() as folder:
            os.sync()  # what the other one wrote is on the disk, and does not slow this one down
            command = [sys.executable, __file__, way, base, folder, str(size)]
            wall, cpu, peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        peaks.append(float(peak))
        return Spent(float(wall), float(cpu))

    return loop


def figures(quick: bool) -> Iterator[Figure]:
    """Compare the rate, and the peak with that of a small file."""
    size, rounds = (256 * MIB, 3) if quick else (2048 * MIB, 5)
    peaks: dict[str, list[float]] = {"small": [], **{way: [] for way in WAYS}}
    with serving(size=SMALL) as base:
        alone("ours", base, SMALL, peaks["small"])()
    with serving(size=size) as base:
        found = side_by_side({way: alone(way, base, size, peaks[way]) for way in WAYS}, rounds)
    work = f"download of {size // MIB:,} MiB from loopback to disk"
    yield compared("download", work, "bare httpx stream to file", found["ours"], found["bare"], 0.9)
    yield compared("download", work, "the same, waiting for the disk", found["ours"], found["durable"], 0.9)
    grown = max(peaks["ours"]) - peaks["small"][0]
    notes = {"peaks in MiB": peaks}
    yield Figure("download", f"{work}: peak of memory", "64 MiB", grown, GROWTH_MIB, True, " MiB more", notes)


if __name__ == "__main__":
    took = WAYS[sys.argv[1]](sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    print(took.wall, took.cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
