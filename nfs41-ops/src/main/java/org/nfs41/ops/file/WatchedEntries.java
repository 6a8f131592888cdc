package org.nfs41.ops.file;

import org.jspecify.annotations.Nullable;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.DirectoryRead;
import org.nfs41.ops.fs.EntryPlace;
import org.nfs41.ops.fs.FileRef;
import org.nfs41.ops.fs.FileStat;
import org.nfs41.ops.fs.FsResult;
import org.nfs41.xdr.Opaque;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * By which names in watched directories a file is known, so that a change of its attributes finds
 * those who are to be told, whatever name or filehandle it was changed by.
 *
 * <p>Safe for use by several threads; the entries of one directory are for one thread at a time.
 */
final class WatchedEntries {
    /** Of a directory; beyond that attributes of its entries are not watched. */
    static final int MOST_OF_DIRECTORY = 4096;

    /** Of all directories: some ten MiB. */
    private static final int MOST = 65_536;

    /** A name of a file. */
    record Name(FileRef directory, Opaque name) {}

    /** What has a name, and what it was like when that was told last. */
    private record Known(FileRef file, @Nullable FileStat stat) {}

    private final Map<FileRef, Map<Opaque, Known>> directories = new ConcurrentHashMap<>();
    private final Map<Object, List<Name>> names = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Predicate<FileRef> isWritten;

    /** Names of files whose attributes could not be told, as another client is writing them. */
    private final Set<Name> untold = ConcurrentHashMap.newKeySet();

    /**
     * Nothing is watched.
     *
     * @param isWritten whether only the holder of a write delegation knows what a file is like now
     */
    WatchedEntries(Predicate<FileRef> isWritten) {
        this.isWritten = isWritten;
    }

    /** Whether a directory has so few entries that it can be watched. */
    boolean hasRoomFor(FileRef directory) {
        int[] left = {Math.min(MOST_OF_DIRECTORY, MOST - count.get())};
        return directory
                        .fileSystem()
                        .readDirectory(
                                Credentials.SUPERUSER,
                                directory.inode(),
                                0,
                                0,
                                (cookie, name, inode) -> --left[0] >= 0)
                        .status()
                        .isOk()
                && left[0] >= 0;
    }

    /** Whether nothing is watched. */
    boolean isEmpty() {
        return directories.isEmpty();
    }

    /** Whether the entries of a directory are watched. */
    boolean isWatched(FileRef directory) {
        return directories.containsKey(directory);
    }

    /** The directories whose entries are watched. */
    List<FileRef> watched() {
        return List.copyOf(directories.keySet());
    }

    /**
     * Watches a directory's entries, or looks again what they are if they are watched.
     *
     * @return false, and they are not watched any more, if there are too many or they cannot be
     *     read
     */
    boolean watch(FileRef directory) {
        Map<Opaque, Known> before = directories.getOrDefault(directory, Map.of());
        Map<Opaque, Known> seen = new ConcurrentHashMap<>();
        FsResult<DirectoryRead> read =
                directory
                        .fileSystem()
                        .readDirectory(
                                Credentials.SUPERUSER,
                                directory.inode(),
                                0,
                                0,
                                (cookie, name, inode) -> {
                                    FileRef file = new FileRef(directory.export(), inode);
                                    Known known = before.get(name);
                                    seen.put(
                                            name,
                                            known != null && known.file().equals(file)
                                                    ? known
                                                    : known(new Name(directory, name), file));
                                    return seen.size() <= MOST_OF_DIRECTORY;
                                });
        unwatch(directory);
        if (!read.status().isOk() || seen.size() > MOST_OF_DIRECTORY) {
            return false;
        }
        directories.put(directory, seen);
        count.addAndGet(seen.size());
        seen.forEach((name, known) -> link(known.file(), new Name(directory, name)));
        return isWithinBounds(directory, seen);
    }

    /** Watches a directory's entries no more. */
    void unwatch(FileRef directory) {
        Map<Opaque, Known> gone = directories.remove(directory);
        if (gone != null) {
            count.addAndGet(-gone.size());
            gone.forEach((name, known) -> unlink(known.file(), new Name(directory, name)));
        }
    }

    /**
     * Notes what a name of a directory stands for now.
     *
     * @param place null if for nothing
     * @return false, and the entries are not watched any more, if there are too many
     */
    boolean note(FileRef directory, Opaque name, @Nullable EntryPlace place) {
        Map<Opaque, Known> known = directories.get(directory);
        if (known == null) {
            return true;
        }
        Known old = known.remove(name);
        if (old != null) {
            count.decrementAndGet();
            unlink(old.file(), new Name(directory, name));
        }
        if (place != null) {
            FileRef file = new FileRef(directory.export(), place.entry().inode());
            Opaque kept = place.entry().name();
            known.put(kept, known(new Name(directory, kept), file));
            count.incrementAndGet();
            link(file, new Name(directory, kept));
        }
        return isWithinBounds(directory, known);
    }

    private boolean isWithinBounds(FileRef directory, Map<Opaque, Known> known) {
        if (known.size() <= MOST_OF_DIRECTORY && count.get() <= MOST) {
            return true;
        }
        unwatch(directory);
        return false;
    }

    /** The names that a file has in watched directories, as they are just now. */
    List<Name> namesOf(FileRef file) {
        return names.getOrDefault(file.object(), List.of());
    }

    /**
     * What a name stands for if that is still this file, and it is not as it was when that was told
     * last; else null. What it is like now counts as told from now on.
     */
    @Nullable FileRef changed(Name name, FileRef file) {
        Map<Opaque, Known> known = directories.get(name.directory());
        Known last = known == null ? null : known.get(name.name());
        if (known == null || last == null || !last.file().object().equals(file.object())) {
            return null;
        }
        Known now = known(name, last.file());
        if (now.stat() != null && now.stat().equals(last.stat())) {
            return null;
        }
        known.put(name.name(), now);
        return last.file();
    }

    /** Files that can be told of again, each with its name. */
    Map<Name, FileRef> tellable() {
        Map<Name, FileRef> found = new HashMap<>();
        for (Name name : List.copyOf(untold)) {
            Map<Opaque, Known> known = directories.get(name.directory());
            Known last = known == null ? null : known.get(name.name());
            if (last == null) {
                untold.remove(name);
            } else if (!isWritten.test(last.file())) {
                untold.remove(name);
                found.put(name, last.file());
            }
        }
        return found;
    }

    private Known known(Name name, FileRef file) {
        if (isWritten.test(file)) {
            untold.add(name);
            return new Known(file, null);
        }
        return new Known(file, stat(file));
    }

    private static @Nullable FileStat stat(FileRef file) {
        return file.fileSystem().getAttributes(Credentials.SUPERUSER, file.inode())
                        instanceof FsResult.Ok<FileStat>(FileStat stat)
                ? stat
                : null;
    }

    private void link(FileRef file, Name name) {
        names.merge(
                file.object(),
                List.of(name),
                (old, one) -> {
                    List<Name> more = new ArrayList<>(old);
                    more.addAll(one);
                    return List.copyOf(more);
                });
    }

    private void unlink(FileRef file, Name name) {
        names.computeIfPresent(
                file.object(),
                (key, old) -> {
                    List<Name> rest = old.stream().filter(each -> !each.equals(name)).toList();
                    return rest.isEmpty() ? null : rest;
                });
    }
}
