package org.nfs41.xdr;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Attributes with their values, each one accessible: what {@link FileAttributes} says, taken apart.
 * Immutable, except that a value may be a view as {@link Opaque} describes.
 */
public final class AttributeSet {
    /** No attributes. */
    public static final AttributeSet EMPTY = new AttributeSet(new TreeMap<>());

    private final NavigableMap<Integer, Object> values;

    private AttributeSet(NavigableMap<Integer, Object> values) {
        this.values = values;
    }

    /**
     * Takes attributes apart. An attribute that is not known, values that end too early and bytes
     * that are left over are errors.
     */
    public static AttributeSet decode(FileAttributes attributes) throws XdrException {
        XdrReader in = new XdrReader(attributes.values());
        NavigableMap<Integer, Object> values = new TreeMap<>();
        Bitmap mask = attributes.mask();
        for (int bit = mask.next(0); bit >= 0; bit = mask.next(bit + 1)) {
            AttributeType<?> type = AttributeType.of(bit);
            if (type == null) {
                throw new XdrException("unknown attribute " + bit);
            }
            values.put(bit, type.decode(in));
        }
        if (in.remaining() != 0) {
            throw new XdrException(in.remaining() + " bytes after the attributes");
        }
        return new AttributeSet(values);
    }

    /** The attributes in their wire form. */
    public FileAttributes toFileAttributes() {
        XdrWriter out = new XdrWriter();
        for (Map.Entry<Integer, Object> entry : values.entrySet()) {
            AttributeType<?> type = AttributeType.of(entry.getKey());
            if (type != null) {
                encode(type, entry.getValue(), out);
            }
        }
        return new FileAttributes(mask(), Opaque.of(out.toByteArray()));
    }

    /** Which attributes there are. */
    public Bitmap mask() {
        return Bitmap.of(values.keySet().stream().mapToInt(Integer::intValue).toArray());
    }

    /** Whether there is such an attribute. */
    public boolean contains(AttributeType<?> type) {
        return values.containsKey(type.number());
    }

    /** The value of an attribute, null if it is not there. */
    @SuppressWarnings("unchecked") // put and decode store a value under its own type only
    public <T> @Nullable T get(AttributeType<T> type) {
        return (T) values.get(type.number());
    }

    /** The value of an attribute that must be there; else {@link IllegalStateException}. */
    public <T> T require(AttributeType<T> type) {
        T value = get(type);
        if (value == null) {
            throw new IllegalStateException("no attribute " + type);
        }
        return value;
    }

    /** These attributes with another one, or another value for one of them. */
    public <T> AttributeSet with(AttributeType<T> type, T value) {
        NavigableMap<Integer, Object> copy = new TreeMap<>(values);
        copy.put(type.number(), value);
        return new AttributeSet(copy);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AttributeSet that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The attributes by name, such as {@code {type=NF4REG, size=0}}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        values.forEach((number, value) ->
                text.append(text.length() > 1 ? ", " : "")
                        .append(AttributeType.of(number))
                        .append('=')
                        .append(value));
        return text.append('}').toString();
    }

    @SuppressWarnings("unchecked") // the value was stored under this very type
    private static <T> void encode(AttributeType<T> type, Object value, XdrWriter out) {
        type.encode((T) value, out);
    }
}
