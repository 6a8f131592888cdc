/**
 * A real Linux NFS client for tests: a Linux kernel that runs as a program (User-Mode Linux), boots
 * in two seconds and needs neither root nor containers, and the scenarios that are run on it.
 */
@NullMarked
package org.nfs41.conformance.linux;

import org.jspecify.annotations.NullMarked;
