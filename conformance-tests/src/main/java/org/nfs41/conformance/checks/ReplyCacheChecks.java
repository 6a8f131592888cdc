package org.nfs41.conformance.checks;

import static org.nfs41.conformance.client.ReplyAssert.assertThatReply;

import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.check.CheckContext;
import org.nfs41.conformance.check.Need;
import org.nfs41.conformance.client.CheckFailure;
import org.nfs41.conformance.client.Credential;
import org.nfs41.conformance.client.Exchange;
import org.nfs41.conformance.client.NfsConnection;
import org.nfs41.conformance.client.NfsSession;
import org.nfs41.conformance.client.Ops;
import org.nfs41.conformance.client.Reply;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.LinkArgs;
import org.nfs41.xdr.op.ReadResOk;
import org.nfs41.xdr.op.RenameArgs;
import org.nfs41.xdr.op.SetAttrArgs;

import java.util.List;

/** What a retry gets when the reply was to be kept: that reply, whole, and nothing is done. */
final class ReplyCacheChecks {
    private static final int RETRIES = 3;

    @Check(
            id = "SEQ-003",
            rule = "A retry gets the whole reply that was kept, byte for byte",
            sends =
                    "OPEN that creates a file, GETFH and GETATTR in a cached COMPOUND; the same"
                            + " bytes three times more under new xids on the same connection",
            accepts =
                    "The same results each time; sr_highest_slotid, sr_target_highest_slotid and"
                            + " sr_status_flags may differ",
            requirements = {
                "18.46.3-R08",
                "2.10.6.4-R02",
                "2.10.6.1.1-R01",
                "2.10.6.1.1-R02",
                "2.10.6-R01"
            },
            needs = Need.FILES,
            bugs = {"B-002", "B-003"})
    void retryOfAnOpenOnTheSameConnection(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        Exchange original =
                connection.send(
                        session.request(
                                session.sequence(0, 1, true),
                                Ops.putFh(cx.directory()),
                                Ops.create("made", "owner"),
                                Ops.getFh(),
                                Ops.getAttr(Attribute.CHANGE, Attribute.SIZE, Attribute.FILEID)));
        Reply first = original.await();
        assertThatReply(first).because("the file is new").isOk();
        for (int i = 0; i < RETRIES; i++) {
            assertThatReply(connection.retry(original).await()).repeatsExactly(first);
        }
    }

    @Check(
            id = "SEQ-004",
            rule = "Neither connection nor xid has a part in what is a retry",
            sends =
                    "CREATE of a directory in a cached COMPOUND; the same bytes on a second"
                            + " connection, with a new xid and with the xid of the original",
            accepts = "The reply to the original, each time under the xid of the retry",
            requirements = {"18.46.3-R08", "2.10.6.1-R08", "2.10.6-R01"},
            needs = {Need.FILES, Need.CONNECTIONS},
            bugs = {"B-001", "B-003"})
    void retryOnASecondConnectionWhileTheFirstIsThere(CheckContext cx) {
        NfsSession session = cx.newSession();
        Exchange original =
                session.client()
                        .connection()
                        .send(
                                session.request(
                                        session.sequence(0, 1, true),
                                        Ops.putFh(cx.directory()),
                                        Ops.makeDirectory("made", 0755),
                                        Ops.getFh()));
        Reply first = original.await();
        assertThatReply(first).because("the directory is new").isOk();
        NfsConnection second = session.client().newConnection();
        assertThatReply(second.retry(original).await()).repeatsExactly(first);
        assertThatReply(second.send(original.call()).await())
                .because("the xid is that of the original")
                .repeatsExactly(first);
    }

