package org.nfs41.conformance.fuzz;

import org.nfs41.conformance.oracle.OperationErrors;
import org.nfs41.xdr.NfsStatus;
import org.nfs41.xdr.Operation;
import org.nfs41.xdr.XdrException;
import org.nfs41.xdr.XdrReader;
import org.nfs41.xdr.op.ArgOp;
import org.nfs41.xdr.op.CompoundHeader;
import org.nfs41.xdr.op.CompoundRes;
import org.nfs41.xdr.op.ResOp;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Says whether a result can be the answer to a request's bytes at all. */
final class ReplyJudge {
    private static final OperationErrors ERRORS = OperationErrors.load();
    private static final int MINOR_VERSION = 1;

    private ReplyJudge() {}

    /**
     * A request as far as it can be read.
     *
     * @param header what stands before the operations
     * @param numbers the operations' numbers, up to that of the first that does not decode
     * @param decoded how many operations do
     */
    private record Request(CompoundHeader header, List<Integer> numbers, int decoded) {
        static Request read(byte[] bytes) throws XdrException {
            XdrReader in = new XdrReader(bytes);
            CompoundHeader header = CompoundHeader.decode(in);
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < header.opCount(); i++) {
                if (in.remaining() >= Integer.BYTES) {
                    numbers.add(in.buffer().getInt(in.position()));
                }
                try {
                    ArgOp.decode(in);
                } catch (XdrException e) {
                    return new Request(header, numbers, i);
                }
            }
            return new Request(header, numbers, header.opCount());
        }
    }

    /** Whether not even what stands before the operations can be read. */
    static boolean isGarbage(byte[] arguments) {
        try {
            CompoundHeader.decode(new XdrReader(arguments));
            return false;
        } catch (XdrException e) {
            return true;
        }
    }

    /**
     * What is wrong with {@code res} as the answer to {@code arguments}; empty if nothing is.
     *
     * @param implemented operations that may not say that they are not supported
     */
    static List<String> judge(byte[] arguments, CompoundRes res, Set<Operation> implemented)
            throws XdrException {
        Request request = Request.read(arguments);
        List<String> wrong = new ArrayList<>();
        if (!res.tag().equals(request.header().tag())) {
            wrong.add("another tag");
        }
        if (request.header().minorVersion() != MINOR_VERSION) {
            boolean refused = res.status().equals(NfsStatus.MINOR_VERS_MISMATCH);
            if (!refused || !res.results().isEmpty()) {
                wrong.add("minor version " + request.header().minorVersion() + " not refused");
            }
            return wrong;
        }
        statuses(res, implemented, wrong);
        order(request, res, wrong);
        return wrong;
    }

    private static void statuses(CompoundRes res, Set<Operation> implemented, List<String> wrong) {
        for (ResOp result : res.results()) {
            boolean missing =
                    result.status().equals(NfsStatus.NOTSUPP) && !implemented.contains(result.op());
            if (!missing && !ERRORS.allows(result.op(), result.status())) {
                wrong.add(result.op() + " may not answer " + result.status());
            }
            if (result.status().equals(NfsStatus.SERVERFAULT)) {
                wrong.add(result.op() + " failed unexpectedly");
            }
        }
        NfsStatus last = res.results().isEmpty() ? NfsStatus.OK : res.results().getLast().status();
        if (!res.status().equals(last)) {
            wrong.add("status " + res.status() + " after " + last);
        }
    }

    private static void order(Request request, CompoundRes res, List<String> wrong) {
        List<ResOp> results = res.results();
        if (results.size() > request.header().opCount()) {
            wrong.add("more results than operations");
        }
        if (res.status().isOk() && results.size() < request.header().opCount()) {
            wrong.add("fewer results than operations, all OK");
        }
        for (int i = 0; i < results.size(); i++) {
            ResOp result = results.get(i);
            boolean last = i == results.size() - 1;
            if (!last && !result.status().isOk()) {
                wrong.add("results behind a failure of " + result.op());
            }
            boolean illegal = last && result.op().equals(Operation.ILLEGAL);
            boolean asked =
                    i < request.numbers().size() && request.numbers().get(i) == result.op().value();
            if (!asked && !illegal) {
                wrong.add("result " + i + " is of " + result.op());
            }
            if (i >= request.decoded() && result.status().isOk()) {
                wrong.add(result.op() + " succeeds with arguments that do not decode");
            }
        }
    }
}
