package org.nfs41.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.ops.Caller;
import org.nfs41.ops.fs.ClientAddress;
import org.nfs41.ops.fs.Credentials;
import org.nfs41.rpc.AuthSys;
import org.nfs41.rpc.RpcCredential;
import org.nfs41.state.Principal;
import org.nfs41.xdr.Opaque;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class AttendedTest {
    private final AtomicInteger ends = new AtomicInteger();
    private final Attended connection = new Attended(ends::incrementAndGet);

    @Test
    void aConnectionWithNothingInProgressIsOverWhenItEnds() {
        connection.end();
        assertThat(ends).hasValue(1);
    }

    @Test
    void whatIsInProgressWhenAConnectionEndsIsFinishedFirst() {
        connection.begin();
        connection.begin();
        connection.end();
        assertThat(ends).hasValue(0);
        connection.end();
        assertThat(ends).hasValue(0);
        connection.end();
        assertThat(ends).hasValue(1);
    }

    @Test
    void whatIsDoneBeforeDoesNotEndIt() {
        connection.begin();
        connection.end();
        assertThat(ends).hasValue(0);
        connection.end();
        assertThat(ends).hasValue(1);
    }

    @Test
    void theEndComesOnceWhoeverIsLast() throws InterruptedException {
        int threads = 8;
        for (int i = 0; i < threads; i++) {
            connection.begin();
        }
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i <= threads; i++) {
            all.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    start.await();
                                } catch (InterruptedException e) {
                                    return;
                                }
                                connection.end();
                            }));
        }
        start.countDown();
        for (Thread thread : all) {
            thread.join();
        }
        assertThat(ends).hasValue(1);
    }

    @Test
    void aCallerIsMadeOnceForARunOfTheSameCredential() {
        RpcCredential one = new AuthSys(0, Opaque.EMPTY, 1, 1, List.of());
        RpcCredential same = new AuthSys(0, Opaque.EMPTY, 1, 1, List.of());
        RpcCredential other = new AuthSys(0, Opaque.EMPTY, 2, 1, List.of());
        Caller first = connection.caller(one, AttendedTest::make);
        assertThat(connection.caller(same, AttendedTest::make)).isSameAs(first);
        assertThat(connection.caller(other, AttendedTest::make)).isNotSameAs(first);
        assertThat(connection.caller(one, AttendedTest::make)).isNotSameAs(first);
    }

    private static Caller make(RpcCredential credential) {
        return new Caller(Principal.NONE, new Credentials(1, 1), 7, ClientAddress.NONE);
    }
}
