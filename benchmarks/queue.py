"""Everything that is measured of the work queue, one after the other, each in a process of its own.

python -m benchmarks.queue
"""

from __future__ import annotations

import subprocess
import sys

PARTS = ("queue_columns", "queue_screen", "queue_text", "queue_peers", "queue_memory")


def main() -> int:
    """Run all; exit code 0 only where every limit is kept."""
    codes = [subprocess.run([sys.executable, "-m", f"benchmarks.{part}"], check=False).returncode for part in PARTS]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
