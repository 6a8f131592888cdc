package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.cb.CbNotifyArgs;
import org.nfs41.xdr.cb.Notify;
import org.nfs41.xdr.cb.NotifyAdd;
import org.nfs41.xdr.cb.NotifyAttr;
import org.nfs41.xdr.cb.NotifyRemove;
import org.nfs41.xdr.cb.NotifyRename;
import org.nfs41.xdr.cb.NotifyVerifier;
import org.nfs41.xdr.cb.PrevEntry;
import org.nfs41.xdr.op.NotifyTypes;
import org.nfs41.xdr.op.ReadDirArgs;
import org.nfs41.xdr.op.ReadDirResOk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a client knows of a directory that it has read once and is told the changes of. */
final class DirectoryMirror {
    private static final int BYTES = 1 << 20;

    /** An entry without its name. */
    record Entry(long cookie, FileAttributes attributes) {}

    private final Map<String, Entry> entries = new TreeMap<>();
    private final List<String> told = new ArrayList<>();
    private FileAttributes directory = FileAttributes.NONE;
    private long verifier;

    /** What READDIR says now. */
    static DirectoryMirror read(TestClient client, String path, Bitmap attributes) {
        DirectoryMirror mirror = new DirectoryMirror();
        ReadDirResOk listed =
                client.result(
                        ReadDirResOk.class,
                        client.put(path),
                        new ReadDirArgs(0, 0, BYTES, BYTES, attributes));
        assertThat(listed.eof()).isTrue();
        listed.entries()
                .forEach(each ->
                        mirror.entries.put(
                                each.name().utf8(),
                                new Entry(each.cookie(), each.attrs().detach())));
        mirror.verifier = listed.cookieVerifier();
        return mirror;
    }

    Map<String, Entry> entries() {
        return entries;
    }

    /** The changes so far, in words. */
    List<String> told() {
        return told;
    }

    /** The attributes of the directory that were told last. */
    FileAttributes directory() {
        return directory;
    }

    long verifier() {
        return verifier;
    }

    /** Does what a notification says, which need not fit a directory that was read later. */
    void apply(CbNotifyArgs args) {
        for (Notify notify : args.changes()) {
            try {
                apply(notify);
            } catch (XdrException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void apply(Notify notify) throws XdrException {
        assertThat(notify.mask().cardinality()).isEqualTo(1);
        XdrReader values = new XdrReader(notify.values());
        switch (notify.mask().next(0)) {
            case NotifyTypes.ADD_ENTRY -> {
                NotifyAdd added = NotifyAdd.decode(values);
                told.add("+" + name(added));
                add(added);
            }
            case NotifyTypes.REMOVE_ENTRY -> {
                NotifyRemove removed = NotifyRemove.decode(values);
                told.add("-" + remove(removed));
            }
            case NotifyTypes.RENAME_ENTRY -> {
                NotifyRename renamed = NotifyRename.decode(values);
                told.add(remove(renamed.oldEntry()) + ">" + name(renamed.newEntry()));
                add(renamed.newEntry());
            }
            case NotifyTypes.CHANGE_DIR_ATTRS -> {
                told.add("directory");
                directory = NotifyAttr.decode(values).changedEntry().attrs().detach();
            }
            case NotifyTypes.CHANGE_CHILD_ATTRS -> {
                NotifyAttr changed = NotifyAttr.decode(values);
                String name = changed.changedEntry().file().utf8();
                told.add("=" + name);
                FileAttributes attributes = changed.changedEntry().attrs().detach();
                entries.computeIfPresent(name, (key, old) -> new Entry(old.cookie(), attributes));
            }
            case NotifyTypes.CHANGE_COOKIE_VERIFIER -> {
                told.add("verifier");
                verifier = NotifyVerifier.decode(values).newCookieVerifier();
            }
            default -> throw new AssertionError(notify);
        }
        assertThat(values.remaining()).isZero();
    }

    private String remove(NotifyRemove removed) {
        String name = removed.oldEntry().file().utf8();
        entries.remove(name);
        return name;
    }

    private void add(NotifyAdd added) {
        NotifyRemove replaced = added.oldEntry();
        if (replaced != null) {
            assertThat(replaced.oldEntry().file()).isEqualTo(added.newEntry().file());
        }
        long cookie = added.newEntryCookie().orElseThrow();
        PrevEntry previous = added.prevEntry();
        assertThat(previous == null || previous.prevEntryCookie() < cookie).isTrue();
        entries.put(name(added), new Entry(cookie, added.newEntry().attrs().detach()));
    }

    private static String name(NotifyAdd added) {
        return added.newEntry().file().utf8();
    }
}
