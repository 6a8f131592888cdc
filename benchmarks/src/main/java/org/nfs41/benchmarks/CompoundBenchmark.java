package org.nfs41.benchmarks;

import org.nfs41.xdr.Attribute;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.StableHow;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.GetAttrArgs;
import org.nfs41.xdr.op.GetFhArgs;
import org.nfs41.xdr.op.GetFhResOk;
import org.nfs41.xdr.op.LookupArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenResOk;
import org.nfs41.xdr.op.OpenShare;
import org.nfs41.xdr.op.PutFhArgs;
import org.nfs41.xdr.op.PutRootFhArgs;
import org.nfs41.xdr.op.ReadArgs;
import org.nfs41.xdr.op.WriteArgs;
import org.nfs41.xdr.op.WriteResOk;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Whole COMPOUNDs from the request's bytes to the reply's, without RPC and sockets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class CompoundBenchmark {
    private static final int READ_BYTES = 4096;

    /** What {@code ls -l} shows. */
    private static final Bitmap ATTRIBUTES =
            Bitmap.of(
                    Attribute.TYPE,
                    Attribute.CHANGE,
                    Attribute.SIZE,
                    Attribute.FSID,
                    Attribute.FILEID,
                    Attribute.MODE,
                    Attribute.NUMLINKS,
                    Attribute.SPACE_USED,
                    Attribute.TIME_ACCESS,
                    Attribute.TIME_METADATA,
                    Attribute.TIME_MODIFY);

    private final CompoundClient client;
    private final ByteBuffer sequenceOnly;
    private final ByteBuffer sequenceCached;
    private final ByteBuffer getAttr;
    private final ByteBuffer read;

    /** Makes a session, a file and the requests. */
    public CompoundBenchmark() {
        client = new CompoundClient();
        OpenResOk open =
                client.call(OpenResOk.class, new PutRootFhArgs(), lookUpExport(), create());
        FileHandle file =
                client.call(
                                GetFhResOk.class,
                                new PutRootFhArgs(),
                                lookUpExport(),
                                new LookupArgs(Opaque.utf8("file")),
                                new GetFhArgs())
                        .object();
        ArgOp putFh = new PutFhArgs(file);
        client.call(
                WriteResOk.class,
                putFh,
                new WriteArgs(
                        open.stateId(), 0, StableHow.FILE_SYNC, Opaque.of(new byte[READ_BYTES])));
        sequenceOnly = client.request(false);
        sequenceCached = client.request(true);
        getAttr = client.request(false, putFh, new GetAttrArgs(ATTRIBUTES));
        read = client.request(false, putFh, new ReadArgs(open.stateId(), 0, READ_BYTES));
    }

    /** SEQUENCE alone. */
    @Benchmark
    public int sequence() {
        return client.execute(sequenceOnly);
    }

    /** SEQUENCE alone; the reply is kept. */
    @Benchmark
    public int sequenceCached() {
        return client.execute(sequenceCached);
    }

    /** SEQUENCE, PUTFH and GETATTR of what {@code ls -l} shows. */
    @Benchmark
    public int sequencePutFhGetAttr() {
        return client.execute(getAttr);
    }

    /** SEQUENCE, PUTFH and READ of 4 KiB. */
    @Benchmark
    public int sequencePutFhRead() {
        return client.execute(read);
    }

    private static ArgOp lookUpExport() {
        return new LookupArgs(Opaque.utf8("export"));
    }

    private static ArgOp create() {
        return new OpenArgs(
                0,
                OpenShare.ACCESS_BOTH,
                0,
                new OpenOwner(0, Opaque.utf8("owner")),
                new OpenFlag.Create(new CreateHow.Unchecked(FileAttributes.NONE)),
                new OpenClaim.Null(Opaque.utf8("file")));
    }
}
