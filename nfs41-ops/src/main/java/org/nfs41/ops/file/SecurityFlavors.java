package org.nfs41.ops.file;

import org.nfs41.ops.CompoundContext;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.XdrWriter;

import java.util.List;

/** The security flavors that objects may be accessed with: the same ones everywhere so far. */
record SecurityFlavors(List<Integer> numbers) {
    /**
     * Writes the flavors if the object asked about was found.
     *
     * @return {@code status}
     */
    NfsStatus answer(CompoundContext cx, NfsStatus status, XdrWriter result) {
        if (status.isOk()) {
            result.writeInt(numbers.size());
            for (int number : numbers) {
                result.writeInt(number);
            }
            // the current filehandle is consumed (RFC 8881 section 2.6.3.1.1.8)
            cx.clearCurrent();
        }
        return status;
    }
}
