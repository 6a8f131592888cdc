/** Arguments and results of the NFSv4.1 callback operations (RFC 8881 section 20). */
@NullMarked
package org.nfs41.xdr.cb;

import org.jspecify.annotations.NullMarked;
