package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.Op;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.LockUArgs;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenResultFlags;
import org.nfs41.xdr.op.OpenShare;

import java.util.List;

/** The bytes that LOCK, LOCKT and LOCKU are about (RFC 8881 sections 9.2, 9.3, 18.10 to 18.12). */
final class LockRangeChecks {
    private static final String FILE = "file";
    private static final long TO_END = FileUser.TO_END;
    private static final long TWO_TO_63 = Long.MIN_VALUE;

    /** As an unsigned number, the one before the greatest. */
    private static final long LAST_BUT_ONE = -2;

    @Check(
            id = "LOCK-001",
            rule = "A range without bytes, or with bytes that 64 bits cannot name, is invalid",
            sends =
                    "LOCK with a named owner and with a lock state id, LOCKT, LOCKU: length 0 at 0"
                            + " and at 10; offset 2^63 with length 2^64-2; offset 10 with length"
                            + " 2^64-2; offset 2^64-1 with length 1",
            accepts = "NFS4ERR_INVAL each time",
            requirements = "18.10.3-R01",
            sections = {"18.11.3", "18.12.3"},
            needs = Need.FILES,
            bugs = "B-135")
    void invalidRanges(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        StateId lock = user.lock("owner", LockType.WRITE_LT, 0, 1);
        long[][] ranges = {
            {0, 0}, {10, 0}, {TWO_TO_63, LAST_BUT_ONE}, {10, LAST_BUT_ONE}, {TO_END, 1}
        };
        for (long[] range : ranges) {
            String which =
                    Long.toUnsignedString(range[1])
                            + " bytes at "
                            + Long.toUnsignedString(range[0]);
            for (ArgOp op :
                    List.of(
                            Ops.lock(user.open(), "owner", LockType.WRITE_LT, range[0], range[1]),
                            Ops.lock(lock, LockType.WRITE_LT, range[0], range[1]),
                            Ops.lockTest("other", LockType.WRITE_LT, range[0], range[1]),
                            Ops.unlock(lock, range[0], range[1]))) {
                assertThatReply(user.call(op))
                        .because(which)
                        .endsAt(FileUser.FIRST, NfsStatus.INVAL);
            }
        }
    }

    @Check(
            id = "LOCK-002",
            rule = "A length of all ones is to the end of the file, from whichever offset",
            sends =
                    "LOCK of a write lock from 10 with length 2^64-1; LOCKT by another client at"
                            + " 0, 10, 2^32, 2^63-1, 2^63; LOCKU in the same way, and LOCKT",
            accepts =
                    "NFS4_OK from LOCK and LOCKU; for the other client NFS4_OK at 0,"
                            + " NFS4ERR_DENIED everywhere else, NFS4_OK when it is unlocked",
            sections = {"18.10.3", "18.11.3"},
            needs = Need.FILES,
            bugs = "B-135")
    void rangeToTheEnd(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        StateId lock = user.lock("owner", LockType.WRITE_LT, 10, TO_END);
        other.requireFree("the lock begins at 10", 0, 10);
        for (long offset : new long[] {10, 1L << 32, Long.MAX_VALUE, TWO_TO_63}) {
            other.requireDenied(
                    "byte " + Long.toUnsignedString(offset) + " is locked",
                    LockType.READ_LT,
                    offset,
                    offset < 0 ? TO_END : 1);
        }
        user.unlock(lock, 10, TO_END);
        other.requireFree("all is unlocked", 0, TO_END);
    }

    @Check(
            id = "LOCK-003",
            rule = "Offsets are 64 bits without a sign",
            sends =
                    "LOCK of one byte at 2^64-2; LOCKT by another client of that byte, of the one"
                            + " before it, and from 2^63 to the end",
            accepts =
                    "NFS4_OK, or NFS4ERR_BAD_RANGE from a server that cannot hold such a lock;"
                            + " then NFS4ERR_DENIED, NFS4_OK, NFS4ERR_DENIED",
            sections = {"18.10.3", "15.1.8.1"},
            needs = Need.FILES,
            bugs = "B-135")
    void greatestOffset(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        Reply reply = user.call(Ops.lock(user.open(), "owner", LockType.WRITE_LT, LAST_BUT_ONE, 1));
        assertThatReply(reply).endsAt(FileUser.FIRST, NfsStatus.OK, NfsStatus.BAD_RANGE);
        if (!reply.isOk()) {
            throw cx.unsupported("locks behind 2^63 are out of the server's range");
        }
        other.requireDenied("the byte is locked", LockType.READ_LT, LAST_BUT_ONE, 1);
        other.requireDenied("a byte of it is locked", LockType.READ_LT, TWO_TO_63, TO_END);
        other.requireFree("the byte before is not locked", LAST_BUT_ONE - 1, 1);
    }

