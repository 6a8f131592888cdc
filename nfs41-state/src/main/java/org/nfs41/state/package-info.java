/** State machines of NFSv4.1 as pure values and functions: no I/O, no threads, no clock. */
@NullMarked
package org.nfs41.state;

import org.jspecify.annotations.NullMarked;
