"""What the process gives back to the system of the memory that it no longer needs."""

from contextlib import suppress

#: Bytes from which a block is one of its own, and the name that mallopt(3) has for this bound.
LARGE_BLOCK, M_MMAP_THRESHOLD = 128 * 1024, -3


def release_large_blocks() -> None:
    """Let each large block go back to the system when it is freed: the columns of a plan that is no longer shown.

    The C library of Linux does so until the first one is freed; from then on it keeps blocks of that size for later, in
    each thread its own, unless the bound is set [mallopt(3), M_MMAP_THRESHOLD]. Other systems are left as they are.
    """
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK)
