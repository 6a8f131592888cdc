/** A raw NFSv4.1 client that sends exactly what it is told to send. */
@NullMarked
package org.nfs41.conformance.client;

import org.jspecify.annotations.NullMarked;
