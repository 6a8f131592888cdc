package org.nfs41.conformance.wireshark;

import org.nfs41.xdr.Opaque;

/**
 * Bytes that went over a connection in one piece.
 *
 * @param connection number of the connection, counted from 0
 * @param fromClient which way they went
 * @param bytes at least one
 */
record Segment(int connection, boolean fromClient, Opaque bytes) {}