    @Check(
            id = "LOCK-004",
            rule = "Part of what is locked can be unlocked",
            sends =
                    "LOCK of 0 to 99, LOCKU of 40 to 59; LOCKT by another client; LOCK of 40 to 59"
                            + " again, LOCKU of 10 to 89, LOCKT; LOCKU of 0 to 199, LOCKT",
            accepts =
                    "NFS4_OK from all but LOCKT, or NFS4ERR_LOCK_RANGE from a server that only"
                            + " unlocks what was locked; LOCKT is denied exactly where bytes are"
                            + " locked",
            sections = {"9.2", "18.12.4", "18.10.4"},
            needs = Need.FILES)
    void splitAndMerge(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        StateId lock = user.lock("owner", LockType.WRITE_LT, 0, 100);
        Reply split = user.call(Ops.unlock(lock, 40, 20));
        assertThatReply(split).endsAt(FileUser.FIRST, NfsStatus.OK, NfsStatus.LOCK_RANGE);
        if (!split.isOk()) {
            throw cx.unsupported("parts of locks cannot be unlocked");
        }
        other.requireFree("unlocked", 40, 20);
        other.requireDenied("the part before is locked", LockType.READ_LT, 39, 1);
        other.requireDenied("the part behind is locked", LockType.READ_LT, 60, 1);

        user.lock("owner", LockType.WRITE_LT, 40, 20);
        user.unlock(lock.withSeqid(0), 10, 80);
        other.requireFree("unlocked across three locks", 10, 80);
        other.requireDenied("the first part is locked", LockType.READ_LT, 9, 1);
        other.requireDenied("the last part is locked", LockType.READ_LT, 90, 1);

        user.unlock(lock.withSeqid(0), 0, 200);
        other.requireFree("all is unlocked", 0, TO_END);
    }

    @Check(
            id = "LOCK-005",
            rule = "An owner can make a read lock of its write lock, and the reverse when alone",
            sends =
                    "LOCK for writing, LOCK of the middle for reading; LOCKT for reading by another"
                            + " client; LOCK of that for reading by that client; LOCK of all for"
                            + " writing by the first; the same when the other has unlocked",
            accepts =
                    "NFS4_OK, or NFS4ERR_LOCK_NOTSUPP or NFS4ERR_LOCK_RANGE from a server that"
                            + " cannot do it; NFS4_OK in the middle and NFS4ERR_DENIED beside it;"
                            + " NFS4ERR_DENIED as long as there is another reader, NFS4_OK then",
            sections = {"9.3", "18.10.4"},
            needs = Need.FILES)
    void upgradeAndDowngrade(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        StateId lock = user.lock("owner", LockType.WRITE_LT, 0, 100);
        Reply down = user.call(Ops.lock(lock, LockType.READ_LT, 40, 20));
        assertThatReply(down)
                .endsAt(FileUser.FIRST, NfsStatus.OK, NfsStatus.LOCK_NOTSUPP, NfsStatus.LOCK_RANGE);
        if (!down.isOk()) {
            throw cx.unsupported("locks cannot be upgraded and downgraded");
        }
        other.requireDenied("still a write lock", LockType.READ_LT, 39, 1);
        other.requireDenied("still a write lock", LockType.READ_LT, 60, 1);
        other.requireDenied("still a read lock", LockType.WRITE_LT, 50, 1);
        StateId theirs = other.lock("owner", LockType.READ_LT, 40, 20);

        LockType write = LockType.WRITE_LT;
        assertThatReply(user.call(Ops.lock(lock.withSeqid(0), write, 0, 100)))
                .because("another client has a read lock in it")
                .endsAt(FileUser.FIRST, NfsStatus.DENIED);
        other.unlock(theirs, 40, 20);
        assertThatReply(user.call(Ops.lock(lock.withSeqid(0), write, 0, 100)))
                .because("nobody else has a lock")
                .isOk();
        other.requireDenied("a write lock again", LockType.READ_LT, 50, 1);
    }

    @Check(
            id = "LOCK-006",
            rule = "LOCKU does not mind which type of lock it names",
            sends = "LOCK of a read lock; LOCKU of a part of it with each of the four types; LOCKT",
            accepts = "NFS4_OK each time, and the bytes are free for another client",
            requirements = "18.12.3-R01",
            needs = Need.FILES)
    void unlockOfAnyType(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        for (LockType type : LockType.known()) {
            StateId lock = user.lock("owner", LockType.READ_LT, 0, 10);
            LockUArgs unlock = new LockUArgs(type, 0, lock, 0, 10);
            assertThatReply(user.call(unlock)).because("LOCKU with " + type).isOk();
            other.requireFree("unlocked with " + type, 0, 10);
        }
    }