    @Check(
            id = "SEQ-005",
            rule = "An operation that would fail the second time is not executed again by a retry",
            sends = "CREATE, LINK, RENAME and REMOVE, each in a cached COMPOUND that is retried",
            accepts = "NFS4_OK with the same change_info4 each time",
            requirements = {"2.10.6-R01", "18.46.3-R08"},
            needs = Need.FILES,
            bugs = {"B-001", "B-002"})
    void retriesOfOperationsThatChangeADirectory(CheckContext cx) {
        NfsSession session = cx.newSession();
        FileHandle directory = cx.directory();
        FileHandle file = cx.file("file");
        List<List<ArgOp>> changes =
                List.of(
                        List.of(Ops.putFh(directory), Ops.makeDirectory("made", 0755)),
                        List.of(
                                Ops.putFh(file),
                                Ops.saveFh(),
                                Ops.putFh(directory),
                                new LinkArgs(Opaque.utf8("linked"))),
                        List.of(
                                Ops.putFh(directory),
                                Ops.saveFh(),
                                new RenameArgs(Opaque.utf8("made"), Opaque.utf8("renamed"))),
                        List.of(Ops.putFh(directory), Ops.remove("file")));
        NfsConnection connection = session.client().connection();
        for (List<ArgOp> ops : changes) {
            Exchange original = session.slot(0).start(connection, true, ops.toArray(ArgOp[]::new));
            Reply first = original.await();
            assertThatReply(first).because("nothing is in its way").isOk();
            assertThatReply(connection.retry(original).await()).repeatsExactly(first);
        }
        Retries.requireExists(cx, "renamed", true, "RENAME was executed once");
        Retries.requireExists(cx, "file", false, "REMOVE was executed");
    }

    @Check(
            id = "SEQ-006",
            rule = "A reply with an error of a later operation is kept and repeated as well",
            sends =
                    "LOOKUP of a missing name in a cached COMPOUND; the name is created; the same"
                            + " bytes again",
            accepts = "NFS4ERR_NOENT from LOOKUP both times",
            requirements = {"2.10.6.4-R04", "2.10.6.4-R02"},
            needs = Need.FILES)
    void retryOfARequestThatFailed(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        Exchange original =
                session.slot(0)
                        .start(connection, true, Ops.putFh(cx.directory()), Ops.lookup("late"));
        Reply first = original.await();
        assertThatReply(first).endsAt(2, NfsStatus.NOENT);
        cx.file("late");
        assertThatReply(connection.retry(original).await())
                .because("the name came after the original")
                .repeatsExactly(first);
    }

    @Check(
            id = "SEQ-007",
            rule = "The body that an operation has beside its error is repeated with it",
            sends =
                    "SETATTR of the read-only attribute fileid in a cached COMPOUND; the same bytes"
                            + " again",
            accepts = "An error with attrsset both times, byte for byte",
            requirements = {"2.10.6.4-R04", "2.10.6.4-R02"},
            sections = "18.30.2",
            needs = Need.FILES,
            bugs = "B-002")
    void retryOfASetAttrThatFailed(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        FileAttributes fileId =
                new FileAttributes(Bitmap.of(Attribute.FILEID), Opaque.of(new byte[Long.BYTES]));
        Exchange original =
                session.slot(0)
                        .start(
                                connection,
                                true,
                                Ops.putFh(cx.file("file")),
                                new SetAttrArgs(StateId.ANONYMOUS, fileId));
        Reply first = original.await();
        assertThatReply(first).because("fileid is read-only").isError().hasResultCount(3);
        assertThatReply(connection.retry(original).await()).repeatsExactly(first);
    }

    @Check(
            id = "SEQ-008",
            rule = "A retried WRITE does not overwrite what was written after the original",
            sends =
                    "WRITE of \"first\" on slot 0, WRITE of \"later\" to the same bytes on slot 1,"
                            + " the first request again; then READ. All this with sa_cachethis and"
                            + " without",
            accepts = "READ returns \"later\"",
            requirements = {"2.10.6-R01", "2.10.6-R02", "18.46.3-R09"},
            needs = Need.FILES,
            bugs = {"B-001", "B-005"})
    void retryOfAWriteAfterALaterWrite(CheckContext cx) {
        NfsSession session = Retries.sessionOfSlots(cx, 2);
        NfsConnection connection = session.client().connection();
        FileHandle file = cx.file("file");
        for (boolean cached : new boolean[] {true, false}) {
            Exchange original =
                    session.slot(0).start(connection, cached, Ops.putFh(file), write("first"));
            assertThatReply(original.await()).isOk();
            assertThatReply(session.slot(1).compound(Ops.putFh(file), write("later"))).isOk();
            connection.retry(original).await();
            Reply read = cx.session().require(Ops.putFh(file), Ops.read(StateId.ANONYMOUS, 0, 5));
            String content = read.result(ReadResOk.class).data().utf8();
            if (!content.equals("later")) {
                throw new CheckFailure(
                        "content after the retry (sa_cachethis " + cached + ")", "later", content);
            }
        }
    }

