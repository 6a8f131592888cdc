package org.nfs41.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

class AttributeSetProperties {
    private static final AttributeSet SOME =
            AttributeSet.EMPTY
                    .with(AttributeType.MODE, 0755)
                    .with(AttributeType.TYPE, FileType.NF4DIR)
                    .with(AttributeType.SIZE, 4096L);

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whatWasPutTogetherIsTakenApart(@ForAll("sets") AttributeSet set) throws XdrException {
        assertThat(AttributeSet.decode(set.toFileAttributes())).isEqualTo(set);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void missingAndExtraBytesAreRefused(@ForAll("sets") AttributeSet set) {
        FileAttributes attributes = set.toFileAttributes();
        byte[] values = attributes.values().toByteArray();
        XdrWriter longer = new XdrWriter();
        longer.writeFixedOpaque(attributes.values());
        longer.writeInt(0);
        assertRefused(new FileAttributes(attributes.mask(), Opaque.of(longer.toByteArray())));
        if (values.length > 0) {
            byte[] shorter = Arrays.copyOf(values, values.length - Integer.BYTES);
            assertRefused(new FileAttributes(attributes.mask(), Opaque.of(shorter)));
        }
    }

    @Provide
    Arbitrary<AttributeSet> sets() {
        List<Arbitrary<AttributeSet>> parts = new ArrayList<>();
        AttributeType.known().forEach(type -> parts.add(perhaps(type)));
        return Combinators.combine(parts).as(AttributeSetProperties::union);
    }

    @Example
    void everyAttributeIsKnownByItsName() throws ReflectiveOperationException {
        List<AttributeType<?>> known = AttributeType.known();
        assertThat(known).hasSize(82).hasSameSizeAs(Attribute.class.getFields());
        for (Field field : Attribute.class.getFields()) {
            AttributeType<?> type = known.get(field.getInt(null));
            assertThat(AttributeType.class.getField(field.getName()).get(null)).isSameAs(type);
            assertThat(type).hasToString(field.getName().toLowerCase(Locale.ROOT));
            assertThat(AttributeType.of(type.number())).isSameAs(type);
        }
        assertThat(AttributeType.of(82)).isNull();
        assertThat(AttributeType.of(-1)).isNull();
    }

    @Example
    void valuesAreLaidOutInTheOrderOfTheirNumbers() {
        assertThat(SOME.toFileAttributes())
                .isEqualTo(
                        new FileAttributes(
                                Bitmap.of(Attribute.TYPE, Attribute.SIZE, Attribute.MODE),
                                Opaque.of(Golden.bytes("00000002 0000000000001000 000001ed"))));
    }

    @Example
    void valuesAreFoundByTheirType() {
        assertThat(SOME.get(AttributeType.SIZE)).isEqualTo(4096L);
        assertThat(SOME.require(AttributeType.TYPE)).isEqualTo(FileType.NF4DIR);
        assertThat(SOME.contains(AttributeType.MODE)).isTrue();
        assertThat(SOME.get(AttributeType.OWNER)).isNull();
        assertThatIllegalStateException()
                .isThrownBy(() -> SOME.require(AttributeType.OWNER))
                .withMessage("no attribute owner");
        assertThat(SOME).hasToString("{type=NF4DIR, size=4096, mode=493}");
    }

    @Example
    void attributeThatIsNotKnownIsRefused() {
        assertRefused(new FileAttributes(Bitmap.of(82), Opaque.of(new byte[4])));
    }

    @Example
    void valuesCanBeWrittenInPlace() throws XdrException {
        XdrWriter out = new XdrWriter();
        int begin = FileAttributes.begin(out, Bitmap.of(Attribute.TYPE, Attribute.SIZE));
        out.writeInt(FileType.NF4REG.value());
        out.writeLong(17);
        FileAttributes.end(out, begin);
        FileAttributes written = FileAttributes.decode(new XdrReader(out.toByteArray()));
        assertThat(AttributeSet.decode(written))
                .isEqualTo(
                        AttributeSet.EMPTY
                                .with(AttributeType.TYPE, FileType.NF4REG)
                                .with(AttributeType.SIZE, 17L));
    }

    private static <T> Arbitrary<AttributeSet> perhaps(AttributeType<T> type) {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(AttributeSet.EMPTY)),
                Tuple.of(
                        1,
                        XdrArbitraries.anyOf(type)
                                .map(value -> AttributeSet.EMPTY.with(type, value))));
    }

    private static AttributeSet union(List<AttributeSet> sets) {
        AttributeSet union = AttributeSet.EMPTY;
        for (AttributeSet set : sets) {
            for (int bit = set.mask().next(0); bit >= 0; bit = set.mask().next(bit + 1)) {
                union = copy(AttributeType.known().get(bit), set, union);
            }
        }
        return union;
    }

    private static <T> AttributeSet copy(
            AttributeType<T> type, AttributeSet from, AttributeSet to) {
        return to.with(type, from.require(type));
    }

    private static void assertRefused(FileAttributes attributes) {
        assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() -> AttributeSet.decode(attributes));
    }
}
