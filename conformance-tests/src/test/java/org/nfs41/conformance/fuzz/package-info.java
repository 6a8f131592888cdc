/** Throws random requests at a server without sockets and sees whether every answer is sound. */
@NullMarked
package org.nfs41.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
