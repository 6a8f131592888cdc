/** The conformance suite: checks of an NFSv4.1 server over the wire, and their reports. */
@NullMarked
package org.nfs41.conformance;

import org.jspecify.annotations.NullMarked;
