/** The file-system SPI: what a file system must offer to be exported. */
@NullMarked
package org.nfs41.ops.fs;

import org.jspecify.annotations.NullMarked;
