/** Lets Wireshark's dissector, which is nobody of ours, read what client and server exchange. */
@NullMarked
package org.nfs41.conformance.wireshark;

import org.jspecify.annotations.NullMarked;