    @Check(
            id = "LOCK-007",
            rule = "To unlock what is not locked does no harm",
            sends = "LOCK of 0 to 9; LOCKU of 20 to 29 and of 5 to 9, twice; LOCKT",
            accepts =
                    "NFS4_OK, or NFS4ERR_LOCK_RANGE from a server that only unlocks what was"
                            + " locked; what is still locked is denied",
            sections = "18.12.4",
            needs = Need.FILES)
    void unlockOfWhatIsNotLocked(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        FileUser other = user.another(cx);
        StateId lock = user.lock("owner", LockType.WRITE_LT, 0, 10);
        for (long[] range : new long[][] {{20, 10}, {5, 5}, {5, 5}}) {
            assertThatReply(user.call(Ops.unlock(lock.withSeqid(0), range[0], range[1])))
                    .endsAt(FileUser.FIRST, NfsStatus.OK, NfsStatus.LOCK_RANGE);
        }
        other.requireDenied("byte 4 was not unlocked", LockType.READ_LT, 4, 1);
    }

    @Check(
            id = "LOCK-008",
            rule = "There are four types of lock and no others",
            sends = "LOCK, LOCKT and LOCKU with the types 0 and 5",
            accepts =
                    "NFS4ERR_BADXDR, NFS4ERR_INVAL or RPC GARBAGE_ARGS; the slot still works and"
                            + " nothing is locked",
            sections = {"15.1.1.1", "3.3.10"},
            needs = Need.FILES)
    void unknownTypes(CheckContext cx) {
        FileUser user = FileUser.of(cx.session(), cx.file(FILE));
        FileUser other = user.another(cx);
        StateId lock = user.lock("owner", LockType.READ_LT, 0, 1);
        RawSlot slot = new RawSlot(cx);
        for (LockType type : List.of(LockType.of(0), LockType.of(5))) {
            for (ArgOp op :
                    List.of(
                            Ops.lock(user.open(), "another", type, 10, 1),
                            Ops.lockTest("another", type, 10, 1),
                            new LockUArgs(type, 0, lock, 0, 1))) {
                Reply reply = slot.send(Op.of(Ops.putFh(user.file())), Op.of(op));
                slot.refused(reply, op.op() + " with type " + type, NfsStatus.INVAL);
            }
        }
        other.requireFree("nothing was locked", 10, 1);
        other.requireDenied("nothing was unlocked", LockType.WRITE_LT, 0, 1);
    }

    @Check(
            id = "LOCK-009",
            rule = "Who says that locks are those of POSIX has all of them",
            sends =
                    "OPEN; LOCK, LOCK of a part for reading, LOCK of more for writing, LOCKU of a"
                            + " part, LOCKU of what is not locked, LOCKU of several locks",
            accepts =
                    "Without OPEN4_RESULT_LOCKTYPE_POSIX the check ends; with it NFS4_OK each time",
            sections = {"18.16.3", "18.10.4", "18.12.4"},
            needs = Need.FILES)
    void locksOfPosix(CheckContext cx) {
        FileUser user = FileUser.of(cx, FILE);
        Reply opened =
                user.require(FileUser.open("posix", OpenShare.ACCESS_BOTH, OpenShare.DENY_NONE));
        OpenResOk open = opened.result(OpenResOk.class);
        if ((open.rflags() & OpenResultFlags.LOCKTYPE_POSIX) == 0) {
            throw cx.unsupported("OPEN does not set OPEN4_RESULT_LOCKTYPE_POSIX");
        }
        Reply first = user.require(Ops.lock(open.stateId(), "owner", LockType.WRITE_LT, 0, 100));
        StateId lock = FileUser.lockStateId(first).withSeqid(0);
        for (ArgOp op :
                List.of(
                        Ops.lock(lock, LockType.READ_LT, 40, 20),
                        Ops.lock(lock, LockType.WRITE_LT, 50, 100),
                        Ops.unlock(lock, 10, 10),
                        Ops.unlock(lock, 500, 10),
                        Ops.unlock(lock, 5, 130))) {
            assertThatReply(user.call(op)).because("OPEN says that locks are POSIX's").isOk();
        }
        user.another(cx).requireDenied("still locked", LockType.READ_LT, 140, 1);
    }
}
