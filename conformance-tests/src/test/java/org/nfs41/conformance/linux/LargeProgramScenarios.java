package org.nfs41.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nfs41.conformance.client.ServerAddress;
import org.nfs41.conformance.scenarios.Effort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Programs that take too long for every build, on a mount. A subclass gives client and server. */
abstract class LargeProgramScenarios {
    private static final String OPTIONS = "vers=4.1";

    abstract LinuxMachine client();

    abstract ServerAddress server();

    private NfsMount mount() throws IOException, InterruptedException {
        return NfsMount.mount(client(), server(), OPTIONS);
    }

    @Test
    @RequiresProgram("bonnie++")
    void bonnie() throws Exception {
        try (NfsMount mount = mount()) {
            // a file twice as large as the memory it is told of, and 2 * 1024 small files
            String output =
                    mount.run("bonnie++ -q -d . -r 300 -s 600 -n 2 -u root", Effort.PATIENCE);
            assertThat(output.lines().toList()).isNotEmpty();
            Effort.report("bonnie++", output);
            assertThat(mount.run("ls -A")).isEmpty();
            mount.unmount();
        }
    }

    /** This project's own sources: as they are after a remount, and compiled where they are. */
    @Test
    void projectIsUnpackedAndCompiled() throws Exception {
        // tests run in the folder of their module
        Path project = Path.of("").toAbsolutePath().getParent();
        String java = System.getProperty("java.home");
        try (NfsMount mount = mount()) {
            mount.run(
                    // the machine sees this one's files but for those in /tmp
                    """
                    mkdir /tmp/source
                    mount -t hostfs -o "hostfs=%1$s" none /tmp/source 2>/dev/null ||
                        mount -t hostfs -o "%1$s" none /tmp/source
                    tar -C /tmp/source -cf /tmp/project.tar --exclude=target --exclude=.git .
                    mkdir project
                    tar -C project -xpf /tmp/project.tar
                    """
                            .formatted(project),
                    Effort.PATIENCE);
            String compiled =
                    mount.runRemounted(
                            """
                            tar -C project --compare -f /tmp/project.tar
                            tar -C project -cf /tmp/back.tar .
                            tar -C /tmp/source --compare -f /tmp/back.tar
                            umount /tmp/source
                            rmdir /tmp/source
                            rm /tmp/back.tar /tmp/project.tar
                            mkdir classes
                            find project/*/src/main -name '*.java' ! -name module-info.java \\
                                ! -path 'project/benchmarks/*' >sources
                            %1$s/bin/javac -J-Xmx200m -nowarn -proc:none -d classes \\
                                -cp %2$s @sources >&2
                            find classes -name '*.class' | wc -l
                            """
                                    .formatted(java, libraries()),
                            Effort.PATIENCE);
            assertThat(Integer.parseInt(compiled)).as("classes").isGreaterThan(800);
            Effort.report("javac", compiled + " classes");
            mount.unmount();
        }
    }

    /** Class path of what the project's modules need besides each other. */
    private static String libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The figures of accounts, tellers and branches agree, also after the server was restarted. */
    @Test
    @RequiresProgram("psql")
    void postgresKeepsItsBooks() throws Exception {
        try (NfsMount mount = mount()) {
            String tps =
                    mount.run(
                            """
                            : >/tmp/log; chmod 666 /tmp/log
                            bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
                            cat >/tmp/as <<END
                            #!/bin/bash
                            exec setpriv --reuid postgres --regid postgres --clear-groups -- "\\$@"
                            END
                            chmod +x /tmp/as
                            cat >/tmp/start <<END
                            /tmp/as $bin/pg_ctl -D $PWD/data -l /tmp/log -w -t 300 -s start \\
                                -o "-k /tmp -c listen_addresses= -c dynamic_shared_memory_type=mmap"
                            END
                            cat >/tmp/stop <<END
                            /tmp/as $bin/pg_ctl -D $PWD/data -m fast -w -t 300 -s stop
                            END
                            trap 'tail -n 20 /tmp/log >&2' ERR
                            set -E
                            /tmp/as $bin/initdb -D data -A trust >/tmp/initdb
                            . /tmp/start
                            /tmp/as $bin/pgbench -h /tmp -q -i -s 5 postgres 2>/tmp/pgbench
                            /tmp/as $bin/pgbench -h /tmp -c 4 -T 60 postgres 2>/tmp/pgbench
                            . /tmp/stop
                            """,
                            Effort.PATIENCE);
            Effort.report("pgbench", tps);
            String books =
                    mount.runRemounted(
                            """
                            . /tmp/start
                            /tmp/as psql -h /tmp -At postgres <<'END'
                            select (select sum(abalance) from pgbench_accounts) = sum(delta),
                                (select sum(bbalance) from pgbench_branches) = sum(delta),
                                (select sum(tbalance) from pgbench_tellers) = sum(delta),
                                count(*) > 0 from pgbench_history;
                            END
                            . /tmp/stop
                            """,
                            Effort.PATIENCE);
            assertThat(books).isEqualTo("t|t|t|t");
            mount.unmount();
        }
    }
}
