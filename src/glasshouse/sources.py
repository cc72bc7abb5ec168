"""The source of the kernels comes in, a hash goes out: as long as it holds, a compiled kernel is kept.

Numba looks at the file of the function that Python calls, and not at the other files that were compiled
into it: a kernel would go on living by the old law after one of those had changed. What a function
closes over is part of Numba's key, so each kernel that is kept closes over this hash.
"""

import hashlib
from functools import cache
from pathlib import Path

KERNEL_ROOMS = ("people", "engine")


@cache
def source_hash() -> str:
    """Hash every module whose functions or constants are compiled into kernels."""
    here = Path(__file__).parent
    files = [
        here / "draws.py",
        *(path for room in KERNEL_ROOMS for path in sorted((here / room).glob("*.py"))),
    ]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
