package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.fs.AddressRange;
import org.nfs41.ops.fs.ClientAddress;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.ops.fs.Export;
import org.nfs41.ops.fs.ExportAccess;
import org.nfs41.ops.fs.ExportPolicy;
import org.nfs41.ops.fs.ExportRule;
import org.nfs41.ops.fs.Squash;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileType;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.AccessArgs;
import org.nfs41.xdr.op.AccessResOk;
import org.nfs41.xdr.op.CloseArgs;
import org.nfs41.xdr.op.CreateArgs;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.CreateType;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.RemoveArgs;
import org.nfs41.xdr.op.SetAttrArgs;
import org.nfs41.xdr.op.WriteArgs;

import java.util.List;

/** What the policy of an export means to its clients. */
class ExportPolicyTest {
    private static final int ALL_ACCESS = 0x3f;
    private static final int READING = 0x23;

    private final FileServer server = new FileServer();
    private final TestClient client = server.client("c1", 1000);

    private void policy(ExportAccess access, Squash squash) {
        ExportRule rule = new ExportRule(AddressRange.ALL, access, squash, new Credentials(77, 78));
        policy(new ExportPolicy(List.of(rule)));
    }

    private void policy(ExportPolicy policy) {
        List<Export> exports = server.exports.exports();
        Export a = exports.getFirst();
        server.exports.replace(
                List.of(Export.of(a.path(), a.fileSystem(), policy), exports.getLast()),
                new NfsTime(2_000, 0));
    }

    private static CreateArgs directory(String name) {
        return new CreateArgs(
                new CreateType.Plain(FileType.NF4DIR),
                Opaque.utf8(name),
                AttributeSet.EMPTY.toFileAttributes());
    }

    @Test
    void aReadOnlyExportIsReadAndNotChanged() {
        StateId open = client.openFile("f");
        PutFhArgs file = (PutFhArgs) client.put("/a/f");
        PutFhArgs top = (PutFhArgs) client.put("/a");
        policy(ExportAccess.READ_ONLY, Squash.NONE);
        WriteArgs write = new WriteArgs(open, 0, StableHow.UNSTABLE, Opaque.utf8("text"));
        SetAttrArgs set =
                new SetAttrArgs(
                        StateId.ANONYMOUS,
                        AttributeSet.EMPTY.with(AttributeType.MODE, 0).toFileAttributes());
        assertThat(client.status(file, write)).isEqualTo(NfsStatus.ROFS);
        assertThat(client.status(file, set)).isEqualTo(NfsStatus.ROFS);
        assertThat(client.status(top, directory("d"))).isEqualTo(NfsStatus.ROFS);
        assertThat(client.status(top, new RemoveArgs(Opaque.utf8("f")))).isEqualTo(NfsStatus.ROFS);
        assertThat(client.result(AccessResOk.class, top, new AccessArgs(ALL_ACCESS)).access())
                .isEqualTo(READING & ~0x20);
        assertThat(client.attributes(file, Attribute.SIZE).require(AttributeType.SIZE)).isZero();
        assertThat(client.status(file, new CloseArgs(0, open))).isEqualTo(NfsStatus.OK);
    }

    @Test
    void openingInAReadOnlyExportCreatesAndCutsNothing() {
        client.openFile("f");
        PutFhArgs top = (PutFhArgs) client.put("/a");
        policy(ExportAccess.READ_ONLY, Squash.NONE);
        CreateHow unchecked = new CreateHow.Unchecked(AttributeSet.EMPTY.toFileAttributes());
        assertThat(client.status(top, TestClient.open("o", 1, 0, "f"))).isEqualTo(NfsStatus.OK);
        assertThat(client.status(top, TestClient.open("o", 2, 0, "f"))).isEqualTo(NfsStatus.ROFS);
        assertThat(client.status(top, TestClient.creating("o", unchecked, "f")))
                .isEqualTo(NfsStatus.ROFS);
        assertThat(client.status(top, reading(unchecked, "f"))).isEqualTo(NfsStatus.OK);
        assertThat(client.status(top, reading(unchecked, "new"))).isEqualTo(NfsStatus.ROFS);
        assertThat(client.status(top, reading(new CreateHow.Exclusive(1), "f")))
                .isEqualTo(NfsStatus.EXIST);
        assertThat(client.status(top, new LookupArgs(Opaque.utf8("new"))))
                .isEqualTo(NfsStatus.NOENT);
    }

    private static OpenArgs reading(CreateHow how, String name) {
        return TestClient.open(
                "o", 1, 0, new OpenFlag.Create(how), new OpenClaim.Null(Opaque.utf8(name)));
    }

    @Test
    void whoIsNamedByNoRuleDoesNotSeeTheExport() {
        client.openFile("f");
        PutFhArgs file = (PutFhArgs) client.put("/a/f");
        ClientAddress other = ClientAddress.of(new byte[] {(byte) 192, 0, 2, 1});
        ExportRule rule =
                new ExportRule(
                        new AddressRange(other, 128),
                        ExportAccess.READ_WRITE,
                        Squash.NONE,
                        Credentials.NOBODY);
        policy(new ExportPolicy(List.of(rule)));
        assertThat(client.status(file)).isEqualTo(NfsStatus.STALE);
        assertThat(client.status(new PutRootFhArgs(), new LookupArgs(Opaque.utf8("a"))))
                .isEqualTo(NfsStatus.ACCESS);
        assertThat(client.status(client.put("/b"), new GetAttrArgs(Bitmap.of(1))))
                .isEqualTo(NfsStatus.OK);
    }

    @Test
    void rootAndHisGroupAreSomebodyElse() {
        policy(ExportAccess.READ_WRITE, Squash.ROOT);
        client.as(0);
        assertThat(client.status(client.put("/a"), directory("d"))).isEqualTo(NfsStatus.OK);
        AttributeSet made =
                client.attributes(client.put("/a/d"), Attribute.OWNER, Attribute.OWNER_GROUP);
        assertThat(made.require(AttributeType.OWNER)).isEqualTo(Opaque.utf8("77"));
        assertThat(made.require(AttributeType.OWNER_GROUP)).isEqualTo(Opaque.utf8("78"));
    }

    @Test
    void allUsersAreTheAnonymousOne() {
        policy(ExportAccess.READ_WRITE, Squash.ALL);
        assertThat(client.status(client.put("/a"), directory("d"))).isEqualTo(NfsStatus.OK);
        AttributeSet made = client.attributes(client.put("/a/d"), Attribute.OWNER);
        assertThat(made.require(AttributeType.OWNER)).isEqualTo(Opaque.utf8("77"));
    }
}
