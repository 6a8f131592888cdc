package org.nfs41.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.state.callback.RequestId;
import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.cb.CbGetAttrArgs;
import org.nfs41.xdr.cb.CbGetAttrResOk;
import org.nfs41.xdr.op.ReadDirArgs;
import org.nfs41.xdr.op.ReadDirResOk;

/** What the holder of a write delegation knows better than the server (RFC 8881 section 10.4.3). */
class HeldAttributesTest extends DelegationScene {
    @Test
    void attributesCanBeReadBesideAReadDelegation() {
        readDelegation(holder, "f");
        assertThat(other.attributes(file(other, "f"), Attribute.SIZE)).isNotNull();
        assertThat(server.calls.taken()).isEmpty();
    }

    private long changeOf(TestClient client, String name) {
        return client.attributes(file(client, name), Attribute.CHANGE)
                .require(AttributeType.CHANGE);
    }

    private static CbGetAttrResOk says(long change, long size) {
        return new CbGetAttrResOk(
                AttributeSet.EMPTY
                        .with(AttributeType.CHANGE, change)
                        .with(AttributeType.SIZE, size)
                        .toFileAttributes());
    }

    private AttributeSet seen(TestClient client, String name) {
        return client.attributes(
                file(client, name), Attribute.SIZE, Attribute.CHANGE, Attribute.TIME_MODIFY);
    }

    @Test
    void sizeOfAFileThatAnotherClientWritesIsAskedFor() {
        writeDelegation(holder, "f");
        RequestId cause = holder.lastRequest();
        long change = changeOf(holder, "f");
        assertThat(server.calls.taken()).as("the holder's own question").isEmpty();

        assertThat(look(other, "f")).isEqualTo(NfsStatus.DELAY);
        assertThat(look(second, "f")).isEqualTo(NfsStatus.DELAY);
        FakeCalls.Call call = server.calls.one(holder);
        assertThat(call.call().cause()).isEqualTo(cause);
        assertThat(call.args(CbGetAttrArgs.class))
                .isEqualTo(
                        new CbGetAttrArgs(
                                holder.handle("/a/f"),
                                Bitmap.of(Attribute.CHANGE, Attribute.SIZE)));
        call.answer(says(change + 1, 4711));

        AttributeSet first = seen(other, "f");
        assertThat(first.require(AttributeType.SIZE)).isEqualTo(4711);
        assertThat(first.require(AttributeType.CHANGE)).isGreaterThan(change);
        // what it asked came after the holder had been asked
        assertThat(look(second, "f")).isEqualTo(NfsStatus.DELAY);
        server.calls.one(holder).answer(says(change + 1, 4711));
        AttributeSet next = seen(second, "f");
        assertThat(next.require(AttributeType.SIZE)).isEqualTo(4711);
        assertThat(next.require(AttributeType.CHANGE))
                .isGreaterThan(first.require(AttributeType.CHANGE));
    }

    @Test
    void everyLookAtAModifiedFileSeesItChangedAgain() {
        writeDelegation(holder, "f");
        long change = changeOf(holder, "f");
        look(other, "f");
        server.calls.one(holder).answer(says(change + 1, 0));
        long first = seen(other, "f").require(AttributeType.CHANGE);

        assertThat(look(other, "f")).isEqualTo(NfsStatus.DELAY);
        server.calls.one(holder).answer(says(change + 1, 0));
        assertThat(seen(other, "f").require(AttributeType.CHANGE)).isGreaterThan(first);
    }

    @Test
    void fileThatTheHolderHasNotChangedLooksAsItIs() {
        writeDelegation(holder, "f");
        long change = changeOf(holder, "f");
        look(other, "f");
        server.calls.one(holder).answer(says(change, 0));

        assertThat(seen(other, "f").require(AttributeType.CHANGE)).isEqualTo(change);
        assertThat(other.attributes(file(other, "f"), Attribute.MODE)).isNotNull();
        assertThat(server.calls.taken()).as("the mode is the server's to tell").isEmpty();
    }

