package org.nfs41.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nfs41.server.memory.MemoryFileSystem;
import org.nfs41.server.memory.MemoryOptions;
import org.nfs41.state.StableStorage;
import org.nfs41.xdr.NfsImplId;
import org.nfs41.xdr.NfsTime;
import org.nfs41.xdr.Opaque;

import picocli.CommandLine.TypeConversionException;

import java.time.Instant;

final class ImplementationOptionTest {
    private static final NfsImplId OTHER =
            new NfsImplId(
                    Opaque.utf8("example.org"), Opaque.utf8("server 7"), new NfsTime(86_400, 0));

    private final ImplementationOption option = new ImplementationOption();

    @Test
    void anyMakerNameAndTimeCanBeTold() {
        assertThat(option.convert("example.org,server 7,1970-01-02T00:00:00Z")).contains(OTHER);
        assertThat(option.convert("example.org,server 7"))
                .contains(new NfsImplId(OTHER.domain(), OTHER.name(), new NfsTime(0, 0)));
        assertThat(option.convert("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", ",name", "a,b,yesterday", "a,b,", "a,b,c,d"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> option.convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void serverTellsWhatItIsConfiguredToTell() {
        ServerConfig.Builder config =
                ServerConfig.builder()
                        .export("/a", new MemoryFileSystem(MemoryOptions.ofCapacity(1 << 20)));
        var before = Incarnation.begin(StableStorage.NONE, Instant.EPOCH);

        assertThat(Incarnation.identity(before, config.build().implementation()).implementation())
                .isEqualTo(Version.IMPLEMENTATION);
        ServerConfig other = config.implementation(OTHER).build();
        assertThat(Incarnation.identity(before, other.implementation()).implementation())
                .isEqualTo(OTHER);
        ServerConfig silent = config.implementation(null).build();
        assertThat(Incarnation.identity(before, silent.implementation()).implementation()).isNull();
    }
}
