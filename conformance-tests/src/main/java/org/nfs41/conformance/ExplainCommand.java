package org.nfs41.conformance;

import org.nfs41.conformance.catalogue.Catalogue;
import org.nfs41.conformance.catalogue.FieldBug;
import org.nfs41.conformance.catalogue.Requirement;
import org.nfs41.conformance.check.Check;
import org.nfs41.conformance.run.CheckClasses;
import org.nfs41.conformance.run.CheckInfo;
import org.nfs41.conformance.run.Sections;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code explain ID}: what a check is about. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says what a check is about: the rule, what is sent, what is accepted.")
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "The check, for example SEQ-001.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        CheckInfo info =
                CheckClasses.everything().stream()
                        .filter(check -> check.id().equalsIgnoreCase(id))
                        .findFirst()
                        .orElseThrow(() ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "there is no check " + id + "; see 'list'"));
        print(info, spec.commandLine().getOut());
        return 0;
    }

    private static void print(CheckInfo info, PrintWriter out) {
        Check check = info.check();
        Sections sections = Sections.load();
        out.println(info.id() + " (" + info.level() + ")");
        out.println();
        out.println("Rule:     " + check.rule() + ".");
        out.println("Sent:     " + check.sends() + ".");
        out.println("Accepted: " + check.accepts() + ".");
        out.println();
        for (String section : info.sections()) {
            out.println("RFC 8881 section " + section + ", " + sections.subject(section));
        }
        Catalogue catalogue = Catalogue.load();
        for (String requirement : check.requirements()) {
            Requirement found = catalogue.find(requirement);
            String text = found == null ? "" : ": " + found.paraphrase();
            out.println("  " + requirement + text);
        }
        out.println("Tags: " + String.join(" ", info.tags()));
        Map<String, FieldBug> bugs = FieldBug.all();
        for (String id : check.bugs()) {
            FieldBug bug = bugs.get(id);
            out.println("Would have found: " + id + (bug == null ? "" : ": " + bug.title()));
        }
        String source = info.method().getDeclaringClass().getSimpleName();
        out.println("Source: " + source + "." + info.method().getName());
        out.flush();
    }
}
