package org.nfs41.conformance.fuzz;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.AttributeSet;
import org.nfs41.xdr.AttributeType;
import org.nfs41.xdr.Bitmap;
import org.nfs41.xdr.FileAttributes;
import org.nfs41.xdr.FileHandle;
import org.nfs41.xdr.LockType;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;
import org.nfs41.xdr.OpenOwner;
import org.nfs41.xdr.SessionId;
import org.nfs41.xdr.SetTime;
import org.nfs41.xdr.StateId;
import org.nfs41.xdr.op.ChannelAttributes;
import org.nfs41.xdr.op.CreateHow;
import org.nfs41.xdr.op.CreateSessionArgs;
import org.nfs41.xdr.op.OpenArgs;
import org.nfs41.xdr.op.OpenClaim;
import org.nfs41.xdr.op.OpenFlag;
import org.nfs41.xdr.op.OpenShare;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Random values of any record of the protocol, put together from its components. What a server
 * looks up - handles, state ids, names - is often something that it knows.
 */
final class RandomValues {
    private static final int LONGEST_LIST = 3;
    private static final int MOST_ATTEMPTS = 100;
    private static final int GREATEST_BIT = 90;
    private static final int LARGEST_SIZE = 100_000;
    private static final int MOST_BYTES = 5_000;
    private static final List<StateId> SPECIAL_STATE_IDS =
            List.of(
                    StateId.CURRENT,
                    StateId.CURRENT,
                    StateId.CURRENT,
                    StateId.ANONYMOUS,
                    StateId.READ_BYPASS,
                    StateId.INVALID);
    private static final int[] INTS = {0, 0, 1, 1, 2, 3, 4, 7, 64, 4096, -1, Integer.MIN_VALUE};
    private static final long[] LONGS = {0, 0, 1, 5, 4095, 70_000, Long.MAX_VALUE, -1, -2};
    private static final String[] NAMES = {
        "a", "b", "c", "dir", "dir", "file", "file", "link", "export", "", ".", "..", "x/y", "\0"
    };

    private final RandomGenerator random;
    private final Knowledge known;

    RandomValues(RandomGenerator random, Knowledge known) {
        this.random = random;
        this.known = known;
    }

    /** A random value of a record type or a sealed union of such. */
    <T> T of(Class<T> type) {
        return type.cast(value(type, ""));
    }

    /** True in {@code percent} of 100 cases. */
    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private Object value(Type type, String name) {
        Object special = special(type);
        if (special != null) {
            return special;
        }
        if (type == int.class || type == Integer.class) {
            return chance(70) ? number(name) : number();
        }
        if (type == long.class || type == Long.class) {
            return longNumber(name);
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == OptionalInt.class) {
            return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(number());
        }
        if (type == OptionalLong.class) {
            return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(longNumber(name));
        }
        if (type instanceof ParameterizedType list) {
            return list(list.getActualTypeArguments()[0], name);
        }
        return composite((Class<?>) type);
    }

    /** Types of which most random values would be refused at once. */
    private @Nullable Object special(Type type) {
        if (type == Opaque.class) {
            return opaque();
        }
        if (type == Bitmap.class) {
            return bitmap();
        }
        if (type == FileAttributes.class) {
            return attributes();
        }
        if (type == StateId.class && chance(80)) {
            return stateId();
        }
        if (type == FileHandle.class && !known.handles.isEmpty() && chance(90)) {
            return known.handles.any();
        }
        if (type == SessionId.class && !known.sessions.isEmpty() && chance(80)) {
            return known.sessions.any();
        }
        if (type == LockType.class && chance(90)) {
            return LockType.known().get(random.nextInt(LockType.known().size()));
        }
        if (type == OpenArgs.class && chance(70)) {
            return open();
        }
        if (type == CreateSessionArgs.class && !known.clients.isEmpty() && chance(70)) {
            return createSession();
        }
        return null;
    }

    /** A number as that field often has it. */
    private int number(String name) {
        return switch (name) {
            case "shareAccess" -> 1 + random.nextInt(3);
            case "shareDeny", "seqid" -> 0;
            case "count", "maxCount", "dirCount" -> random.nextInt(MOST_BYTES);
            default -> number();
        };
    }

    private int number() {
        return chance(85) ? INTS[random.nextInt(INTS.length)] : random.nextInt();
    }

    private long longNumber(String name) {
        if (name.equals("clientId") && !known.clients.isEmpty() && chance(80)) {
            return known.clients.any().id();
        }
        if (name.equals("cookieVerifier") && !known.verifiers.isEmpty() && chance(50)) {
            return known.verifiers.any();
        }
        return chance(90) ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
    }

