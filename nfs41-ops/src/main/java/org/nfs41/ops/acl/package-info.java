/**
 * Access control lists (RFC 8881 chapter 6) as pure values: who is granted what, the mode that a
 * list amounts to, the list that a mode amounts to, and what new objects inherit.
 */
@NullMarked
package org.nfs41.ops.acl;

import org.jspecify.annotations.NullMarked;
