/** The NFSv4.1 server: configuration, lifecycle, and the transport wired to the operations. */
@NullMarked
package org.nfs41.server;

import org.jspecify.annotations.NullMarked;
