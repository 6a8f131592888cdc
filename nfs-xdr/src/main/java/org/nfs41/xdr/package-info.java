/** The XDR reader and writer (RFC 4506) and the NFSv4.1 types that operations share (RFC 5662). */
@NullMarked
package org.nfs41.xdr;

import org.jspecify.annotations.NullMarked;