    private static ArgOp write(String text) {
        return Ops.write(StateId.ANONYMOUS, 0, Opaque.utf8(text).toByteArray());
    }

    @Check(
            id = "SEQ-009",
            rule = "A retry is one whatever stamp and machine name its AUTH_SYS credential has",
            sends =
                    "CREATE of a directory in a cached COMPOUND; the same arguments by the same"
                            + " user and groups with another stamp and machine name",
            accepts = "The reply to the original",
            requirements = "18.46.3-R08",
            sections = "2.10.6.1.3.1",
            needs = Need.FILES,
            bugs = "B-151")
    void retryUnderARelabelledCredential(CheckContext cx) {
        NfsSession session = cx.newSession();
        NfsConnection connection = session.client().connection();
        Exchange original =
                session.slot(0)
                        .start(
                                connection,
                                true,
                                Ops.putFh(cx.directory()),
                                Ops.makeDirectory("made", 0755));
        Reply first = original.await();
        assertThatReply(first).isOk();
        Credential moved = cx.user().relabelled(0x5eed, "another-name.example");
        assertThatReply(connection.retryAs(original, moved).await())
                .because("the user is the same")
                .repeatsExactly(first);
    }

    @Check(
            id = "SEQ-010",
            rule = "A kept reply stays while other slots work, until its own slot is used again",
            sends =
                    "GETATTR and GETFH in a cached COMPOUND on slot 1; a hundred requests on slot"
                            + " 0; the retry; the next request on slot 1; the retry again",
            accepts = "The reply to the original, then NFS4ERR_SEQ_MISORDERED",
            requirements = {"18.46.3-R08", "2.10.6.1-R05", "2.10.6.1-R07"},
            needs = Need.FILES,
            bugs = "B-013")
    void retryAfterMuchWorkOnAnotherSlot(CheckContext cx) {
        NfsSession session = Retries.sessionOfSlots(cx, 2);
        NfsConnection connection = session.client().connection();
        Exchange original =
                session.slot(1)
                        .start(
                                connection,
                                true,
                                Ops.putFh(cx.directory()),
                                Ops.getAttr(Attribute.FILEID, Attribute.CHANGE),
                                Ops.getFh());
        Reply first = original.await();
        assertThatReply(first).isOk();
        for (int i = 0; i < 100; i++) {
            assertThatReply(
                            session.slot(0)
                                    .compoundCached(Ops.putRootFh(), Ops.getAttr(Attribute.FILEID)))
                    .isOk();
        }
        assertThatReply(connection.retry(original).await()).repeatsExactly(first);
        assertThatReply(session.slot(1).compound(Ops.putRootFh())).isOk();
        assertThatReply(connection.retry(original).await())
                .because("the slot has gone on")
                .endsAt(0, NfsStatus.SEQ_MISORDERED);
    }

    @Check(
            id = "SEQ-017",
            rule = "Replies with data are kept and repeated as other replies are",
            sends =
                    "READDIR with attributes and READ of 1000 bytes, each in a cached COMPOUND; the"
                            + " directory and the file are changed; the same bytes again",
            accepts = "The reply to the original, byte for byte",
            requirements = {"18.46.3-R08", "2.10.6.4-R02"},
            needs = Need.FILES,
            bugs = {"B-002", "B-013"})
    void retryOfReadDirAndRead(CheckContext cx) {
        NfsSession session = Retries.sessionOfSlots(cx, 2);
        NfsConnection connection = session.client().connection();
        FileHandle file = cx.file("file", new byte[1000]);
        ArgOp[] list = {
            Ops.putFh(cx.directory()), Ops.readDir(0, 0, Attribute.FILEID, Attribute.SIZE)
        };
        ArgOp[] read = {Ops.putFh(file), Ops.read(StateId.ANONYMOUS, 0, 1000)};
        Exchange listed = session.slot(0).start(connection, true, list);
        Reply firstListing = listed.await();
        assertThatReply(firstListing).isOk();
        Exchange reading = session.slot(1).start(connection, true, read);
        Reply firstData = reading.await();
        assertThatReply(firstData).isOk();
        cx.session().require(Ops.putFh(file), write("changed"));
        cx.file("another");
        assertThatReply(connection.retry(reading).await()).repeatsExactly(firstData);
        assertThatReply(connection.retry(listed).await()).repeatsExactly(firstListing);
    }
}