    private Opaque opaque() {
        if (chance(80)) {
            String name = NAMES[random.nextInt(NAMES.length)];
            return Opaque.of(name.getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = new byte[random.nextInt(chance(90) ? 40 : 2000)];
        random.nextBytes(bytes);
        return Opaque.of(bytes);
    }

    private Bitmap bitmap() {
        return switch (random.nextInt(4)) {
            case 0 -> Bitmap.EMPTY;
            case 1 -> Bitmap.ofWords(random.nextInt(), random.nextInt(), random.nextInt());
            default -> Bitmap.of(random.ints(4, 0, GREATEST_BIT).toArray());
        };
    }

    private FileAttributes attributes() {
        if (chance(20)) {
            return new FileAttributes(bitmap(), opaque());
        }
        AttributeSet set = AttributeSet.EMPTY;
        if (random.nextBoolean()) {
            set = set.with(AttributeType.MODE, chance(80) ? random.nextInt(01000) : number());
        }
        if (chance(25)) {
            long size = random.nextLong(LARGEST_SIZE);
            set = set.with(AttributeType.SIZE, chance(80) ? size : longNumber(""));
        }
        if (chance(10)) {
            set = set.with(AttributeType.OWNER, chance(50) ? Opaque.utf8("0") : opaque());
        }
        if (chance(10)) {
            NfsTime time = new NfsTime(longNumber(""), number());
            set = set.with(AttributeType.TIME_MODIFY_SET, new SetTime.ClientTime(time));
        }
        return set.toFileAttributes();
    }

    private StateId stateId() {
        if (known.stateIds.isEmpty() || chance(60)) {
            return SPECIAL_STATE_IDS.get(random.nextInt(SPECIAL_STATE_IDS.size()));
        }
        StateId real = known.stateIds.any();
        int seqid = chance(50) ? 0 : real.seqid();
        return new StateId(seqid, real.otherHigh(), real.otherLow());
    }

    private OpenArgs open() {
        OpenFlag how =
                chance(50) ? new OpenFlag.NoCreate() : new OpenFlag.Create(of(CreateHow.class));
        OpenClaim claim = chance(70) ? new OpenClaim.Null(opaque()) : of(OpenClaim.class);
        return new OpenArgs(
                0,
                1 + random.nextInt(3),
                chance(80) ? OpenShare.DENY_NONE : random.nextInt(4),
                new OpenOwner(0, opaque()),
                how,
                claim);
    }

    private CreateSessionArgs createSession() {
        Knowledge.Client client = known.clients.any();
        CreateSessionArgs any = (CreateSessionArgs) composite(CreateSessionArgs.class);
        ChannelAttributes channel =
                new ChannelAttributes(0, 4096, 4096, 1024, 8, 2, OptionalInt.empty());
        boolean sound = chance(60);
        return new CreateSessionArgs(
                client.id(),
                client.sequence(),
                sound ? 0 : any.flags(),
                sound ? channel : any.foreChannelAttributes(),
                sound ? channel : any.backChannelAttributes(),
                any.cbProgram(),
                any.secParms());
    }

    private List<Object> list(Type element, String name) {
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(LONGEST_LIST + 1); i > 0; i--) {
            values.add(value(element, name));
        }
        return values;
    }

    private Object composite(Class<?> type) {
        if (type.isSealed()) {
            Class<?>[] arms = type.getPermittedSubclasses();
            return value(arms[random.nextInt(arms.length)], "");
        }
        if (!type.isRecord()) {
            throw new AssertionError("no values for " + type);
        }
        Method enumeration = enumeration(type);
        return enumeration != null && chance(90) ? constant(enumeration) : record(type);
    }

    private static @Nullable Method enumeration(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals("known"))
                .findAny()
                .orElse(null);
    }

    private Object constant(Method enumeration) {
        try {
            List<?> values = (List<?>) enumeration.invoke(null);
            return values.get(random.nextInt(values.size()));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot call " + enumeration, e);
        }
    }

    private Object record(Class<?> type) {
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            Object created = recordIfAllowed(type);
            if (created != null) {
                return created;
            }
        }
        throw new AssertionError("no values for " + type);
    }

    /** A record, or null if its components contradict each other. */
    private @Nullable Object recordIfAllowed(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] parts = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            parts[i] = component(components[i]);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(parts);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException) {
                return null;
            }
            throw new LinkageError("cannot create " + type + Arrays.toString(parts), e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot create " + type, e);
        }
    }

    private @Nullable Object component(RecordComponent component) {
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return nullable && chance(30)
                ? null
                : value(component.getGenericType(), component.getName());
    }
}
