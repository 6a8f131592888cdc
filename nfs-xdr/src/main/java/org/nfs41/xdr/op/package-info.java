/** Arguments and results of the NFSv4.1 operations (RFC 8881 section 18). */
@NullMarked
package org.nfs41.xdr.op;

import org.jspecify.annotations.NullMarked;
