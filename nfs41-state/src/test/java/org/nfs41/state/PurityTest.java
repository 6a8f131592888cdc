package org.nfs41.state;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Time and randomness come into the state machines as arguments, and nothing in them waits or does
 * I/O: only so can a test replay every order of events, and only so may an event loop call them.
 */
class PurityTest {
    private static final DescribedPredicate<JavaClass> DOES_IO =
            resideInAnyPackage(
                            "java.io..",
                            "java.net..",
                            "java.nio.channels..",
                            "java.nio.file..",
                            "java.util.logging..",
                            "org.slf4j..")
                    .or(belongToAnyOf(System.Logger.class, Process.class, ProcessBuilder.class));

    private static final DescribedPredicate<JavaClass> IS_RANDOM =
            resideInAPackage("java.util.random..")
                    .or(
                            belongToAnyOf(
                                    java.util.Random.class,
                                    SplittableRandom.class,
                                    java.security.SecureRandom.class,
                                    ThreadLocalRandom.class));

    /**
     * Atomics, locks and concurrent collections hold state; the rest of the package runs things.
     */
    private static final DescribedPredicate<JavaClass> RUNS_THINGS =
            resideInAPackage("java.util.concurrent")
                    .and(not(simpleNameStartingWith("Concurrent")))
                    .and(not(belongToAnyOf(TimeUnit.class)))
                    .or(
                            belongToAnyOf(
                                    Thread.class,
                                    ThreadGroup.class,
                                    ThreadLocal.class,
                                    Timer.class,
                                    java.util.TimerTask.class));

    private static final DescribedPredicate<JavaAccess<?>> READS_CLOCK_OR_CHANCE =
            DescribedPredicate.describe(
                    "read the clock or a source of randomness", PurityTest::readsClockOrChance);

    private static final ArchRule NO_IMPURE_TYPES =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            DOES_IO.or(IS_RANDOM).or(RUNS_THINGS).or(belongToAnyOf(Clock.class)))
                    .as("no class does I/O, asks a clock, starts threads or draws random numbers")
                    .allowEmptyShould(false);

    private static final ArchRule NO_IMPURE_CALLS =
            noClasses().should().accessTargetWhere(READS_CLOCK_OR_CHANCE).allowEmptyShould(false);

    private static boolean readsClockOrChance(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getFullName();
        String member = access.getTarget().getName();
        return switch (owner) {
            case "java.lang.System" ->
                    Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "exit")
                            .contains(member);
            case "java.lang.Math", "java.lang.StrictMath" -> member.equals("random");
            case "java.util.UUID" -> member.equals("randomUUID");
            case "java.util.Date" ->
                    member.equals("<init>")
                            && access.getDescription().contains("java.util.Date.<init>()");
            default -> owner.startsWith("java.time.") && member.equals("now");
        };
    }

    @Test
    void stateMachinesDependOnNoIoClockThreadOrRandomness() {
        JavaClasses module =
                new ClassFileImporter()
                        .importUrl(Slot.class.getProtectionDomain().getCodeSource().getLocation());

        assertThat(module.stream().filter(type -> !type.getSimpleName().equals("package-info")))
                .as("classes of the module; an empty import would prove nothing")
                .isNotEmpty();
        NO_IMPURE_TYPES.check(module);
        NO_IMPURE_CALLS.check(module);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                DoesIo.class,
                HoldsClock.class,
                StartsThread.class,
                StartsTimer.class,
                RunsLater.class,
                DrawsRandomNumber.class,
                DrawsSplittable.class
            })
    void typeThatBreaksPurityIsFound(Class<?> impure) {
        assertThat(NO_IMPURE_TYPES.evaluate(imported(impure)).hasViolation()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                AsksInstant.class,
                AsksNanoTime.class,
                AsksMillis.class,
                DrawsMathRandom.class,
                DrawsUuid.class
            })
    void callThatBreaksPurityIsFound(Class<?> impure) {
        assertThat(NO_IMPURE_CALLS.evaluate(imported(impure)).hasViolation()).isTrue();
    }

    @Test
    void locksAtomicsConcurrentMapsAndInstantsAsValuesAreAllowed() {
        JavaClasses pure = imported(Pure.class);

        assertThat(
                        List.of(
                                NO_IMPURE_TYPES.evaluate(pure).hasViolation(),
                                NO_IMPURE_CALLS.evaluate(pure).hasViolation()))
                .containsOnly(false);
    }

    private static JavaClasses imported(Class<?> type) {
        return new ClassFileImporter().importClasses(type);
    }

    static final class DoesIo {
        Object out() {
            return new ByteArrayOutputStream();
        }
    }

    static final class HoldsClock {
        long ask(Clock clock) {
            return clock.millis();
        }
    }

    static final class StartsThread {
        Thread start() {
            return Thread.ofVirtual().unstarted(() -> {});
        }
    }

    static final class StartsTimer {
        Object timer() {
            return new Timer(true);
        }
    }

    static final class RunsLater {
        CompletableFuture<String> later() {
            return CompletableFuture.completedFuture("");
        }
    }

    static final class DrawsRandomNumber {
        int draw() {
            return ThreadLocalRandom.current().nextInt();
        }
    }

    static final class DrawsSplittable {
        int draw(SplittableRandom random) {
            return random.nextInt();
        }
    }

    static final class AsksInstant {
        Instant ask() {
            return Instant.now();
        }
    }

    static final class AsksNanoTime {
        long ask() {
            return System.nanoTime();
        }
    }

    static final class AsksMillis {
        long ask() {
            return System.currentTimeMillis();
        }
    }

    static final class DrawsMathRandom {
        double draw() {
            return Math.random();
        }
    }

    static final class DrawsUuid {
        UUID draw() {
            return UUID.randomUUID();
        }
    }

    static final class Pure {
        private final java.util.concurrent.locks.ReentrantLock lock =
                new java.util.concurrent.locks.ReentrantLock();
        private final java.util.concurrent.ConcurrentHashMap<Long, Instant> seen =
                new java.util.concurrent.ConcurrentHashMap<>();
        private final java.util.concurrent.atomic.AtomicLong count =
                new java.util.concurrent.atomic.AtomicLong();

        long see(long id, Instant now) {
            lock.lock();
            try {
                seen.put(id, now);
                return count.incrementAndGet();
            } finally {
                lock.unlock();
            }
        }
    }
}
