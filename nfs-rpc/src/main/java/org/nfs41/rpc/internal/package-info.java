/** How connections are read, written and waited for. Nothing here is for users of the module. */
@NullMarked
package org.nfs41.rpc.internal;

import org.jspecify.annotations.NullMarked;