    @Test
    void otherSizeIsAChangeWhateverTheChangeAttributeSays() {
        writeDelegation(holder, "f");
        long change = changeOf(holder, "f");
        look(other, "f");
        server.calls.one(holder).answer(says(change, 5));

        AttributeSet seen = seen(other, "f");
        assertThat(seen.require(AttributeType.SIZE)).isEqualTo(5);
        assertThat(seen.require(AttributeType.CHANGE)).isGreaterThan(change);
    }

    @Test
    void holderThatDoesNotSayIsRecalled() {
        StateId id = writeDelegation(holder, "f");
        look(other, "f");
        server.calls.one(holder).answer(NfsStatus.BADHANDLE);

        assertThat(look(other, "f")).isEqualTo(NfsStatus.DELAY);
        assertThat(server.calls.one(holder).recall().stateId()).isEqualTo(id);
        giveBack(holder, "f", id);
        assertThat(look(other, "f")).isEqualTo(NfsStatus.OK);
    }

    @Test
    void vanishedHolderIsNotAskedForAttributes() {
        writeDelegation(holder, "f");
        server.now += LEASE + LEASE / 10;
        renew(other);

        assertThat(look(other, "f")).isEqualTo(NfsStatus.OK);
    }

    private static AttributeSet entry(TestClient client, String name, int... numbers) {
        ReadDirArgs all = new ReadDirArgs(0, 0, 0, 1 << 16, Bitmap.of(numbers));
        ReadDirResOk listed = client.result(ReadDirResOk.class, client.put("/a"), all);
        return listed.entries().stream()
                .filter(each -> each.name().equals(Opaque.utf8(name)))
                .map(each -> TestClient.decoded(each.attrs()))
                .findAny()
                .orElseThrow();
    }

    private static final int[] WITH_ERROR = {
        Attribute.RDATTR_ERROR,
        Attribute.FILEID,
        Attribute.SIZE,
        Attribute.CHANGE,
        Attribute.TIME_MODIFY
    };

    @Test
    void directoryIsListedWithoutWhatOnlyAWriterKnowsAndWithoutAskingIt() {
        writeDelegation(holder, "f");
        AttributeSet held = entry(other, "f", WITH_ERROR);

        assertThat(held.mask()).isEqualTo(Bitmap.of(Attribute.RDATTR_ERROR, Attribute.FILEID));
        assertThat(held.require(AttributeType.RDATTR_ERROR)).isEqualTo(NfsStatus.DELAY);
        assertThat(entry(other, "g", WITH_ERROR).mask()).isEqualTo(Bitmap.of(WITH_ERROR));
        assertThat(entry(other, "g", WITH_ERROR).require(AttributeType.RDATTR_ERROR))
                .isEqualTo(NfsStatus.OK);
        assertThat(server.calls.taken()).isEmpty();
    }

    @Test
    void writerListsWhatItWritesAsItIs() {
        writeDelegation(holder, "f");

        assertThat(entry(holder, "f", WITH_ERROR).mask()).isEqualTo(Bitmap.of(WITH_ERROR));
    }

    @Test
    void filesOfReadersAreListedAsTheyAre() {
        readDelegation(holder, "f");
        assertThat(entry(other, "f", WITH_ERROR).mask()).isEqualTo(Bitmap.of(WITH_ERROR));
    }

    @Test
    void whoLeavesNoPlaceForAnErrorIsShownWhatIsStored() {
        writeDelegation(holder, "f");

        assertThat(entry(other, "f", Attribute.SIZE).require(AttributeType.SIZE)).isZero();
        assertThat(
                        entry(other, "f", Attribute.RDATTR_ERROR, Attribute.FILEID)
                                .require(AttributeType.RDATTR_ERROR))
                .as("nothing is missing")
                .isEqualTo(NfsStatus.OK);
        assertThat(server.calls.taken()).isEmpty();
    }
}
