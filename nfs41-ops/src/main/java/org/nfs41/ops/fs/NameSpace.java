package org.nfs41.ops.fs;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.NfsTime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The exports as they are at one time, and the pseudo file system that joins them. Immutable. */
final class NameSpace {
    private final List<Export> exports;
    private final Map<Integer, Export> byId = new HashMap<>();
    private final @Nullable PseudoFileSystem pseudo;
    private final @Nullable Export pseudoExport;
    private final FileRef root;
    private final FileRef emptyRoot;
    private final boolean mayBlock;

    /**
     * Checks and joins the exports.
     *
     * @throws IllegalArgumentException if two have the same id or path, or one is below another
     */
    NameSpace(List<Export> exports, NfsTime created) {
        this.exports = List.copyOf(exports);
        this.mayBlock = exports.stream().anyMatch(export -> export.fileSystem().mayBlock());
        for (Export export : exports) {
            Export other = byId.put(export.id(), export);
            if (other != null || export.id() == Export.PSEUDO_ID) {
                throw new IllegalArgumentException(
                        "choose another id or path for export "
                                + export.path()
                                + ": its id is taken");
            }
        }
        PseudoFileSystem empty = new PseudoFileSystem(List.of(), created);
        this.emptyRoot = new FileRef(new Export(Export.PSEUDO_ID, "/", empty), empty.root());
        if (exports.size() == 1 && exports.getFirst().path().equals("/")) {
            this.pseudo = null;
            this.pseudoExport = null;
            this.root = new FileRef(exports.getFirst(), exports.getFirst().fileSystem().root());
            byId.put(Export.PSEUDO_ID, emptyRoot.export());
        } else {
            PseudoFileSystem joining = new PseudoFileSystem(this.exports, created);
            Export export = new Export(Export.PSEUDO_ID, "/", joining);
            byId.put(Export.PSEUDO_ID, export);
            this.pseudo = joining;
            this.pseudoExport = export;
            this.root = new FileRef(export, joining.root());
        }
    }

    /** Whether calls of any of the file systems may block. */
    boolean mayBlock() {
        return mayBlock;
    }

    /** Whether calls may block that begin in this export; the pseudo file system leads to all. */
    boolean mayBlock(int id) {
        if (id == Export.PSEUDO_ID) {
            return mayBlock;
        }
        Export export = byId.get(id);
        return export != null && export.fileSystem().mayBlock();
    }

    List<Export> exports() {
        return exports;
    }

    /** The export of that id, the pseudo file system among them. */
    @Nullable Export export(int id) {
        return byId.get(id);
    }

    FileRef root() {
        return root;
    }

    /** A root for those who may not see the one export that is at {@code /}. */
    FileRef emptyRoot() {
        return emptyRoot;
    }

    /** The pseudo directory above an export's root; null if {@code file} is none. */
    @Nullable FileRef above(FileRef file) {
        PseudoDirectory covered = coveredBy(file);
        if (covered == null || pseudoExport == null) {
            return null;
        }
        PseudoDirectory parent = covered.parent();
        return parent == null ? null : new FileRef(pseudoExport, parent);
    }

    /** The pseudo directory that an export's root hides, or null if {@code file} is none. */
    @Nullable PseudoDirectory coveredBy(FileRef file) {
        if (pseudo == null || file.export().id() == Export.PSEUDO_ID) {
            return null;
        }
        return file.inode().equals(file.fileSystem().root())
                ? pseudo.mountPoint(file.export())
                : null;
    }
}
