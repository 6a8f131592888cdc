package org.nfs41.conformance.wireshark;

/**
 * Bytes that went over a connection in one piece.
 *
 * @param connection number of the connection, counted from 0
 * @param fromClient which way they went
 * @param bytes at least one
 */
record Segment(int connection, boolean fromClient, byte[] bytes) {}
