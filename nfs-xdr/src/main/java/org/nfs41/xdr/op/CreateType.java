package org.nfs41.xdr.op;

import org.nfs41.xdr.FileType;
import org.nfs41.xdr.Limits;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.SpecData;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.XdrWriter;

/** What CREATE is to create, {@code createtype4} (RFC 8881 section 18.4). */
public sealed interface CreateType {
    /** The type of the object. */
    FileType type();

    /** Writes type and arm. */
    void encode(XdrWriter out);

    /** Reads type and arm. */
    static CreateType decode(XdrReader in) throws XdrException {
        FileType type = FileType.decode(in);
        if (type.equals(FileType.NF4LNK)) {
            return new Link(in.readOpaque(Limits.LINK_TEXT));
        }
        return isDevice(type) ? new Device(type, SpecData.decode(in)) : new Plain(type);
    }

    private static boolean isDevice(FileType type) {
        return type.equals(FileType.NF4BLK) || type.equals(FileType.NF4CHR);
    }

    /**
     * A symbolic link.
     *
     * @param linkData its text
     */
    record Link(Opaque linkData) implements CreateType {
        @Override
        public FileType type() {
            return FileType.NF4LNK;
        }

        @Override
        public void encode(XdrWriter out) {
            FileType.NF4LNK.encode(out);
            out.writeOpaque(linkData);
        }
    }

    /**
     * A device.
     *
     * @param type {@link FileType#NF4BLK} or {@link FileType#NF4CHR}
     * @param devData the device number
     */
    record Device(FileType type, SpecData devData) implements CreateType {
        /** Checks the type. */
        public Device {
            if (!isDevice(type)) {
                throw new IllegalArgumentException(type + " is no device");
            }
        }

        @Override
        public void encode(XdrWriter out) {
            type.encode(out);
            devData.encode(out);
        }
    }

    /**
     * A directory, socket or named pipe; or a type that CREATE does not create, to be answered with
     * {@code NFS4ERR_BADTYPE}.
     *
     * @param type any type but those of links and devices
     */
    record Plain(FileType type) implements CreateType {
        /** Checks the type. */
        public Plain {
            if (isDevice(type) || type.equals(FileType.NF4LNK)) {
                throw new IllegalArgumentException(type + " has a body");
            }
        }

        @Override
        public void encode(XdrWriter out) {
            type.encode(out);
        }
    }
}
