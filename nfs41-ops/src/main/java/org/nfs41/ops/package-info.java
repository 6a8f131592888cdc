/** The COMPOUND interpreter and one handler per operation (RFC 8881 sections 16 and 18). */
@NullMarked
package org.nfs41.ops;

import org.jspecify.annotations.NullMarked;
