"""An array comes in, the same array without a reference count goes out: for the inside of a kernel.

Numba counts references to an array at every call that hands it on, inlined or not. In a loop over
days and bookings that is most of the time, and threads that share tables wait for each other's
counters. Whoever called the kernel holds the arrays until it returns, so inside nothing need be
counted. An array that was made inside must not be borrowed: Numba would free it after that.
"""

# pyright: basic, reportMissingParameterType=false, reportUnknownParameterType=false

from numba.core import cgutils
from numba.extending import intrinsic


@intrinsic
def borrowed(_typing_context, array):  # noqa: ANN001, ANN201 - Numba's protocol
    """Return a view of an array that owns nothing; it must not outlive the call that got it."""

    def codegen(context, builder, signature, args):  # noqa: ANN001, ANN202 - Numba's protocol
        struct = context.make_array(signature.args[0])(context, builder, args[0])
        struct.meminfo = cgutils.get_null_value(struct.meminfo.type)
        struct.parent = cgutils.get_null_value(struct.parent.type)
        return struct._getvalue()

    return array(array), codegen
