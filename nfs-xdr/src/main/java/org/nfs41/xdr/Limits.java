package org.nfs41.xdr;

/**
 * The most that decoders of this module accept, in bytes or elements. What is longer does not
 * decode.
 *
 * <p>Opaque data is read as a view, so none of these is there to save memory; they keep out what no
 * sound peer sends. Where a server has its own, lower limit and an error for it ({@code
 * NFS4ERR_NAMETOOLONG}), the limit here leaves room for the server to say so.
 */
public final class Limits {
    /** What has no limit of its own but the end of the message. */
    public static final int MESSAGE = Integer.MAX_VALUE;

    /** A filehandle, {@code NFS4_FHSIZE} (RFC 8881 section 3.1). */
    public static final int FILE_HANDLE = 128;

    /** Names of clients, servers and owners, {@code NFS4_OPAQUE_LIMIT} (RFC 8881 section 3.1). */
    public static final int OWNER = 1024;

    /** A compound's tag: a short text for people, which the server has to send back. */
    public static final int TAG = 1024;

    /** One name of a path: far beyond any file system's limit, so that servers can refuse it. */
    public static final int COMPONENT = 65_536;

    /**
     * A symbolic link's text: far beyond any file system's limit, so that servers can refuse it.
     */
    public static final int LINK_TEXT = 65_536;

    /** A user or group with its domain; a DNS name has at most 255 bytes. */
    public static final int PRINCIPAL_NAME = 1024;

    /** A host name or address; a DNS name has at most 255 bytes. */
    public static final int HOST_NAME = 1024;

    /** Domain and name of an implementation: a short text for people. */
    public static final int IMPLEMENTATION_TEXT = 1024;

    /** Source and version of a replica: a short text for people, or a path. */
    public static final int FS_STATUS_TEXT = 65_536;

    /** A MIME type; each of its two parts has at most 127 bytes (RFC 6838 section 4.2). */
    public static final int MIME_TYPE = 1024;

    /** A network identifier: the registered ones have at most 5 bytes (RFC 5665). */
    public static final int NETID = 128;

    /** A universal address: an IPv6 one has at most 53 bytes, other networks' may be longer. */
    public static final int UNIVERSAL_ADDRESS = 256;

    /** An object identifier in DER; the known ones have about 10 bytes. */
    public static final int SEC_OID = 256;

    /** A GSS context handle; the receiver has chosen it itself and RPC allows 400 bytes. */
    public static final int GSS_HANDLE = 400;

    /** A secret state verifier or a digest; the longest known hash has 64 bytes. */
    public static final int SSV = 1024;

    /** The host name in an AUTH_SYS credential (RFC 5531 appendix A). */
    public static final int MACHINE_NAME = 255;

    /** The further groups in an AUTH_SYS credential (RFC 5531 appendix A). */
    public static final int AUTH_SYS_GIDS = 16;

    private Limits() {}
}
