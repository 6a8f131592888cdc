package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nfs41.server.ops.TestClient.creating;
import static org.nfs41.server.ops.TestClient.open;
import static org.nfs41.server.ops.TestClient.unchecked;

import org.junit.jupiter.api.Test;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CreatVerfAttr;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;

/** Files that OPEN makes (RFC 8881 section 18.16.3); B-numbers are those of known field bugs. */
class OpenCreationTest extends OpenScene {
    @Test
    void uncheckedCreateSetsAttributesOnceAndTruncatesOnlyAtSizeZero() {
        OpenResOk first = client.opened(creating("o", unchecked(mode(0640)), "f"));
        assertThat(first.attrSet()).isEqualTo(Bitmap.of(Attribute.MODE));
        assertThat(first.cinfo().after()).isNotEqualTo(first.cinfo().before());
        client.call(client.put("/a/f"), write(first.stateId(), "content"));

        OpenResOk again = client.opened(creating("o", unchecked(mode(0600)), "f"));
        assertThat(again.attrSet()).isEqualTo(Bitmap.EMPTY);
        assertThat(again.cinfo().after()).isEqualTo(again.cinfo().before());
        assertThat(client.opened(creating("o", unchecked(size(3)), "f")).attrSet())
                .isEqualTo(Bitmap.EMPTY);
        assertThat(modeOf("/a/f")).isEqualTo(0640);
        assertThat(sizeOf("/a/f")).isEqualTo(7);

        assertThat(client.opened(creating("o", unchecked(size(0)), "f")).attrSet())
                .isEqualTo(Bitmap.of(Attribute.SIZE));
        assertThat(sizeOf("/a/f")).isZero();
    }

    @Test
    void guardedCreateOfATakenNameFails() {
        client.openFile("f");
        CreateHow guarded = new CreateHow.Guarded(mode(0600).toFileAttributes());
        assertThat(client.status(client.put("/a"), creating("o", guarded, "f")))
                .isEqualTo(NfsStatus.EXIST);
        assertThat(client.status(client.put("/a"), creating("o", guarded, "g")))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void exclusiveCreateIsRepeatedByItsVerifierAlone() { // B-141
        CreateHow how =
                new CreateHow.Exclusive41(new CreatVerfAttr(42, mode(0444).toFileAttributes()));
        OpenResOk first = client.opened(creating("o", how, "f"));
        assertThat(first.attrSet()).isEqualTo(Bitmap.of(Attribute.MODE));
        assertThat(client.opened(creating("o", how, "f")).stateId())
                .isEqualTo(first.stateId().withSeqid(2));
        assertThat(modeOf("/a/f")).isEqualTo(0444);
        CreateHow other =
                new CreateHow.Exclusive41(new CreatVerfAttr(43, mode(0444).toFileAttributes()));
        assertThat(client.status(client.put("/a"), creating("o", other, "f")))
                .isEqualTo(NfsStatus.EXIST);
        client.openFile("g");
        assertThat(client.status(client.put("/a"), creating("o", new CreateHow.Exclusive(0), "g")))
                .isEqualTo(NfsStatus.EXIST);
    }

    @Test
    void exclusive4GivesPermissionToNobody() {
        client.opened(creating("o", new CreateHow.Exclusive(42), "f"));
        assertThat(modeOf("/a/f")).isZero();
    }

    @Test
    void attributesThatCannotBeSetAtCreation() {
        AttributeSet fileId = AttributeSet.EMPTY.with(AttributeType.FILEID, 5L);
        assertThat(client.status(client.put("/a"), creating("o", unchecked(fileId), "f")))
                .isEqualTo(NfsStatus.INVAL);
        AttributeSet archive = AttributeSet.EMPTY.with(AttributeType.ARCHIVE, true);
        CreateHow how = new CreateHow.Exclusive41(new CreatVerfAttr(1, archive.toFileAttributes()));
        assertThat(client.status(client.put("/a"), creating("o", how, "f")))
                .isEqualTo(NfsStatus.INVAL);
        assertThat(client.status(client.put("/a"), creating("o", unchecked(archive), "f")))
                .isEqualTo(NfsStatus.ATTRNOTSUPP);
        assertThat(client.status(client.put("/a"), new LookupArgs(Opaque.utf8("f"))))
                .isEqualTo(NfsStatus.NOENT);
    }

    @Test
    void creatorMayWriteToWhatHeMadeReadOnlyAndNobodyElse() {
        StateId id = client.opened(creating("o", unchecked(mode(0400)), "f")).stateId();
        assertThat(client.status(client.put("/a/f"), write(id, "x"))).isEqualTo(NfsStatus.OK);
        assertThat(client.status(client.put("/a"), open("o2", WRITE, NONE, "f")))
                .isEqualTo(NfsStatus.ACCESS);
        client.as(2000);
        assertThat(client.status(client.put("/a"), open("o2", READ, NONE, "f")))
                .isEqualTo(NfsStatus.ACCESS);
    }

    @Test
    void truncationNeedsWritePermissionAndIsStoppedByDenyWrite() {
        StateId id = client.opened(creating("o", unchecked(mode(0644)), "f")).stateId();
        client.call(client.put("/a/f"), write(id, "content"));
        OpenArgs truncate =
                open(
                        "o2",
                        READ,
                        NONE,
                        new OpenFlag.Create(unchecked(size(0))),
                        new OpenClaim.Null(Opaque.utf8("f")));
        client.as(2000);
        assertThat(client.status(client.put("/a"), truncate)).isEqualTo(NfsStatus.ACCESS);
        client.as(1000);
        client.call(client.put("/a/f"), new CloseArgs(0, id));
        client.opened(open("o", READ, WRITE, "f"));
        assertThat(client.status(client.put("/a"), truncate)).isEqualTo(NfsStatus.SHARE_DENIED);
        assertThat(sizeOf("/a/f")).isEqualTo(7);
    }
}
