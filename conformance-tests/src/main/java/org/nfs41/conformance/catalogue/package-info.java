/** The project's catalogue of the normative statements of RFC 8881. */
@NullMarked
package org.nfs41.conformance.catalogue;

import org.jspecify.annotations.NullMarked;
