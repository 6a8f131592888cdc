package org.nfs41.xdr;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

import org.jspecify.annotations.Nullable;
import org.nfs41.xdr.cb.CallbackArbitraries;
import org.nfs41.xdr.op.OperationArbitraries;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Arbitrary values of every type of this module, put together from the components of its records;
 * only types whose components depend on each other are described one by one.
 *
 * <p>{@code XdrArbitraries.anyOf(OpenArgs.class)} is all that a property needs.
 */
public final class XdrArbitraries {
    private static final int LONGEST_LIST = 3;
    private static final int LONGEST_OPAQUE = 21;
    private static final int GREATEST_BIT = 100;

    private static final Map<Type, Arbitrary<?>> KNOWN = new HashMap<>();

    static {
        put(int.class, numbers());
        put(Integer.class, numbers());
        put(long.class, longs());
        put(Long.class, longs());
        put(boolean.class, Arbitraries.of(true, false));
        put(Boolean.class, Arbitraries.of(true, false));
        put(OptionalInt.class, numbers().optional().map(XdrArbitraries::optionalInt));
        put(OptionalLong.class, longs().optional().map(XdrArbitraries::optionalLong));
        put(Opaque.class, opaques(0, LONGEST_OPAQUE));
        put(Bitmap.class, bitmaps(GREATEST_BIT));
        OperationArbitraries.describe();
        CallbackArbitraries.describe();
    }

    private XdrArbitraries() {}

    /** All values of a type, or enough of them. */
    @SuppressWarnings("unchecked")
    public static synchronized <T> Arbitrary<T> anyOf(Class<T> type) {
        return (Arbitrary<T>) find(type);
    }

    /** Describes a type whose components depend on each other. */
    public static synchronized <T> void put(Class<T> type, Arbitrary<? extends T> values) {
        KNOWN.put(type, values);
    }

    /** Opaque data of a length in bytes. */
    public static Arbitrary<Opaque> opaques(int shortest, int longest) {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(shortest)
                .ofMaxSize(longest)
                .map(Opaque::of);
    }

    /** Sets of numbers up to a greatest one. */
    public static Arbitrary<Bitmap> bitmaps(int greatest) {
        return Arbitraries.integers()
                .between(0, greatest)
                .array(int[].class)
                .ofMaxSize(8)
                .map(Bitmap::of);
    }

    /** Values of an attribute. */
    @SuppressWarnings("unchecked")
    public static synchronized <T> Arbitrary<T> anyOf(AttributeType<T> attribute) {
        for (Field field : AttributeType.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && read(field) == attribute) {
                ParameterizedType type = (ParameterizedType) field.getGenericType();
                return (Arbitrary<T>) find(type.getActualTypeArguments()[0]);
            }
        }
        throw new AssertionError("no constant for " + attribute);
    }

    private static Arbitrary<Integer> numbers() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(-1, 5)),
                Tuple.of(1, Arbitraries.integers()));
    }

    private static Arbitrary<Long> longs() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.longs().between(-1, 5)), Tuple.of(3, Arbitraries.longs()));
    }

    private static Arbitrary<?> find(Type type) {
        Arbitrary<?> known = KNOWN.get(type);
        if (known == null) {
            known = derive(type);
            KNOWN.put(type, known);
        }
        return known;
    }

    private static Arbitrary<?> derive(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return find(generic.getActualTypeArguments()[0]).list().ofMaxSize(LONGEST_LIST);
        }
        if (!(type instanceof Class<?> plain)) {
            throw new AssertionError("no values for " + type);
        }
        if (plain.isSealed()) {
            return Arbitraries.oneOf(
                    Arrays.stream(plain.getPermittedSubclasses())
                            .<Arbitrary<?>>map(XdrArbitraries::find)
                            .toList());
        }
        if (plain.isRecord()) {
            return isOpenEnumeration(plain) ? openEnumeration(plain) : record(plain);
        }
        throw new AssertionError("no values for " + type);
    }

    private static boolean isOpenEnumeration(Class<?> type) {
        return Arrays.stream(type.getMethods()).anyMatch(m -> m.getName().equals("known"));
    }

    private static Arbitrary<?> openEnumeration(Class<?> type) {
        List<?> named = (List<?>) call(type, "known");
        Arbitrary<?> any = Arbitraries.integers().map(number -> create(type, List.of(number)));
        return Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.of(named)), Tuple.of(1, any));
    }

    private static Arbitrary<?> record(Class<?> type) {
        List<Arbitrary<Object>> components = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Arbitrary<Object> values = find(component.getGenericType()).asGeneric();
            if (type.getSimpleName().equals("Unknown")) {
                // a number that no arm has
                values = Arbitraries.integers().between(20_000, 30_000).asGeneric();
            }
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            components.add(nullable ? values.injectNull(0.3) : values);
        }
        return Combinators.combine(components).as(values -> create(type, values));
    }

    private static Object create(Class<?> type, List<?> values) {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot create " + type, e);
        }
    }

    private static Object call(Class<?> type, String method) {
        try {
            return type.getMethod(method).invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot call " + method + " of " + type, e);
        }
    }

    private static Object read(Field field) {
        try {
            return field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot read " + field, e);
        }
    }

    private static OptionalInt optionalInt(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private static OptionalLong optionalLong(Optional<Long> value) {
        return value.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
}
