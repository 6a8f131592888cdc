/** The operations that make and end client ids and sessions: RFC 8881 sections 18.34 to 18.51. */
@NullMarked
package org.nfs41.ops.session;

import org.jspecify.annotations.NullMarked;
